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
int command_user(struct cli *cli, int argc, char **argv);
int command_import(struct cli *cli, int argc, char **argv);
int command_export(struct cli *cli, int argc, char **argv);
int command_export_person(struct cli *cli, int argc, char **argv);
int command_erase(struct cli *cli, int argc, char **argv);
int command_erasures(struct cli *cli, int argc, char **argv);
int command_backup(struct cli *cli, int argc, char **argv);
int command_restore(struct cli *cli, int argc, char **argv);
int command_migrate(struct cli *cli, int argc, char **argv);
int command_config(struct cli *cli, int argc, char **argv);
int command_routes(struct cli *cli, int argc, char **argv);
int command_openapi(struct cli *cli, int argc, char **argv);
int command_audit(struct cli *cli, int argc, char **argv);
int command_check(struct cli *cli, int argc, char **argv);
int command_jobs(struct cli *cli, int argc, char **argv);
int command_demo(struct cli *cli, int argc, char **argv);
int command_version(struct cli *cli, int argc, char **argv);

#endif
