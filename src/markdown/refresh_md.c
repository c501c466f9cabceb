/* SPDX-License-Identifier: MIT */
/* refresh_md.c - kubeconfig-refresh.md: what people with kubeconfigs do, cluster
 * by cluster, to be read and sent around. */
#include "markdown/documents.h"

#include "markdown/markdown.h"
#include "markdown/refresh_parts.h"
#include "model/command.h"
#include "model/retirement.h"
#include "report/instructions.h"
#include "report/next_step.h"
#include "report/writer.h"
#include "support/clock.h"
#include "support/str.h"

static const char changes[] =
    "## What changes\n"
    "\n"
    "| | Before: legacy | After: AKS-managed |\n"
    "| --- | --- | --- |\n"
    "| Who you sign in to | your own server and client app registrations | "
    "Microsoft's AKS application, `6dae42f8-4368-4678-94ff-3960e28e3630` |\n"
    "| The kubeconfig | `auth-provider: azure`, or kubelogin with your server "
    "app's id | kubelogin with the id of Microsoft's application |\n"
    "| kubectl | 1.26 and later refuse `auth-provider: azure` | any, with "
    "kubelogin on the `PATH` |\n"
    "| Tokens in the cache | for your server app | worth nothing: a new "
    "sign-in "
    "is asked for once |\n"
    "| Service principals | cannot sign in | can, bound by object id |\n"
    "\n"
    "Role bindings stay as they are. Until a cluster is migrated its old "
    "kubeconfig works and a new one does not; from then on it is the other way "
    "round.\n"
    "\n"
    "When the file still gets `You must be logged in to the server "
    "(Unauthorized)` after the migration, it is the old one: converting it "
    "with "
    "kubelogin keeps the old server id. Fetch it anew.\n"
    "\n";

static bool
is_legacy(const struct cluster *c)
{
    return c->integration == INTEGRATION_LEGACY;
}

static bool
is_managed(const struct cluster *c)
{
    return c->integration == INTEGRATION_MANAGED;
}

static void
add_head(struct buf *out, const struct overview *o)
{
    const struct results *r = o->results;
    size_t n = r->summary.by_integration[INTEGRATION_LEGACY];
    char when[CLOCK_TEXT_SIZE];

    clock_format(when, r->run.finished_at);
    buf_adds(out, "# Refreshing kubeconfigs\n\n");
    buf_addf(out,
             "Written by aksentra %s on %s. %zu cluster%s of %zu use%s legacy "
             "Microsoft Entra integration.\n\n",
             r->run.version, when, n, n == 1 ? "" : "s", r->summary.clusters,
             n == 1 ? "s" : "");
    if (!r->summary.complete)
        buf_adds(out, "**Not everything in scope could be audited: there may "
                      "be more.** See `coverage` in results.json.\n\n");
    buf_adds(out, changes);
}

static void
add_row(struct buf *out, const struct overview *o, const struct cluster *c)
{
    buf_adds(out, "| ");
    markdown_code_in_table(out, c->name);
    buf_adds(out, " | ");
    markdown_code_in_table(out, c->resource_group);
    buf_adds(out, " | ");
    markdown_code_in_table(out,
                           str_or(c->subscription->name, c->subscription->id));
    buf_addf(out, " | %s | %s |\n", readiness_name(c->readiness),
             next_step(c, overview_tally(o, c)->first));
}

static void
add_commands(struct buf *out, const struct instruction *i,
             const struct cluster *c)
{
    buf_adds(out, "```sh\n");
    instruction_commands(out, i, c);
    buf_adds(out, "```\n\n");
}

static void
add_cluster(struct buf *out, const struct cluster *c)
{
    buf_adds(out, "## ");
    markdown_code(out, c->name);
    /* A line that began with a code span might be taken for a fence. */
    buf_adds(out, "\n\nResource id: ");
    markdown_code(out, c->id);
    buf_adds(out, "\n\n");
    for (size_t i = 0; i < n_instructions; i++) {
        if (!instruction_applies(&instructions[i], c))
            continue;
        buf_addf(out, "### %s\n\n%s\n\n", instructions[i].title,
                 instructions[i].text);
        add_commands(out, &instructions[i], c);
    }
}

static void
add_managed(struct buf *out, const struct cluster *c)
{
    auto_buf line = { 0 };

    command_get_credentials(&line, c);
    if (!buf_ok(&line))
        out->failed = true;
    buf_adds(out, "- ");
    markdown_code(out, c->name);
    buf_adds(out, ": ");
    markdown_code(out, buf_str(&line));
    buf_adds(out, "\n");
}

void
refresh_dates(struct buf *out)
{
    buf_adds(out, "## Retirement dates\n\n"
                  "The dates moved several times; these are the public "
                  "ones.\n\n"
                  "| Date | What | Source |\n| --- | --- | --- |\n");
    for (size_t i = 0; i < n_retirement_dates; i++) {
        const struct retirement_date *d = &retirement_dates[i];

        buf_addf(out, "| %s | %s | %s |\n", d->date, d->what, d->source);
    }
}

/* Writes what was added and empties the buffer. -1: it had failed. */
static int
flush(FILE *out, struct buf *text)
{
    if (!buf_ok(text))
        return -1;
    fwrite(buf_str(text), 1, text->len, out);
    buf_reset(text);
    return 0;
}

static int
write_table(FILE *out, struct buf *text, const struct overview *o)
{
    const struct vec *clusters = &o->results->snapshot.clusters;

    if (o->results->summary.by_integration[INTEGRATION_LEGACY] == 0) {
        buf_adds(text, "## Legacy clusters\n\nNone was found.\n\n");
        return flush(out, text);
    }
    buf_adds(text, "## Legacy clusters\n\n"
                   "| Cluster | Resource group | Subscription | Readiness | "
                   "Next step |\n| --- | --- | --- | --- | --- |\n");
    for (size_t i = 0; i < clusters->len; i++) {
        if (is_legacy(clusters->items[i]))
            add_row(text, o, clusters->items[i]);
        if (flush(out, text) != 0)
            return -1;
    }
    buf_addc(text, '\n');
    return flush(out, text);
}

static int
write_clusters(FILE *out, struct buf *text, const struct overview *o)
{
    const struct vec *clusters = &o->results->snapshot.clusters;

    for (size_t i = 0; i < clusters->len; i++) {
        if (is_legacy(clusters->items[i]))
            add_cluster(text, clusters->items[i]);
        if (flush(out, text) != 0)
            return -1;
    }
    return 0;
}

static int
write_managed(FILE *out, struct buf *text, const struct overview *o)
{
    const struct vec *clusters = &o->results->snapshot.clusters;

    if (o->results->summary.by_integration[INTEGRATION_MANAGED] == 0)
        return 0;
    buf_adds(text,
             "## Clusters that are managed already\n\n"
             "A kubeconfig from before their migration is stale. Fetch it "
             "anew, then `kubelogin remove-cache-dir` and `kubelogin "
             "convert-kubeconfig -l azurecli`.\n\n");
    for (size_t i = 0; i < clusters->len; i++) {
        if (is_managed(clusters->items[i]))
            add_managed(text, clusters->items[i]);
        if (flush(out, text) != 0)
            return -1;
    }
    buf_addc(text, '\n');
    return flush(out, text);
}

int
write_refresh_md(FILE *out, const struct overview *o, struct err *e)
{
    auto_buf text = { 0 };

    if (o->results->snapshot.kubeconfigs_only) {
        buf_adds(&text, "# Refreshing kubeconfigs\n\n");
        buf_adds(&text, changes);
        refresh_kubeconfigs(&text, o);
        refresh_tools(&text, o);
        refresh_trouble(&text, o);
        refresh_dates(&text);
        return flush(out, &text) == 0 ? writer_check(out, e) : err_nomem(e);
    }
    add_head(&text, o);
    if (flush(out, &text) != 0 || write_table(out, &text, o) != 0 ||
        write_clusters(out, &text, o) != 0 || write_managed(out, &text, o) != 0)
        return err_nomem(e);
    refresh_kubeconfigs(&text, o);
    if (flush(out, &text) != 0)
        return err_nomem(e);
    refresh_trouble(&text, o);
    refresh_access(&text, o);
    refresh_apps(&text, o);
    refresh_dates(&text);
    if (flush(out, &text) != 0)
        return err_nomem(e);
    return writer_check(out, e);
}
