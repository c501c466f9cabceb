/* SPDX-License-Identifier: MIT */
/* check_binding.c - what the checks of bindings and Azure roles have in common.
 */
#include "checks/check_binding.h"

#include "model/command.h"
#include "model/fate.h"
#include "support/str.h"

bool
binding_names_user(const struct subject_at *at)
{
    return at->subject->kind == SUBJECT_USER &&
           name_form_of(at->subject->name) == NAME_UPN;
}

bool
binding_names_user_id(const struct subject_at *at)
{
    return at->subject->kind == SUBJECT_USER &&
           name_form_of(at->subject->name) == NAME_GUID;
}

bool
binding_names_any_user(const struct subject_at *at)
{
    return binding_names_user(at) || binding_names_user_id(at);
}

bool
binding_names_group(const struct subject_at *at)
{
    return at->subject->kind == SUBJECT_GROUP &&
           subject_is_of_entra(at->subject);
}

bool
binding_names_an_id(const struct subject_at *at)
{
    return subject_is_of_entra(at->subject) &&
           name_form_of(at->subject->name) == NAME_GUID;
}

bool
binding_names_entra(const struct subject_at *at)
{
    return subject_is_of_entra(at->subject);
}

void
judge_subject_evidence(struct judgement *j, const struct subject_at *at)
{
    judge_evidence(
        j, "subject",
        judge_text(j, "%s %s", at->subject->kind_text, at->subject->name));
    judge_evidence(j, "roleRef",
                   judge_text(j, "%s/%s", str_or(at->binding->role_kind, "?"),
                              at->binding->role_name));
}

bool
judge_principal_known(struct judgement *j, const struct snapshot *s,
                      const struct subject_at *at, enum verdict *verdict)
{
    const struct principal *p = at->subject->principal;

    if (p && p->presence != PRINCIPAL_UNKNOWN &&
        fate_sees_tenant(s, at->cluster))
        return true;
    if (p && p->presence != PRINCIPAL_UNKNOWN) {
        *verdict = judge_unknown(j,
                                 "The cluster's people are of tenant %s; the "
                                 "tenant audited is %s",
                                 str_or(fate_tenant_after(at->cluster), "?"),
                                 str_or(s->directory.tenant_id, "?"));
        return false;
    }
    *verdict = judge_unknown(
        j, "%s could not be looked up: %s", at->subject->name,
        p ? str_or(p->reason, "no reason given") : "it was not asked for");
    return false;
}

void
judge_rebind(struct judgement *j, const struct subject_at *at,
             const char *right)
{
    auto_buf command = { 0 };
    enum subject_kind kind = at->subject->kind;

    /* A group that was named as a user, or the reverse. */
    if (at->subject->troubles & TROUBLE_WRONG_KIND)
        kind = kind == SUBJECT_GROUP ? SUBJECT_USER : SUBJECT_GROUP;
    if (right) {
        command_bind(&command, at->cluster, at->binding, kind, right);
        judge_command(j, &command);
    }
    command_unbind(&command, at->cluster, at->binding, at->subject,
                   right != NULL);
    judge_command(j, &command);
}

bool
judge_bindings_read(struct judgement *j, const struct cluster *c,
                    enum verdict *verdict)
{
    const struct cluster_bindings *b = &c->bindings;

    if (b->status == COVERAGE_AUDITED)
        return true;
    judge_evidence(j, "bindings", coverage_status_name(b->status));
    *verdict = judge_unknown(
        j, "The bindings could not be read: %.600s; what helps: %s",
        str_or(b->reason, "no reason given"), str_or(b->remedy, "see -v"));
    return false;
}

bool
judge_assignments_read(struct judgement *j, const struct cluster *c,
                       enum verdict *verdict)
{
    const struct coverage_view *v = &c->subscription->role_assignments;

    if (v->status == COVERAGE_AUDITED)
        return true;
    judge_evidence(j, "roleAssignments", coverage_status_name(v->status));
    *verdict = judge_unknown(
        j,
        "The Azure role assignments could not be read: %.600s; what helps: "
        "%s",
        str_or(v->reason, "no reason given"), str_or(v->remedy, "see -v"));
    return false;
}

size_t
each_assignment(const struct snapshot *s, const struct cluster *c,
                unsigned powers,
                void (*tell)(void *arg, const struct role_assignment *a),
                void *arg)
{
    size_t unread = 0;

    for (size_t i = 0; i < s->assignments.len; i++) {
        const struct role_assignment *a = s->assignments.items[i];

        if (a->listed != c->subscription || !role_reaches(a, c))
            continue;
        if (a->role->powers & powers)
            tell(arg, a);
        else if (!a->role->read && !a->role->gone)
            unread++;
    }
    return unread;
}
