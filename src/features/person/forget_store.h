/*
 * Was anybody ever erased here?
 */
#ifndef FEATURES_PERSON_FORGET_STORE_H
#define FEATURES_PERSON_FORGET_STORE_H

#include "features/person/person.h"

enum err forget_store_any(struct ctx *ctx, bool *any);

#endif
