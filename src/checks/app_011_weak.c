/* SPDX-License-Identifier: MIT */
/* app_011_weak.c - a registration that invites misuse. */
#include "checks/registry.h"

#include <string.h>

#include "support/buf.h"
#include "support/str.h"

static const char *
plain_redirect(const struct app *a)
{
    static const char *const local[] = { "http://localhost", "http://127.0.0.1",
                                         "http://[::1]" };

    for (size_t i = 0; i < a->redirect_uris.len; i++) {
        const char *uri = a->redirect_uris.items[i];
        bool is_local = false;

        for (size_t k = 0; k < sizeof(local) / sizeof(*local); k++) {
            size_t len = strlen(local[k]);

            is_local |=
                str_has_prefix_fold(uri, local[k]) &&
                (uri[len] == '\0' || uri[len] == ':' || uri[len] == '/');
        }
        if (str_has_prefix_fold(uri, "http://") && !is_local)
            return uri;
    }
    return NULL;
}

static void
add_weakness(struct buf *out, const char *text)
{
    buf_addf(out, "%s%s", out->len ? "; " : "", text);
}

static void
list_weaknesses(struct buf *out, const struct app *a)
{
    const char *uri = plain_redirect(a);

    if (a->sign_in_audience &&
        !str_eq_fold(a->sign_in_audience, "AzureADMyOrg"))
        add_weakness(out, "accounts of other tenants can sign in");
    if (a->owners_known && !a->owners)
        add_weakness(out, "nobody owns it");
    if (a->implicit_id_tokens == TRI_YES ||
        a->implicit_access_tokens == TRI_YES)
        add_weakness(out, "implicit grant is on");
    if (uri)
        buf_addf(out, "%sredirects to %s without TLS", out->len ? "; " : "",
                 uri);
}

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct app *a)
{
    auto_buf weak = { 0 };
    enum verdict verdict;

    (void)s;
    if (!judge_app_body(j, a, &verdict))
        return verdict;
    judge_evidence(j, "signInAudience", a->sign_in_audience);
    judge_evidence(j, "owners",
                   a->owners_known ? a->owners ? "some" : "none" : NULL);
    list_weaknesses(&weak, a);
    if (weak.len > 0) {
        if (!buf_ok(&weak))
            j->out_of_memory = true;
        return judge_fail(j, "%s: %s", app_label(a), buf_str(&weak));
    }
    if (!a->owners_known)
        return judge_unknown(j, "Its owners could not be read, or were not "
                                "exported");
    return VERDICT_PASS;
}

const struct check check_app_011 = {
    .rule = {
        .id = "APP-011",
        .title = "Weak registration: foreign audiences, no owner, implicit "
                 "grant, plain http redirect",
        .severity = SEVERITY_MEDIUM,
        .why = "Nobody looks after an app without an owner; foreign "
               "audiences, implicit grants and plain http redirects widen "
               "who can get a token and how it can be stolen.",
        .how = "signInAudience is AzureADMyOrg; there is an owner; "
               "implicitGrantSettings are off; no redirect URI begins with "
               "http:// (localhost aside).",
        .fix = "Delete the registration after the migration; until then give "
               "it an owner and restrict it.",
        .reference = ""
                     "https://learn.microsoft.com/entra/identity-platform/security-best-practices-for-app-registration",
    },
    .needs = NEED_CLUSTERS | NEED_APPLICATIONS | NEED_OWNERS,
    .run_app = run,
    .roles = APP_ROLE_SERVER | APP_ROLE_CLIENT | APP_ROLE_LEFT_OVER,
};
