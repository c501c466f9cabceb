/* SPDX-License-Identifier: MIT */
/* main.c - finds the command and runs it. */
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "audit/exit_status.h"
#include "cli/commands.h"
#include "cli/help.h"
#include "support/sandbox.h"

static int
print_help(void (*help)(struct buf *), FILE *stream)
{
    auto_buf text = { 0 };

    help(&text);
    fputs(buf_str(&text), stream);
    return cli_finish(EXIT_STATUS_CLEAN);
}

int
main(int argc, char **argv)
{
    char text[128];

    sandbox_protect_process();
    setlocale(LC_CTYPE, "");
    if (argc < 2) {
        print_help(help_program, stderr);
        return EXIT_STATUS_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0)
        return print_help(help_program, stdout);
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "version") == 0)
        return print_help(help_version, stdout);
    for (size_t i = 0; i < n_commands; i++) {
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    }
    snprintf(text, sizeof(text),
             "unknown command '%.60s'; see 'aksentra --help'", argv[1]);
    return cli_fail(EXIT_STATUS_USAGE, text);
}
