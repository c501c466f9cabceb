/* SPDX-License-Identifier: MIT */
/* kube.c - an API server: discovery, and lists of bindings page by page. */
#include "kube.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Behind the path of the cluster; "" for none. */
static const char *
rest_of(const struct request *r)
{
    const char *p = r->path + strlen(KUBE_PATH);

    for (int i = 0; i < 3 && p; i++) {
        p = strchr(p, '/');
        if (p && i < 2)
            p++;
    }
    return p ? p : "";
}

/* The cluster of the path. New reference; NULL: there is none. */
static json_t *
find_cluster(const struct fake *f, const struct request *r)
{
    char sub[64] = "", group[128] = "", name[128] = "";
    json_t *subscription;

    if (sscanf(r->path, KUBE_PATH "%63[^/]/%127[^/]/%127[^/]", sub, group,
               name) != 3)
        return NULL;
    subscription = scenario_subscription(f, sub);
    return subscription ? bodies_find(f, subscription, group, name) : NULL;
}

/* ---- discovery, for kubectl ---------------------------------------------- */

static json_t *
group_list(void)
{
    return json_pack("{s:s, s:s, s:[{s:s, s:[{s:s, s:s}], s:{s:s, s:s}}]}",
                     "kind", "APIGroupList", "apiVersion", "v1", "groups",
                     "name", "rbac.authorization.k8s.io", "versions",
                     "groupVersion", "rbac.authorization.k8s.io/v1", "version",
                     "v1", "preferredVersion", "groupVersion",
                     "rbac.authorization.k8s.io/v1", "version", "v1");
}

static json_t *
resource(const char *plural, const char *kind, bool namespaced)
{
    return json_pack("{s:s, s:s, s:b, s:s, s:[s,s]}", "name", plural,
                     "singularName", "", "namespaced", namespaced, "kind", kind,
                     "verbs", "get", "list");
}

static bool
discover(const char *rest, struct reply *reply)
{
    if (strcmp(rest, "/version") == 0)
        reply_json(reply, 200,
                   json_pack("{s:s, s:s, s:s}", "major", "1", "minor", "33",
                             "gitVersion", "v1.33.2"));
    else if (strcmp(rest, "/api") == 0)
        reply_json(
            reply, 200,
            json_pack("{s:s, s:[s]}", "kind", "APIVersions", "versions", "v1"));
    else if (strcmp(rest, "/api/v1") == 0)
        reply_json(reply, 200,
                   json_pack("{s:s, s:s, s:[]}", "kind", "APIResourceList",
                             "groupVersion", "v1", "resources"));
    else if (strcmp(rest, "/apis") == 0)
        reply_json(reply, 200, group_list());
    else if (strcmp(rest, RBAC_PATH) == 0)
        reply_json(reply, 200,
                   json_pack("{s:s, s:s, s:s, s:[o,o]}", "kind",
                             "APIResourceList", "apiVersion", "v1",
                             "groupVersion", "rbac.authorization.k8s.io/v1",
                             "resources",
                             resource("clusterrolebindings",
                                      "ClusterRoleBinding", false),
                             resource("rolebindings", "RoleBinding", true)));
    else
        return false;
    return true;
}

/* ---- lists --------------------------------------------------------------- */

/* Whether the user may list; the words are those of Kubernetes. */
static bool
may_list(const json_t *config, const char *user, const char *plural,
         struct reply *reply)
{
    const json_t *forbid = json_object_get(config, "forbid");
    bool anonymous = strcmp(user, "system:anonymous") == 0;
    bool denied = anonymous;

    for (size_t i = 0; i < json_array_size(forbid); i++)
        denied |=
            strcmp(json_string_value(json_array_get(forbid, i)), plural) == 0 &&
            strcmp(user, "masterclient") != 0;
    if (!denied)
        return true;
    kube_status(reply, 403, "Forbidden",
                "%s.rbac.authorization.k8s.io is forbidden: User \"%s\" cannot "
                "list resource \"%s\" in API group "
                "\"rbac.authorization.k8s.io\" at the cluster scope",
                plural, user, plural);
    return false;
}

/* A token for the page from `from` on, of this generation of the list. */
static bool
read_continue(const char *token, size_t *from)
{
    int end = 0;

    return sscanf(token, "list-%zu%n", from, &end) == 1 && token[end] == '\0';
}

static void
list(struct fake *f, const struct request *r, const json_t *cluster,
     const char *plural, struct reply *reply)
{
    const char *limit = request_query(r, "limit");
    const char *token = request_query(r, "continue");
    size_t from = 0, size = limit ? strtoul(limit, NULL, 10) : 0;
    json_t *all, *items, *meta;
    char text[32];

    if (token && *token && !read_continue(token, &from)) {
        kube_status(reply, 400, "BadRequest",
                    "continue key is not valid: %.100s", token);
        return;
    }
    all = kube_list(f, cluster, plural);
    items = json_array();
    meta = json_pack("{s:s}", "resourceVersion", "4711");
    for (size_t i = from;
         i < json_array_size(all) && (size == 0 || i < from + size); i++)
        json_array_append(items, json_array_get(all, i));
    if (size > 0 && from + size < json_array_size(all)) {
        snprintf(text, sizeof(text), "list-%zu", from + size);
        json_object_set_new(meta, "continue", json_string(text));
        json_object_set_new(
            meta, "remainingItemCount",
            json_integer((json_int_t)(json_array_size(all) - from - size)));
    }
    reply_json(reply, 200,
               json_pack("{s:s, s:s, s:o, s:o}", "kind",
                         strcmp(plural, "rolebindings") == 0
                             ? "RoleBindingList"
                             : "ClusterRoleBindingList",
                         "apiVersion", "rbac.authorization.k8s.io/v1",
                         "metadata", meta, "items", items));
    json_decref(all);
}

static void
answer(struct fake *f, const struct request *r, const json_t *cluster,
       struct reply *reply)
{
    const char *rest = rest_of(r);
    const char *plural = strrchr(rest, '/');
    char *user = kube_user(f, r, cluster, reply);

    if (!user)
        return;
    if (strstr(rest, "//")) {
        reply->status = 404;
        reply->content_type = "text/plain; charset=utf-8";
        text_addf(&reply->body, "404 page not found\n");
    } else if (strcmp(rest, RBAC_PATH "/clusterrolebindings") == 0 ||
               strcmp(rest, RBAC_PATH "/rolebindings") == 0) {
        if (may_list(kube_config(f, cluster), user, plural + 1, reply))
            list(f, r, cluster, plural + 1, reply);
    } else if (!discover(rest, reply)) {
        kube_status(reply, 404, "NotFound",
                    "the server could not find the requested resource");
        reply_problem(reply, "not played: %.200s", rest);
    }
    free(user);
}

void
kube_handle(struct fake *f, const struct request *r, struct reply *reply)
{
    json_t *cluster = find_cluster(f, r);

    if (strcmp(r->method, "GET") != 0) {
        kube_status(reply, 405, "MethodNotAllowed",
                    "the server does not allow this method on the requested "
                    "resource");
        reply_problem(reply, "%s to an API server: only reads are played",
                      r->method);
    } else if (!cluster) {
        kube_status(reply, 404, "NotFound", "there is no such cluster");
        reply_problem(reply, "no such cluster: %.200s", r->path);
    } else {
        answer(f, r, cluster, reply);
    }
    json_decref(cluster);
}
