/* SPDX-License-Identifier: MIT */
/* az_environment.h - which `az` is run, and what it sees of our environment. */
#ifndef AKSENTRA_SOURCES_AZ_ENVIRONMENT_H
#define AKSENTRA_SOURCES_AZ_ENVIRONMENT_H

#include "support/environment.h"
#include "support/err.h"

/* The full path of the `az` that the PATH of `env` leads to; free() it. Entries
 * that depend on the working folder are left out. NULL: ERR_AUTH (there is
 * none), ERR_NOMEM. */
char *az_environment_program(const struct environment *env, struct err *e);

/* "NAME=value" texts, NULL-ended: PATH, proxies, locale, trust anchors and the
 * Azure CLI's own settings; no client secret, certificate or token of ours.
 * NULL: out of memory. */
char **az_environment_list(const struct environment *env);
void az_environment_free(char **list);

#endif
