/* SPDX-License-Identifier: MIT */
/* clu_019_shared_apps.c - clusters that are best migrated together. */
#include "checks/registry.h"

#include <stdio.h>

#include "support/str.h"

/* Adds up to three names of other clusters that use the app. */
static void
name_others(struct buf *out, const struct app_use *use,
            const struct cluster *self)
{
    size_t named = 0;

    for (const struct app_user *u = use->users; u; u = u->next) {
        if (u->cluster == self)
            continue;
        if (named == 3) {
            buf_addf(out, " and %zu more", use->n_users - 1 - named);
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
    const char *app = c->aad.server_app_id;
    const struct app_use *use;
    enum verdict verdict;

    if (!judge_legacy_only(j, c, &verdict))
        return verdict;
    use = app ? map_get(&s->app_uses, app) : NULL;
    if (!use || use->n_users < 2) {
        app = c->aad.client_app_id;
        use = app ? map_get(&s->app_uses, app) : NULL;
    }
    judge_evidence(j, "aadProfile.serverAppID", c->aad.server_app_id);
    judge_evidence(j, "aadProfile.clientAppID", c->aad.client_app_id);
    if (!use || use->n_users < 2) {
        if (!snapshot_is_complete(s))
            return judge_unknown(j, "No other cluster seen uses these apps, "
                                    "but not everything could be seen");
        return VERDICT_PASS;
    }
    name_others(&others, use, c);
    return judge_fail(j, "App %s also serves %s", app, buf_str(&others));
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
    .run = run,
};
