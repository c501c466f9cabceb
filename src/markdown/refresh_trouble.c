/* SPDX-License-Identifier: MIT */
/* refresh_trouble.c - a sign-in that is refused, and what the audit knows of
 * each cause: a part of kubeconfig-refresh.md.
 *
 * Source of the causes: AKS docs, "Integrate Microsoft Entra ID with AKS using
 * the Azure CLI (legacy)", troubleshooting. */
#include "markdown/refresh_parts.h"

#include "markdown/markdown.h"
#include "support/str.h"

enum { CHECKS_PER_CAUSE = 4, SHOWN_MAX = 5 };

struct cause {
    const char *what;
    const char *checks[CHECKS_PER_CAUSE + 1]; /* NULL-ended */
    const char *remedy;
};

static const struct cause causes[] = {
    { "The file is from before the migration, or from after it while the "
      "cluster is still legacy",
      { "KCFG-001", "KCFG-004" },
      "Fetch the file anew, then convert it. A new sign-in is asked for "
      "once." },
    { "The binding has the wrong id: users of the tenant are bound by UPN; "
      "guests, groups and service principals by object id",
      { "RBAC-001", "RBAC-002", "RBAC-003", "RBAC-004" },
      "Bind by the id that the token carries." },
    { "Whoever signs in is in more than 200 groups",
      { "RBAC-009" },
      "Fewer groups, or migrate: a managed cluster looks the groups of users "
      "up." },
    { "The server app of a legacy cluster is gone, or its secret has expired "
      "or does not match",
      { "APP-001", "APP-002", "APP-003" },
      "Migrate: a managed cluster needs neither." },
    { "More than one kubectl, or one that does not fit",
      { "KCFG-007" },
      "Keep one: `az aks install-cli`." },
    { "kubelogin is missing, or too old",
      { "KCFG-008" },
      "`az aks install-cli`." },
};

/* The verdicts of this check; NULL: it was not part of the audit. */
static const size_t *
verdicts_of(const struct results *r, const char *id)
{
    for (size_t i = 0; i < r->n_rules; i++) {
        if (str_eq(r->rules[i]->id, id))
            return r->summary.verdicts[i];
    }
    return NULL;
}

static void
add_sum(struct buf *out, const struct results *r, const char *id)
{
    const size_t *n = verdicts_of(r, id);

    buf_addf(out, "%s: ", id);
    if (!n) {
        buf_adds(out, "not looked at");
        return;
    }
    if (n[VERDICT_FAIL] > 0)
        buf_addf(out, "**%zu found**%s", n[VERDICT_FAIL],
                 n[VERDICT_UNKNOWN] ? ", " : "");
    if (n[VERDICT_UNKNOWN] > 0)
        buf_addf(out, "%zu could not be judged", n[VERDICT_UNKNOWN]);
    if (n[VERDICT_FAIL] + n[VERDICT_UNKNOWN] == 0)
        buf_adds(out, n[VERDICT_PASS] > 0 ? "none" : "does not apply");
}

static void
add_cause(struct buf *out, const struct results *r, const struct cause *c)
{
    buf_addf(out, "| %s | ", c->what);
    for (size_t i = 0; c->checks[i]; i++) {
        buf_adds(out, i ? "; " : "");
        add_sum(out, r, c->checks[i]);
    }
    buf_addf(out, " | %s |\n", c->remedy);
}

static bool
concerns(const struct cause *c, const struct finding *f)
{
    for (size_t i = 0; c->checks[i]; i++) {
        if (str_eq(f->rule->id, c->checks[i]))
            return f->verdict == VERDICT_FAIL;
    }
    return false;
}

/* The first few cases: who reads this has one of them. */
static void
add_cases(struct buf *out, const struct results *r, const struct cause *c)
{
    size_t n = 0;

    for (size_t i = 0; i < r->findings.len; i++) {
        const struct finding *f = r->findings.items[i];

        if (!concerns(c, f) || n++ >= SHOWN_MAX)
            continue;
        buf_addf(out, "- %s, ", f->rule->id);
        markdown_code(out, f->resource);
        buf_adds(out, ": ");
        markdown_text(out, f->message);
        buf_adds(out, ".\n");
    }
    if (n > SHOWN_MAX)
        buf_addf(out, "- %s and its like: %zu more in findings.csv.\n",
                 c->checks[0], n - SHOWN_MAX);
}

void
refresh_trouble(struct buf *out, const struct overview *o)
{
    buf_adds(out, "## error: You must be logged in to the server "
                  "(Unauthorized)\n\n"
                  "What may be behind it, and what this audit knows of it. "
                  "What was not looked at, or could not be judged, may be the "
                  "cause all the same.\n\n"
                  "| Cause | What was seen | What to do |\n"
                  "| --- | --- | --- |\n");
    for (size_t i = 0; i < sizeof(causes) / sizeof(*causes); i++)
        add_cause(out, o->results, &causes[i]);
    buf_addc(out, '\n');
    for (size_t i = 0; i < sizeof(causes) / sizeof(*causes); i++)
        add_cases(out, o->results, &causes[i]);
    buf_adds(out,
             "\nTokens are cached: nobody is asked to sign in again until they "
             "expire or the file is made anew. Once it is, with the cache "
             "dropped (`kubelogin remove-cache-dir`), a new sign-in is asked "
             "for: that is right.\n\n");
}
