/* SPDX-License-Identifier: MIT */
/* main.c - sweep-exports FOLDER..., sweep-replies URL CA JOURNAL, or
 * soak URL CA TIMES FOLDER. */
#include "audits.h"

#include <stdio.h>
#include <string.h>

#include "support/log.h"

int
main(int argc, char **argv)
{
    const struct log_settings quiet = { .stream = stderr, .level = LOG_ERROR };

    log_setup(&quiet);
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc > 2 && strcmp(argv[1], "sweep-exports") == 0)
        return sweep_exports(argc - 2, argv + 2);
    if (argc > 2 && strcmp(argv[1], "sweep-replies") == 0)
        return sweep_replies(argc - 2, argv + 2);
    if (argc > 2 && strcmp(argv[1], "soak") == 0)
        return soak(argc - 2, argv + 2);
    fputs("usage: see tests/audits/main.c\n", stderr);
    return 64;
}
