/* SPDX-License-Identifier: MIT */
/* kubeconfig_settings.h - what `aksentra kubeconfig` was asked to do. */
#ifndef AKSENTRA_CLI_KUBECONFIG_SETTINGS_H
#define AKSENTRA_CLI_KUBECONFIG_SETTINGS_H

#include <stdbool.h>

#include "model/cluster.h"
#include "support/arena.h"

/* Texts live in the arena or are literals. NULL: not given, and no default. */
struct kubeconfig_settings {
    struct arena *arena;
    struct text_list paths;
    const char *results;
    const char *for_cluster;
    unsigned audience; /* enum audience */
    const char *phase; /* "before", "after" */
    bool tools;
    unsigned output; /* enum scan_output of settings.h */
    const char *report_dir;
    const char *formats;
    const char *csv_delimiter;
    bool csv_bom;
    bool redact;
    const char *redact_map;
    const char *fail_on;
    const char *waivers;
    bool quiet;
    unsigned verbose;
    unsigned log_format;
    bool no_color;
    bool help;
};

#endif
