/*
 * The SQL of customers that the field table cannot say.
 */
#ifndef FEATURES_CUSTOMER_CUSTOMER_STORE_H
#define FEATURES_CUSTOMER_CUSTOMER_STORE_H

#include "features/customer/customer.h"

/* An act of the person: active since ctx's now, if that is later. */
enum err customer_store_touch(struct ctx *ctx, id64 id, int64_t active_ms);

/* ERR_NOT_FOUND. */
enum err customer_store_analytics_get(struct ctx *ctx, id64 id, struct customer_analytics *out);
enum err customer_store_analytics_set(struct ctx *ctx, id64 id, const struct customer_analytics *analytics,
                                      int64_t active_ms);

/* [{"id", "converted_ms"}] of the contacts linked to the customer. */
enum err customer_store_contacts(struct ctx *ctx, id64 id, struct str *json);
enum err customer_store_contact_count(struct ctx *ctx, id64 id, int64_t *out);
/* The contacts that are linked to a customer, as the figures count them. */
struct linked_contact {
    id64 id;
    struct figure_contact figure;
};
enum err customer_store_linked(struct ctx *ctx, id64 id, struct linked_contact **out, int *count);
/* They are leads again. */
enum err customer_store_contacts_unlink(struct ctx *ctx, id64 id);
/* Links one again, if it is still a lead. */
enum err customer_store_contact_relink(struct ctx *ctx, id64 id, id64 contact_id, int64_t converted_ms);

#endif
