/*
 * Addresses made for throwing away: a list of domains that travels in the program (made from the npm package
 * disposable-email-domains-js when it is built). Such an address is flagged, never refused: some people have reasons.
 */
#ifndef FEATURES_FORM_DISPOSABLE_H
#define FEATURES_FORM_DISPOSABLE_H

#include "base/str.h"

/* Is the domain of this address in normal form, or a parent of it, on the list? */
bool is_disposable(struct str address);

#endif
