/* SPDX-License-Identifier: MIT */
/* report_json.c - results.json, written as a stream: one item of a list is in
 * memory at a time, and stands on one line, so that two runs diff well. */
#include "json/report_json.h"

#include <stdlib.h>

#include "json/json_values.h"
#include "report/writer.h"
#include "support/json.h"

#define SCHEMA "aksentra/results/v1"

struct stream {
    FILE *out;
    const struct overview *o;
    bool first; /* of the list that is open */
    bool no_memory;
};

/* ASCII alone: what a name holds cannot steer a terminal it is shown on. */
#define FLAGS (JSON_ENSURE_ASCII | JSON_ENCODE_ANY)

static void
open_list(struct stream *s, const char *key)
{
    fprintf(s->out, ",\n  \"%s\": [", key);
    s->first = true;
}

static void
close_list(struct stream *s)
{
    fputs(s->first ? "]" : "\n  ]", s->out);
}

static void
write_item(struct stream *s, json_t *value)
{
    /* Through a text: json_dumpf() would call fwrite() for every token. */
    char *text = json_write(value, FLAGS | JSON_COMPACT);

    fputs(s->first ? "\n    " : ",\n    ", s->out);
    s->first = false;
    /* A failure of the stream shows in ferror(). */
    if (text)
        json_print(s->out, text, "");
    else
        s->no_memory = true;
    free(text);
    json_decref(value);
}

/* An object of some depth, for people. */
static void
write_member(struct stream *s, const char *key, json_t *value)
{
    char *text = json_write(value, FLAGS | JSON_INDENT(2));

    fprintf(s->out, ",\n  \"%s\": ", key);
    /* It stands one level down. */
    if (text)
        json_print(s->out, text, "  ");
    else
        s->no_memory = true;
    free(text);
    json_decref(value);
}

static void
write_directory_coverage(struct stream *s)
{
    const struct directory *d = &s->o->results->snapshot.directory;

    bool no_bindings = s->o->results->snapshot.no_bindings;

    if (d->skipped)
        write_item(s, json_coverage("part", "apps", COVERAGE_SKIPPED,
                                    "left out by --no-apps", NULL));
    if (no_bindings)
        write_item(s, json_coverage("part", "bindings", COVERAGE_SKIPPED,
                                    "left out by --no-bindings", NULL));
    for (int i = 0; i < DIRECTORY_PART_COUNT; i++) {
        const struct coverage_view *v = &d->views[i];

        if (i < DIRECTORY_APP_PARTS ? d->skipped : no_bindings)
            continue;

        write_item(s, json_coverage("directory",
                                    directory_part_name((enum directory_part)i),
                                    v->status, v->reason, v->remedy));
    }
}

static void
write_access_coverage(struct stream *s)
{
    const struct snapshot *snapshot = &s->o->results->snapshot;

    if (snapshot->no_bindings)
        return;
    for (size_t i = 0; i < snapshot->subscriptions.len; i++) {
        const struct subscription *sub = snapshot->subscriptions.items[i];
        const struct coverage_view *v = &sub->role_assignments;

        if (sub->clusters > 0)
            write_item(s, json_coverage("roleAssignments", sub->id, v->status,
                                        v->reason, v->remedy));
    }
    for (size_t i = 0; i < snapshot->clusters.len; i++) {
        const struct cluster *c = snapshot->clusters.items[i];

        write_item(s, json_coverage("bindings", c->id, c->bindings.status,
                                    c->bindings.reason, c->bindings.remedy));
    }
}

static void
write_coverage(struct stream *s)
{
    const struct snapshot *snapshot = &s->o->results->snapshot;

    open_list(s, "coverage");
    for (size_t i = 0; i < snapshot->coverage.len; i++) {
        const struct coverage *c = snapshot->coverage.items[i];

        write_item(
            s, json_coverage(c->kind, c->id, c->status, c->reason, c->remedy));
    }
    for (size_t i = 0; i < snapshot->subscriptions.len; i++) {
        const struct subscription *sub = snapshot->subscriptions.items[i];

        /* The clusters were seen by another audit; what that one could not see
         * limits what is said of a context. */
        if (!snapshot->kubeconfigs_only || sub->status != COVERAGE_AUDITED)
            write_item(s, json_subscription_coverage(snapshot, sub));
    }
    for (size_t i = 0;
         i < snapshot->clusters.len && !snapshot->kubeconfigs_only; i++)
        write_item(s, json_cluster_coverage(snapshot->clusters.items[i]));
    write_access_coverage(s);
    write_directory_coverage(s);
    close_list(s);
}

static void
write_clusters(struct stream *s)
{
    const struct vec *clusters = &s->o->results->snapshot.clusters;

    open_list(s, "clusters");
    for (size_t i = 0; i < clusters->len; i++)
        write_item(s, json_from_cluster(s->o, clusters->items[i]));
    close_list(s);
}

static void
write_apps(struct stream *s)
{
    const struct vec *apps = &s->o->results->snapshot.apps;

    open_list(s, "apps");
    for (size_t i = 0; i < apps->len; i++)
        write_item(s, json_from_app(s->o, apps->items[i]));
    close_list(s);
}

/* Those of Kubernetes and its add-ons are counted, with their cluster. */
static void
write_bindings(struct stream *s)
{
    const struct vec *clusters = &s->o->results->snapshot.clusters;

    open_list(s, "bindings");
    for (size_t i = 0; i < clusters->len; i++) {
        const struct cluster *c = clusters->items[i];

        for (size_t b = 0; b < c->bindings.n; b++) {
            if (!c->bindings.items[b].system)
                write_item(s, json_from_binding(c, &c->bindings.items[b]));
        }
    }
    close_list(s);
}

static void
write_principals(struct stream *s)
{
    const struct vec *list = &s->o->results->snapshot.directory.principals;

    open_list(s, "principals");
    for (size_t i = 0; i < list->len; i++) {
        const struct principal *p = list->items[i];

        if (p->bindings > 0 || p->assignments > 0)
            write_item(s, json_from_principal(p));
    }
    close_list(s);
}

static void
write_groups(struct stream *s)
{
    const struct vec *list = &s->o->results->snapshot.directory.groups;

    open_list(s, "groups");
    for (size_t i = 0; i < list->len; i++)
        write_item(s, json_from_group(list->items[i]));
    close_list(s);
}

static void
write_assignments(struct stream *s)
{
    const struct vec *list = &s->o->results->snapshot.access_assignments;

    open_list(s, "roleAssignments");
    for (size_t i = 0; i < list->len; i++)
        write_item(s, json_from_assignment(list->items[i]));
    close_list(s);
}

static void
write_kubeconfigs(struct stream *s)
{
    const struct vec *list = &s->o->results->snapshot.kubeconfigs;

    open_list(s, "kubeconfigs");
    for (size_t i = 0; i < list->len; i++)
        write_item(s, json_from_kubeconfig(list->items[i]));
    close_list(s);
}

/* Null where nobody looked: an empty list says that there is none. */
static void
write_tools(struct stream *s)
{
    const struct snapshot *snapshot = &s->o->results->snapshot;

    if (!snapshot->has_tools) {
        fputs(",\n  \"tools\": null", s->out);
        return;
    }
    open_list(s, "tools");
    for (size_t i = 0; i < snapshot->tools.len; i++)
        write_item(s, json_from_tool(snapshot->tools.items[i]));
    close_list(s);
}

static void
write_findings(struct stream *s)
{
    const struct vec *findings = &s->o->results->findings;

    open_list(s, "findings");
    for (size_t i = 0; i < findings->len; i++)
        write_item(s, json_from_finding(findings->items[i]));
    close_list(s);
}

static void
write_instructions(struct stream *s)
{
    const struct vec *clusters = &s->o->results->snapshot.clusters;

    open_list(s, "instructions");
    for (size_t i = 0; i < clusters->len; i++) {
        for (size_t n = 0; n < n_instructions; n++) {
            if (instruction_applies(&instructions[n], clusters->items[i]))
                write_item(s, json_from_instruction(&instructions[n],
                                                    clusters->items[i]));
        }
    }
    close_list(s);
}

int
write_json(FILE *out, const struct overview *o, struct err *e)
{
    struct stream s = { .out = out, .o = o };

    fputs("{\n  \"schema\": \"" SCHEMA "\"", out);
    write_member(&s, "run", json_from_run(o->results));
    write_member(&s, "summary", json_from_summary(o->results));
    write_member(&s, "baseline", json_from_baseline(o->results->since));
    write_coverage(&s);
    write_clusters(&s);
    write_apps(&s);
    /* Bindings name principals; who reads the file needs these first. */
    write_principals(&s);
    write_groups(&s);
    write_bindings(&s);
    write_assignments(&s);
    write_kubeconfigs(&s);
    write_tools(&s);
    write_findings(&s);
    write_instructions(&s);
    fputs("\n}\n", out);
    if (s.no_memory)
        return err_nomem(e);
    return writer_check(out, e);
}

int
report_write_json(FILE *out, const struct results *r, struct err *e)
{
    struct overview o;
    int ret;

    if (overview_init(&o, r, e) != 0)
        return -1;
    ret = write_json(out, &o, e);
    overview_free(&o);
    return ret == 0 ? 0 : err_wrap(e, "standard output");
}
