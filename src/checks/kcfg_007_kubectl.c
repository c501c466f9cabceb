/* SPDX-License-Identifier: MIT */
/* kcfg_007_kubectl.c - the kubectl of this machine, and which clusters it
 * fits. */
#include "checks/registry.h"

#include <stdlib.h>

#include "support/str.h"

/* From here on kubectl has no auth-provider azure (Kubernetes 1.26 release
 * notes). */
enum { MINOR_WITHOUT_AZURE = 26 };
/* kubectl may be this many minor versions away (Kubernetes version skew
 * policy). */
enum { MINOR_SKEW = 1 };

/* What speaks against it, and what could not be seen. */
struct opinion {
    struct buf against, unseen;
    long lowest,
        highest; /* minor versions of the clusters; -1: none is known */
    size_t unfit, refused, unseen_contexts;
};

static void
separate(struct buf *out)
{
    if (out->len)
        buf_adds(out, "; ");
}

/* ---- several of them ------------------------------------------------------- */

static void
look_at_others(struct judgement *j, const struct snapshot *s,
               const struct tool *used, struct opinion *o)
{
    size_t n = 0, unread = 0;
    bool differ = false;

    for (size_t i = 0; i < s->tools.len; i++) {
        const struct tool *t = s->tools.items[i];

        if (t->kind != TOOL_KUBECTL)
            continue;
        n++;
        unread += t->version == NULL;
        differ |= t->version && used->version &&
                  tool_version_compare(&t->number, &used->number) != 0;
        judge_evidence(
            j, "kubectl",
            judge_text(j, "%s %s", str_or(t->version, "unknown"), t->path));
    }
    if (differ) {
        buf_addf(&o->against,
                 "%zu kubectl of different versions are on PATH, and a shell "
                 "runs %s %s: keep one",
                 n, used->path, used->version);
        return;
    }
    if (unread > 0)
        buf_addf(&o->unseen, "%zu of %zu kubectl did not tell their version",
                 unread, n);
}

/* ---- the clusters ---------------------------------------------------------- */

static void
look_at_cluster(const struct tool *used, const struct cluster *c,
                struct opinion *o)
{
    struct tool_version v = tool_version_read(c ? c->kubernetes_version : NULL);
    long minor = (long)v.minor;

    if (!c || !v.known || v.major != used->number.major) {
        o->unseen_contexts++;
        return;
    }
    if (o->lowest < 0 || minor < o->lowest)
        o->lowest = minor;
    if (minor > o->highest)
        o->highest = minor;
    if (labs(minor - (long)used->number.minor) > MINOR_SKEW &&
        o->unfit++ == 0) {
        separate(&o->against);
        buf_addf(&o->against,
                 "kubectl %s may be one minor version away from its cluster, "
                 "and %s is "
                 "on %s",
                 used->version, c->name, c->kubernetes_version);
    }
}

static void
look_at_contexts(const struct snapshot *s, const struct tool *used,
                 struct opinion *o)
{
    for (size_t i = 0; i < s->kubeconfigs.len; i++) {
        const struct kubeconfig_context *c = s->kubeconfigs.items[i];

        if (!c->is_aks)
            continue;
        look_at_cluster(used, c->cluster, o);
        if (c->form == USER_AUTH_PROVIDER && used->number.major == 1 &&
            used->number.minor >= MINOR_WITHOUT_AZURE && o->refused++ == 0) {
            separate(&o->against);
            buf_addf(&o->against,
                     "kubectl %s has no auth-provider azure, by which context "
                     "%s signs "
                     "in",
                     used->version, c->name);
        }
    }
    if (o->unseen_contexts > 0) {
        separate(&o->unseen);
        buf_addf(&o->unseen,
                 "the Kubernetes version of the cluster is not known for %zu "
                 "context%s",
                 o->unseen_contexts, o->unseen_contexts == 1 ? "" : "s");
    }
}

/* The newest that fits them all, where there is one. */
static void
advise(struct judgement *j, const struct opinion *o)
{
    auto_buf line = { 0 };

    if (o->unfit > 0 && o->highest - o->lowest <= 2 * MINOR_SKEW) {
        buf_addf(&line, "az aks install-cli --client-version 1.%ld.0",
                 o->lowest + MINOR_SKEW);
        judge_command(j, &line);
    }
}

static enum verdict
decide(struct judgement *j, const struct snapshot *s, const struct tool *used,
       struct opinion *o)
{
    look_at_others(j, s, used, o);
    if (used->version)
        look_at_contexts(s, used, o);
    if (!buf_ok(&o->against) || !buf_ok(&o->unseen))
        j->out_of_memory = true;
    if (o->against.len > 0) {
        advise(j, o);
        return judge_fail(j, "%s", buf_str(&o->against));
    }
    if (!used->version)
        return judge_unknown(j, "The version of %s is not known: %s",
                             used->path, str_or(used->problem, "no reason"));
    if (o->unseen.len > 0)
        return judge_unknown(j, "Whether kubectl %s fits: %s", used->version,
                             buf_str(&o->unseen));
    return VERDICT_PASS;
}

static enum verdict
run(struct judgement *j, const struct snapshot *s)
{
    const struct tool *used = tool_used(&s->tools, TOOL_KUBECTL);
    struct opinion o = { .lowest = -1, .highest = -1 };
    enum verdict verdict;

    if (!used)
        return judge_not_applicable(j, "No kubectl is on PATH");
    verdict = decide(j, s, used, &o);
    buf_free(&o.against);
    buf_free(&o.unseen);
    return verdict;
}

const struct check check_kcfg_007 = {
    .rule = {
        .id = "KCFG-007",
        .title = "More than one kubectl on this machine, or one that does not "
                 "fit the clusters",
        .severity = SEVERITY_MEDIUM,
        .why = "Which of several versions runs depends on PATH, so that a "
               "sign-in works in one shell and not in another. kubectl may be "
               "at most one minor version away from the cluster, and from "
               "1.26 on it refuses auth-provider azure.",
        .how = "Every kubectl on PATH is asked for its version (--tools); the "
               "first is held against the clusters and the sign-in of the "
               "contexts that were read.",
        .fix = "Keep one kubectl that fits: az aks install-cli "
               "--client-version, and remove the others.",
        .reference = ""
                     "https://learn.microsoft.com/azure/aks/entra-id-control-plane-authentication",
    },
    .needs = NEED_TOOLS,
    .run_machine = run,
    .machine = "kubectl",
};
