/* SPDX-License-Identifier: MIT */
/* export_paths.c - which cluster or subscription a file of an export is of. */
#include "sources/export_bindings_private.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "support/guid.h"
#include "support/str.h"

/* One part of a path. */
struct part {
    const char *text;
    size_t len;
};

enum { PARTS_MAX = 8 };

static bool
is(const struct part *p, const char *text)
{
    return text && strlen(text) == p->len &&
           strncasecmp(p->text, text, p->len) == 0;
}

/* Folders, and at last the file's name up to its first dot. */
static size_t
split(const char *below, struct part parts[PARTS_MAX])
{
    size_t n = 0;

    while (n < PARTS_MAX) {
        size_t len = strcspn(below, "/");
        bool last = below[len] == '\0';

        parts[n].text = below;
        parts[n++].len = last ? strcspn(below, ".") : len;
        if (last)
            break;
        below += len + 1;
    }
    return n;
}

/* Whether the part above the cluster's name can be said of it. */
static bool
is_above(const struct part *p, const struct cluster *c)
{
    return is(p, c->resource_group) || is(p, c->subscription->id) ||
           is(p, c->subscription->name);
}

/* The name of the cluster stands last, or as a folder before the last part; all
 * before it must be above it. */
static bool
is_of(const struct part *parts, size_t n, const struct cluster *c)
{
    size_t place = n;

    if (is(&parts[n - 1], c->name))
        place = n - 1;
    else if (n > 1 && is(&parts[n - 2], c->name))
        place = n - 2;
    if (place == n)
        return false;
    for (size_t i = 0; i < place; i++) {
        if (!is_above(&parts[i], c))
            return false;
    }
    return true;
}

struct cluster *
export_find_cluster(const struct snapshot *s, const char *below,
                    char why[ERR_TEXT_MAX])
{
    struct part parts[PARTS_MAX];
    size_t n = split(below, parts), found = 0;
    struct cluster *first = NULL;

    for (size_t i = 0; i < s->clusters.len; i++) {
        struct cluster *c = s->clusters.items[i];

        if (!is_of(parts, n, c))
            continue;
        first = first ? first : c;
        found++;
    }
    if (found == 1)
        return first;
    if (found == 0)
        snprintf(why, ERR_TEXT_MAX, "no cluster of the export is called '%.*s'",
                 (int)parts[n - 1].len, parts[n - 1].text);
    else
        snprintf(why, ERR_TEXT_MAX, "%zu clusters could be meant", found);
    return NULL;
}

struct subscription *
export_find_subscription(const struct snapshot *s, const char *name)
{
    char id[GUID_TEXT_SIZE];

    if (strlen(name) < sizeof(id))
        return NULL;
    memcpy(id, name, sizeof(id) - 1);
    id[sizeof(id) - 1] = '\0';
    return guid_is(id) ? snapshot_find_subscription(s, id) : NULL;
}
