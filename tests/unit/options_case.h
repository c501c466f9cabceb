/* SPDX-License-Identifier: MIT */
/* options_case.h - one try at loading the settings of a scan from given
 * sources, for the tests of options and configuration. */
#ifndef AKSENTRA_TESTS_OPTIONS_CASE_H
#define AKSENTRA_TESTS_OPTIONS_CASE_H

#include "cli/options.h"
#include "cli/settings.h"

enum { CASE_WORDS_MAX = 16 };

struct options_case {
    const char *words[CASE_WORDS_MAX];     /* after the name of the command */
    const char *variables[CASE_WORDS_MAX]; /* NAME, value, NAME, value, ... */
    const char *config; /* text of the file of AKSENTRA_CONFIG; NULL: none */
};

/* The path that case_load() gives the file of c->config. */
#define CASE_CONFIG "case.yaml"

/* Loads in a folder of its own, which is the current one meanwhile. */
int case_load(const struct options_case *c, struct scan_settings *s,
              struct err *e);

/* Loads and expects this complaint; it must be ERR_USAGE. */
void case_refused(const struct options_case *c, const char *message);

/* The field of an option as text: items with '|' after each. Appended. */
void case_show(struct buf *out, const struct scan_settings *s,
               const char *option);

#endif
