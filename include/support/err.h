/* SPDX-License-Identifier: MIT */
/* err.h - one error value: a code to branch on and a sentence to show.
 *
 * Functions that can fail return 0 or -1 and take a `struct err *`, which may
 * be NULL when the caller does not care. The first error wins: setting a set
 * error changes nothing, so the root cause survives. Callers add context with
 * err_wrap(), outermost first: "subscription prod: page 2: not JSON". */
#ifndef AKSENTRA_SUPPORT_ERR_H
#define AKSENTRA_SUPPORT_ERR_H

enum err_code {
    ERR_NONE,
    ERR_NOMEM,       /* out of memory */
    ERR_USAGE,       /* command line, environment, or a file it names */
    ERR_INPUT,       /* something read makes no sense */
    ERR_IO,          /* a local file or folder */
    ERR_NETWORK,     /* host unreachable, untrusted, or too slow */
    ERR_AUTH,        /* no credential, or a refused one */
    ERR_DENIED,      /* 401 or 403 of the service asked */
    ERR_NOT_FOUND,   /* a thing named by the user does not exist */
    ERR_LIMIT,       /* a ceiling of ours was reached */
    ERR_INTERRUPTED, /* SIGINT, SIGTERM */
    ERR_INTERNAL     /* our own fault */
};

#define ERR_TEXT_MAX 1024

struct err {
    enum err_code code;
    char text[ERR_TEXT_MAX]; /* one line of UTF-8, no control characters */
};

/* All return -1, so that `return err_set(...)` reads well. */
int err_set(struct err *e, enum err_code code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
int err_nomem(struct err *e);

/* Puts "context: " before the text of an error that is set. */
int err_wrap(struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Forgets the error, so that the value can be used again. */
void err_clear(struct err *e);

#endif
