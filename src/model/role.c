/* SPDX-License-Identifier: MIT */
/* role.c - what an Azure role gives on a cluster. */
#include "model/role.h"

#include <string.h>
#include <strings.h>

#include "support/str.h"

#define AKS "Microsoft.ContainerService/managedClusters/"

/* The actions that are asked about. */
static const struct {
    enum role_power power;
    const char *action;
} management[] = {
    { POWER_ADMIN_CREDENTIAL, AKS "listClusterAdminCredential/action" },
    /* The older call, which hands out the same credential. */
    { POWER_ADMIN_CREDENTIAL, AKS "accessProfiles/listCredential/action" },
    { POWER_USER_CREDENTIAL, AKS "listClusterUserCredential/action" },
    { POWER_RUN_COMMAND, AKS "runcommand/action" },
    { POWER_UPDATE, "Microsoft.ContainerService/managedClusters/write" },
};

static char
fold(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool
role_pattern_matches(const char *pattern, const char *action)
{
    const char *star = NULL, *back = NULL;

    /* One star at a time: where the rest does not fit, the last star takes one
     * character more. */
    while (*action) {
        if (*pattern == '*') {
            star = ++pattern;
            back = action;
        } else if (*pattern && fold(*pattern) == fold(*action)) {
            pattern++;
            action++;
        } else if (star) {
            pattern = star;
            action = ++back;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}

static bool
any_matches(const struct text_list *patterns, const char *action)
{
    for (size_t i = 0; i < patterns->len; i++) {
        if (role_pattern_matches(patterns->items[i], action))
            return true;
    }
    return false;
}

/* Whether a pattern is about objects in a cluster: all data, or something below
 * managedClusters. */
static bool
is_about_clusters(const char *pattern)
{
    size_t len = strcspn(pattern, "*");

    if (len <= strlen(AKS) && pattern[len] == '*')
        return strncasecmp(pattern, AKS, len) == 0;
    return strncasecmp(pattern, AKS, strlen(AKS)) == 0;
}

static bool
takes_all_data(const struct text_list *patterns)
{
    return any_matches(patterns, AKS "x/y/z/action") &&
           any_matches(patterns, AKS "rbac.authorization.k8s.io/"
                                     "clusterrolebindings/write");
}

static unsigned
data_powers(const struct role_permission *p)
{
    bool some = false;

    for (size_t i = 0; i < p->data_actions.len; i++)
        some |= is_about_clusters(p->data_actions.items[i]);
    if (!some || takes_all_data(&p->not_data_actions))
        return 0;
    if (!takes_all_data(&p->data_actions))
        return POWER_KUBERNETES;
    for (size_t i = 0; i < p->not_data_actions.len; i++) {
        if (is_about_clusters(p->not_data_actions.items[i]))
            return POWER_KUBERNETES;
    }
    return POWER_KUBERNETES | POWER_KUBERNETES_ALL;
}

unsigned
role_powers(const struct role_permission *permissions, size_t n)
{
    unsigned powers = 0;

    for (size_t i = 0; i < n; i++) {
        const struct role_permission *p = &permissions[i];

        for (size_t k = 0; k < sizeof(management) / sizeof(*management); k++) {
            if (any_matches(&p->actions, management[k].action) &&
                !any_matches(&p->not_actions, management[k].action))
                powers |= management[k].power;
        }
        powers |= data_powers(p);
    }
    return powers;
}

/* ---- scopes -------------------------------------------------------------- */

static size_t
length_without_slash(const char *scope)
{
    size_t len = strlen(scope);

    while (len > 0 && scope[len - 1] == '/')
        len--;
    return len;
}

/* Whether `inner` is `outer` or lies below it, segment by segment. */
static bool
lies_in(const char *inner, const char *outer)
{
    size_t len = length_without_slash(outer);

    return strncasecmp(inner, outer, len) == 0 &&
           (inner[len] == '\0' || inner[len] == '/');
}

static bool
is_management_group(const char *scope)
{
    return str_has_prefix_fold(
        scope, "/providers/Microsoft.Management/managementGroups/");
}

bool
role_is_below(const struct role_assignment *a, const struct cluster *c)
{
    return lies_in(a->scope, c->id) &&
           length_without_slash(a->scope) > strlen(c->id);
}

bool
role_reaches(const struct role_assignment *a, const struct cluster *c)
{
    /* What a subscription's list shows of management groups is above it. */
    if (is_management_group(a->scope))
        return a->listed == c->subscription;
    return lies_in(c->id, a->scope) || lies_in(a->scope, c->id);
}

const char *
role_scope_level(const char *scope)
{
    const char *text;
    size_t len;

    if (length_without_slash(scope) == 0)
        return "tenant";
    if (is_management_group(scope))
        return "management group";
    if (arm_id_part(scope, "namespaces", &text, &len))
        return "namespace";
    if (arm_id_part(scope, "managedClusters", &text, &len))
        return "cluster";
    if (str_find_fold(scope, "/providers/"))
        return "resource";
    if (arm_id_part(scope, "resourceGroups", &text, &len))
        return "resource group";
    return "subscription";
}

const char *
role_power_name(size_t place, unsigned powers, bool *is_there)
{
    static const struct {
        enum role_power power;
        const char *name;
    } rows[] = {
        { POWER_ADMIN_CREDENTIAL, "adminCredential" },
        { POWER_USER_CREDENTIAL, "userCredential" },
        { POWER_RUN_COMMAND, "runCommand" },
        { POWER_UPDATE, "update" },
        { POWER_KUBERNETES, "kubernetes" },
        { POWER_KUBERNETES_ALL, "kubernetesAdmin" },
    };

    if (place >= sizeof(rows) / sizeof(*rows))
        return NULL;
    *is_there = powers & rows[place].power;
    return rows[place].name;
}

void
role_describe_powers(struct buf *out, unsigned powers)
{
    static const struct {
        enum role_power power;
        const char *text;
    } rows[] = {
        { POWER_ADMIN_CREDENTIAL, "take the admin credential" },
        { POWER_RUN_COMMAND, "run commands" },
        { POWER_UPDATE, "update the cluster" },
        { POWER_USER_CREDENTIAL, "take the user credential" },
        { POWER_KUBERNETES_ALL, "everything in Kubernetes (Azure RBAC)" },
    };
    bool first = true;

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        if (!(powers & rows[i].power))
            continue;
        buf_addf(out, "%s%s", first ? "" : ", ", rows[i].text);
        first = false;
    }
    if ((powers & POWER_KUBERNETES) && !(powers & POWER_KUBERNETES_ALL))
        buf_addf(out, "%ssomething in Kubernetes (Azure RBAC)",
                 first ? "" : ", ");
}

int
role_assignment_compare(const void *a, const void *b)
{
    const struct role_assignment *x = a, *y = b;
    int order = str_cmp_fold(x->scope, y->scope);

    if (order == 0)
        order = str_cmp_fold(x->role->name, y->role->name);
    if (order == 0)
        order = str_cmp_fold(x->principal_id, y->principal_id);
    return order ? order : str_cmp_fold(x->id, y->id);
}
