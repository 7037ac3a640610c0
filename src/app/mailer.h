/*
 * The mailer: one thread that sends what waits in the outbox, one mail after another.
 *
 * It holds no transaction while it talks to the mail server: a mail is taken under a lease, sent, and what became of it is
 * written down. When the server cannot be reached it rests as a whole, instead of trying every mail in vain. Several
 * servers on one database each have one; the lease keeps them apart.
 */
#ifndef APP_MAILER_H
#define APP_MAILER_H

struct app;
struct mailer;

/* Owned; starts its thread at once. NULL without memory or thread. */
struct mailer *mailer_start(struct app *app);

/* Lets the mail under way go out, then ends the thread. */
void mailer_stop(struct mailer *mailer);

#endif
