/* SPDX-License-Identifier: MIT */
/* cluster.c - subscriptions and managed clusters as plain values. */
#include "model/cluster.h"

#include <string.h>

#include "support/str.h"

const char *
cluster_tag(const struct cluster *c, const char *key)
{
    for (size_t i = 0; i < c->n_tags; i++) {
        if (str_eq_fold(c->tags[i].key, key))
            return c->tags[i].value;
    }
    return NULL;
}

static const char *
first_tag(const struct cluster *c, const char *const *keys)
{
    for (; *keys; keys++) {
        const char *value = cluster_tag(c, *keys);

        if (!str_empty(value))
            return value;
    }
    return NULL;
}

const char *
cluster_owner(const struct cluster *c)
{
    static const char *const keys[] = { "owner",   "ownedBy",         "team",
                                        "contact", "costCenterOwner", NULL };

    return first_tag(c, keys);
}

const char *
cluster_environment(const struct cluster *c)
{
    static const char *const keys[] = { "environment", "env", "stage", NULL };

    return first_tag(c, keys);
}

int
cluster_compare(const void *a, const void *b)
{
    return str_cmp_fold(((const struct cluster *)a)->id,
                        ((const struct cluster *)b)->id);
}

int
subscription_compare(const void *a, const void *b)
{
    return str_cmp_fold(((const struct subscription *)a)->id,
                        ((const struct subscription *)b)->id);
}

bool
arm_id_part(const char *id, const char *part, const char **text, size_t *len)
{
    size_t wanted = strlen(part);

    while ((id = strchr(id, '/'))) {
        size_t end = strcspn(++id, "/");

        if (end != wanted || !str_has_prefix_fold(id, part) || !id[end])
            continue;
        *text = id + end + 1;
        *len = strcspn(*text, "/");
        return *len > 0;
    }
    return false;
}
