/*
 * The commands, one file each: run(cli, argc, argv) answers the exit code.
 */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/cli.h"

int command_serve(struct cli *cli, int argc, char **argv);
int command_init(struct cli *cli, int argc, char **argv);
int command_apikey(struct cli *cli, int argc, char **argv);
int command_location(struct cli *cli, int argc, char **argv);
int command_routes(struct cli *cli, int argc, char **argv);
int command_openapi(struct cli *cli, int argc, char **argv);
int command_version(struct cli *cli, int argc, char **argv);

#endif
