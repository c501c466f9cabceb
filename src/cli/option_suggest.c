/* SPDX-License-Identifier: MIT */
/* option_suggest.c - what a mistyped name was likely meant to be. */
#include "cli/options.h"

#include <string.h>

#include "support/str.h"

enum { NAME_MAX_BYTES = 40, DISTANCE_MAX = 2 };

static size_t
least(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;

    return ab < c ? ab : c;
}

/* Levenshtein's distance: letters to add, drop or change. */
static size_t
distance(const char *a, const char *b)
{
    size_t row[NAME_MAX_BYTES + 1];
    size_t b_len = strlen(b);

    for (size_t k = 0; k <= b_len; k++)
        row[k] = k;
    for (size_t i = 0; a[i]; i++) {
        size_t diagonal = row[0];

        row[0] = i + 1;
        for (size_t k = 0; k < b_len; k++) {
            size_t above = row[k + 1];

            row[k + 1] =
                least(above + 1, row[k] + 1, diagonal + (a[i] != b[k]));
            diagonal = above;
        }
    }
    return row[b_len];
}

const char *
option_suggest(const struct option_set *set, const char *name)
{
    size_t len = strlen(name), best = DISTANCE_MAX + 1;
    const char *found = NULL;

    if (len < 2 || len > NAME_MAX_BYTES)
        return NULL;
    for (size_t i = 0; i < set->n_rows; i++) {
        const char *known = set->rows[i].name;
        size_t d;

        if (!known || strlen(known) > NAME_MAX_BYTES)
            continue;
        /* The beginning of a name is what people shorten it to. */
        d = str_has_prefix_fold(known, name) ? 1 : distance(name, known);
        if (d < best) {
            best = d;
            found = known;
        }
    }
    return found;
}
