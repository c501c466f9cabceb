/* SPDX-License-Identifier: MIT */
/* tools.c - the kubectl, kubelogin and az that PATH leads to. */
#include "sources/tools.h"

#include <limits.h>
#include <stdlib.h>

#include "sources/az_environment.h"
#include "sources/tool_reply.h"
#include "support/process.h"
#include "support/str.h"

struct looker {
    struct snapshot *snapshot;
    const struct environment *env;
    enum tool_kind kind;
    struct err *e;
};

struct question {
    enum tool_kind kind;
    const char *argv[6]; /* NULL-ended */
    int (*read)(struct tool *t, const struct buf *reply, struct arena *arena,
                struct err *e);
};

static const struct question questions[] = {
    { TOOL_KUBECTL,
      { "kubectl", "version", "--client", "--output", "json" },
      tool_read_kubectl },
    { TOOL_KUBELOGIN, { "kubelogin", "--version" }, tool_read_kubelogin },
    { TOOL_KUBELOGIN,
      { "kubelogin", "get-token", "--help" },
      tool_read_logins },
    { TOOL_AZ, { "az", "version", "--output", "json" }, tool_read_az },
};

/* HOME is where version managers (asdf, mise) keep what they start. */
static const char *const seen_by_others[] = {
    "PATH", "HOME", "USER", "LANG", "LC_ALL", "TMPDIR", NULL,
};

static char **
environment_of(enum tool_kind kind, const struct environment *env)
{
    return kind == TOOL_AZ ? az_environment_list(env)
                           : process_environment(env, seen_by_others);
}

static int
ask(struct tool *t, const struct question *q, char *const *environment,
    struct arena *arena, struct err *e)
{
    struct err why = { 0 };
    auto_buf reply = { 0 };

    if (process_run(t->path, q->argv, environment, TOOL_DEADLINE_S * 1000,
                    &reply, &why) == 0)
        return q->read(t, &reply, arena, e);
    if (why.code == ERR_NOMEM)
        return err_nomem(e);
    t->problem = arena_strdup(arena, why.text);
    return t->problem ? 0 : err_nomem(e);
}

/* One that said nothing sensible is not asked again. */
static int
ask_all(struct looker *l, struct tool *t)
{
    char **environment = environment_of(t->kind, l->env);
    int rc = environment ? 0 : err_nomem(l->e);

    for (size_t i = 0; rc == 0 && i < sizeof(questions) / sizeof(*questions);
         i++) {
        if (questions[i].kind == t->kind && !t->problem && !t->is_foreign)
            rc = ask(t, &questions[i], environment, l->snapshot->arena, l->e);
    }
    process_environment_free(environment);
    return rc;
}

static bool
is_known(const struct looker *l, const char *real_path)
{
    for (size_t i = 0; i < l->snapshot->tools.len; i++) {
        const struct tool *t = l->snapshot->tools.items[i];

        if (t->kind == l->kind && str_eq(t->real_path, real_path))
            return true;
    }
    return false;
}

static int
found(void *arg, const char *path)
{
    struct looker *l = arg;
    struct arena *arena = l->snapshot->arena;
    char real_path[PATH_MAX];
    struct tool *t;

    if (!realpath(path, real_path))
        return 0; /* it went away meanwhile */
    if (is_known(l, real_path))
        return 0;
    t = arena_alloc(arena, sizeof(*t));
    if (!t || !(t->path = arena_strdup(arena, path)) ||
        !(t->real_path = arena_strdup(arena, real_path)) ||
        vec_push(&l->snapshot->tools, t) != 0)
        return err_nomem(l->e);
    t->kind = l->kind;
    t->is_used = tool_used(&l->snapshot->tools, l->kind) == NULL;
    return ask_all(l, t);
}

int
tools_collect(struct snapshot *s, const struct environment *env, struct err *e)
{
    struct looker l = { .snapshot = s, .env = env, .e = e };

    s->has_tools = true;
    for (int kind = 0; kind < TOOL_KIND_COUNT; kind++) {
        l.kind = (enum tool_kind)kind;
        if (process_find(env, tool_name(l.kind), found, &l, e) != 0)
            return -1;
    }
    return 0;
}
