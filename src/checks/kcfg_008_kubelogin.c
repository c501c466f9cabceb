/* SPDX-License-Identifier: MIT */
/* kcfg_008_kubelogin.c - the kubelogin of this machine, and what it is asked
 * for. */
#include "checks/registry.h"

#include "support/str.h"

/* The first whose convert-kubeconfig has --context (kubelogin change log). */
static const struct tool_version first_with_context = { true, 0, 0, 29 };

/* The login that people are told to convert to. */
static const char for_people[] = "azurecli";

/* Those that sign in by it, and those that will once they were made anew. */
static bool
needs_it(const struct kubeconfig_context *c)
{
    return c->is_aks &&
           (c->form == USER_KUBELOGIN || c->form == USER_AUTH_PROVIDER);
}

/* Whether the program that the context names is the one on PATH. A name without
 * a folder is looked up there. */
static bool
names_it(const struct kubeconfig_context *c, const struct tool *used)
{
    return c->form != USER_KUBELOGIN || str_eq(c->command, "kubelogin") ||
           str_eq(c->command, used->path) ||
           str_eq(c->command, used->real_path);
}

static const struct kubeconfig_context *
first_that_needs_it(const struct snapshot *s, size_t *n)
{
    const struct kubeconfig_context *first = NULL;

    *n = 0;
    for (size_t i = 0; i < s->kubeconfigs.len; i++) {
        const struct kubeconfig_context *c = s->kubeconfigs.items[i];

        if (!needs_it(c))
            continue;
        if (!first)
            first = c;
        (*n)++;
    }
    return first;
}

/* The first whose login it does not know, or that names another program. */
static const struct kubeconfig_context *
first_unserved(const struct snapshot *s, const struct tool *used)
{
    for (size_t i = 0; i < s->kubeconfigs.len; i++) {
        const struct kubeconfig_context *c = s->kubeconfigs.items[i];

        if (needs_it(c) && c->form == USER_KUBELOGIN && names_it(c, used) &&
            !tool_knows_login(used, c->login))
            return c;
    }
    return NULL;
}

static const struct kubeconfig_context *
first_elsewhere(const struct snapshot *s, const struct tool *used)
{
    for (size_t i = 0; i < s->kubeconfigs.len; i++) {
        const struct kubeconfig_context *c = s->kubeconfigs.items[i];

        if (needs_it(c) && !names_it(c, used))
            return c;
    }
    return NULL;
}

static void
advise(struct judgement *j)
{
    auto_buf line = { 0 };

    buf_adds(&line, "az aks install-cli");
    judge_command(j, &line);
}

/* Its age, by what it says of itself. */
static enum verdict
judge_age(struct judgement *j, const struct snapshot *s,
          const struct tool *used)
{
    const struct kubeconfig_context *c = first_unserved(s, used);

    if (c) {
        advise(j);
        return judge_fail(j,
                          "%s %s does not know the login %s, which context %s "
                          "asks for",
                          used->path, used->version, c->login, c->name);
    }
    if (!tool_knows_login(used, for_people)) {
        advise(j);
        return judge_fail(j,
                          "%s %s does not know the login %s, to which people "
                          "are told to convert",
                          used->path, used->version, for_people);
    }
    if (used->number.known &&
        tool_version_compare(&used->number, &first_with_context) < 0) {
        advise(j);
        return judge_fail(j,
                          "%s %s cannot convert a single context: "
                          "convert-kubeconfig has --context from 0.0.29 on",
                          used->path, used->version);
    }
    return VERDICT_PASS;
}

static enum verdict
judge_used(struct judgement *j, const struct snapshot *s,
           const struct tool *used)
{
    const struct kubeconfig_context *c;
    enum verdict verdict;

    judge_evidence(
        j, "kubelogin",
        judge_text(j, "%s %s", str_or(used->version, "unknown"), used->path));
    if (used->is_foreign) {
        advise(j);
        return judge_fail(j,
                          "%s is another program of that name: Azure's tells "
                          "its git hash",
                          used->path);
    }
    if (used->problem || !used->logins_known)
        return judge_unknown(j, "What %s can do is not known: %s", used->path,
                             str_or(used->problem, "it did not say"));
    verdict = judge_age(j, s, used);
    c = first_elsewhere(s, used);
    if (verdict != VERDICT_PASS || !c)
        return verdict;
    return judge_unknown(j,
                         "Context %s names %s: what a kubeconfig names is not "
                         "run, so that its version is not known",
                         c->name, c->command);
}

static enum verdict
run(struct judgement *j, const struct snapshot *s)
{
    const struct tool *used = tool_used(&s->tools, TOOL_KUBELOGIN);
    size_t n;
    const struct kubeconfig_context *c = first_that_needs_it(s, &n);

    if (!c)
        return judge_not_applicable(j, "No context signs in by kubelogin");
    judge_evidence(j, "contexts", judge_text(j, "%zu", n));
    if (used)
        return judge_used(j, s, used);
    advise(j);
    return judge_fail(j,
                      "kubelogin is not on PATH, and %zu context%s need%s it, "
                      "the first is %s",
                      n, n == 1 ? "" : "s", n == 1 ? "s" : "", c->name);
}

const struct check check_kcfg_008 = {
    .rule = {
        .id = "KCFG-008",
        .title = "kubelogin is missing, or too old for the login it is asked "
                 "for",
        .severity = SEVERITY_MEDIUM,
        .why = "kubectl hands the sign-in over to kubelogin: without it, or "
               "with one that does not know the login of the file, nobody "
               "gets in.",
        .how = "The first kubelogin on PATH is asked for its version and the "
               "logins it knows (--tools), and held against the contexts that "
               "were read. Another program of the same name, for OpenID "
               "Connect at large, counts as missing.",
        .fix = "Install Azure's kubelogin: az aks install-cli.",
        .reference = ""
                     "https://learn.microsoft.com/azure/aks/kubelogin-authentication",
    },
    .needs = NEED_TOOLS,
    .run_machine = run,
    .machine = "kubelogin",
};
