/* SPDX-License-Identifier: MIT */
/* settings.h - what one scan was asked to do, whoever said so: command line,
 * environment, configuration file or default, in this order of weight. */
#ifndef AKSENTRA_CLI_SETTINGS_H
#define AKSENTRA_CLI_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "model/cluster.h"
#include "support/arena.h"
#include "support/environment.h"
#include "support/err.h"

/* In the order of the choices in scan_options.c. */
enum scan_output {
    OUTPUT_TABLE,
    OUTPUT_JSON,
    OUTPUT_TSV,
    OUTPUT_GITHUB,
    OUTPUT_AZURE_PIPELINES,
    OUTPUT_NONE
};
enum scan_progress { PROGRESS_AUTO, PROGRESS_ALWAYS, PROGRESS_NEVER };

/* Whether what goes to standard output says the exit code and why; else
 * standard error does. */
bool says_exit_code(unsigned output);

/* Texts live in the arena or are literals. NULL: not given, and no default. */
struct scan_settings {
    struct arena *arena;

    /* Scope */
    struct text_list subscriptions; /* @FILE is already read */
    struct text_list management_groups;
    struct text_list include;
    struct text_list exclude;
    struct text_list tags;
    struct text_list from;
    struct text_list kubeconfigs;
    const char *shard;
    bool no_apps;
    bool no_bindings;
    bool allow_admin_credential;
    bool allow_run_command;

    /* Access */
    const char *cloud;
    const char *auth;
    unsigned inventory; /* enum inventory_way of audit/inventory.h */
    const char *ca_file;
    unsigned parallel;
    unsigned timeout_s;
    unsigned retries;

    /* Output */
    unsigned output; /* enum scan_output */
    const char *report_dir;
    const char *formats; /* words with commas; NULL: the default */
    const char *csv_delimiter;
    bool csv_bom;
    bool redact;
    const char *redact_map;
    const char *fail_on;
    const char *plan;
    struct text_list owner_tags;
    struct text_list environment_tags;
    const char *production;
    const char *waivers;
    const char *baseline;

    /* Run */
    bool dry_run;
    unsigned progress; /* enum scan_progress */
    bool quiet;
    unsigned verbose;
    unsigned log_format; /* enum log_format of support/log.h */
    bool no_color;
    const char *config;
    bool help; /* then nothing else was read */
};

/* Fills *s from all sources; argv[0] is the name of the command. ERR_USAGE is
 * one line that names the option, variable or place in the file, and what was
 * expected. Free with scan_settings_free(), also after -1. */
int scan_settings_load(struct scan_settings *s, int argc, char **argv,
                       const struct environment *env, struct err *e);
void scan_settings_free(struct scan_settings *s);

/* Replaces the strftime(3) sequences in *dir, the value of --report-dir, for `now`
 * (seconds since the epoch) in UTC; a new text lives in the arena. */
int report_dir_expand(const char **dir, struct arena *arena, int64_t now,
                      struct err *e);

#endif
