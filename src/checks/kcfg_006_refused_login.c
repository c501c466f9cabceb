/* SPDX-License-Identifier: MIT */
/* kcfg_006_refused_login.c - ways to sign in that are likely to be refused. */
#include "checks/registry.h"

#include "support/str.h"

static bool
names(const struct text_list *apps, const char *app_id)
{
    for (size_t i = 0; i < apps->len; i++) {
        if (str_eq_fold(apps->items[i], app_id))
            return true;
    }
    return false;
}

/* The policy that stands in the way of a device code, where it asks for one's
 * own device; what a policy asks for is not read, so that it may. */
static const struct access_policy *
policy_on(const struct directory *d, const char *app_id)
{
    for (size_t i = 0; i < d->policies.len; i++) {
        const struct access_policy *p = d->policies.items[i];

        if (str_eq_fold(p->state, "enabled") && !names(&p->excluded, app_id) &&
            (names(&p->applications, "All") || names(&p->applications, app_id)))
            return p;
    }
    return NULL;
}

static enum verdict
judge_device_code(struct judgement *j, const struct snapshot *s,
                  const struct kubeconfig_context *c)
{
    const struct coverage_view *v = &s->directory.views[DIRECTORY_POLICIES];
    const struct access_policy *p = policy_on(&s->directory, c->server_id);

    if (p) {
        judge_evidence(j, "policy", p->id);
        return judge_fail(j,
                          "Context %s signs in by device code, and Conditional "
                          "Access policy '%s' is on that app: one that asks "
                          "for a managed device refuses device codes",
                          c->name, str_or(p->display_name, p->id));
    }
    if (s->directory.skipped || v->status == COVERAGE_SKIPPED)
        return judge_not_applicable(j, "Conditional Access is not part of this "
                                       "audit");
    if (v->status != COVERAGE_AUDITED)
        return judge_unknown(j,
                             "Context %s signs in by device code, and the "
                             "Conditional Access policies could not be read: "
                             "%s",
                             c->name, str_or(v->reason, "no reason given"));
    return VERDICT_PASS;
}

static enum verdict
run(struct judgement *j, const struct snapshot *s,
    const struct kubeconfig_context *c)
{
    judge_context_evidence(j, c);
    if (c->form != USER_KUBELOGIN)
        return judge_not_applicable(j, "It does not sign in by kubelogin");
    judge_evidence(j, "login", c->login);
    if (c->legacy &&
        !(c->cluster && c->cluster->integration == INTEGRATION_LEGACY)) {
        judge_context_commands(j, c);
        return judge_fail(j,
                          "Context %s calls kubelogin with --legacy: only a "
                          "legacy cluster takes such tokens%s",
                          c->name,
                          c->cluster ? "" : ", and its cluster is not known");
    }
    if (!str_eq(c->login, "devicecode") || str_empty(c->server_id))
        return VERDICT_PASS;
    return judge_device_code(j, s, c);
}

const struct check check_kcfg_006 = {
    .rule = {
        .id = "KCFG-006",
        .title = "kubelogin with --legacy, or device code where policy may "
               "refuse it",
        .severity = SEVERITY_MEDIUM,
        .why = "A managed cluster refuses tokens that were asked for with "
               "--legacy. Conditional Access that needs a managed device "
               "refuses device codes, since these do not say which device "
               "it is.",
        .how = "--legacy is among the arguments and the cluster is not "
               "legacy; or the login is devicecode and an enabled "
               "Conditional Access policy is on the app.",
        .fix = "Convert with another login: kubelogin convert-kubeconfig "
               "-l azurecli, or interactive.",
        .reference = ""
                     "https://learn.microsoft.com/azure/aks/kubelogin-authentication",
    },
    .needs = NEED_KUBECONFIGS,
    .run_context = run,
};
