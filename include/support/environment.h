/* SPDX-License-Identifier: MIT */
/* environment.h - environment variables, through a door that tests can open
 * elsewhere. */
#ifndef AKSENTRA_SUPPORT_ENVIRONMENT_H
#define AKSENTRA_SUPPORT_ENVIRONMENT_H

struct environment {
    const char *(*get)(void *arg, const char *name); /* NULL: not set */
    void *arg;
};

/* The environment of this process. */
extern const struct environment environment_system;

/* The value; NULL when it is not set, or empty. Borrowed. */
const char *environment_get(const struct environment *env, const char *name);

#endif
