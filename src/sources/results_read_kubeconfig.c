/* SPDX-License-Identifier: MIT */
/* results_read_kubeconfig.c - contexts of kubeconfig files, and the tools of the
 * machine, of results.json. */
#include "sources/results_read_private.h"

#include "support/json.h"
#include "support/str.h"

static const char *
form_word(int i)
{
    return user_form_name((enum user_form)i);
}

static const char *
verdict_word(int i)
{
    return context_verdict_name((enum context_verdict)i);
}

static const char *
join_word(int i)
{
    return context_join_name((enum context_join)i);
}

static bool
find_secret(const char *word, unsigned *bit)
{
    const char *name;
    bool is_there;

    for (size_t i = 0; (name = kubeconfig_secret_name(i, 0, &is_there)); i++) {
        if (str_eq(name, word)) {
            *bit = 1U << i;
            return true;
        }
    }
    return false;
}

static int
read_texts(const struct members *m, struct kubeconfig_context *c)
{
    const struct {
        const char *key;
        const char **text;
    } rows[] = {
        { "file", &c->file },
        { "context", &c->name },
        { "clusterEntry", &c->cluster_name },
        { "userEntry", &c->user_name },
        { "userFile", &c->user_file },
        { "server", &c->server },
        { "command", &c->command },
        { "serverId", &c->server_id },
        { "clientId", &c->client_id },
        { "tenantId", &c->tenant_id },
        { "login", &c->login },
        { "why", &c->why },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        if (members_text(m, rows[i].key, false, rows[i].text) != 0)
            return -1;
    }
    return 0;
}

static int
read_cluster(struct results_reader *r, struct kubeconfig_context *c)
{
    const struct members *m = &r->members;
    const char *id, *joined;
    int join;

    if (members_text(m, "clusterId", false, &id) != 0 ||
        members_text(m, "joinedBy", false, &joined) != 0)
        return -1;
    if (joined) {
        if (members_word(m, "joinedBy", join_word, JOIN_APP + 1, &join) != 0)
            return -1;
        c->join = (enum context_join)join;
    }
    if (!id)
        return 0;
    c->cluster = map_get(&r->results->snapshot.cluster_by_id, id);
    return c->cluster
               ? 0
               : members_refuse(m, "clusterId", "a cluster of this file", id);
}

int
results_read_kubeconfig(struct results_reader *r)
{
    const struct members *m = &r->members;
    struct kubeconfig_context *c = arena_alloc(m->arena, sizeof(*c));
    int form, verdict;

    if (!c)
        return err_nomem(m->e);
    if (read_texts(m, c) != 0 || read_cluster(r, c) != 0 ||
        members_word(m, "form", form_word, USER_OTHER + 1, &form) != 0 ||
        members_word(m, "verdict", verdict_word, CONTEXT_VERDICT_COUNT,
                     &verdict) != 0 ||
        members_size(m, "line", &c->line) != 0 ||
        members_bool(m, "current", &c->is_current) != 0 ||
        members_bool(m, "legacy", &c->legacy) != 0 ||
        members_bool(m, "certificate", &c->has_certificate) != 0 ||
        members_set(m, "secrets", find_secret, &c->secrets) != 0 ||
        members_texts(m, "commands", &c->commands) != 0)
        return -1;
    c->form = (enum user_form)form;
    c->verdict = (enum context_verdict)verdict;
    c->is_aks = c->verdict != CONTEXT_NOT_AKS;
    return vec_push(&r->results->snapshot.kubeconfigs, c) == 0
               ? 0
               : err_nomem(m->e);
}

static const char *
tool_word(int i)
{
    return tool_name((enum tool_kind)i);
}

int
results_read_tool(struct results_reader *r)
{
    const struct members *m = &r->members;
    struct tool *t = arena_alloc(m->arena, sizeof(*t));
    int kind;

    if (!t)
        return err_nomem(m->e);
    if (members_word(m, "tool", tool_word, TOOL_KIND_COUNT, &kind) != 0 ||
        members_text(m, "path", false, &t->path) != 0 ||
        members_text(m, "realPath", false, &t->real_path) != 0 ||
        members_bool(m, "used", &t->is_used) != 0 ||
        members_text(m, "version", false, &t->version) != 0 ||
        members_bool(m, "foreign", &t->is_foreign) != 0 ||
        members_text(m, "problem", false, &t->problem) != 0)
        return -1;
    t->kind = (enum tool_kind)kind;
    if (t->version)
        t->number = tool_version_read(t->version);
    t->logins_known = json_is_array(json_object_get(m->object, "logins"));
    if (t->logins_known && members_texts(m, "logins", &t->logins) != 0)
        return -1;
    return vec_push(&r->results->snapshot.tools, t) == 0 ? 0 : err_nomem(m->e);
}
