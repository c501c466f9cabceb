/* SPDX-License-Identifier: MIT */
/* export_bindings.c - who gets in, from files. */
#include "sources/export_bindings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sources/arm_access.h"
#include "sources/export.h"
#include "sources/export_bindings_private.h"
#include "sources/maintenance.h"
#include "support/files.h"
#include "support/json.h"
#include "support/str.h"

#define KUBECTL \
    "kubectl get clusterrolebindings,rolebindings --all-namespaces -o json"

static bool
ends_in(const char *name, const char *end)
{
    size_t len = strlen(name), tail = strlen(end);

    return len >= tail && str_eq_fold(name + len - tail, end);
}

static int
refuse(struct bindings_file *f, size_t place, const struct err *why,
       struct err *e)
{
    if (why->code == ERR_NOMEM)
        return err_nomem(e);
    if (f->refused++ == 0)
        snprintf(f->trouble, sizeof(f->trouble), "element %zu: %.900s", place,
                 why->text);
    return 0;
}

/* ---- bindings ------------------------------------------------------------ */

static struct bindings_of *
of_cluster(struct bindings_export *x, struct cluster *c)
{
    struct bindings_of *of = map_get(&x->of_cluster, c->id);

    if (of)
        return of;
    of = arena_alloc(x->arena, sizeof(*of));
    if (!of)
        return NULL;
    of->cluster = c;
    of->list.arena = x->arena;
    if (vec_push(&x->of, of) != 0 || map_put(&x->of_cluster, c->id, of) != 0)
        return NULL;
    return of;
}

/* What a list is of: "ClusterRoleBinding" of a ClusterRoleBindingList; NULL: its
 * items say it. */
static const char *
kind_of_list(const json_t *body)
{
    const char *kind = json_get_text(body, "kind");

    if (str_eq(kind, "ClusterRoleBindingList"))
        return "ClusterRoleBinding";
    return str_eq(kind, "RoleBindingList") ? "RoleBinding" : NULL;
}

static void
note_kinds(struct bindings_of *of, const char *kind, size_t from)
{
    of->cluster_wide |= str_eq(kind, "ClusterRoleBinding");
    of->namespaced |= str_eq(kind, "RoleBinding");
    for (size_t i = from; i < of->list.items.len; i++) {
        const struct binding *b = of->list.items.items[i];

        of->cluster_wide |= b->cluster_wide;
        of->namespaced |= !b->cluster_wide;
    }
}

static int
read_bindings(struct bindings_file *f, const json_t *body, const json_t *list,
              struct err *e)
{
    struct err why = { .code = ERR_INPUT };
    struct cluster *c = export_find_cluster(f->snapshot, f->below, why.text);
    const char *kind = kind_of_list(body);
    const json_t *meta = json_object_get(body, "metadata");
    struct bindings_of *of;
    const json_t *item;
    size_t i, from;

    if (!c) {
        f->remedy = "call it bindings/SUBSCRIPTION/RESOURCE-GROUP/CLUSTER.json";
        return refuse(f, 1, &why, e);
    }
    of = of_cluster(f->export, c);
    if (!of)
        return err_nomem(e);
    from = of->list.items.len;
    json_array_foreach(list, i, item)
    {
        if (binding_list_add(&of->list, item, kind, e) != 0)
            return -1;
    }
    note_kinds(of, kind, from);
    if (of->list.refused > 0) {
        err_set(&why, ERR_INPUT, "%s", of->list.trouble);
        memcpy(why.text, of->list.trouble, sizeof(why.text));
        of->trouble = "some of its bindings could not be read";
        of->list.refused = 0;
        if (refuse(f, 1, &why, e) != 0)
            return -1;
    }
    if (json_says_more(meta, "continue")) {
        f->partial = of->trouble =
            "it is one page of a list: its metadata.continue leads to more";
        f->remedy = KUBECTL " follows the pages by itself";
    }
    return 0;
}

/* ---- the rest ------------------------------------------------------------ */

static bool
is_assignment(const json_t *item)
{
    const json_t *p = json_get_fold(item, "properties", NULL);

    p = json_is_object(p) ? p : item;
    return json_get_text(p, "roleDefinitionId") &&
           json_get_text(p, "principalId");
}

static bool
is_definition(const json_t *item)
{
    const json_t *p = json_get_fold(item, "properties", NULL);

    p = json_is_object(p) ? p : item;
    return json_is_array(json_get_fold(p, "permissions", NULL));
}

/* In whose list an assignment would be: the file's, else its scope's. */
static struct subscription *
subscription_of(const struct bindings_file *f, const json_t *item)
{
    struct subscription *sub = export_find_subscription(f->snapshot, f->name);
    const json_t *p = json_get_fold(item, "properties", NULL);
    const char *scope = json_get_text(json_is_object(p) ? p : item, "scope");

    if (!sub && scope && str_has_prefix_fold(scope, "/subscriptions/"))
        sub = export_find_subscription(f->snapshot,
                                       scope + strlen("/subscriptions/"));
    return sub;
}

static int
read_element(struct bindings_file *f, const json_t *item, struct err *e)
{
    struct subscription *sub;

    if (is_assignment(item)) {
        sub = subscription_of(f, item);
        if (sub)
            return arm_role_assignment_parse(f->snapshot, sub, item, e);
        return err_set(e, ERR_INPUT,
                       "the scope is of no subscription of the export: call "
                       "the file SUBSCRIPTION-ID.role-assignments.json");
    }
    if (is_definition(item))
        return arm_role_definition_parse(f->snapshot, NULL, item, e);
    if (json_get_text(item, "level") || ends_in(f->name, ".locks.json"))
        return arm_lock_parse(f->snapshot, item, e);
    return err_set(e, ERR_INPUT,
                   "expected bindings, role assignments, role definitions, "
                   "locks, users, groups or service principals, found %s%s",
                   json_kind(item),
                   json_is_object(item) ? " with the members of none" : "");
}

static int
read_elements(struct bindings_file *f, const json_t *list, struct err *e)
{
    const json_t *item;
    size_t i;

    json_array_foreach(list, i, item)
    {
        struct err why = { 0 };
        int rc = 0;

        if (export_is_person(item) != (f->pass == PASS_PERSONS))
            continue;
        rc = f->pass == PASS_PERSONS ? export_read_person(f, item, &why)
                                     : read_element(f, item, &why);
        if (rc != 0 && refuse(f, i + 1, &why, e) != 0)
            return -1;
    }
    return 0;
}

/* A list that is whole by its name. */
static void
settle_view(struct bindings_file *f, struct coverage_view *v)
{
    struct arena *arena = f->snapshot->arena;

    *v = (struct coverage_view){ .status = COVERAGE_AUDITED };
    if (f->refused == 0 && !f->partial)
        return;
    v->status = COVERAGE_PARTIAL;
    v->reason = f->partial ? f->partial
                           : arena_printf(arena, "%s: %s", f->path, f->trouble);
    v->remedy = "export it again, whole";
}

static void
settle_named(struct bindings_file *f)
{
    struct subscription *sub = export_find_subscription(f->snapshot, f->name);

    if (sub && ends_in(f->name, ".role-assignments.json"))
        settle_view(f, &sub->role_assignments);
    if (sub && ends_in(f->name, ".locks.json"))
        settle_view(f, &sub->locks);
    if (str_eq_fold(f->name, "principals.json"))
        f->export->all_principals = f->refused == 0 && !f->partial;
}

static int
read_windows(struct bindings_file *f, const json_t *list, struct err *e)
{
    struct err why = { .code = ERR_INPUT };
    struct cluster *c = export_find_cluster(f->snapshot, f->below, why.text);
    const json_t *item;
    size_t i;

    if (!c)
        return refuse(f, 1, &why, e);
    json_array_foreach(list, i, item)
    {
        err_clear(&why);
        if (maintenance_add(f->snapshot->arena, c, item, &why) != 0 &&
            refuse(f, i + 1, &why, e) != 0)
            return -1;
    }
    settle_view(f, &c->maintenance);
    return 0;
}

/* ---- one file ------------------------------------------------------------ */

/* The list in it: an array, {"value"}, {"items"}, or one object. New reference.
 */
static json_t *
elements_of(struct bindings_file *f, json_t *body)
{
    json_t *value = json_get_fold(body, "value", NULL);
    json_t *list;

    if (json_is_array(body))
        return json_incref(body);
    if (json_is_array(value)) {
        if (json_says_more(body, "nextLink") ||
            json_says_more(body, "@odata.nextLink")) {
            f->partial = "it is one page of a list: its nextLink leads to more";
            f->remedy = "export every page";
        }
        return json_incref(value);
    }
    if (!value)
        value = json_object_get(body, "items");
    if (json_is_array(value))
        return json_incref(value);
    if (value && !json_is_null(value)) {
        f->partial = "what it says is a list is none";
        f->remedy = "export it again";
    }
    list = json_array();
    json_array_append(list, body);
    return list;
}

static bool
holds_bindings(const json_t *body, const json_t *list)
{
    return kind_of_list(body) || str_eq(json_get_text(body, "kind"), "List") ||
           binding_is_object(json_array_get(list, 0));
}

static int
read_body(struct bindings_file *f, json_t *body, struct err *e)
{
    json_auto_t *list = elements_of(f, body);

    if (!list)
        return err_nomem(e);
    if (ends_in(f->name, ".groups.json") || ends_in(f->name, ".members.json")) {
        if (f->pass == PASS_COUNTS && !export_read_counts(f, list))
            f->partial = "its name begins with no object id";
        return 0;
    }
    if (ends_in(f->name, ".maintenance.json"))
        return f->pass == PASS_ACCESS ? read_windows(f, list, e) : 0;
    if (holds_bindings(body, list))
        return f->pass == PASS_ACCESS ? read_bindings(f, body, list, e) : 0;
    if (f->pass == PASS_COUNTS)
        return 0;
    if (read_elements(f, list, e) != 0)
        return -1;
    settle_named(f);
    return 0;
}

static int
tell(struct bindings_file *f, struct err *e)
{
    struct snapshot *s = f->snapshot;
    enum coverage_status status = COVERAGE_AUDITED;
    const char *reason = f->partial;

    if (f->refused > 0) {
        reason =
            arena_printf(s->arena, "%zu of its elements could not be read: %s",
                         f->refused, f->trouble);
        if (!reason)
            return err_nomem(e);
    }
    if (reason)
        status = COVERAGE_PARTIAL;
    if (snapshot_add_coverage(s, "file", f->path, status, reason,
                              reason ? str_or(f->remedy,
                                              "export whole objects again, "
                                              "without --query")
                                     : NULL) != 0)
        return err_nomem(e);
    return 0;
}

/* 1: it could not be read, and is told. */
static int
read_file(struct bindings_file *f, struct err *e)
{
    auto_buf text = { .limit = EXPORT_FILE_LIMIT };
    struct err why = { 0 };
    json_auto_t *body = NULL;

    if (files_read(f->path, EXPORT_FILE_LIMIT, &text, &why) == 0)
        body = json_read(buf_str(&text), text.len, f->path, &why);
    if (body)
        return read_body(f, body, e) == 0 &&
                       (f->pass != PASS_ACCESS || tell(f, e) == 0)
                   ? 0
                   : -1;
    if (why.code == ERR_NOMEM ||
        snapshot_add_coverage(f->snapshot, "file", f->path,
                              COVERAGE_UNREACHABLE, why.text,
                              "mend the file or export it again") != 0)
        return err_nomem(e);
    /* It may have been the list of all that there are. */
    if (f->pass != PASS_ACCESS)
        f->export->all_principals = false;
    return 1;
}

/* The path behind the folder; NULL: it does not stand in it. */
static const char *
behind_folder(const char *dir, const char *path)
{
    static const char folder[] = "/bindings/";

    for (const char *p = path + strlen(dir); (p = strchr(p, '/')); p++) {
        if (str_has_prefix_fold(p, folder))
            return p + strlen(folder);
    }
    return NULL;
}

static int
read_one(struct bindings_export *x, struct snapshot *s, const char *dir,
         const char *path, enum bindings_pass pass, struct err *e)
{
    const char *slash = strrchr(path, '/');
    struct bindings_file f = {
        .export = x,
        .snapshot = s,
        .path = path,
        .below = behind_folder(dir, path),
        .name = slash ? slash + 1 : path,
        .pass = pass,
    };

    return f.below ? read_file(&f, e) : 0;
}

int
export_bindings_read(struct bindings_export **ret, struct snapshot *s,
                     const char *dir, struct err *e)
{
    struct vec paths = { 0 };
    struct bindings_export *x = *ret;
    int rc = 0;

    if (!x) {
        x = calloc(1, sizeof(*x));
        if (!x)
            return err_nomem(e);
        x->arena = s->arena;
        *ret = x;
    }
    if (files_list(dir, ".json", EXPORT_FOLDER_DEPTH, &paths, e) != 0)
        return -1;
    for (size_t i = 0; rc == 0 && i < paths.len; i++) {
        const char *path = paths.items[i];
        char *copy;

        if (!behind_folder(dir, path))
            continue;
        rc = read_one(x, s, dir, path, PASS_ACCESS, e);
        if (rc == 1) { /* not again: it would be told twice */
            rc = 0;
            continue;
        }
        copy = arena_printf(s->arena, "%s\n%s", dir, path);
        if (rc == 0 && (!copy || vec_push(&x->again, copy) != 0))
            rc = err_nomem(e);
    }
    files_free_list(&paths);
    return rc;
}

/* ---- at the end ---------------------------------------------------------- */

/* RoleBindings of kube-system are in every cluster: without them the list was
 * made of one namespace. */
static bool
has_kube_system(const struct cluster_bindings *b)
{
    for (size_t i = 0; i < b->n; i++) {
        if (str_eq(b->items[i].name_space, "kube-system"))
            return true;
    }
    return false;
}

static int
settle_cluster(struct bindings_of *of)
{
    struct cluster_bindings *b = &of->cluster->bindings;
    bool wide = of->cluster_wide, spaced = of->namespaced;

    if (binding_list_give(&of->list, b) != 0)
        return -1;
    b->has_way = true;
    b->way = WAY_EXPORT;
    b->status = COVERAGE_PARTIAL;
    b->remedy = "export them with " KUBECTL;
    if (of->trouble)
        b->reason = of->trouble;
    else if (!wide)
        b->reason = "the export holds no ClusterRoleBindings";
    else if (!spaced)
        b->reason = "the export holds no RoleBindings";
    else if (!has_kube_system(b))
        b->reason = "the export holds no RoleBindings of kube-system, which "
                    "every cluster has: it is not of all namespaces";
    else
        b->status = COVERAGE_AUDITED;
    if (b->status == COVERAGE_AUDITED)
        b->reason = b->remedy = NULL;
    return 0;
}

static int
read_again(struct bindings_export *x, struct snapshot *s,
           enum bindings_pass pass, struct err *e)
{
    for (size_t i = 0; i < x->again.len; i++) {
        const char *both = x->again.items[i], *path = strchr(both, '\n') + 1;
        char *dir = arena_strndup(s->arena, both, (size_t)(path - both) - 1);

        if (!dir)
            return err_nomem(e);
        if (read_one(x, s, dir, path, pass, e) < 0)
            return -1;
    }
    return 0;
}

int
export_bindings_settle(struct bindings_export *x, struct snapshot *s,
                       struct err *e)
{
    if (read_again(x, s, PASS_PERSONS, e) != 0 ||
        read_again(x, s, PASS_COUNTS, e) != 0)
        return -1;
    export_settle_persons(x, s);
    return 0;
}

int
export_bindings_give(struct bindings_export *x, struct err *e)
{
    for (size_t i = 0; i < x->of.len; i++) {
        if (settle_cluster(x->of.items[i]) != 0)
            return err_nomem(e);
    }
    return 0;
}

struct bindings_export *
export_bindings_free(struct bindings_export *x)
{
    if (!x)
        return NULL;
    for (size_t i = 0; i < x->of.len; i++)
        binding_list_free(&((struct bindings_of *)x->of.items[i])->list);
    vec_free(&x->of);
    vec_free(&x->again);
    map_free(&x->of_cluster);
    free(x);
    return NULL;
}
