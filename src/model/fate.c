/* SPDX-License-Identifier: MIT */
/* fate.c - what becomes of every subject of a binding. */
#include "model/fate.h"

#include <string.h>
#include <strings.h>

#include "support/guid.h"
#include "support/str.h"

/* What is weighed for one subject. */
struct case_file {
    struct snapshot *snapshot;
    const struct cluster *cluster;
    struct binding_subject *subject;
    const struct principal *principal; /* may be NULL */
};

const char *
fate_tenant_today(const struct cluster *c)
{
    if (c->aad.tenant_id && !guid_is_zero(c->aad.tenant_id))
        return c->aad.tenant_id;
    return c->subscription->tenant_id;
}

const char *
fate_tenant_after(const struct cluster *c)
{
    if (c->integration == INTEGRATION_MANAGED)
        return fate_tenant_today(c);
    if (c->planned && c->planned->tenant_id)
        return c->planned->tenant_id;
    return c->subscription->tenant_id;
}

const struct principal *
fate_find_principal(const struct snapshot *s, const struct binding_subject *x)
{
    const struct directory *d = &s->directory;
    const struct principal *p = NULL, *by_mail;

    if (!subject_is_of_entra(x))
        return NULL;
    if (name_form_of(x->name) == NAME_GUID)
        return directory_find_principal(d, x->name);
    if (x->kind != SUBJECT_USER)
        return NULL;
    p = map_get(&d->principal_by_name, x->name);
    by_mail = map_get(&d->principal_by_mail, x->name);
    if (p && p->presence == PRINCIPAL_GONE && by_mail)
        return by_mail;
    return p;
}

const char *
fate_right_name(const struct binding_subject *x)
{
    const struct principal *p = x->principal;

    if (!p)
        return NULL;
    if (x->troubles & TROUBLE_WRONG_ID)
        return p->right_id;
    if (p->presence != PRINCIPAL_PRESENT)
        return NULL;
    if (p->kind == PRINCIPAL_USER && p->guest == TRI_NO)
        return p->user_principal_name;
    return p->id;
}

/* ---- the verdicts -------------------------------------------------------- */

static void
set(struct case_file *f, enum tri today, enum tri after, const char *why)
{
    f->subject->today = today;
    f->subject->after = after;
    f->subject->why = why;
}

static void
never(struct case_file *f, enum trouble trouble, const char *why)
{
    f->subject->troubles |= trouble;
    set(f, TRI_NO, TRI_NO, why);
}

static bool
is_integrated(const struct cluster *c)
{
    return c->integration == INTEGRATION_LEGACY ||
           c->integration == INTEGRATION_MANAGED;
}

/* Works wherever Entra is asked. */
static void
works(struct case_file *f, const char *why)
{
    if (is_integrated(f->cluster))
        set(f, TRI_YES, TRI_YES, why);
    else
        set(f, TRI_NO, TRI_YES,
            "nobody of Entra can sign in to a cluster without integration; "
            "with it the name is right");
}

static void
judge_absent(struct case_file *f)
{
    const struct principal *p = f->principal;
    bool by_id = name_form_of(f->subject->name) == NAME_GUID;

    if (p->wrong_id)
        never(f, TROUBLE_WRONG_ID,
              "the id is of an app; a service principal is known by its own "
              "object id");
    else if (!by_id)
        never(f, TROUBLE_USER_MISSING,
              p->presence == PRINCIPAL_DELETED
                  ? "the user is deleted"
                  : "the tenant has no user of this name");
    else
        never(f, TROUBLE_ID_UNKNOWN,
              p->presence == PRINCIPAL_DELETED
                  ? "what had this id is deleted"
                  : "the tenant has nothing with this id");
}

/* A user who can sign in and is named rightly. */
static void
judge_groups_of(struct case_file *f)
{
    const struct principal *p = f->principal;
    bool legacy = f->cluster->integration == INTEGRATION_LEGACY;

    if (p->groups > PRINCIPAL_GROUPS_MAX)
        f->subject->troubles |= TROUBLE_MANY_GROUPS;
    if (legacy && p->groups > PRINCIPAL_GROUPS_MAX)
        set(f, TRI_NO, TRI_YES,
            "in more than 200 groups: legacy integration refuses the sign-in, "
            "managed integration looks the groups up");
    else if (legacy && p->groups < 0)
        set(f, TRI_UNSET, TRI_YES,
            "named rightly; in how many groups the user is, which decides "
            "today, could not be seen");
    else
        works(f, "named as Entra and Kubernetes know the user");
}

static void
judge_user(struct case_file *f)
{
    const struct principal *p = f->principal;
    struct binding_subject *x = f->subject;
    bool by_id = name_form_of(x->name) == NAME_GUID;

    if (p->enabled == TRI_NO)
        x->troubles |= TROUBLE_DISABLED;
    if (p->guest == TRI_UNSET)
        set(f, TRI_UNSET, TRI_UNSET,
            "whether the user is a guest, who needs another name than a "
            "member, could not be seen");
    else if (p->guest == TRI_YES && !by_id)
        never(f, TROUBLE_GUEST_BY_NAME,
              "a guest is known by the object id, not by a name");
    else if (p->guest == TRI_NO && by_id)
        never(f, TROUBLE_MEMBER_BY_ID,
              "a member of the tenant is known by the user principal name, "
              "not by the object id");
    else if (!by_id && !str_eq_fold(x->name, p->user_principal_name))
        never(f, TROUBLE_USER_MISSING,
              "the name is a mail address, not the user principal name");
    else if (!by_id && strcmp(x->name, p->user_principal_name) != 0)
        never(f, TROUBLE_CASE,
              "Kubernetes tells upper and lower case apart, and the user "
              "principal name is spelled otherwise");
    else if (p->enabled == TRI_NO)
        never(f, TROUBLE_DISABLED, "the account is disabled");
    else if (p->enabled == TRI_UNSET)
        set(f, TRI_UNSET, TRI_UNSET,
            "whether the account is enabled could not be seen");
    else
        judge_groups_of(f);
}

static void
judge_service(struct case_file *f)
{
    const struct principal *p = f->principal;
    bool managed = f->cluster->integration == INTEGRATION_MANAGED;

    if (p->enabled == TRI_NO) {
        never(f, TROUBLE_DISABLED, "the service principal is disabled");
        return;
    }
    if (p->groups > PRINCIPAL_GROUPS_MAX) {
        f->subject->troubles |= TROUBLE_MANY_GROUPS;
        set(f, managed ? TRI_UNSET : TRI_NO, TRI_UNSET,
            "a service principal in more than 200 groups gets a token "
            "without them; whether it is let in nobody says");
        return;
    }
    set(f, managed ? TRI_YES : TRI_NO, TRI_YES,
        managed ? "named by the object id of the service principal"
                : "a service principal cannot sign in to a legacy cluster, "
                  "and can to a managed one");
}

/* Whether the tokens of the legacy server app carry groups. */
static enum tri
carries_groups(const struct case_file *f, const char **why)
{
    const struct app *a = directory_find_app(&f->snapshot->directory,
                                             f->cluster->aad.server_app_id);
    const char *claims = a ? a->group_membership_claims : NULL;

    if (!a || !a->read) {
        *why = "works after the migration; whether tokens carry groups today "
               "is a setting of the server app, which could not be seen";
        return TRI_UNSET;
    }
    if (claims && (str_find_fold(claims, "All") ||
                   str_find_fold(claims, "SecurityGroup")))
        return TRI_YES;
    *why = "groupMembershipClaims of the server app keeps groups out of the "
           "tokens; managed integration does not need it";
    return TRI_NO;
}

static void
judge_group(struct case_file *f)
{
    const char *why = "a group by its object id";
    enum tri today = TRI_YES;

    if (f->principal->security_enabled == TRI_NO) {
        set(f, TRI_UNSET, TRI_UNSET,
            "the group is not security-enabled: whether tokens carry it "
            "nobody says");
        return;
    }
    if (f->cluster->integration == INTEGRATION_LEGACY)
        today = carries_groups(f, &why);
    else if (f->cluster->integration != INTEGRATION_MANAGED) {
        works(f, why);
        return;
    }
    set(f, today, TRI_YES, why);
}

/* ---- what stands above them --------------------------------------------- */

static bool
is_tenant_of_audit(const struct snapshot *s, const char *tenant)
{
    const char *ours = s->directory.tenant_id;

    return !ours || !tenant || str_eq_fold(ours, tenant);
}

bool
fate_sees_tenant(const struct snapshot *s, const struct cluster *c)
{
    return is_tenant_of_audit(s, fate_tenant_after(c));
}

/* Azure RBAC asks Azure first; the sources disagree on what is left to the
 * bindings of Kubernetes then. */
static bool
is_azure_rbac_after(const struct cluster *c)
{
    if (c->integration == INTEGRATION_MANAGED)
        return c->aad.enable_azure_rbac == TRI_YES;
    return c->planned && c->planned->enable_azure_rbac == TRI_YES;
}

static void
weigh_azure_rbac(struct case_file *f)
{
    struct binding_subject *x = f->subject;
    bool now = f->cluster->integration == INTEGRATION_MANAGED;

    if (!is_azure_rbac_after(f->cluster) || x->after != TRI_YES)
        return;
    x->after = TRI_UNSET;
    if (now)
        x->today = TRI_UNSET;
    x->why = now ? "Azure RBAC is on: bindings of Kubernetes may not apply to "
                   "people of Entra"
                 : "Azure RBAC is planned: bindings of Kubernetes may not "
                   "apply to people of Entra then";
}

/* People of another tenant, who were not looked at. */
static void
weigh_tenants(struct case_file *f)
{
    const char *today = fate_tenant_today(f->cluster);
    const char *after = fate_tenant_after(f->cluster);
    struct binding_subject *x = f->subject;

    if (!is_tenant_of_audit(f->snapshot, after)) {
        set(f, TRI_UNSET, TRI_UNSET,
            "the cluster's people are of another tenant than the one audited");
        x->troubles = 0;
    } else if (!is_tenant_of_audit(f->snapshot, today)) {
        x->troubles = 0;
        if (x->after == TRI_NO)
            set(f, TRI_YES, TRI_NO,
                "today another tenant's people sign in; the subscription's "
                "tenant, which it will be, has none of this name");
        else
            set(f, TRI_UNSET, x->after,
                "today another tenant's people sign in, who could not be "
                "seen");
    }
}

static bool
is_known_without_asking(struct case_file *f)
{
    struct binding_subject *x = f->subject;

    if (x->kind == SUBJECT_GROUP && name_form_of(x->name) != NAME_GUID) {
        never(f, TROUBLE_GROUP_BY_NAME,
              "a group is known by the object id alone");
        return true;
    }
    if (x->kind == SUBJECT_USER && str_find_fold(x->name, "#EXT#")) {
        never(f, TROUBLE_GUEST_BY_NAME,
              "a guest is known by the object id, not by a name");
        return true;
    }
    return false;
}

static bool
is_of_wrong_kind(const struct case_file *f)
{
    enum principal_kind kind = f->principal->kind;

    if (kind == PRINCIPAL_OF_NO_KIND)
        return false;
    return f->subject->kind == SUBJECT_GROUP ? kind != PRINCIPAL_GROUP
                                             : kind == PRINCIPAL_GROUP;
}

static void
judge_present(struct case_file *f)
{
    if (is_of_wrong_kind(f))
        never(f, TROUBLE_WRONG_KIND,
              f->subject->kind == SUBJECT_GROUP
                  ? "the id is no group's: it must be a subject of kind User"
                  : "the id is a group's: it must be a subject of kind Group");
    else if (f->principal->kind == PRINCIPAL_USER)
        judge_user(f);
    else if (f->principal->kind == PRINCIPAL_SERVICE)
        judge_service(f);
    else if (f->principal->kind == PRINCIPAL_GROUP)
        judge_group(f);
    else
        set(f, TRI_UNSET, TRI_UNSET, "neither a user, a group nor an app");
}

static enum fate
fate_of(const struct binding_subject *x)
{
    if (x->today == TRI_UNSET || x->after == TRI_UNSET)
        return FATE_UNKNOWN;
    if (x->today == TRI_YES)
        return x->after == TRI_YES ? FATE_KEEPS : FATE_STOPS;
    return x->after == TRI_YES ? FATE_STARTS : FATE_NEVER;
}

static void
judge(struct case_file *f)
{
    struct binding_subject *x = f->subject;

    f->principal = fate_find_principal(f->snapshot, x);
    x->principal = f->principal;
    x->troubles = 0;
    if (!subject_is_of_entra(x)) {
        x->fate = FATE_APART;
        x->why = x->kind == SUBJECT_SERVICE_ACCOUNT
                     ? "a service account of the cluster"
                 : name_form_of(x->name) == NAME_SYSTEM
                     ? "Kubernetes' own"
                     : "no name of Entra: a client certificate or another "
                       "sign-in may use it";
        return;
    }
    if (!is_known_without_asking(f)) {
        if (!f->principal || f->principal->presence == PRINCIPAL_UNKNOWN)
            set(f, TRI_UNSET, TRI_UNSET,
                f->principal && f->principal->reason
                    ? f->principal->reason
                    : "it was not looked up in the directory");
        else if (f->principal->presence == PRINCIPAL_PRESENT)
            judge_present(f);
        else
            judge_absent(f);
        weigh_tenants(f);
    }
    weigh_azure_rbac(f);
    if (f->cluster->integration == INTEGRATION_UNKNOWN && x->after == TRI_YES)
        set(f, TRI_UNSET, TRI_UNSET,
            "it is not known how the cluster is integrated");
    x->fate = fate_of(x);
}

void
fate_judge_all(struct snapshot *s)
{
    for (size_t i = 0; i < s->clusters.len; i++) {
        struct cluster *c = s->clusters.items[i];
        struct cluster_bindings *list = &c->bindings;

        memset(list->fates, 0, sizeof(list->fates));
        for (size_t b = 0; b < list->n; b++) {
            for (size_t k = 0; k < list->items[b].n_subjects; k++) {
                struct case_file f = {
                    .snapshot = s,
                    .cluster = c,
                    .subject = &list->items[b].subjects[k],
                };

                judge(&f);
                if (!list->items[b].system)
                    list->fates[f.subject->fate]++;
            }
        }
    }
}
