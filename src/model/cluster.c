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

static const char *const owner_keys[] = { "owner", "ownedBy", "team", "contact",
                                          "costCenterOwner" };
static const char *const environment_keys[] = { "environment", "env", "stage" };

/* A text_list can be filled, these are only read. */
const struct text_list cluster_owner_tags = {
    (const char **)owner_keys, sizeof(owner_keys) / sizeof(owner_keys[0])
};
const struct text_list cluster_environment_tags = {
    (const char **)environment_keys,
    sizeof(environment_keys) / sizeof(environment_keys[0])
};

static const char *
first_tag(const struct cluster *c, const struct text_list *keys)
{
    for (size_t i = 0; i < keys->len; i++) {
        const char *value = cluster_tag(c, keys->items[i]);

        if (!str_empty(value))
            return value;
    }
    return NULL;
}

void
cluster_read_tags(struct cluster *c, const struct text_list *owner,
                  const struct text_list *environment)
{
    c->owner = first_tag(c, owner);
    c->environment = first_tag(c, environment);
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
