/* SPDX-License-Identifier: MIT */
/* json_sarif_result.c - results and notifications of results.sarif. */
#include "json/json_sarif.h"

#include <stdio.h>
#include <string.h>

#include "json/json_values.h"
#include "report/finding_words.h"
#include "support/crypto.h"
#include "support/str.h"
#include "support/url.h"

/* ---- where ----------------------------------------------------------------- */

/* A relative path, or file:// of an absolute one; each segment encoded. */
static void
add_uri(struct buf *out, const char *path)
{
    if (*path == '/')
        buf_adds(out, "file://");
    while (*path) {
        size_t len = strcspn(path, "/");
        auto_buf segment = { 0 };

        buf_add(&segment, path, len);
        url_encode(out, buf_str(&segment));
        path += len;
        if (*path)
            buf_addc(out, *path++);
    }
}

/* The kubeconfig file of a context, and the line of it. */
static const char *
context_file(const struct sarif *s, const struct finding *f, size_t *line)
{
    const struct vec *list = &s->o->results->snapshot.kubeconfigs;

    for (size_t i = 0; i < list->len; i++) {
        const struct kubeconfig_context *c = list->items[i];
        size_t len = strlen(c->file);

        if (strncmp(f->resource, c->file, len) == 0 &&
            f->resource[len] == '#' && str_eq(f->resource + len + 1, c->name)) {
            *line = c->line ? c->line : 1;
            return c->file;
        }
    }
    return NULL;
}

/* The ids of Azure make good paths: "subscriptions/.../managedClusters/aks-one";
 * others get a folder: "app/ID". */
static void
add_made_path(struct buf *out, const struct finding *f)
{
    const char *resource = f->resource + strspn(f->resource, "/");
    auto_buf path = { 0 };

    for (; *resource; resource++)
        buf_addc(&path, *resource == ':' || *resource == '#' ? '/' : *resource);
    add_uri(out, path.len ? buf_str(&path) : "unknown");
    if (!buf_ok(&path))
        out->failed = true;
}

static json_t *
physical_location(const struct sarif *s, const struct finding *f)
{
    size_t line = 1;
    const char *file = context_file(s, f, &line);
    json_auto_t *artifact = json_object();
    auto_buf uri = { 0 };
    void **item;

    if (!file && f->cluster)
        file = f->cluster->source;
    if (file)
        add_uri(&uri, file);
    else
        add_made_path(&uri, f);
    if (!buf_ok(&uri) ||
        json_put(artifact, "uri", json_from_text(buf_str(&uri))) != 0)
        return NULL;
    /* The map does not tell upper from lower case. */
    item = file ? map_get(&s->artifacts, file) : NULL;
    if (item && str_eq(*item, file) &&
        json_put(artifact, "index", json_integer(item - s->files.items)) != 0)
        return NULL;
    return json_pack("{s:O, s:{s:I}}", "artifactLocation", artifact, "region",
                     "startLine", (json_int_t)line);
}

json_t *
sarif_artifact(const char *file)
{
    auto_buf uri = { 0 };

    add_uri(&uri, file);
    if (!buf_ok(&uri))
        return NULL;
    return json_pack("{s:{s:s}, s:[s]}", "location", "uri", buf_str(&uri),
                     "roles", "analysisTarget");
}

static json_t *
logical_location(const char *name, const char *id)
{
    json_auto_t *o = json_object();

    if (json_put(o, "name", sarif_text(name)) != 0 ||
        json_put(o, "fullyQualifiedName", sarif_text(id)) != 0 ||
        json_put(o, "kind", json_string("resource")) != 0)
        return NULL;
    return json_incref(o);
}

json_t *
sarif_locations(const struct sarif *s, const struct finding *f)
{
    auto_buf place = { 0 };
    json_t *physical, *logical;

    finding_place(&place, f);
    if (!buf_ok(&place))
        return NULL;
    physical = physical_location(s, f);
    logical = logical_location(buf_str(&place), f->resource);
    return json_pack("[{s:o, s:[o]}]", "physicalLocation", physical,
                     "logicalLocations", logical);
}

/* ---- the same one again ------------------------------------------------------ */

static int
fingerprint(const struct finding *f, char hex[65])
{
    unsigned char digest[32];
    auto_buf text = { 0 };

    finding_identity(&text, f);
    if (!buf_ok(&text) || crypto_sha256(buf_str(&text), text.len, digest) != 0)
        return -1;
    for (size_t i = 0; i < sizeof(digest); i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    return 0;
}

static json_t *
fingerprints(const struct finding *f)
{
    char hex[65];
    auto_buf line = { 0 };

    if (fingerprint(f, hex) != 0)
        return NULL;
    /* As GitHub makes them where there are none: 16 digits and a count. */
    buf_addf(&line, "%.16s:1", hex);
    return json_pack("{s:s, s:s}", "aksentra/v1", hex,
                     "primaryLocationLineHash", buf_str(&line));
}

/* ---- the result -------------------------------------------------------------- */

static json_t *
suppressions(const struct finding *f)
{
    auto_buf text = { 0 };
    json_t *why;

    if (!f->waiver)
        return json_array();
    waiver_text(&text, f->waiver);
    why = buf_ok(&text) ? sarif_text(buf_str(&text)) : NULL;
    return json_pack("[{s:s, s:s, s:o}]", "kind", "external", "status",
                     "accepted", "justification", why);
}

static json_t *
evidence_of(const struct finding *f)
{
    json_auto_t *o = json_object();

    for (size_t i = 0; i < f->n_evidence; i++) {
        const struct evidence *e = &f->evidence[i];

        if (json_put(o, e->field,
                     e->value ? sarif_text(e->value) : json_null()) != 0)
            return NULL;
    }
    return json_incref(o);
}

static json_t *
commands_of(const struct finding *f)
{
    json_auto_t *list = json_array();

    for (size_t i = 0; i < f->commands.len; i++) {
        json_t *text = sarif_text(f->commands.items[i]);

        if (!text || json_array_append_new(list, text) != 0)
            return NULL;
    }
    return json_incref(list);
}

static json_t *
properties_of(const struct finding *f)
{
    json_auto_t *o = json_object();
    auto_buf lapsed = { 0 };

    if (json_put(o, "severity",
                 json_from_text(severity_name(f->rule->severity))) != 0 ||
        json_put(o, "verdict", json_from_text(verdict_name(f->verdict))) != 0 ||
        json_put(o, "evidence", evidence_of(f)) != 0 ||
        json_put(o, "commands", commands_of(f)) != 0)
        return NULL;
    if (!f->lapsed)
        return json_incref(o);
    waiver_text(&lapsed, f->lapsed);
    if (!buf_ok(&lapsed) ||
        json_put(o, "expiredWaiver", sarif_text(buf_str(&lapsed))) != 0)
        return NULL;
    return json_incref(o);
}

static json_t *
message_of(const struct finding *f)
{
    auto_buf text = { 0 };

    finding_place(&text, f);
    buf_addf(&text, ": %s", finding_message(f));
    return buf_ok(&text) ? sarif_message(buf_str(&text)) : NULL;
}

json_t *
sarif_result(const struct sarif *s, const struct finding *f)
{
    json_auto_t *o = json_object();
    const struct rule *const *rule = map_get(&s->rules, f->rule->id);
    bool fails = f->verdict == VERDICT_FAIL;

    /* "open": there was not enough to decide by; it has no level (SARIF 3.27.9,
     * 3.27.10). */
    if (json_put(o, "ruleId", json_from_text(f->rule->id)) != 0 ||
        json_put(o, "ruleIndex", json_integer(rule - s->o->results->rules)) !=
            0 ||
        json_put(o, "kind", json_string(fails ? "fail" : "open")) != 0 ||
        json_put(o, "level",
                 json_string(fails ? sarif_level(f->rule->severity)
                                   : "none")) != 0 ||
        json_put(o, "message", message_of(f)) != 0 ||
        json_put(o, "locations", sarif_locations(s, f)) != 0 ||
        json_put(o, "partialFingerprints", fingerprints(f)) != 0 ||
        json_put(o, "suppressions", suppressions(f)) != 0 ||
        json_put(o, "properties", properties_of(f)) != 0)
        return NULL;
    if (f->since != SINCE_NOT_COMPARED &&
        json_put(o, "baselineState",
                 json_from_text(finding_since_name(f->since))) != 0)
        return NULL;
    return json_incref(o);
}

json_t *
sarif_notification(const struct gap *gap)
{
    json_auto_t *o = json_object();
    json_auto_t *where = logical_location(gap->name, gap->id);
    auto_buf text = { 0 };

    buf_addf(&text, "%s %s: %s: %s", gap->kind, gap->name, gap->status,
             gap->reason);
    if (!str_empty(gap->remedy))
        buf_addf(&text, " (what would make it known: %s)", gap->remedy);
    if (!buf_ok(&text))
        return NULL;
    if (json_put(o, "descriptor",
                 json_pack("{s:s, s:i}", "id",
                           gap->counts ? "not-audited" : "left-out", "index",
                           gap->counts ? 0 : 1)) != 0 ||
        json_put(o, "level", json_string(gap->counts ? "error" : "note")) !=
            0 ||
        json_put(o, "message", sarif_message(buf_str(&text))) != 0 ||
        json_put(o, "locations",
                 json_pack("[{s:[O]}]", "logicalLocations", where)) != 0)
        return NULL;
    return json_incref(o);
}
