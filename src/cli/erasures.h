/*
 * Erasures that are done again when an older copy takes the place of a database.
 */
#ifndef CLI_ERASURES_H
#define CLI_ERASURES_H

#include "app/erasures.h"
#include "cli/cli.h"

/* The list of the database that is open, in cli's arena; false after an error was said. */
bool cli_erasures(struct cli *cli, struct str *lines);

/* Is there anything to look at beside the database? */
bool cli_erasures_kept(struct cli *cli, const char *copy);

/* Erases again in the open database what these lines say, the lists that the server keeps, and the one in the folder of
 * `copy`. False when some could not be. */
bool cli_erase_again(struct cli *cli, struct str lines, const char *copy, struct erasures_done *done);

#endif
