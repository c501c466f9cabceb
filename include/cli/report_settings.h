/* SPDX-License-Identifier: MIT */
/* report_settings.h - what `aksentra report` was asked to do. */
#ifndef AKSENTRA_CLI_REPORT_SETTINGS_H
#define AKSENTRA_CLI_REPORT_SETTINGS_H

#include <stdbool.h>

#include "model/cluster.h"
#include "support/arena.h"

#define REPORT_DIR_DEFAULT "aksentra-report"

/* Texts live in the arena or are literals. NULL: not given, and no default. */
struct report_settings {
    struct arena *arena;
    struct text_list files;
    unsigned output; /* enum scan_output of settings.h */
    /* NULL: REPORT_DIR_DEFAULT where formats are named, else none. */
    const char *report_dir;
    const char *formats;
    const char *csv_delimiter;
    bool csv_bom;
    const char *fail_on;
    bool redact;
    const char *redact_map;
    bool quiet;
    unsigned verbose;
    unsigned log_format;
    bool no_color;
    bool help;
};

#endif
