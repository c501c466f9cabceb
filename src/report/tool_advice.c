/* SPDX-License-Identifier: MIT */
/* tool_advice.c - what to install on the machine that was looked at. */
#include "report/tool_advice.h"

#include "model/tool.h"
#include "support/str.h"

typedef void say_fn(void *arg, const char *text,
                    const struct text_list *commands);

/* The first whose get-credentials has --format (Azure CLI release notes). */
static const struct tool_version first_with_format = { true, 2, 34, 0 };

/* Findings say what ails kubectl and kubelogin; where there is no kubectl, or
 * about az, there is none. */
static size_t
missing(const struct snapshot *s, say_fn *say, void *arg)
{
    const char *install = "az aks install-cli", *upgrade = "az upgrade";
    const struct text_list nothing = { 0 }, clients = { &install, 1 },
                           newer = { &upgrade, 1 };
    const struct tool *az = tool_used(&s->tools, TOOL_AZ);
    size_t n = 0;

    if (!az) {
        say(arg,
            "az is not on PATH, and the commands here need it: see "
            "https://learn.microsoft.com/cli/azure/install-azure-cli",
            &nothing);
        n++;
    } else if (!az->number.known) {
        say(arg, "What az can do is not known: it did not tell its version",
            &nothing);
        n++;
    } else if (tool_version_compare(&az->number, &first_with_format) < 0) {
        say(arg, "az is older than 2.34.0: get-credentials has no --format",
            &newer);
        n++;
    }
    if (!tool_used(&s->tools, TOOL_KUBECTL)) {
        say(arg, "kubectl is not on PATH", &clients);
        n++;
    }
    return n;
}

static bool
is_of_machine(const struct finding *f)
{
    return str_has_prefix_fold(f->resource, "machine:") &&
           (f->verdict == VERDICT_FAIL || f->verdict == VERDICT_UNKNOWN);
}

size_t
tool_advice(const struct overview *o, say_fn *say, void *arg)
{
    const struct results *r = o->results;
    size_t n = missing(&r->snapshot, say, arg);

    for (size_t i = 0; i < r->findings.len; i++) {
        const struct finding *f = r->findings.items[i];

        if (!is_of_machine(f))
            continue;
        say(arg, f->message, &f->commands);
        n++;
    }
    return n;
}
