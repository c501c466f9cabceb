/* SPDX-License-Identifier: MIT */
/* inputs_tags.c - which tags say who owns a cluster and what it is for. */
#include "audit/inputs.h"

#include "support/log.h"
#include "support/str.h"

#define PRODUCTION "^(prod|prd|live)"

int
inputs_check_tags(struct audit_inputs *inputs,
                  const struct audit_request *request, struct err *e)
{
    if (match_new(&inputs->production, str_or(request->production, PRODUCTION),
                  e) != 0)
        return err_wrap(e, "--production");
    return 0;
}

/* What the pattern cannot decide counts as production too. */
static bool
is_production(const struct match *pattern, const struct cluster *c)
{
    struct err why = { 0 };
    int found = c->environment ? match_test(pattern, c->environment, &why) : 1;

    if (found < 0)
        log_write(LOG_WARNING,
                  "--production could not be tried on the environment of %s, "
                  "which counts as production: %s",
                  c->name, why.text);
    return found != 0;
}

/* The settings that told do not live as long as the results. */
static int
copy_keys(struct arena *arena, struct text_list *ret,
          const struct text_list *given, const struct text_list *usual)
{
    const struct text_list *keys = given->len > 0 ? given : usual;

    ret->items = arena_alloc(arena, keys->len * sizeof(*ret->items));
    if (!ret->items)
        return -1;
    for (ret->len = 0; ret->len < keys->len; ret->len++) {
        const char *key = arena_strdup(arena, keys->items[ret->len]);

        if (!key)
            return -1;
        ret->items[ret->len] = key;
    }
    return 0;
}

int
inputs_apply_tags(const struct audit_inputs *inputs,
                  const struct audit_request *request, struct results *r,
                  struct err *e)
{
    struct arena *arena = r->snapshot.arena;
    struct run *run = &r->run;

    run->production =
        arena_strdup(arena, str_or(request->production, PRODUCTION));
    if (!run->production ||
        copy_keys(arena, &run->owner_tags, &request->owner_tags,
                  &cluster_owner_tags) != 0 ||
        copy_keys(arena, &run->environment_tags, &request->environment_tags,
                  &cluster_environment_tags) != 0)
        return err_nomem(e);
    for (size_t i = 0; i < r->snapshot.clusters.len; i++) {
        struct cluster *c = r->snapshot.clusters.items[i];

        cluster_read_tags(c, &run->owner_tags, &run->environment_tags);
        c->production = is_production(inputs->production, c);
    }
    return 0;
}
