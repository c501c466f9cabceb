/* SPDX-License-Identifier: MIT */
/* kubeconfig_join.c - which cluster a context is for. */
#include "model/kubeconfig_join.h"

#include <string.h>

#include "support/str.h"

/* The clusters that name an app: one, or that there are several. */
struct app_use {
    const struct cluster *cluster;
    bool several;
};

static int
add_host(struct kubeconfig_join *j, const char *host, const struct cluster *c)
{
    return str_empty(host) ? 0 : map_put(&j->by_host, host, (void *)c);
}

static int
add_app(struct kubeconfig_join *j, const char *app_id, struct arena *arena,
        const struct cluster *c)
{
    struct app_use *use =
        str_empty(app_id) ? NULL : map_get(&j->by_app, app_id);

    if (str_empty(app_id))
        return 0;
    if (use) {
        use->several = true;
        return 0;
    }
    use = arena_alloc(arena, sizeof(*use));
    if (!use)
        return -1;
    use->cluster = c;
    return map_put(&j->by_app, app_id, use);
}

int
kubeconfig_join_init(struct kubeconfig_join *j, const struct snapshot *s)
{
    memset(j, 0, sizeof(*j));
    for (size_t i = 0; i < s->clusters.len; i++) {
        const struct cluster *c = s->clusters.items[i];

        if (add_host(j, c->fqdn, c) != 0 ||
            add_host(j, c->private_fqdn, c) != 0 ||
            add_host(j, c->portal_fqdn, c) != 0 ||
            add_app(j, c->aad.server_app_id, s->arena, c) != 0)
            return -1;
    }
    return 0;
}

void
kubeconfig_join_free(struct kubeconfig_join *j)
{
    map_free(&j->by_host);
    map_free(&j->by_app);
}

/* Public clouds: hcp.REGION.azmk8s.io, privatelink.REGION.azmk8s.io. What the
 * others use is not documented; "hcp" is a label of theirs too. */
static bool
is_aks_host(const char *host)
{
    return host &&
           (str_find_fold(host, ".azmk8s.") || str_find_fold(host, ".hcp.") ||
            str_find_fold(host, ".azk8s.cn"));
}

/* As az aks get-credentials names the user entries (AKS docs, "Control access
 * to cluster configuration file"). */
static bool
is_aks_user(const char *name)
{
    return name && (str_has_prefix_fold(name, "clusterUser_") ||
                    str_has_prefix_fold(name, "clusterAdmin_"));
}

void
kubeconfig_join_find(const struct kubeconfig_join *j,
                     struct kubeconfig_context *c)
{
    bool aks_host = is_aks_host(c->host);
    const struct app_use *use = NULL;

    c->join = JOIN_NONE;
    c->cluster = c->host ? map_get(&j->by_host, c->host) : NULL;
    if (c->cluster) {
        c->join = JOIN_SERVER;
    } else if (!aks_host && context_is_legacy_style(c)) {
        /* A tunnel, an address or a name of one's own. A name that AKS gave
         * belongs to one cluster, which is none of those known. */
        use = map_get(&j->by_app, c->server_id);
        if (use && !use->several) {
            c->cluster = use->cluster;
            c->join = JOIN_APP;
        }
    }
    c->is_aks = c->cluster || aks_host || is_aks_user(c->user_name) ||
                c->form == USER_AUTH_PROVIDER || context_is_managed_style(c) ||
                (context_is_legacy_style(c) && (use || c->legacy));
}
