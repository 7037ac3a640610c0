#include "features/feed/feed.h"

#include "features/audit/audit.h"
#include "features/booking/booking.h"
#include "features/feed/feed_store.h"
#include "features/user/permission.h"

/* clang-format off */
/* Who may know that something happened to a record of this kind: whoever may read such records. All that is not here is
 * for whoever may read the audit itself. */
static const struct { const char *kind; uint64_t permissions; } kinds[] = {
    { "customer",        PERM_PERSON_LIST },
    { "contact",         PERM_PERSON_LIST },
    { "tag",             PERM_PERSON_LIST },
    { "follow_up",       PERM_PERSON_LIST },
    { "communication",   PERM_PERSON_LIST },
    { "survey",          PERM_PERSON_LIST },
    { "survey_response", PERM_PERSON_LIST },
    { "record",          PERM_PERSON_LIST },
    { "enquiry",         PERM_PERSON_LIST },
    { "submission",      PERM_FORM_READ },
    { "form",            PERM_FORM_READ },
    { "checkout",        PERM_PERSON_LIST },
    { "consent",         PERM_CONSENT_READ },
    { "booking",         PERM_BOOKING_NEAR }, /* and see feed_visible */
    { "guest",           PERM_BOOKING_READ },
    { "demographic",     PERM_SIGNED_IN },
    { "job",             PERM_JOB_READ },
    { "import",          PERM_IMPORT },
    { "export",          PERM_EXPORT },
    { "location",        PERM_SETTINGS_READ },
    { "api_key",         PERM_API_KEY_WRITE },
    { "user",            PERM_USER_READ },
};
/* clang-format on */

static uint64_t needed_for(struct str kind)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (str_equal(kind, str_from(kinds[i].kind)))
            return kinds[i].permissions;
    return PERM_AUDIT_READ;
}

static enum err booking_is_near(struct ctx *ctx, id64 id, bool *out)
{
    struct booking booking;
    enum err err = booking_get(ctx, id, &booking);

    *out = err == ERR_OK && booking_visible(ctx, &booking);
    return err == ERR_NOT_FOUND ? ERR_OK : err;
}

enum err feed_visible(struct ctx *ctx, const struct feed_item *item, bool *out)
{
    *out = (needed_for(item->kind) & ~ctx->permissions) == 0;
    if (*out && str_equal(item->kind, STR("booking")) && !(ctx->permissions & PERM_BOOKING_READ))
        return booking_is_near(ctx, item->record_id, out);
    return ERR_OK;
}

enum err feed_narrow(struct ctx *ctx, struct feed_page *page)
{
    int kept = 0;
    bool visible;

    for (int i = 0; i < page->count; i++) {
        TRY(feed_visible(ctx, &page->items[i], &visible));
        if (visible)
            page->items[kept++] = page->items[i];
    }
    page->count = kept;
    return ERR_OK;
}

/* ---- places ------------------------------------------------------------------------------------------------ */

enum err feed_head(struct ctx *ctx, int64_t *seq)
{
    return feed_store_head(ctx, seq);
}

static int64_t kept_since(const struct ctx *ctx)
{
    return ctx->now_ms - FEED_DAYS * DAY_MS;
}

/* Entries are in order of time: the border is found by halving. */
enum err feed_oldest(struct ctx *ctx, int64_t *after)
{
    int64_t old = 0, young, at_ms;

    TRY(feed_store_head(ctx, &young));
    for (young++; young - old > 1;) {
        int64_t middle = old + (young - old) / 2;

        TRY(feed_store_at(ctx, middle, &at_ms));
        if (at_ms < kept_since(ctx))
            old = middle;
        else
            young = middle;
    }
    *after = old;
    return ERR_OK;
}

enum err feed_check(struct ctx *ctx, int64_t after)
{
    int64_t head, at_ms;

    TRY(feed_store_head(ctx, &head));
    if (after > head)
        return fail(ctx, ERR_RESYNC,
                    "This location has never come that far (an older copy of the database was "
                    "restored?); read everything anew and go on from after=latest.");
    TRY(feed_store_at(ctx, after + 1, &at_ms));
    if (at_ms < kept_since(ctx))
        return fail(ctx, ERR_RESYNC,
                    "Changes are kept for %d days, and the next one after this place is older; read "
                    "everything anew and go on from after=latest.",
                    FEED_DAYS);
    return ERR_OK;
}

/* ---- entries ----------------------------------------------------------------------------------------------- */

enum err feed_read(struct ctx *ctx, int64_t after, int limit, struct feed_page *out)
{
    *out = (struct feed_page){ .items = ARENA_ARRAY(ctx->arena, struct feed_item, (size_t)limit + 1) };
    TRY(feed_store_after(ctx, after, limit + 1, out->items, &out->count));
    out->more = out->count > limit;
    out->count -= out->more;
    out->reached = out->count ? out->items[out->count - 1].seq : after;
    for (int i = 0; i < out->count; i++) {
        struct feed_item *item = &out->items[i];

        item->kind = str_slice(item->action, 0, str_find(item->action, '.'));
        item->ref = audit_record_ref(ctx, item->action, item->record_id);
    }
    return ERR_OK;
}

void feed_put(struct json_writer *w, const struct feed_item *item)
{
    put_object(w);
    put_key(w, "seq");
    put_int(w, item->seq);
    put_key(w, "at");
    put_time(w, item->at_ms);
    put_key(w, "action");
    put_string(w, item->action);
    put_key(w, "kind");
    put_string(w, item->kind);
    put_key(w, "id");
    put_string_or_null(w, item->ref);
    put_object_end(w);
}
