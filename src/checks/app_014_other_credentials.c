/* SPDX-License-Identifier: MIT */
/* app_014_other_credentials.c - credentials beside the secret. */
#include "checks/registry.h"

#include "support/str.h"

static size_t
count_certificates(const struct app *a)
{
    size_t n = 0;

    for (const struct app_credential *c = a->credentials; c; c = c->next)
        n += c->certificate;
    return n;
}

static const char *
plural(size_t n)
{
    return n == 1 ? "" : "s";
}

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct app *a)
{
    size_t certificates = count_certificates(a);
    bool federated = a->has_federated || a->federated;
    enum verdict verdict;

    (void)s;
    if (!judge_app_body(j, a, &verdict))
        return verdict;
    judge_evidence(j, "certificates", judge_text(j, "%zu", certificates));
    if (a->federated_known)
        judge_evidence(
            j, "federatedIdentityCredentials",
            a->federated
                ? judge_text(j, "%s (%s)",
                             str_or(a->federated->subject, "no subject"),
                             str_or(a->federated->issuer, "no issuer"))
                : "none");
    if (certificates > 0 || federated)
        return judge_fail(
            j, "%s has %s%s%s: something else signs in with it", app_label(a),
            certificates > 0 ? judge_text(j, "%zu certificate%s", certificates,
                                          plural(certificates))
                             : "",
            certificates > 0 && federated ? " and " : "",
            federated ? "federated credentials" : "");
    if (!a->federated_known)
        return judge_unknown(j, "Its federated credentials could not be read, "
                                "or were not exported");
    return VERDICT_PASS;
}

const struct check check_app_014 = {
    .rule = {
        .id = "APP-014",
        .title = "Federated credentials or certificates on the old "
                 "registration",
        .severity = SEVERITY_MEDIUM,
        .why = "The recipe gives the server app a secret and nothing else. "
               "Anything more means that a pipeline or a workload uses the "
               "registration too, and would break when it is deleted.",
        .how = "keyCredentials of application and service principal, and "
               "federatedIdentityCredentials.",
        .fix = "Find out what signs in with it and move that to an identity "
               "of its own before the registration is deleted.",
        .reference = ""
                     "https://learn.microsoft.com/entra/workload-id/workload-identity-federation",
    },
    .needs = NEED_CLUSTERS | NEED_APPLICATIONS | NEED_FEDERATED,
    .run_app = run,
    .roles = APP_ROLE_SERVER | APP_ROLE_CLIENT | APP_ROLE_LEFT_OVER,
};
