/* SPDX-License-Identifier: MIT */
/* export_apps.c - the directory from files. */
#include "sources/export_apps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sources/export.h"
#include "sources/graph_objects.h"
#include "support/files.h"
#include "support/guid.h"
#include "support/json.h"
#include "support/str.h"

typedef int parse_one(struct snapshot *s, const json_t *item, struct err *e);

static int
parse_application(struct snapshot *s, const json_t *item, struct err *e)
{
    return graph_application_parse(s, item, NULL, e);
}

static int
parse_principal(struct snapshot *s, const json_t *item, struct err *e)
{
    return graph_principal_parse(s, item, NULL, e);
}

static int
parse_group(struct snapshot *s, const json_t *item, struct err *e)
{
    return graph_group_parse(s, item, NULL, e);
}

/* What an object is, by members that others of Graph do not have. The passes
 * are in the order in which one needs the other. */
enum pass { PASS_OBJECTS, PASS_GRANTS, PASS_COUNT };

static const struct kind {
    const char *file;    /* the name that says "all of them"; NULL: none does */
    const char *members; /* two that it has, by a comma */
    enum directory_part part;
    enum pass pass;
    parse_one *parse;
} kinds[] = {
    { "deleted-applications.json", "appId,deletedDateTime",
      DIRECTORY_DELETED_ITEMS, PASS_GRANTS, graph_deleted_parse },
    { "service-principals.json", "appId,servicePrincipalType",
      DIRECTORY_SERVICE_PRINCIPALS, PASS_OBJECTS, parse_principal },
    { "applications.json", "appId,signInAudience", DIRECTORY_APPLICATIONS,
      PASS_OBJECTS, parse_application },
    { "oauth2-permission-grants.json", "consentType,scope",
      DIRECTORY_DELEGATED_GRANTS, PASS_GRANTS, graph_delegated_grant_parse },
    { "app-role-assignments.json", "appRoleId,principalId",
      DIRECTORY_ROLE_GRANTS, PASS_GRANTS, graph_role_grant_parse },
    { "conditional-access-policies.json", "conditions,state",
      DIRECTORY_POLICIES, PASS_OBJECTS, graph_policy_parse },
    { NULL, "groupTypes,securityEnabled", DIRECTORY_GROUPS, PASS_OBJECTS,
      parse_group },
};

enum { N_KINDS = sizeof(kinds) / sizeof(kinds[0]) };

static bool
has_members(const json_t *item, const char *members)
{
    const char *comma = strchr(members, ',');
    char first[32];
    const json_t *a, *b;

    snprintf(first, sizeof(first), "%.*s", (int)(comma - members), members);
    a = json_get_fold(item, first, NULL);
    b = json_get_fold(item, comma + 1, NULL);
    /* An application in use carries "deletedDateTime": null. */
    return a && b && !json_is_null(a) && !json_is_null(b);
}

static const struct kind *
kind_of(const json_t *item)
{
    for (size_t i = 0; i < N_KINDS; i++) {
        if (has_members(item, kinds[i].members))
            return &kinds[i];
    }
    return NULL;
}

static const struct kind *
kind_named(const char *file)
{
    for (size_t i = 0; i < N_KINDS; i++) {
        if (str_eq_fold(kinds[i].file, file) && kinds[i].file)
            return &kinds[i];
    }
    return NULL;
}

/* ---- one file ------------------------------------------------------------ */

struct apps_file {
    struct snapshot *snapshot;
    const char *path;
    const char *name; /* without folders */
    enum pass pass;
    bool unreadable; /* and told so */
    size_t refused;
    bool one_page;
    char trouble[ERR_TEXT_MAX];
};

static int
refuse(struct apps_file *f, size_t place, const struct err *why, struct err *e)
{
    if (why->code == ERR_NOMEM)
        return err_nomem(e);
    if (f->refused++ == 0)
        snprintf(f->trouble, sizeof(f->trouble), "element %zu: %.900s", place,
                 why->text);
    return 0;
}

static int
read_element(struct apps_file *f, const struct kind *named, size_t place,
             const json_t *item, struct err *e)
{
    const struct kind *kind = named ? named : kind_of(item);
    struct err why = { 0 };

    if (!kind) {
        if (f->pass != PASS_OBJECTS)
            return 0;
        err_set(&why, ERR_INPUT,
                "expected an application, a service principal, a grant, a "
                "group or a policy of Microsoft Graph, found %s%s",
                json_kind(item),
                json_is_object(item) ? " with the members of none" : "");
        return refuse(f, place, &why, e);
    }
    if (kind->pass != f->pass || kind->parse(f->snapshot, item, &why) == 0)
        return 0;
    return refuse(f, place, &why, e);
}

/* The list in it: an array, {"value": [...]}, or one object. New reference. */
static json_t *
elements_of(struct apps_file *f, json_t *body)
{
    json_t *value = json_get_fold(body, "value", NULL);

    if (json_is_array(body))
        return json_incref(body);
    if (json_is_array(value)) {
        f->one_page = json_says_more(body, "@odata.nextLink");
        return json_incref(value);
    }
    value = json_array();
    json_array_append(value, body);
    return value;
}

/* ---- ID.owners.json and its like ----------------------------------------- */

static int
read_members(struct snapshot *s, struct group *g, const json_t *list)
{
    const json_t *item;
    size_t i;

    if (!g->member_ids)
        g->member_ids = arena_alloc(s->arena, sizeof(*g->member_ids));
    if (!g->member_ids)
        return -1;
    g->members = (long)json_array_size(list);
    g->nested = g->guests = 0;
    json_array_foreach(list, i, item)
    {
        const char *type = json_get_text(item, "@odata.type");
        const char *id = arena_intern(s->arena, json_get_text(item, "id"));

        if (id && map_put(g->member_ids, id, (void *)id) != 0)
            return -1;
        g->nested += str_eq_fold(type, "#microsoft.graph.group");
        g->guests += str_eq_fold(json_get_text(item, "userType"), "Guest");
    }
    return 0;
}

/* Whether the file belongs to an object; then it is read. */
static int
read_belonging(struct apps_file *f, const json_t *list, bool *done,
               struct err *e)
{
    struct directory *d = &f->snapshot->directory;
    char id[GUID_TEXT_SIZE];
    const char *what = f->name + sizeof(id) - 1;
    const json_t *item;
    struct err why = { 0 };
    struct app *a;
    size_t i;

    *done = false;
    if (strlen(f->name) < sizeof(id))
        return 0;
    memcpy(id, f->name, sizeof(id) - 1);
    id[sizeof(id) - 1] = '\0';
    if (!guid_is(id))
        return 0;
    if (str_eq_fold(what, ".members.json")) {
        struct group *g = directory_group(d, f->snapshot->arena, id);

        if (!g || read_members(f->snapshot, g, list) != 0)
            return err_nomem(e);
        *done = true;
        return 0;
    }
    if (!str_eq_fold(what, ".owners.json") &&
        !str_eq_fold(what, ".federated.json"))
        return 0;
    *done = true;
    a = directory_find_app(d, id);
    if (!a)
        a = map_get(&d->app_by_object, id);
    if (!a || f->pass != PASS_GRANTS)
        return 0;
    if (str_eq_fold(what, ".owners.json"))
        a->owners_known = true;
    else
        a->federated_known = true;
    json_array_foreach(list, i, item)
    {
        int rc = str_eq_fold(what, ".owners.json")
                     ? graph_owner_parse(f->snapshot, a, item, &why)
                     : graph_federated_parse(f->snapshot, a, item, &why);

        if (rc != 0 && refuse(f, i + 1, &why, e) != 0)
            return -1;
    }
    return 0;
}

/* ---- what became of it --------------------------------------------------- */

static int
settle_file(struct apps_file *f, const struct kind *named, struct err *e)
{
    struct snapshot *s = f->snapshot;
    enum coverage_status status = COVERAGE_AUDITED;
    const char *reason = NULL, *remedy = NULL;

    if (f->refused > 0) {
        status = COVERAGE_PARTIAL;
        reason =
            arena_printf(s->arena, "%zu of its elements could not be read: %s",
                         f->refused, f->trouble);
        remedy = "export whole objects again, without --query";
    } else if (f->one_page) {
        status = COVERAGE_PARTIAL;
        reason = "it is one page of a collection: its @odata.nextLink leads "
                 "to more";
        remedy = "export every page, with az ad app list --all or --all of the "
                 "command at hand";
    }
    if (named)
        directory_mark(&s->directory, named->part, status, reason, remedy);
    if ((f->refused > 0 && !reason) ||
        snapshot_add_coverage(s, "file", f->path, status, reason, remedy) != 0)
        return err_nomem(e);
    return 0;
}

static int
read_body(struct apps_file *f, json_t *body, struct err *e)
{
    const struct kind *named = kind_named(f->name);
    json_auto_t *list = elements_of(f, body);
    const json_t *item;
    bool done;
    size_t i;

    if (read_belonging(f, list, &done, e) != 0)
        return -1;
    if (!done) {
        json_array_foreach(list, i, item)
        {
            if (read_element(f, named, i + 1, item, e) != 0)
                return -1;
        }
    }
    return 0;
}

static int
refuse_file(struct apps_file *f, const struct err *why, struct err *e)
{
    static const char remedy[] = "mend the file or export it again";
    struct snapshot *s = f->snapshot;
    const struct kind *named = kind_named(f->name);

    f->unreadable = true;
    if (why->code == ERR_NOMEM ||
        snapshot_add_coverage(s, "file", f->path, COVERAGE_UNREACHABLE,
                              why->text, remedy) != 0)
        return err_nomem(e);
    if (named)
        directory_mark(&s->directory, named->part, COVERAGE_UNREACHABLE,
                       arena_strdup(s->arena, why->text), remedy);
    return 0;
}

static int
read_file(struct apps_file *f, enum pass pass, struct err *e)
{
    auto_buf text = { .limit = EXPORT_FILE_LIMIT };
    struct err why = { 0 };
    json_auto_t *body = NULL;

    if (f->unreadable)
        return 0;
    f->pass = pass;
    if (files_read(f->path, EXPORT_FILE_LIMIT, &text, &why) == 0)
        body = json_read(buf_str(&text), text.len, f->path, &why);
    return body ? read_body(f, body, e) : refuse_file(f, &why, e);
}

/* Every file once for what others refer to, and once for what refers to it. */
static int
read_files(struct apps_file *files, size_t n, struct err *e)
{
    for (int pass = 0; pass < PASS_COUNT; pass++) {
        for (size_t i = 0; i < n; i++) {
            if (read_file(&files[i], (enum pass)pass, e) != 0)
                return -1;
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (!files[i].unreadable &&
            settle_file(&files[i], kind_named(files[i].name), e) != 0)
            return -1;
    }
    return 0;
}

/* The files of the listed ones that stand in a folder apps/. NULL: no memory. */
static struct apps_file *
choose_files(struct snapshot *s, const char *dir, const struct vec *paths,
             size_t *n)
{
    struct apps_file *files = calloc(paths->len + 1, sizeof(*files));

    for (size_t i = 0; files && i < paths->len; i++) {
        const char *path = paths->items[i], *slash = strrchr(path, '/');

        if (!export_is_in_part(dir, path, "apps"))
            continue;
        files[*n].snapshot = s;
        files[*n].path = path;
        files[(*n)++].name = slash ? slash + 1 : path;
    }
    return files;
}

int
export_apps_read(struct snapshot *s, const char *dir, bool *found,
                 struct err *e)
{
    struct vec paths = { 0 };
    struct apps_file *files;
    size_t n = 0;
    int rc;

    if (files_list(dir, ".json", EXPORT_FOLDER_DEPTH, &paths, e) != 0)
        return -1;
    files = choose_files(s, dir, &paths, &n);
    rc = files ? read_files(files, n, e) : err_nomem(e);
    *found |= n > 0;
    free(files);
    files_free_list(&paths);
    return rc;
}

void
export_apps_settle(struct snapshot *s)
{
    struct directory *d = &s->directory;

    for (size_t i = 0; i < d->apps.len; i++) {
        struct app *a = d->apps.items[i];

        a->application_gone =
            !a->read && directory_sees(d, DIRECTORY_APPLICATIONS);
        a->principal_gone =
            !a->principal && directory_sees(d, DIRECTORY_SERVICE_PRINCIPALS);
    }
}
