#include "features/import/import_members.h"

/* Headers are compared without case, accents, punctuation and numbers: "E-mail 2 Address" is "email address". They
 * are those of Google Contacts, Outlook, Mailchimp, HubSpot, FareHarbor, Checkfront, and what people call them. */
/* clang-format off */
static const struct import_member booking_members[] = {
    { "external_id", IMPORT_EXTERNAL_ID, NULL, NULL, "booking id|booking|order id|reservation id|booking number|external id" },
    { "confirmation_code", IMPORT_TEXT, NULL, NULL, "confirmation code|confirmation|booking code|reference" },
    { "activity", IMPORT_TEXT, NULL, NULL, "activity|item|product|tour|service|experience" },
    { "site", IMPORT_TEXT, NULL, NULL, "site|location" },
    { "starts_at", IMPORT_TIME, NULL, NULL,
      "starts at|start|start date|start time|date|date time|order time|order date|arrival|arrival date|service date" },
    { "ends_at", IMPORT_TIME, NULL, NULL, "ends at|end|end date|end time|departure|departure date" },
    { "status", IMPORT_STATUS, NULL, NULL, "status|booking status|reservation status" },
    { "canceled", IMPORT_CANCELED, NULL, NULL, "canceled|cancelled|is canceled" },
    { "party_size", IMPORT_INT, NULL, NULL, "party size|pax|of pax|participants|guests|people|quantity|number of guests" },
    { "currency", IMPORT_TEXT, NULL, NULL, "currency" },
    { "subtotal", IMPORT_MONEY, NULL, NULL, "subtotal" },
    { "taxes", IMPORT_MONEY, NULL, NULL, "taxes|tax|total tax" },
    { "fees", IMPORT_MONEY, NULL, NULL, "fees|fee" },
    { "discount", IMPORT_MONEY, NULL, NULL, "discount" },
    { "tip", IMPORT_MONEY, NULL, NULL, "tip|gratuity" },
    { "grand_total", IMPORT_MONEY, NULL, NULL, "grand total|total|amount|price|gross" },
    { "paid", IMPORT_MONEY, NULL, NULL, "paid|total paid|amount paid" },
    { "balance", IMPORT_MONEY, NULL, NULL, "balance|amount due" },
    { "channel", IMPORT_TEXT, NULL, NULL, "channel|sales channel|affiliate|distribution channel" },
    { "notes", IMPORT_TEXT, NULL, NULL, "notes|note|comments|comment" },
    { "source_updated_at", IMPORT_TIME, NULL, NULL, "source updated at|updated at|last changed" },
    { "name", IMPORT_TEXT, "booker", "name", "name|customer|customer name|contact name|contact|booker|booker name|guest name|full name" },
    { "first_name", IMPORT_GIVEN_NAME, "booker", "name", "first name|given name|firstname" },
    { "middle_name", IMPORT_MIDDLE_NAME, "booker", "name", "middle name" },
    { "last_name", IMPORT_FAMILY_NAME, "booker", "name", "last name|family name|lastname|surname" },
    { "email", IMPORT_TEXT, "booker", "email", "email|email address|customer email|contact email|booker email" },
    { "phone", IMPORT_TEXT, "booker", "phone", "phone|phone number|mobile|mobile phone|telephone|customer phone|contact phone|booker phone" },
    { "country", IMPORT_COUNTRY, "booker", "country", "country|country region|customer country|booker country" },
    { "booker_external_id", IMPORT_TEXT, "booker", "external_id", "booker external id|customer id|customer number|contact id" },
    { NULL, IMPORT_TEXT, NULL, NULL, NULL },
};

static const struct import_member customer_members[] = {
    { "external_id", IMPORT_EXTERNAL_ID, NULL, NULL, "external id|customer id|contact id|record id|customer number" },
    { "name", IMPORT_TEXT, NULL, NULL, "name|full name|customer|customer name|contact|contact name|display name" },
    { "first_name", IMPORT_GIVEN_NAME, NULL, "name", "first name|given name|firstname|first" },
    { "middle_name", IMPORT_MIDDLE_NAME, NULL, "name", "middle name|additional name" },
    { "last_name", IMPORT_FAMILY_NAME, NULL, "name", "last name|family name|lastname|surname|last" },
    { "email", IMPORT_LIST, NULL, "emails", "email|emails|email address|email value|mail|primary email|customer email" },
    { "phone", IMPORT_LIST, NULL, "phones",
      "phone|phones|phone number|phone value|mobile|mobile phone|cell|cell phone|telephone|tel|primary phone|home phone|"
      "business phone|other phone|car phone|company main phone|customer phone" },
    { "company", IMPORT_TEXT, NULL, NULL, "company|company name|organization|organisation|organization name|associated company" },
    { "organisation", IMPORT_BOOL, NULL, NULL, "books for others" },
    { "called", IMPORT_TEXT, NULL, NULL, "called|nickname" },
    { "language", IMPORT_TEXT, NULL, NULL, "language" },
    { "street", IMPORT_TEXT, "address", "street", "street|address|street address|address street|home street|business street" },
    { "city", IMPORT_TEXT, "address", "city", "city|town|address city|home city|business city" },
    { "state", IMPORT_TEXT, "address", "state", "state|region|province|address region|address state|home state|business state" },
    { "zip", IMPORT_TEXT, "address", "zip",
      "zip|zip code|postal code|postcode|address zip|address postal code|home postal code|business postal code" },
    { "country", IMPORT_COUNTRY, "address", "country",
      "country|country region|cc|address country|home country|home country region|business country|business country region" },
    { "date_of_birth", IMPORT_DATE, NULL, NULL, "date of birth|birthday|birth date|dob" },
    { "tags", IMPORT_TAGS, NULL, NULL, "tags|tag|labels|categories|group membership" },
    { "notes", IMPORT_TEXT, NULL, NULL, "notes|note|comments|comment" },
    { "source", IMPORT_TEXT, NULL, NULL, "source|lead source" },
    { NULL, IMPORT_TEXT, NULL, NULL, NULL },
};

/* clang-format on */

const struct import_member *import_members(enum import_kind kind)
{
    return kind == IMPORT_BOOKINGS ? booking_members : customer_members;
}

/* "booker.email": the place in the body. Parts of a name have no place of their own. */
static bool is_place(const struct import_member *member, struct str key)
{
    size_t dot = str_find(key, '.');

    return member->object && dot < key.len && member->type != IMPORT_GIVEN_NAME && member->type != IMPORT_MIDDLE_NAME &&
           member->type != IMPORT_FAMILY_NAME && str_equal(str_slice(key, 0, dot), str_from(member->object)) &&
           str_equal(str_slice(key, dot + 1, key.len), str_from(member->member ? member->member : member->key));
}

const struct import_member *import_member_by_key(enum import_kind kind, struct str key)
{
    for (const struct import_member *member = import_members(kind); member->key; member++)
        if (str_equal(key, str_from(member->key)) || is_place(member, key))
            return member;
    return NULL;
}

static bool has_header(const struct import_member *member, struct str folded)
{
    struct str rest = str_from(member->headers), name;

    while (str_split(&rest, '|', &name))
        if (str_equal(name, folded))
            return true;
    return false;
}

const struct import_member *import_member_by_header(enum import_kind kind, struct str folded)
{
    for (const struct import_member *member = import_members(kind); member->key; member++)
        if (has_header(member, folded))
            return member;
    return NULL;
}

struct str import_member_names(struct arena *arena, enum import_kind kind)
{
    struct buf buf;

    buf_init(&buf, arena, 400);
    for (const struct import_member *member = import_members(kind); member->key; member++) {
        if (buf.len)
            buf_add_text(&buf, ", ");
        buf_add_text(&buf, member->key);
    }
    return buf_str(&buf);
}
