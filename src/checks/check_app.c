/* SPDX-License-Identifier: MIT */
/* check_app.c - what the checks of app registrations have in common. */
#include "checks/check.h"

#include "support/str.h"

bool
judge_part(struct judgement *j, const struct snapshot *s,
           enum directory_part part, enum verdict *verdict)
{
    const struct coverage_view *v = &s->directory.views[part];

    if (v->status == COVERAGE_AUDITED)
        return true;
    *verdict = judge_unknown(
        j, "%s could not be read: %s%s%s", directory_part_name(part),
        str_or(v->reason, "no reason given"), v->remedy ? "; what helps: " : "",
        str_or(v->remedy, ""));
    return false;
}

static const char *
whereabouts(const struct app *a)
{
    switch (a->presence) {
    case APP_DELETED:
        return "The registration is deleted";
    case APP_FOREIGN:
        return "The registration is another tenant's";
    default:
        return "There is no such registration";
    }
}

bool
judge_app_body(struct judgement *j, const struct app *a, enum verdict *verdict)
{
    if (a->read)
        return true;
    if (a->presence == APP_UNKNOWN)
        *verdict = judge_unknown(j, "The registration could not be seen: %s",
                                 str_or(a->presence_reason, "no reason given"));
    else
        *verdict = judge_not_applicable(j, whereabouts(a));
    return false;
}

bool
judge_app_principal(struct judgement *j, const struct snapshot *s,
                    const struct app *a, enum verdict *verdict)
{
    if (a->principal)
        return true;
    if (a->presence == APP_UNKNOWN)
        return judge_app_body(j, a, verdict);
    if (!a->principal_gone &&
        !judge_part(j, s, DIRECTORY_SERVICE_PRINCIPALS, verdict))
        return false;
    *verdict = judge_not_applicable(j, "It has no service principal here");
    return false;
}
