/* SPDX-License-Identifier: MIT */
/* binding.c - bindings and their subjects. */
#include "model/binding.h"

#include <stdlib.h>
#include <string.h>

#include "support/guid.h"
#include "support/str.h"

const char *
binding_way_name(enum binding_way w)
{
    static const char *const names[WAY_COUNT] = {
        [WAY_EXPORT] = "export",
        [WAY_TOKEN] = "token",
        [WAY_ADMIN_CREDENTIAL] = "admin-credential",
        [WAY_RUN_COMMAND] = "run-command",
    };

    return names[w];
}

const char *
binding_way_label(enum binding_way w)
{
    static const char *const labels[WAY_COUNT] = {
        [WAY_EXPORT] = "an export",
        [WAY_TOKEN] = "the API server with an Entra token",
        [WAY_ADMIN_CREDENTIAL] = "the API server with the admin credential",
        [WAY_RUN_COMMAND] = "run command",
    };

    return labels[w];
}

const char *
fate_name(enum fate f)
{
    static const char *const names[FATE_COUNT] = {
        [FATE_UNKNOWN] = "unknown", [FATE_KEEPS] = "works",
        [FATE_STARTS] = "starts",   [FATE_STOPS] = "stops",
        [FATE_NEVER] = "never",     [FATE_APART] = "not-entra",
    };

    return names[f];
}

const char *
fate_label(enum fate f)
{
    static const char *const labels[FATE_COUNT] = {
        [FATE_UNKNOWN] = "nobody knows",
        [FATE_KEEPS] = "works today and after",
        [FATE_STARTS] = "starts to work",
        [FATE_STOPS] = "stops working",
        [FATE_NEVER] = "never worked",
        [FATE_APART] = "not of Entra",
    };

    return labels[f];
}

enum name_form
name_form_of(const char *name)
{
    if (!name)
        return NAME_OTHER;
    if (guid_is(name))
        return NAME_GUID;
    if (strncmp(name, "system:", 7) == 0)
        return NAME_SYSTEM;
    return strchr(name, '@') ? NAME_UPN : NAME_OTHER;
}

bool
subject_is_of_entra(const struct binding_subject *s)
{
    enum name_form form = name_form_of(s->name);

    if (s->kind == SUBJECT_USER)
        return form == NAME_UPN || form == NAME_GUID;
    /* A group that is no id was most likely meant to be one of Entra. */
    return s->kind == SUBJECT_GROUP && form != NAME_SYSTEM;
}

bool
subject_is_everyone(const struct binding_subject *s)
{
    if (s->kind == SUBJECT_USER)
        return str_eq(s->name, "system:anonymous");
    return s->kind == SUBJECT_GROUP &&
           (str_eq(s->name, "system:authenticated") ||
            str_eq(s->name, "system:unauthenticated") ||
            str_eq(s->name, "system:serviceaccounts"));
}

bool
binding_is_cluster_admin(const struct binding *b)
{
    return b->cluster_wide && str_eq(b->role_kind, "ClusterRole") &&
           str_eq(b->role_name, ROLE_CLUSTER_ADMIN);
}

const char *
binding_kind(const struct binding *b)
{
    return b->cluster_wide ? "ClusterRoleBinding" : "RoleBinding";
}

void
binding_path(struct buf *out, const struct binding *b)
{
    if (b->cluster_wide)
        buf_addf(out, "ClusterRoleBinding/%s", b->name);
    else
        buf_addf(out, "RoleBinding/%s/%s", b->name_space, b->name);
}

/* ---- whose it is --------------------------------------------------------- */

static bool
names_entra(const struct binding *b)
{
    for (size_t i = 0; i < b->n_subjects; i++) {
        if (subject_is_of_entra(&b->subjects[i]))
            return true;
    }
    return false;
}

static bool
has_only_service_accounts(const struct binding *b)
{
    for (size_t i = 0; i < b->n_subjects; i++) {
        if (b->subjects[i].kind != SUBJECT_SERVICE_ACCOUNT)
            return false;
    }
    return true;
}

/* Bindings that AKS makes in every cluster. */
static bool
is_of_aks(const struct binding *b)
{
    static const char *const names[] = {
        BINDING_AKS_ADMIN,
        "aks-cluster-admin-binding",
        "aks-service-rolebinding",
    };

    for (size_t i = 0; b->cluster_wide && i < sizeof(names) / sizeof(*names);
         i++) {
        if (str_eq(b->name, names[i]))
            return true;
    }
    return str_eq(b->name, "aks-service-rolebinding");
}

bool
binding_is_system(const struct binding *b, bool marked)
{
    if (is_of_aks(b))
        return true;
    if (names_entra(b))
        return false;
    if (marked || strncmp(b->name, "system:", 7) == 0)
        return true;
    return !b->cluster_wide && has_only_service_accounts(b) &&
           (str_eq(b->name_space, "kube-system") ||
            str_eq(b->name_space, "gatekeeper-system"));
}

/* ---- lists --------------------------------------------------------------- */

static int
compare(const void *a, const void *b)
{
    const struct binding *x = a, *y = b;
    int order = y->cluster_wide - x->cluster_wide;

    if (order == 0 && !x->cluster_wide)
        order = strcmp(x->name_space, y->name_space);
    return order ? order : strcmp(x->name, y->name);
}

size_t
cluster_bindings_total(const struct cluster_bindings *b)
{
    return b->n + b->n_unlisted;
}

const char *
trouble_name(size_t place, unsigned troubles, bool *is_there)
{
    static const struct {
        enum trouble trouble;
        const char *name;
    } rows[] = {
        { TROUBLE_GUEST_BY_NAME, "guest-by-name" },
        { TROUBLE_MEMBER_BY_ID, "member-by-id" },
        { TROUBLE_GROUP_BY_NAME, "group-by-name" },
        { TROUBLE_WRONG_ID, "wrong-id" },
        { TROUBLE_USER_MISSING, "user-missing" },
        { TROUBLE_DISABLED, "disabled" },
        { TROUBLE_ID_UNKNOWN, "id-unknown" },
        { TROUBLE_CASE, "case" },
        { TROUBLE_MANY_GROUPS, "many-groups" },
        { TROUBLE_WRONG_KIND, "wrong-kind" },
    };

    if (place >= sizeof(rows) / sizeof(*rows))
        return NULL;
    *is_there = troubles & rows[place].trouble;
    return rows[place].name;
}

void
cluster_bindings_settle(struct cluster_bindings *b)
{
    if (b->n > 0)
        qsort(b->items, b->n, sizeof(*b->items), compare);
    b->n_system = 0;
    for (size_t i = 0; i < b->n; i++)
        b->n_system += b->items[i].system;
}
