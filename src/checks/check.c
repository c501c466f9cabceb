/* SPDX-License-Identifier: MIT */
/* check.c - how a check says what it found. */
#include "checks/check.h"

#include <stdarg.h>
#include <stdio.h>

#include "support/str.h"

#define MESSAGE_MAX 1024

const struct check *
check_find(const char *id)
{
    for (const struct check *const *c = check_registry; *c; c++) {
        if (str_eq_fold((*c)->rule.id, id))
            return *c;
    }
    return NULL;
}

bool
check_is_wanted(const struct check *check, const struct snapshot *s)
{
    if (check->needs & NEED_TOOLS)
        return s->has_tools;
    if (check->needs & NEED_KUBECONFIGS)
        return s->has_kubeconfigs;
    if (s->kubeconfigs_only)
        return false;
    if (s->directory.skipped && (check->needs & NEED_DIRECTORY))
        return false;
    if (!s->has_baseline && (check->needs & NEED_BASELINE))
        return false;
    return !(s->no_bindings && (check->needs & NEED_ACCESS));
}

unsigned
check_needs(const struct snapshot *s)
{
    unsigned needs = 0;

    for (const struct check *const *c = check_registry; *c; c++) {
        if (check_is_wanted(*c, s))
            needs |= (*c)->needs;
    }
    return needs;
}

const struct text_list *
check_admin_groups(const struct cluster *c)
{
    static const struct text_list none;

    if (c->integration == INTEGRATION_MANAGED)
        return &c->aad.admin_group_object_ids;
    if (c->integration == INTEGRATION_LEGACY && c->planned)
        return &c->planned->admin_group_object_ids;
    return &none;
}

__attribute__((format(printf, 2, 0))) static void
set_message(struct judgement *j, const char *fmt, va_list args)
{
    char raw[MESSAGE_MAX], text[MESSAGE_MAX];

    /* Names from outside may be cut in the middle of a character here, and
     * may hold what steers a terminal. */
    vsnprintf(raw, sizeof(raw), fmt, args);
    str_sanitize(text, sizeof(text), raw);
    j->message = arena_strdup(j->arena, text);
    if (!j->message)
        j->out_of_memory = true;
}

enum verdict
judge_fail(struct judgement *j, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    set_message(j, fmt, args);
    va_end(args);
    return VERDICT_FAIL;
}

enum verdict
judge_unknown(struct judgement *j, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    set_message(j, fmt, args);
    va_end(args);
    return VERDICT_UNKNOWN;
}

enum verdict
judge_not_applicable(struct judgement *j, const char *why)
{
    j->message = why;
    return VERDICT_NOT_APPLICABLE;
}

void
judge_evidence(struct judgement *j, const char *field, const char *value)
{
    if (j->n_evidence == JUDGEMENT_EVIDENCE_MAX)
        return;
    j->evidence[j->n_evidence].field = field;
    j->evidence[j->n_evidence].value = value;
    j->n_evidence++;
}

const char *
judge_text(struct judgement *j, const char *fmt, ...)
{
    char text[MESSAGE_MAX];
    const char *copy;
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    copy = arena_strdup(j->arena, text);
    if (!copy)
        j->out_of_memory = true;
    return copy;
}

void
judge_evidence_tri(struct judgement *j, const char *field, enum tri value)
{
    judge_evidence(j, field,
                   value == TRI_YES  ? "true"
                   : value == TRI_NO ? "false"
                                     : NULL);
}

void
judge_command(struct judgement *j, struct buf *command)
{
    const char *text = NULL;

    if (buf_ok(command))
        text = arena_strdup(j->arena, buf_str(command));
    buf_reset(command);
    if (!text)
        j->out_of_memory = true;
    else if (j->n_commands < JUDGEMENT_COMMANDS_MAX)
        j->commands[j->n_commands++] = text;
}

bool
judge_legacy_only(struct judgement *j, const struct cluster *c,
                  enum verdict *verdict)
{
    switch (c->integration) {
    case INTEGRATION_LEGACY:
        return true;
    case INTEGRATION_UNKNOWN:
        *verdict = judge_unknown(
            j, "Matters only on a legacy cluster, and it is not known whether "
               "this is one");
        return false;
    case INTEGRATION_MANAGED:
        *verdict = judge_not_applicable(j, "The cluster is managed already");
        return false;
    default:
        *verdict = judge_not_applicable(
            j, "The cluster has no Entra integration to migrate");
        return false;
    }
}
