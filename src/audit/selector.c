/* SPDX-License-Identifier: MIT */
/* selector.c - how plan and waivers name things. */
#include "audit/selector.h"

#include <string.h>

#include "support/str.h"

int
selector_init(struct selector *s, const char *text, struct arena *arena,
              struct err *e)
{
    size_t len = strlen(text);
    const char *inside;

    memset(s, 0, sizeof(*s));
    if (len < 3 || text[0] != '/' || text[len - 1] != '/') {
        s->name = arena_strdup(arena, text);
        return s->name ? 0 : err_nomem(e);
    }
    inside = arena_strndup(arena, text + 1, len - 2);
    return inside ? match_new(&s->pattern, inside, e) : err_nomem(e);
}

void
selector_free(struct selector *s)
{
    match_free(s->pattern);
    memset(s, 0, sizeof(*s));
}

int
selector_test(const struct selector *s, const char *text, struct err *e)
{
    if (s->pattern)
        return match_test(s->pattern, text, e);
    return str_eq_fold(s->name, text);
}
