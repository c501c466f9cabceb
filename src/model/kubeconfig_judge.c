/* SPDX-License-Identifier: MIT */
/* kubeconfig_judge.c - whether a context still works. */
#include "model/kubeconfig_judge.h"

#include <stdarg.h>
#include <stdio.h>

#include "model/kubeconfig_join.h"
#include "support/str.h"

/* A judgement on its way: the first one that is set stays. */
struct ruling {
    struct kubeconfig_context *context;
    const struct snapshot *snapshot;
    enum context_verdict verdict;
    char why[512];
};

__attribute__((format(printf, 3, 4))) static void
rule(struct ruling *r, enum context_verdict verdict, const char *fmt, ...)
{
    char raw[sizeof(r->why)];
    va_list args;

    if (r->why[0])
        return;
    r->verdict = verdict;
    va_start(args, fmt);
    vsnprintf(raw, sizeof(raw), fmt, args);
    va_end(args);
    str_sanitize(r->why, sizeof(r->why), raw);
}

/* ---- what does not work ---------------------------------------------------- */

static void
rule_managed(struct ruling *r)
{
    const struct kubeconfig_context *c = r->context;

    if (context_is_legacy_style(c))
        rule(r, CONTEXT_STALE,
             "the cluster is managed, and the file asks for a token of the old "
             "server app %s; converting it keeps that id, so fetch it anew",
             c->server_id);
    else if (c->form == USER_KUBELOGIN && str_empty(c->server_id))
        rule(r, CONTEXT_UNKNOWN,
             "kubelogin is called without --server-id: which app's token it "
             "gets depends on the machine");
    else if (c->form == USER_KUBELOGIN && c->legacy)
        rule(r, CONTEXT_STALE,
             "the cluster is managed, and kubelogin is called with --legacy: "
             "such tokens are refused; fetch the file anew");
}

static void
rule_legacy(struct ruling *r)
{
    const struct kubeconfig_context *c = r->context;
    const char *app = c->cluster->aad.server_app_id;

    if (context_is_managed_style(c))
        rule(r, CONTEXT_AHEAD,
             "the file asks for a token of Microsoft's app, and the cluster is "
             "still legacy: it will work once the cluster is migrated");
    else if (context_is_legacy_style(c) && app &&
             !str_eq_fold(app, c->server_id))
        rule(r, CONTEXT_STALE,
             "the file names the server app %s, the cluster %s: fetch it anew",
             c->server_id, app);
}

static void
rule_none(struct ruling *r)
{
    const struct kubeconfig_context *c = r->context;

    if (c->form == USER_KUBELOGIN || c->form == USER_AUTH_PROVIDER)
        rule(r, CONTEXT_STALE,
             "the cluster has no Entra integration, and the file signs in "
             "through Entra: it was made for an earlier one");
}

static void
rule_by_cluster(struct ruling *r)
{
    switch (r->context->cluster->integration) {
    case INTEGRATION_MANAGED:
        rule_managed(r);
        break;
    case INTEGRATION_LEGACY:
        rule_legacy(r);
        break;
    case INTEGRATION_NONE:
        rule_none(r);
        break;
    default:
        break;
    }
}

/* ---- what holds whatever the cluster is ------------------------------------ */

static void
rule_by_itself(struct ruling *r)
{
    const struct kubeconfig_context *c = r->context;
    auto_buf secrets = { 0 };

    kubeconfig_describe_secrets(&secrets, c->secrets);
    if (c->form == USER_AUTH_PROVIDER)
        rule(r, CONTEXT_REMOVED_FORMAT,
             "auth-provider azure: kubectl 1.26 and later refuse it%s%s",
             secrets.len ? "; the file holds secrets: " : "",
             buf_str(&secrets));
    if (c->form == USER_STATIC && c->has_certificate)
        rule(r, CONTEXT_STATIC_ADMIN,
             "a static client certificate signs in past Entra; it works until "
             "the cluster's certificates are rotated (az aks rotate-certs)");
    if (c->secrets)
        rule(r, CONTEXT_HOLDS_SECRETS, "the file holds secrets: %s",
             buf_str(&secrets));
}

/* ---- what is not known ----------------------------------------------------- */

static void
rule_without_cluster(struct ruling *r)
{
    const struct kubeconfig_context *c = r->context;

    if (r->snapshot->clusters_unknown)
        rule(r, CONTEXT_UNKNOWN,
             "%s, and the clusters are not known: compare with an audit "
             "(--results)",
             context_is_managed_style(c)  ? "made for a managed cluster"
             : context_is_legacy_style(c) ? "made for a legacy cluster"
                                          : "how it signs in says nothing");
    else if (snapshot_sees_clusters(r->snapshot))
        rule(r, CONTEXT_UNKNOWN,
             "no cluster in the audit's scope has the API server %s",
             str_or(c->host, "(none)"));
    else
        rule(r, CONTEXT_UNKNOWN,
             "no cluster that could be read has the API server %s, and not all "
             "in scope could be read",
             str_or(c->host, "(none)"));
}

static void
rule_broken(struct ruling *r)
{
    const struct kubeconfig_context *c = r->context;

    if (c->problem)
        rule(r, CONTEXT_UNKNOWN, "%s", c->problem);
    if (!c->server)
        rule(r, CONTEXT_UNKNOWN,
             "the cluster entry '%s' is not there, or "
             "names no server",
             str_or(c->cluster_name, ""));
    if (c->form == USER_MISSING)
        rule(r, CONTEXT_UNKNOWN, "the user entry '%s' is not there",
             str_or(c->user_name, ""));
}

static void
rule_current(struct ruling *r)
{
    const struct kubeconfig_context *c = r->context;

    switch (c->cluster->integration) {
    case INTEGRATION_MANAGED:
        if (context_is_managed_style(c))
            rule(r, CONTEXT_CURRENT, "it signs in as the managed cluster asks");
        break;
    case INTEGRATION_LEGACY:
        if (context_is_legacy_style(c))
            rule(r, CONTEXT_CURRENT,
                 "it fits the cluster as long as that is legacy; fetch it anew "
                 "after the migration");
        break;
    default:
        break;
    }
    rule(r, CONTEXT_UNKNOWN, "how it signs in (%s) tells nothing about Entra%s",
         str_or(c->command, user_form_name(c->form)),
         c->cluster->integration == INTEGRATION_UNKNOWN
             ? ", and the cluster's integration is not known"
             : "");
}

/* ---- all together ---------------------------------------------------------- */

static int
judge(struct kubeconfig_context *c, struct snapshot *s)
{
    struct ruling r = { .context = c, .snapshot = s };

    if (!c->is_aks && !c->problem && c->server && c->form != USER_MISSING)
        rule(&r, CONTEXT_NOT_AKS,
             "neither its API server nor its sign-in is "
             "of AKS");
    rule_broken(&r);
    if (c->cluster)
        rule_by_cluster(&r);
    rule_by_itself(&r);
    if (!c->cluster)
        rule_without_cluster(&r);
    else
        rule_current(&r);
    c->verdict = r.verdict;
    c->why = arena_strdup(s->arena, r.why);
    return c->why ? kubeconfig_commands(c, s->arena) : -1;
}

int
kubeconfig_judge(struct snapshot *s)
{
    struct kubeconfig_join join;
    int rc = kubeconfig_join_init(&join, s);

    for (size_t i = 0; rc == 0 && i < s->kubeconfigs.len; i++) {
        struct kubeconfig_context *c = s->kubeconfigs.items[i];

        kubeconfig_join_find(&join, c);
        rc = judge(c, s);
    }
    kubeconfig_join_free(&join);
    return rc;
}
