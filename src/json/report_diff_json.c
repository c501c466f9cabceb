/* SPDX-License-Identifier: MIT */
/* report_diff_json.c - what changed between two results, as JSON: one cluster
 * and one failure a line, in order, so that two of these diff well. */
#include "json/json_values.h"

#include <stdlib.h>

#include "json/report_diff.h"
#include "support/json.h"

#define SCHEMA "aksentra/diff/v1"
/* As in results.json: nothing in it can steer a terminal. */
#define FLAGS (JSON_ENSURE_ASCII | JSON_ENCODE_ANY | JSON_COMPACT)

static json_t *
json_from_record(const struct audit_record *r)
{
    json_auto_t *o = json_object();

    if (json_put(o, "name", json_from_text(r->name)) != 0 ||
        json_put(o, "runId", json_from_text(r->run_id)) != 0 ||
        json_put(o, "finishedAt", json_from_text(r->finished_at)) != 0 ||
        json_put(o, "complete", json_boolean(r->complete)) != 0)
        return NULL;
    return json_incref(o);
}

static json_t *
json_from_finding_diff(const struct finding_diff *f)
{
    const struct record_finding *any = f->is ? f->is : f->was;
    json_auto_t *o = json_object();

    if (json_put(o, "check", json_from_text(any->check)) != 0 ||
        json_put(o, "severity", json_from_text(severity_name(any->severity))) !=
            0 ||
        json_put(o, "resource", json_from_text(any->resource)) != 0 ||
        json_put(o, "cluster",
                 json_from_text(any->cluster ? any->cluster->id
                                             : any->in_cluster)) != 0 ||
        json_put(o, "subject", json_from_text(any->subject)) != 0 ||
        json_put(o, "change", json_from_text(finding_change_name(f->change))) !=
            0 ||
        json_put(o, "waived", json_boolean(any->waived)) != 0 ||
        json_put(o, "message", json_from_text(any->message)) != 0)
        return NULL;
    return json_incref(o);
}

/* Takes the value over. -1: out of memory. */
static int
write_value(FILE *out, const char *before, json_t *value)
{
    char *text = json_write(value, FLAGS);

    if (text) {
        fputs(before, out);
        json_print(out, text, "");
    }
    json_decref(value);
    free(text);
    return text ? 0 : -1;
}

static int
write_clusters(FILE *out, const struct audit_diff *d)
{
    fputs(",\n  \"clusters\": [", out);
    for (size_t i = 0; i < d->n_clusters; i++) {
        if (write_value(out, i ? ",\n    " : "\n    ",
                        json_from_change(&d->clusters[i])) != 0)
            return -1;
    }
    fputs(d->n_clusters ? "\n  ]" : "]", out);
    return 0;
}

static int
write_findings(FILE *out, const struct audit_diff *d)
{
    fputs(",\n  \"findings\": [", out);
    for (size_t i = 0; i < d->n_findings; i++) {
        if (write_value(out, i ? ",\n    " : "\n    ",
                        json_from_finding_diff(&d->findings[i])) != 0)
            return -1;
    }
    fputs(d->n_findings ? "\n  ]" : "]", out);
    return 0;
}

static json_t *
json_from_sums(const struct audit_diff *d, int status, const char *reason)
{
    json_auto_t *o = json_object();

    if (json_put(o, "newlyLegacy", json_integer((json_int_t)d->newly_legacy)) !=
            0 ||
        json_put(o, "clusters", json_change_counts(d)) != 0 ||
        json_put(o, "findings", json_finding_change_counts(d)) != 0 ||
        json_put(o, "complete", json_boolean(audit_diff_is_complete(d))) != 0 ||
        json_put(o, "exitCode", json_integer(status)) != 0 ||
        json_put(o, "exitReason", json_from_text(reason)) != 0)
        return NULL;
    return json_incref(o);
}

int
report_write_diff_json(FILE *out, const struct audit_diff *d, int status,
                       const char *reason, struct err *e)
{
    if (write_value(out, "{\n  \"schema\": \"" SCHEMA "\",\n  \"old\": ",
                    json_from_record(d->was)) != 0 ||
        write_value(out, ",\n  \"new\": ", json_from_record(d->is)) != 0 ||
        write_value(out, ",\n  \"summary\": ",
                    json_from_sums(d, status, reason)) != 0 ||
        write_clusters(out, d) != 0 || write_findings(out, d) != 0)
        return err_nomem(e);
    fputs("\n}\n", out);
    return 0;
}
