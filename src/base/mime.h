/*
 * An e-mail message as it goes over the wire: RFC 5322 with MIME, text and HTML as alternatives, UTF-8 throughout.
 *
 * What comes in may hold anything: a line end in a name or a subject can begin no header of its own, no line is longer
 * than 76 characters but for addresses and the message id, and all of it is ASCII except for addresses that are not. The same message gives the
 * same bytes every time.
 */
#ifndef BASE_MIME_H
#define BASE_MIME_H

#include "base/buf.h"

struct mime_mailbox {
    struct str address; /* normal form (base/email.h); empty: none */
    struct str name;    /* may be empty */
};

struct mime_message {
    struct mime_mailbox from;
    struct mime_mailbox to;
    struct mime_mailbox reply_to;
    struct str message_id;  /* "mai_…@crm.example.com", without the angle brackets */
    int64_t date_ms;
    struct str subject;
    struct str text;        /* lines; the HTML part is made from it */
    struct str footer;      /* below both, small; may be empty */
    struct str unsubscribe; /* the page that ends such mails; over https it takes RFC 8058's POST; empty: none */
    bool automatic;         /* no person wrote it: Auto-Submitted */
};

void mime_write(struct buf *buf, const struct mime_message *message);

/* The parts of it, for tests. */
void mime_put_text(struct buf *buf, const char *header,
                   struct str text); /* "Subject: …" as RFC 2047 wants it, with its line end */
void mime_put_mailbox(struct buf *buf, const char *header, const struct mime_mailbox *mailbox);
void mime_put_quoted_printable(struct buf *buf, struct str text);           /* RFC 2045; \n becomes CRLF */

/* Text as HTML: escaped, paragraphs and line ends kept, bare http and https links made links. A fragment. */
void mime_put_html(struct buf *buf, struct str text);

#endif
