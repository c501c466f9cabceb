/* SPDX-License-Identifier: MIT */
/* report_sarif_json.c - results.sarif, result by result: memory does not grow
 * with their number. What passes or does not apply is no result: code scanning
 * would show it as an alert. */
#include "json/report_json.h"

#include <stdlib.h>
#include <string.h>

#include "json/json_sarif.h"
#include "json/json_values.h"
#include "model/audit_diff.h"
#include "report/writer.h"
#include "support/json.h"

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

/* ASCII alone, as in results.json. */
#define FLAGS (JSON_ENSURE_ASCII | JSON_ENCODE_ANY | JSON_COMPACT)

struct stream {
    FILE *out;
    struct sarif sarif;
    bool no_memory;
};

static void
write_value(struct stream *s, const char *before, json_t *value)
{
    char *text = json_write(value, FLAGS);

    fputs(before, s->out);
    if (text)
        fputs(text, s->out);
    else
        s->no_memory = true;
    free(text);
    json_decref(value);
}

/* ---- the tool ---------------------------------------------------------------- */

static json_t *
descriptor(const char *id, const char *what, const char *help)
{
    return json_pack("{s:s, s:{s:s}, s:{s:s}, s:{s:s}}", "id", id,
                     "shortDescription", "text", what, "fullDescription",
                     "text", what, "help", "text", help);
}

static json_t *
tool_of(const struct results *r)
{
    json_auto_t *rules = json_array();

    for (size_t i = 0; i < r->n_rules; i++) {
        json_t *rule = sarif_rule(r->rules[i]);

        if (!rule || json_array_append_new(rules, rule) != 0)
            return NULL;
    }
    /* In the order of the places that notifications name. */
    return json_pack(
        "{s:{s:s, s:s, s:s, s:O, s:[o, o]}}", "driver", "name", "aksentra",
        "version", r->run.version, "semanticVersion", r->run.version, "rules",
        rules, "notifications",
        descriptor("not-audited", "Something in scope could not be audited.",
                   "The message says why, and what would make it known."),
        descriptor("left-out", "Something was left out by choice.",
                   "The message says by which option."));
}

/* ---- the invocation ------------------------------------------------------------ */

static int
add_notification(void *arg, const struct gap *gap)
{
    json_t *value = sarif_notification(gap);

    return value ? json_array_append_new(arg, value) : -1;
}

/* An audit that did not see everything is not called successful: who reads the
 * file must not take what is missing for mended (SARIF 3.20.14). */
static json_t *
invocation_of(const struct overview *o)
{
    const struct results *r = o->results;
    json_auto_t *list = json_array(), *invocation = json_object();

    if (!list || gaps_each(o, add_notification, list) != 0 ||
        json_put(invocation, "executionSuccessful",
                 json_boolean(r->summary.complete &&
                              r->summary.exit_code != 1)) != 0 ||
        json_put(invocation, "exitCode", json_integer(r->summary.exit_code)) !=
            0 ||
        json_put(invocation, "exitCodeDescription",
                 sarif_text(r->summary.exit_reason)) != 0 ||
        json_put(invocation, "startTimeUtc",
                 json_from_time(r->run.started_at)) != 0 ||
        json_put(invocation, "endTimeUtc",
                 json_from_time(r->run.finished_at)) != 0 ||
        json_put(invocation, "toolExecutionNotifications", json_incref(list)) !=
            0)
        return NULL;
    return json_pack("[O]", invocation);
}

/* ---- files ------------------------------------------------------------------------ */

static int
add_file(struct sarif *s, const char *file)
{
    if (!file || map_get(&s->artifacts, file))
        return 0;
    if (vec_push(&s->files, (void *)file) != 0)
        return -1;
    return map_put(&s->artifacts, file, (void *)file);
}

static int
find_places(struct sarif *s)
{
    const struct results *r = s->o->results;

    for (size_t i = 0; i < r->n_rules; i++) {
        if (map_put(&s->rules, r->rules[i]->id, (void *)&r->rules[i]) != 0)
            return -1;
    }
    for (size_t i = 0; i < r->snapshot.clusters.len; i++) {
        const struct cluster *c = r->snapshot.clusters.items[i];

        if (add_file(s, c->source) != 0)
            return -1;
    }
    for (size_t i = 0; i < r->snapshot.kubeconfigs.len; i++) {
        const struct kubeconfig_context *c = r->snapshot.kubeconfigs.items[i];

        if (add_file(s, c->file) != 0)
            return -1;
    }
    /* Now that the list does not move any more. */
    for (size_t i = 0; i < s->files.len; i++) {
        if (map_put(&s->artifacts, s->files.items[i], &s->files.items[i]) != 0)
            return -1;
    }
    return 0;
}

static void
write_artifacts(struct stream *s)
{
    fputs(",\n      \"artifacts\": [", s->out);
    for (size_t i = 0; i < s->sarif.files.len; i++)
        write_value(s, i ? ",\n        " : "\n        ",
                    sarif_artifact(s->sarif.files.items[i]));
    fputs("]", s->out);
}

/* ---- the run ------------------------------------------------------------------------ */

static json_t *
automation_of(const struct results *r)
{
    auto_buf id = { 0 };

    /* What stands before the last slash is the category of code scanning. */
    buf_addf(&id, "aksentra/%s", r->run.id);
    return json_pack("{s:s, s:s}", "id", buf_str(&id), "guid", r->run.id);
}

static json_t *
properties_of(const struct results *r)
{
    json_auto_t *run = json_from_run(r), *summary = json_from_summary(r);

    return json_pack("{s:O, s:O}", "run", run, "summary", summary);
}

static void
write_results(struct stream *s)
{
    const struct vec *findings = &s->sarif.o->results->findings;
    const char *before = "\n        ";

    fputs(",\n      \"results\": [", s->out);
    for (size_t i = 0; i < findings->len; i++) {
        const struct finding *f = findings->items[i];

        if (!finding_needs_attention(f))
            continue;
        write_value(s, before, sarif_result(&s->sarif, f));
        before = ",\n        ";
    }
    fputs("]", s->out);
}

/* A GUID of a known version and kind, which SARIF insists on. */
static bool
is_sarif_guid(const char *text)
{
    return text && guid_is(text) && strchr("12345", text[14]) &&
           strchr("89abAB", text[19]);
}

static void
write_run(struct stream *s)
{
    const struct results *r = s->sarif.o->results;

    write_value(s, "    {\n      \"tool\": ", tool_of(r));
    write_value(s, ",\n      \"automationDetails\": ", automation_of(r));
    if (r->since && is_sarif_guid(r->since->was->run_id))
        write_value(s, ",\n      \"baselineGuid\": ",
                    json_from_text(r->since->was->run_id));
    fputs(",\n      \"columnKind\": \"unicodeCodePoints\"", s->out);
    write_value(s, ",\n      \"invocations\": ", invocation_of(s->sarif.o));
    write_artifacts(s);
    write_results(s);
    write_value(s, ",\n      \"properties\": ", properties_of(r));
    fputs("\n    }", s->out);
}

int
write_sarif(FILE *out, const struct overview *o, struct err *e)
{
    struct stream s = { .out = out, .sarif.o = o };

    if (find_places(&s.sarif) != 0)
        s.no_memory = true;
    fputs("{\n  \"$schema\": \"" SCHEMA "\",\n  \"version\": \"2.1.0\",\n"
          "  \"runs\": [\n",
          out);
    write_run(&s);
    fputs("\n  ]\n}\n", out);
    map_free(&s.sarif.artifacts);
    map_free(&s.sarif.rules);
    vec_free(&s.sarif.files);
    if (s.no_memory)
        return err_nomem(e);
    return writer_check(out, e);
}
