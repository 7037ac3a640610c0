/*
 * Text as people write it: UTF-8 checked, white space collapsed, folded for comparing.
 *
 * Folding is done here once and never by a database, so that both engines give equal answers.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/arena.h"

/* Valid UTF-8 (no overlong forms, no surrogates) without U+0000. */
bool text_valid(struct str s);

/* Code points; `s` is valid UTF-8. */
size_t text_length(struct str s);

/* Trimmed (of invisible characters too), every run of Unicode white space and control characters one space;
 * composed (NFC). For one-line fields. Bytes that are not UTF-8 become U+FFFD here and in the functions below. */
struct str text_line(struct arena *arena, struct str s);

/* Line ends become \n, other control characters but tab go, trimmed at both ends; composed (NFC). For notes. */
struct str text_lines(struct arena *arena, struct str s);

/* For comparing and searching: NFKD, without case and marks, and ø ł đ ð ı æ œ þ ß spelled o l d d i ae oe th ss;
 * white space collapsed to one space. */
struct str text_fold(struct arena *arena, struct str s);

/* At most `points` code points, not cutting one in half. */
struct str text_cut(struct str s, size_t points);

/* Do the two names have a word in common (folded; a word is letters and digits; words of one letter do not count)? */
bool text_share_word(struct arena *arena, struct str a, struct str b);

/* Lower-case letters and digits with single hyphens, at most 60 bytes: "Harbour Kayaks" gives "harbour-kayaks". */
struct str text_slug(struct arena *arena, struct str s);

#endif
