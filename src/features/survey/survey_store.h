/*
 * The rows of surveys, their versions, responses and figures.
 */
#ifndef FEATURES_SURVEY_SURVEY_STORE_H
#define FEATURES_SURVEY_SURVEY_STORE_H

#include "features/survey/survey_rules.h"

enum err survey_store_delete(struct ctx *ctx, id64 id);
enum err survey_store_count_more(struct ctx *ctx, id64 id, int64_t more);

/* The survey's questions as its present version. */
enum err survey_store_add_version(struct ctx *ctx, const struct survey *survey);
/* Every question that the survey ever had, each as it was last asked; the present ones first. */
enum err survey_store_all_questions(struct ctx *ctx, id64 survey_id, struct survey_questions *out);

/* ---- responses ----------------------------------------------------------------------------------------------- */

/* Fills in the virtual members. */
enum err survey_response_complete(struct ctx *ctx, void *records, int count);

/* 0 when there is none. */
enum err survey_store_find_external(struct ctx *ctx, struct str source, struct str external_id, id64 *out);
enum err survey_store_delete_response(struct ctx *ctx, id64 id);

enum err survey_store_count_of(struct ctx *ctx, id64 person_id, int64_t *out);
enum err survey_store_ids_of(struct ctx *ctx, id64 person_id, struct id_set *found);
enum err survey_store_unlink(struct ctx *ctx, id64 person_id);
/* Only while nobody is linked. */
enum err survey_store_relink(struct ctx *ctx, id64 id, id64 person_id, struct str kind);
/* Those made since then that belong to nobody and are about a booking of this person; *linked: how many. */
enum err survey_store_catch_up(struct ctx *ctx, id64 person_id, struct str kind, int64_t since_ms, int64_t *linked);

/* ---- figures ------------------------------------------------------------------------------------------------- */

/* One answer more or less of this value. */
enum err survey_store_tally(struct ctx *ctx, id64 survey_id, struct str question_id, struct str value, int64_t by);

struct survey_figure {
    struct str question_id;
    struct str value;
    int64_t answers;
};
struct survey_figures {
    struct survey_figure *items;
    int count;
};
enum err survey_store_figures(struct ctx *ctx, id64 survey_id, struct survey_figures *out);

/* Of a customer and its contacts. */
struct survey_sums {
    int64_t responses;
    int64_t rated;
    int64_t rating_tenths;
    int64_t scores;
    int64_t promoters;
    int64_t detractors;
};
enum err survey_store_sums(struct ctx *ctx, id64 customer_id, struct survey_sums *out);

/* Adds unlinked ones about the bookings that were found. Walks over all. */
enum err survey_store_forget_bookings(struct ctx *ctx, struct forget *forget);

#endif
