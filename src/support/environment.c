/* SPDX-License-Identifier: MIT */
/* environment.c - environment variables. */
#include "support/environment.h"

#include <stddef.h>
#include <stdlib.h>

static const char *
get_system(void *arg, const char *name)
{
    (void)arg;
    return getenv(name);
}

const struct environment environment_system = { .get = get_system };

const char *
environment_get(const struct environment *env, const char *name)
{
    const char *value = env->get(env->arg, name);

    return value && *value ? value : NULL;
}
