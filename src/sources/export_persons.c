/* SPDX-License-Identifier: MIT */
/* export_persons.c - users, groups and service principals from files. */
#include "sources/export_bindings_private.h"

#include <string.h>

#include "sources/graph_objects.h"
#include "support/guid.h"
#include "support/json.h"
#include "support/str.h"

bool
export_is_person(const json_t *item)
{
    const char *type = json_get_text(item, "@odata.type");

    if (!json_get_text(item, "id"))
        return false;
    return (type && str_has_prefix_fold(type, "#microsoft.graph.")) ||
           json_get_fold(item, "userPrincipalName", NULL) ||
           json_get_fold(item, "servicePrincipalType", NULL) ||
           json_get_fold(item, "groupTypes", NULL);
}

/* Somebody whom a binding names, by name or by mail address. */
static int
settle_names(struct snapshot *s, const json_t *item, const char *id,
             struct err *e)
{
    struct directory *d = &s->directory;
    const char *upn = json_get_text(item, "userPrincipalName");
    const char *mail = json_get_text(item, "mail");
    struct principal *named = upn ? map_get(&d->principal_by_name, upn) : NULL;

    if (named) {
        named = directory_settle_name(d, s->arena, named->name, id);
        if (!named)
            return err_nomem(e);
        named->bound = true;
    }
    named = mail && !str_eq_fold(mail, upn)
                ? map_get(&d->principal_by_name, mail)
                : NULL;
    if (named) {
        struct principal *p = directory_principal(d, s->arena, id);

        if (!p || map_put(&d->principal_by_mail, named->name, p) != 0)
            return err_nomem(e);
        p->bound = true;
    }
    return 0;
}

int
export_read_person(struct bindings_file *f, const json_t *item, struct err *e)
{
    const char *id = json_get_text(item, "id");
    const json_t *upn = json_get_fold(item, "userPrincipalName", NULL);

    if (upn && !json_is_string(upn) && !json_is_null(upn))
        return err_set(e, ERR_INPUT,
                       "principal %s: userPrincipalName: expected string, "
                       "found %s",
                       id, json_kind(upn));
    if (settle_names(f->snapshot, item, id, e) != 0)
        return -1;
    return graph_directory_object_parse(f->snapshot, item, NULL, e);
}

bool
export_read_counts(struct bindings_file *f, const json_t *list)
{
    char id[GUID_TEXT_SIZE];
    struct principal *p;

    if (strlen(f->name) < sizeof(id))
        return false;
    memcpy(id, f->name, sizeof(id) - 1);
    id[sizeof(id) - 1] = '\0';
    if (!guid_is(id))
        return false;
    p = directory_find_principal(&f->snapshot->directory, id);
    if (!p)
        return true;
    if (str_eq_fold(f->name + sizeof(id) - 1, ".groups.json"))
        p->groups = (long)json_array_size(list);
    else
        p->members = (long)json_array_size(list);
    return true;
}

/* A service principal that apps/ holds. */
static void
take_from_apps(const struct directory *d, struct principal *p)
{
    const struct app *a = map_get(&d->app_by_principal, p->id);

    if (!a)
        return;
    p->presence = PRINCIPAL_PRESENT;
    p->kind = PRINCIPAL_SERVICE;
    p->app_id = a->app_id;
    p->display_name = app_label(a);
    p->service_type = a->principal->type;
    p->enabled = a->principal->enabled;
}

void
export_settle_persons(struct bindings_export *x, struct snapshot *s)
{
    struct directory *d = &s->directory;

    if (x->all_principals) {
        directory_mark(d, DIRECTORY_PRINCIPALS, COVERAGE_AUDITED, NULL, NULL);
        directory_mark(d, DIRECTORY_DELETED_PRINCIPALS, COVERAGE_AUDITED, NULL,
                       NULL);
    }
    for (size_t i = 0; i < d->principals.len; i++) {
        struct principal *p = d->principals.items[i];

        if (p->presence == PRINCIPAL_UNKNOWN && p->id)
            take_from_apps(d, p);
        if (p->presence == PRINCIPAL_UNKNOWN && x->all_principals)
            p->presence = PRINCIPAL_GONE;
        if (p->presence == PRINCIPAL_GONE && p->id)
            directory_explain_id(d, p);
        if (p->groups < 0 && p->members < 0 && !p->reason)
            p->reason = "the export does not hold it";
    }
}
