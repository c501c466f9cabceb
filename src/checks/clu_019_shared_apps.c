/* SPDX-License-Identifier: MIT */
/* clu_019_shared_apps.c - clusters that are best migrated together. */
#include "checks/registry.h"

#include <stdio.h>

#include "support/str.h"

/* As a server or client app; a cluster's own identity shares nothing. */
static bool
names_it(const struct app_user *u)
{
    return (u->roles & (APP_ROLE_SERVER | APP_ROLE_CLIENT)) != 0;
}

static size_t
count_users(const struct app *app)
{
    size_t n = 0;

    for (const struct app_user *u = app ? app->users : NULL; u; u = u->next)
        n += names_it(u);
    return n;
}

/* Adds up to three names of other clusters that use the app. */
static void
name_others(struct buf *out, const struct app *app, const struct cluster *self)
{
    size_t named = 0, users = count_users(app);

    for (const struct app_user *u = app->users; u; u = u->next) {
        if (u->cluster == self || !names_it(u))
            continue;
        if (named == 3) {
            buf_addf(out, " and %zu more", users - 1 - named);
            return;
        }
        buf_addf(out, "%s%s", named ? ", " : "", u->cluster->name);
        named++;
    }
}

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct cluster *c)
{
    auto_buf others = { 0 };
    const struct app *app;
    enum verdict verdict;

    if (!judge_legacy_only(j, c, &verdict))
        return verdict;
    app = directory_find_app(&s->directory, c->aad.server_app_id);
    if (count_users(app) < 2)
        app = directory_find_app(&s->directory, c->aad.client_app_id);
    judge_evidence(j, "aadProfile.serverAppID", c->aad.server_app_id);
    judge_evidence(j, "aadProfile.clientAppID", c->aad.client_app_id);
    if (count_users(app) < 2) {
        if (!snapshot_sees_clusters(s))
            return judge_unknown(j, "No other cluster seen uses these apps, "
                                    "but not everything could be seen");
        return VERDICT_PASS;
    }
    name_others(&others, app, c);
    return judge_fail(j, "Migration group %zu: app %s also serves %s",
                      c->migration_group, app->app_id, buf_str(&others));
}

const struct check check_clu_019 = {
    .rule = {
        .id = "CLU-019",
        .title = "Several clusters share these app registrations: migrate "
                 "them as one group",
        .severity = SEVERITY_INFO,
        .why = "The registrations can only be deleted after the last cluster "
               "that names them has moved, and their secret serves all of "
               "them until then.",
        .how = "Another audited cluster names the same serverAppID or "
               "clientAppID.",
        .fix = "Migrate the clusters that share an app in one wave, and clean "
               "up after the last.",
        .reference = "https://learn.microsoft.com/azure/aks/"
                     "entra-id-control-plane-authentication",
    },
    .needs = NEED_CLUSTERS,
    .compares = true,
    .run = run,
};
