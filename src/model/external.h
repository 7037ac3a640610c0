/*
 * The key by which another system names one of its records: a source and its id there, unique together in a location.
 */
#ifndef MODEL_EXTERNAL_H
#define MODEL_EXTERNAL_H

#include "base/json.h"

/* Reads PUT …/external/:source/:external_id: makes both normal and checks them. The body may repeat them, but not say
 * something else; they are taken out of it. Problems are collected. */
void external_key_read(struct ctx *ctx, json_t *body, struct str *source, struct str *external_id);

/* The same pair in a body: an id needs its source. */
void external_key_check(struct ctx *ctx, struct str source, struct str external_id);

#endif
