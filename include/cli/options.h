/* SPDX-License-Identifier: MIT */
/* options.h - options as rows: the command line, the environment, the
 * configuration file, --help and the check of the manual all read the same. */
#ifndef AKSENTRA_CLI_OPTIONS_H
#define AKSENTRA_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "support/arena.h"
#include "support/buf.h"
#include "support/environment.h"
#include "support/err.h"

enum option_kind {
    OPTION_FLAG,   /* bool */
    OPTION_COUNT,  /* unsigned: how often it was given, up to max */
    OPTION_NUMBER, /* unsigned, from min to max */
    OPTION_TEXT,   /* const char *; one of `choices` if there are any */
    OPTION_CHOICE, /* unsigned: the place in `choices` */
    OPTION_WORDS,  /* const char *: words with commas between them, each one of
                      `choices` if there are any */
    OPTION_LIST    /* struct text_list: one item each time it is given */
};

/* Headings of --help, in this order. */
enum option_group {
    OPTION_SCOPE,
    OPTION_ACCESS,
    OPTION_OUTPUT,
    OPTION_RUN,
    OPTION_GROUPS
};

enum {
    OPTION_AT_FILE = 1 << 0, /* @FILE stands for the lines of a file */
    OPTION_COMMAS = 1 << 1,  /* its variable holds a list with commas */
    OPTION_NOT_IN_FILE = 1 << 2,
    OPTION_NOT_IN_ENV = 1 << 3
};

struct option_row {
    const char *name; /* long name, and the key in the configuration file; NULL:
                         the words of the command line that are no option */
    const char *argument; /* as --help shows it; NULL: takes none */
    size_t offset;        /* of the field */
    long min;
    long max;
    const char *const *choices; /* NULL-ended, or NULL */
    const char *fallback;       /* the default as text; NULL: the zero value */
    const char *help;           /* one sentence, without the default */
    enum option_kind kind;
    enum option_group group;
    unsigned traits;
    char letter; /* 0: none */
};

struct option_set {
    const char *command;
    const char *purpose; /* what --help says first */
    const struct option_row *rows;
    size_t n_rows;
};

extern const struct option_set scan_options;
extern const struct option_set kubeconfig_options;
extern const struct option_set report_options;

/* Where a value comes from; a higher one replaces a lower one whole. */
enum option_source {
    OPTION_FROM_DEFAULT,
    OPTION_FROM_FILE,
    OPTION_FROM_ENV,
    OPTION_FROM_COMMAND_LINE
};

enum { OPTIONS_MAX = 64 };

/* A settings struct that is being filled. */
struct option_values {
    const struct option_set *set;
    void *target;
    struct arena *arena; /* for the texts */
    enum option_source sources[OPTIONS_MAX];
};

/* Fills v->target from the defaults, the file that --config or
 * AKSENTRA_CONFIG names, the environment and the command line. With --help on
 * the command line nothing else is read. ERR_USAGE, or ERR_NOMEM. */
int options_load(struct option_values *v, int argc, char **argv,
                 const struct environment *env, struct err *e);

/* Sets the field of one row. The error (ERR_USAGE) says what was expected and
 * found; the caller puts the name before it. */
int option_set_value(struct option_values *v, const struct option_row *row,
                     enum option_source source, const char *text,
                     struct err *e);

/* NULL: there is none. */
const struct option_row *option_find(const struct option_set *set,
                                     const char *name);

/* AKSENTRA_REPORT_DIR for report-dir. */
void option_variable(struct buf *out, const struct option_row *row);

/* The name of the row that a mistyped one was likely meant to be; NULL: none
 * comes near. Borrowed. */
const char *option_suggest(const struct option_set *set, const char *name);

#endif
