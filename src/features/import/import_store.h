/*
 * What an import asks of the database itself.
 */
#ifndef FEATURES_IMPORT_IMPORT_STORE_H
#define FEATURES_IMPORT_IMPORT_STORE_H

#include "base/ctx.h"

/* Has the engine look at its tables: plans that were made while they were empty read whole locations on PostgreSQL. */
enum err import_store_analyze(struct ctx *ctx);

#endif
