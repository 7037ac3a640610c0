/*
 * A contact (a lead): someone who wrote, subscribed, left a checkout half done or was typed in, and has not booked.
 *
 * The record is kept after conversion and linked to the customer. Status is derived, never stored: converted >
 * lost > follow-up-due > follow-up-scheduled > contacted > new.
 */
#ifndef FEATURES_CONTACT_CONTACT_H
#define FEATURES_CONTACT_CONTACT_H

#include "features/customer/customer.h"

struct contact {
    id64 id;
    id64 location_id;
    struct str name;
    struct str name_fold;
    struct email_list emails;
    struct phone_list phones;
    struct phone_list previous_phones;
    struct str primary_email;
    struct str primary_phone;
    struct str company;
    struct str source;
    int64_t captured_ms;
    bool contact_consent;      /* a view on the ledger */
    struct str obtain_method;
    id64 customer_id;
    int64_t converted_ms;
    struct string_list tags;
    struct str notes;
    struct external_id_list external_ids;
    struct str lost_reason;
    int64_t lost_ms;
    int64_t contacted_ms;      /* a communication was logged or a follow-up done */
    int64_t follow_up_ms;      /* the earliest open follow-up; 0: none */
    int64_t archived_ms;
    int64_t active_ms;
    struct str search;
    int64_t created_ms;
    int64_t updated_ms;
    int64_t edit;
    int64_t view;
    /* virtual, filled in by contact_complete() */
    struct str contact_type;   /* Email Phone Both Unknown */
    struct str status;
};

extern const struct resource contact_resource;
extern const struct list_spec contact_list;

enum err contact_get(struct ctx *ctx, id64 id, struct contact *out);

/* The same for a change: the location is locked, so that what is read stays true until the commit. */
enum err contact_get_to_change(struct ctx *ctx, id64 id, struct contact *out);

/* Was it typed in by staff (or told without saying how), not captured by a form, a checkout or an import? Then the
 * consent that nobody mentioned is a yes, recorded as a default and not demonstrable. */
bool contact_is_manual(const struct contact *contact);

/* contact_consent says yes: an event in the ledger. No event is a no. */
enum err contact_create(struct ctx *ctx, struct contact *contact);
enum err contact_update(struct ctx *ctx, const struct contact *before, struct contact *after);

/* Makes the contact a customer, or links it to the one who matches. Asking twice answers the same customer.
 * `made` (may be NULL) says whether a new one was made. */
enum err contact_convert(struct ctx *ctx, id64 id, struct customer *out, bool *made);

/* Any act of the person opens a lost lead again and brings an archived one back; active now. Adds new addresses. */
enum err contact_gain(struct ctx *ctx, id64 id, const struct identity *identity, int *left_out);

/* A communication or follow-up of the contact came, changed or went: when somebody last got in touch, and when the
 * earliest open follow-up is due. In the transaction of the change; nothing happens for who is no contact. */
enum err contact_refresh_standing(struct ctx *ctx, id64 id);

enum err contact_archive(struct ctx *ctx, id64 id);
enum err contact_unarchive(struct ctx *ctx, id64 id);
enum err contact_add_tags(struct ctx *ctx, id64 id, const struct string_list *tags);
enum err contact_remove_tags(struct ctx *ctx, id64 id, const struct string_list *tags);

/* What a deletion touches, before it is done; or since when it is done. Its customer stays. */
enum err contact_deletion_preview(struct ctx *ctx, id64 id, struct contact *contact, struct deletion *out);
enum err contact_delete(struct ctx *ctx, id64 id, bool permanent);
enum err contact_restore(struct ctx *ctx, id64 id, struct contact *out, struct trash_warning **warnings);

/* How the figures count it. */
struct figure_contact contact_figure(const struct contact *contact);

/* The members that both kinds of person have. */
struct person contact_person(struct contact *contact);

/* Narrows the list of contacts to those linked to a customer. */
enum err contact_list_of_customer(struct ctx *ctx, struct list_query *query, id64 customer_id);

/* Narrows a list of rows with a person_id to those of a customer and of the contacts linked to it. */
enum err contact_list_with_customer(struct ctx *ctx, struct list_query *query, id64 customer_id);

/* For lists: type and status; the number without a filter. */
enum err contact_complete(struct ctx *ctx, void *records, int count);
enum err contact_total(struct ctx *ctx, int64_t *out);

#endif
