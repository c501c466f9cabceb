/* SPDX-License-Identifier: MIT */
/* kube_data.c - the bindings of a cluster: those of the scenario or generated
 * ones, and those that every cluster of AKS has. */
#include "kube.h"

#include <stdlib.h>
#include <string.h>

json_t *
kube_config(const struct fake *f, const json_t *cluster)
{
    const char *name = json_string_value(json_object_get(cluster, "name"));

    return json_object_get(json_object_get(f->tenant, "kube"),
                           name ? name : "");
}

static json_t *
subject(const char *kind, const char *name)
{
    if (strcmp(kind, "ServiceAccount") == 0)
        return json_pack("{s:s, s:s, s:s}", "kind", kind, "name", name,
                         "namespace", "kube-system");
    return json_pack("{s:s, s:s, s:s}", "kind", kind, "apiGroup",
                     "rbac.authorization.k8s.io", "name", name);
}

static json_t *
binding(const char *space, const char *name, const char *role,
        const char *label, json_t *subjects)
{
    json_t *meta = json_pack("{s:s, s:s}", "name", name, "uid",
                             "00000000-0000-4000-8000-0000000000b1");

    if (space)
        json_object_set_new(meta, "namespace", json_string(space));
    if (label)
        json_object_set_new(meta, "labels",
                            json_pack("{s:s}", label,
                                      strstr(label, "bootstrapping")
                                          ? "rbac-defaults"
                                          : "true"));
    return json_pack("{s:o, s:o, s:{s:s, s:s, s:s}}", "metadata", meta,
                     "subjects", subjects, "roleRef", "apiGroup",
                     "rbac.authorization.k8s.io", "kind", "ClusterRole", "name",
                     role);
}

/* The admin groups, as AKS binds them. */
static json_t *
admin_subjects(const json_t *cluster)
{
    const json_t *p = json_object_get(cluster, "properties");
    const json_t *ids = json_object_get(json_object_get(p, "aadProfile"),
                                        "adminGroupObjectIDs");
    json_t *list = json_array();

    for (size_t i = 0; i < json_array_size(ids); i++)
        json_array_append_new(
            list, subject("Group", json_string_value(json_array_get(ids, i))));
    return list;
}

static void
add_own(const json_t *cluster, const char *plural, json_t *list)
{
    static const char bootstrap[] = "kubernetes.io/bootstrapping";
    json_t *admins;

    if (strcmp(plural, "rolebindings") == 0) {
        json_array_append_new(
            list,
            binding(
                "kube-system",
                "system::extension-apiserver-authentication-reader",
                "extension-apiserver-authentication-reader", bootstrap,
                json_pack("[o]", subject("User", "system:kube-scheduler"))));
        json_array_append_new(
            list, binding("kube-system", "metrics-server-binding",
                          "metrics-server", "kubernetes.io/cluster-service",
                          json_pack("[o]", subject("ServiceAccount",
                                                   "metrics-server"))));
        return;
    }
    json_array_append_new(
        list, binding(NULL, "cluster-admin", "cluster-admin", bootstrap,
                      json_pack("[o]", subject("Group", "system:masters"))));
    json_array_append_new(
        list, binding(NULL, "aks-cluster-admin-binding", "cluster-admin", NULL,
                      json_pack("[o]", subject("User", "clusterAdmin"))));
    admins = admin_subjects(cluster);
    if (json_array_size(admins) > 0)
        json_array_append_new(list,
                              binding(NULL, "aks-cluster-admin-binding-aad",
                                      "cluster-admin",
                                      "kubernetes.io/cluster-service", admins));
    else
        json_decref(admins);
}

/* The number of a generated cluster; false: it comes from a folder. */
static bool
is_generated(const struct fake *f, const json_t *cluster, unsigned *sub,
             size_t *n)
{
    const char *name = json_string_value(json_object_get(cluster, "name"));

    return f->options.generate_bindings && name &&
           sscanf(name, "aks-%u-%zu", sub, n) == 2;
}

static int
compare(const void *a, const void *b)
{
    const json_t *x = json_object_get(*(json_t *const *)a, "metadata");
    const json_t *y = json_object_get(*(json_t *const *)b, "metadata");

    return strcmp(json_string_value(json_object_get(x, "name")),
                  json_string_value(json_object_get(y, "name")));
}

json_t *
kube_list(const struct fake *f, const json_t *cluster, const char *plural)
{
    json_t *own = json_array(), *all = json_array(), *more, **sorted;
    unsigned sub;
    size_t n, count;

    if (!json_object_get(kube_config(f, cluster), "bare"))
        add_own(cluster, plural, own);
    if (is_generated(f, cluster, &sub, &n)) {
        more = generate_bindings(f, sub, n, plural);
        json_array_extend(own, more);
        json_decref(more);
    } else {
        json_array_extend(own,
                          json_object_get(kube_config(f, cluster), plural));
    }
    count = json_array_size(own);
    sorted = calloc(count + 1, sizeof(*sorted));
    if (!sorted)
        abort();
    for (size_t i = 0; i < count; i++)
        sorted[i] = json_array_get(own, i);
    qsort(sorted, count, sizeof(*sorted), compare);
    for (size_t i = 0; i < count; i++)
        json_array_append(all, sorted[i]);
    free(sorted);
    json_decref(own);
    return all;
}
