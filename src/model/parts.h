/*
 * Objects in a list inside a body, such as the questions of a form or a survey: read member by member, every problem named by its
 * place ("questions[2].text"). They are stored as JSON in one column, so no field table describes them.
 */
#ifndef MODEL_PARTS_H
#define MODEL_PARTS_H

#include "model/field.h"

/* Where in the body the reader stands. */
struct part {
    struct ctx *ctx;
    const char *list;
    int index;
};

/* A problem of the part, or of one member of it (NULL: of the whole). */
void part_wrong(const struct part *part, const char *member, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Is it an object? Members that are not in `known` (up to NULL) are refused. */
bool part_is_object(const struct part *part, json_t *object, const char *const *known);

/* A line of text of at most so many characters; the empty view after a problem, or when it is not there. */
struct str part_line(const struct part *part, const json_t *object, const char *member, size_t most);
/* The same; it has to be there. */
struct str part_line_needed(const struct part *part, const json_t *object, const char *member, size_t most);

bool part_bool(const struct part *part, const json_t *object, const char *member);

/* The member "choices": between 2 and `most` different lines of at most `characters`. */
struct part_choices {
    int most;
    size_t characters;
};
void part_read_choices(const struct part *part, const json_t *object, struct part_choices limits,
                       struct string_list *out);
/* Of what is no choice: there may be none. */
void part_refuse_choices(const struct part *part, const json_t *object);

bool strings_have(const struct string_list *list, struct str text);

#endif
