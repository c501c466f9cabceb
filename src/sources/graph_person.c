/* SPDX-License-Identifier: MIT */
/* graph_person.c - users, groups and service principals as principals. */
#include "sources/graph_objects.h"

#include <string.h>

#include "sources/json_fields.h"
#include "support/json.h"
#include "support/str.h"

/* Lists of one kind carry no type; each kind has a member of its own. */
static enum principal_kind
kind_of(const json_t *body)
{
    const char *type = json_get_text(body, "@odata.type");

    if (str_eq_fold(type, "#microsoft.graph.user"))
        return PRINCIPAL_USER;
    if (str_eq_fold(type, "#microsoft.graph.group"))
        return PRINCIPAL_GROUP;
    if (str_eq_fold(type, "#microsoft.graph.servicePrincipal"))
        return PRINCIPAL_SERVICE;
    if (type)
        return PRINCIPAL_OF_NO_KIND;
    /* Of whatever type: the wrong one is told of, and is no other kind. */
    if (json_get_fold(body, "userPrincipalName", NULL))
        return PRINCIPAL_USER;
    if (json_get_fold(body, "appId", NULL))
        return PRINCIPAL_SERVICE;
    return json_get_fold(body, "groupTypes", NULL) ? PRINCIPAL_GROUP
                                                   : PRINCIPAL_OF_NO_KIND;
}

/* Accounts from before there were guests have no userType; a guest's name tells
 * it then. */
static enum tri
is_guest(const struct principal *p, const json_t *body)
{
    const json_t *value = json_get_fold(body, "userType", NULL);

    if (!value)
        return TRI_UNSET;
    if (json_is_string(value))
        return str_eq_fold(json_string_value(value), "Guest") ? TRI_YES
                                                              : TRI_NO;
    return p->user_principal_name &&
                   str_find_fold(p->user_principal_name, "#EXT#")
               ? TRI_UNSET
               : TRI_NO;
}

static void
read_kind(struct fields *f, struct principal *p, const json_t *body)
{
    enum tri seen;

    if (p->kind == PRINCIPAL_GROUP) {
        seen = fields_tri(f, "securityEnabled");
        p->security_enabled = seen ? seen : p->security_enabled;
        return;
    }
    seen = fields_tri(f, "accountEnabled");
    p->enabled = seen ? seen : p->enabled;
    if (p->kind == PRINCIPAL_SERVICE) {
        p->app_id = fields_text(f, "appId");
        p->service_type = fields_text(f, "servicePrincipalType");
        return;
    }
    p->user_principal_name = fields_text(f, "userPrincipalName");
    p->mail = fields_text(f, "mail");
    seen = is_guest(p, body);
    p->guest = seen ? seen : p->guest;
}

int
graph_directory_object_parse(struct snapshot *s, const json_t *body,
                             struct principal **ret, struct err *e)
{
    const char *id = json_get_text(body, "id");
    struct text_list problems = { 0 };
    struct fields f = {
        .arena = s->arena,
        .object = body,
        .path = "",
        .problems = &problems,
    };
    struct principal *p = directory_find_principal(&s->directory, id);

    if (ret)
        *ret = p;
    if (!id)
        return err_set(e, ERR_INPUT,
                       "expected a user, group or service principal with an "
                       "id, found %s",
                       json_kind(body));
    if (!p)
        return 0;
    p->kind = kind_of(body);
    p->presence = PRINCIPAL_PRESENT;
    p->display_name = fields_text(&f, "displayName");
    if (p->kind != PRINCIPAL_OF_NO_KIND)
        read_kind(&f, p, body);
    if (f.out_of_memory)
        return err_nomem(e);
    if (problems.len == 0)
        return 0;
    p->presence = PRINCIPAL_UNKNOWN;
    p->reason = problems.items[0];
    return err_set(e, ERR_INPUT, "principal %s: %s", id, problems.items[0]);
}

static void
mark_deleted(struct principal *p, const char *name)
{
    if (!p || p->presence != PRINCIPAL_GONE)
        return;
    p->presence = PRINCIPAL_DELETED;
    if (!p->display_name)
        p->display_name = name;
}

int
graph_deleted_principal_parse(struct snapshot *s, const json_t *body,
                              struct err *e)
{
    enum { PREFIX = 32 };
    const struct directory *d = &s->directory;
    const char *id = json_get_text(body, "id");
    const char *upn = json_get_text(body, "userPrincipalName");
    const char *name = json_get_text(body, "displayName");

    if (!id)
        return err_set(e, ERR_INPUT,
                       "expected a deleted user or group with an id, found %s",
                       json_kind(body));
    if (name) {
        name = arena_intern(s->arena, name);
        if (!name)
            return err_nomem(e);
    }
    mark_deleted(directory_find_principal(d, id), name);
    if (upn) {
        mark_deleted(map_get(&d->principal_by_name, upn), name);
        if (strlen(upn) > PREFIX)
            mark_deleted(map_get(&d->principal_by_name, upn + PREFIX), name);
    }
    return 0;
}
