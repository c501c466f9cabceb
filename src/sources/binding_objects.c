/* SPDX-License-Identifier: MIT */
/* binding_objects.c - bindings of Kubernetes as values of the model. */
#include "sources/binding_objects.h"

#include <stdio.h>
#include <string.h>

#include "support/json.h"
#include "support/str.h"

/* Kubernetes tells the case of keys apart, unlike Azure. */
static const char *
text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static bool
keep(struct binding_list *l, const char **to, const char *text)
{
    *to = text ? arena_intern(l->arena, text) : NULL;
    return !text || *to;
}

static enum subject_kind
kind_of(const char *kind)
{
    if (str_eq(kind, "User"))
        return SUBJECT_USER;
    if (str_eq(kind, "Group"))
        return SUBJECT_GROUP;
    return str_eq(kind, "ServiceAccount") ? SUBJECT_SERVICE_ACCOUNT
                                          : SUBJECT_OTHER;
}

static bool
read_subject(struct binding_list *l, struct binding_subject *x,
             const json_t *object)
{
    const char *name = text_of(object, "name");
    const char *kind = text_of(object, "kind");

    x->kind = kind_of(kind);
    return keep(l, &x->kind_text, kind ? kind : "") &&
           keep(l, &x->name, name ? name : "") &&
           keep(l, &x->name_space, text_of(object, "namespace"));
}

/* "subjects" is absent when there are none. */
static int
read_subjects(struct binding_list *l, struct binding *b, const json_t *list)
{
    const json_t *object;
    size_t i, n = json_array_size(list);

    if (n == 0)
        return 0;
    b->subjects = arena_alloc(l->arena, n * sizeof(*b->subjects));
    if (!b->subjects)
        return -1;
    b->n_subjects = n;
    json_array_foreach(list, i, object)
    {
        if (!read_subject(l, &b->subjects[i], object))
            return -1;
    }
    return 0;
}

/* Labels by which Kubernetes and the add-ons of AKS mark what is theirs. */
static bool
is_marked(const json_t *labels)
{
    const char *mode = text_of(labels, "addonmanager.kubernetes.io/mode");

    return text_of(labels, "kubernetes.io/bootstrapping") ||
           str_eq(text_of(labels, "kubernetes.io/cluster-service"), "true") ||
           str_eq(mode, "Reconcile") || str_eq(mode, "EnsureExists");
}

bool
binding_is_object(const json_t *object)
{
    const char *kind = text_of(object, "kind");

    return str_eq(kind, "ClusterRoleBinding") || str_eq(kind, "RoleBinding");
}

static int
refuse(struct binding_list *l, const char *expected, const json_t *found)
{
    if (l->refused++ == 0)
        snprintf(l->trouble, sizeof(l->trouble), "expected %s, found %s",
                 expected, json_kind(found));
    return 0;
}

static int
read_binding(struct binding_list *l, struct binding *b, const json_t *object)
{
    const json_t *meta = json_object_get(object, "metadata");
    const json_t *role = json_object_get(object, "roleRef");
    const json_t *deleted = json_object_get(meta, "deletionTimestamp");
    const char *space = text_of(meta, "namespace");

    if (!keep(l, &b->name, text_of(meta, "name")) ||
        !keep(l, &b->name_space, b->cluster_wide ? NULL : space) ||
        !keep(l, &b->role_kind, text_of(role, "kind")) ||
        !keep(l, &b->role_name, text_of(role, "name")) ||
        read_subjects(l, b, json_object_get(object, "subjects")) != 0)
        return -1;
    b->deleting = deleted && !json_is_null(deleted);
    b->system =
        binding_is_system(b, is_marked(json_object_get(meta, "labels")));
    return 0;
}

int
binding_list_add(struct binding_list *l, const json_t *object, const char *kind,
                 struct err *e)
{
    const json_t *meta = json_object_get(object, "metadata");
    const json_t *role = json_object_get(object, "roleRef");
    const json_t *subjects = json_object_get(object, "subjects");
    const char *own = text_of(object, "kind");
    struct binding *b;

    kind = own ? own : kind;
    if (!str_eq(kind, "ClusterRoleBinding") && !str_eq(kind, "RoleBinding"))
        return refuse(l, "a ClusterRoleBinding or RoleBinding", object);
    if (!text_of(meta, "name"))
        return refuse(l, "a binding with metadata.name", object);
    if (!text_of(role, "name"))
        return refuse(l, "a binding with roleRef.name", object);
    if (str_eq(kind, "RoleBinding") && !text_of(meta, "namespace"))
        return refuse(l, "a RoleBinding with metadata.namespace", object);
    if (subjects && !json_is_array(subjects) && !json_is_null(subjects))
        return refuse(l, "subjects as an array", subjects);
    b = arena_alloc(l->arena, sizeof(*b));
    if (!b)
        return err_nomem(e);
    b->cluster_wide = str_eq(kind, "ClusterRoleBinding");
    if (read_binding(l, b, object) != 0 || vec_push(&l->items, b) != 0)
        return err_nomem(e);
    return 0;
}

static bool
is_same(const struct binding *a, const struct binding *b)
{
    return a->cluster_wide == b->cluster_wide && str_eq(a->name, b->name) &&
           str_eq(a->name_space, b->name_space);
}

int
binding_list_give(struct binding_list *l, struct cluster_bindings *to)
{
    struct binding *items =
        arena_alloc(l->arena, (l->items.len + 1) * sizeof(*items));
    size_t kept = 0;

    if (!items)
        return -1;
    for (size_t i = 0; i < l->items.len; i++)
        items[i] = *(const struct binding *)l->items.items[i];
    to->items = items;
    to->n = l->items.len;
    cluster_bindings_settle(to);
    for (size_t i = 0; i < to->n; i++) {
        if (kept == 0 || !is_same(&items[kept - 1], &items[i]))
            items[kept++] = items[i];
    }
    to->n = kept;
    cluster_bindings_settle(to);
    binding_list_free(l);
    return 0;
}

void
binding_list_free(struct binding_list *l)
{
    vec_free(&l->items);
    l->refused = 0;
    l->trouble[0] = '\0';
}
