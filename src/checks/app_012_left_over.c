/* SPDX-License-Identifier: MIT */
/* app_012_left_over.c - registrations that no cluster names any more. */
#include "checks/registry.h"

#include "model/left_over.h"
#include "support/buf.h"
#include "support/shell_quote.h"
#include "support/str.h"

/* What was, or was not, found in the whole tenant. */
static enum verdict
judge_search(struct judgement *j, const struct snapshot *s)
{
    enum verdict verdict;

    if (!judge_part(j, s, DIRECTORY_APPLICATIONS, &verdict))
        return verdict;
    return VERDICT_PASS;
}

static void
add_step(struct judgement *j, const char *before, const char *app_id,
         const char *after, const char *key_id)
{
    auto_buf command = { 0 };

    buf_adds(&command, before);
    shell_quote(&command, app_id);
    buf_adds(&command, after);
    if (key_id)
        shell_quote(&command, key_id);
    judge_command(j, &command);
}

/* Safe, and in order; what cannot be undone comes last. */
static void
add_steps(struct judgement *j, const struct app *a)
{
    auto_buf wait = { 0 };

    add_step(j, "az ad app owner list --id ", a->app_id, "", NULL);
    add_step(j, "az ad sp update --id ", a->app_id,
             " --set accountEnabled=false", NULL);
    buf_adds(&wait, "# wait some weeks: whoever still uses it will say so");
    judge_command(j, &wait);
    for (const struct app_credential *c = a->credentials; c; c = c->next) {
        if (c->key_id && !c->on_service_principal &&
            j->n_commands < JUDGEMENT_COMMANDS_MAX - 1)
            add_step(j, "az ad app credential delete --id ", a->app_id,
                     c->certificate ? " --cert --key-id " : " --key-id ",
                     c->key_id);
    }
    add_step(j, "az ad app delete --id ", a->app_id, "", NULL);
}

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct app *a)
{
    const char *doubt = left_over_doubt(s);

    if (!a)
        return judge_search(j, s);
    judge_evidence(j, "certainty", certainty_name(a->certainty));
    for (size_t i = 0; i < a->signals.len; i++)
        judge_evidence(j, judge_text(j, "signal %zu", i + 1),
                       a->signals.items[i]);
    if (a->named_by_baseline)
        judge_evidence(j, "named by", a->named_by_baseline);
    add_steps(j, a);
    return judge_fail(
        j,
        "%s is %s left over from legacy integration: no cluster in scope names "
        "it. %s%s",
        app_label(a),
        a->certainty == CERTAIN  ? "certainly"
        : a->certainty == LIKELY ? "likely"
                                 : "possibly",
        doubt ? "A cluster outside could still use it: "
              : "Clusters that this credential does not see could still use it",
        str_or(doubt, ""));
}

const struct check check_app_012 = {
    .rule = {
        .id = "APP-012",
        .title = "Left-over server or client registration that no cluster "
                 "names",
        .severity = SEVERITY_MEDIUM,
        .why = "Nothing in the migration deletes the two registrations. They "
               "keep their permissions, and nobody looks after them.",
        .how = "The registration matches the recipe of the legacy article "
               "(each signal is in the evidence) and neither a cluster in "
               "scope, nor one left out by a filter, names it. Certain: a "
               "cluster of the baseline named it; likely: several signals "
               "agree; possible: one.",
        .fix = "In this order: confirm with its owners that nothing uses it, "
               "disable sign-in, wait some weeks, remove its credentials, "
               "delete it.",
        .reference = ""
                     "https://learn.microsoft.com/previous-versions/azure/aks/azure-ad-integration-cli",
    },
    .needs = NEED_CLUSTERS | NEED_APPLICATIONS | NEED_OWNERS,
    .run_app = run,
    .roles = APP_ROLE_LEFT_OVER,
    .whole_tenant = true,
    .compares = true,
};
