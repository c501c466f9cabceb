/* SPDX-License-Identifier: MIT */
/* results_clusters.c - the clusters of a results.json. */
#include "sources/results_clusters.h"

#include "sources/results_file.h"
#include "sources/results_read_private.h"
#include "support/json.h"
#include "support/json_stream.h"
#include "support/str.h"

struct reader {
    struct results *results;
    struct members members; /* of the value at hand */
    const char *finished_at;
    bool has_schema, has_clusters;
};

/* ---- the rest -------------------------------------------------------------- */

static int
read_run(struct reader *r)
{
    struct run *run = &r->results->run;
    const struct members *m = &r->members;

    if (members_text(m, "finishedAt", true, &r->finished_at) != 0 ||
        members_text(m, "cloud", false, &run->cloud) != 0 ||
        members_text(m, "portal", false, &run->portal) != 0 ||
        members_text(m, "tenantId", false, &run->tenant_id) != 0)
        return -1;
    return 0;
}

/* What could not be read may hold any cluster. */
static int
read_coverage(struct reader *r)
{
    struct snapshot *s = &r->results->snapshot;
    const struct members *m = &r->members;
    const char *kind, *id, *reason, *remedy;
    struct subscription *sub;
    int status;

    if (members_text(m, "kind", true, &kind) != 0 ||
        members_text(m, "id", false, &id) != 0 ||
        members_text(m, "reason", false, &reason) != 0 ||
        members_text(m, "remedy", false, &remedy) != 0 ||
        members_coverage(m, "status", &status) != 0)
        return -1;
    if (!id || coverage_is_complete((enum coverage_status)status))
        return 0;
    if (str_eq(kind, "subscription")) {
        sub = snapshot_subscription(s, id);
        if (!sub)
            return err_nomem(m->e);
        subscription_mark(sub, (enum coverage_status)status, reason, remedy);
    } else if (str_eq(kind, "subscriptions") ||
               str_eq(kind, "management-group") || str_eq(kind, "file")) {
        if (snapshot_add_coverage(s, kind, id, (enum coverage_status)status,
                                  reason, remedy) != 0)
            return err_nomem(m->e);
    }
    return 0;
}

static bool
wants(void *arg, const char *key)
{
    (void)arg;
    return str_eq(key, "schema") || str_eq(key, "run") ||
           str_eq(key, "coverage") || str_eq(key, "clusters");
}

static int
take_member(struct reader *r, const char *key, const json_t *value)
{
    bool is_list = str_eq(key, "coverage") || str_eq(key, "clusters");

    if (is_list) {
        r->has_clusters |= str_eq(key, "clusters");
        return json_is_array(value)
                   ? 0
                   : members_refuse(&r->members, NULL, "an array",
                                    json_kind(value));
    }
    if (str_eq(key, "run"))
        return json_is_object(value)
                   ? read_run(r)
                   : members_refuse(&r->members, NULL, "an object",
                                    json_kind(value));
    r->has_schema = true;
    return results_check_schema(&r->members, value);
}

static int
take_value(void *arg, const char *key, size_t place, const json_t *value,
           struct err *e)
{
    struct reader *r = arg;
    struct members *m = &r->members;

    m->e = e;
    members_enter(m, key, place, value);
    if (place == JSON_MEMBER)
        return take_member(r, key, value);
    if (!json_is_object(value))
        return members_refuse(m, NULL, "an object", json_kind(value));
    if (str_eq(key, "coverage"))
        return read_coverage(r);
    return results_add_cluster(r->results, m) ? 0 : -1;
}

int
results_clusters_read(struct results *r, const char *path,
                      const char **finished_at, struct err *e)
{
    struct reader reader = {
        .results = r,
        .members = { .file = path, .arena = r->snapshot.arena },
    };
    const struct json_listener listener = { wants, take_value, &reader };
    struct err why = { 0 };

    if (json_stream_read(path, RESULTS_FILE_LIMIT, &listener, &why) != 0)
        return err_set(e, why.code == ERR_NOMEM ? ERR_NOMEM : ERR_USAGE, "%s",
                       why.text);
    if (!reader.has_schema || !reader.has_clusters || !reader.finished_at)
        return err_set(e, ERR_USAGE,
                       "%s: expected a results.json of aksentra (schema, run, "
                       "clusters), found no %s",
                       path,
                       !reader.has_schema     ? "schema"
                       : !reader.has_clusters ? "clusters"
                                              : "run");
    *finished_at = reader.finished_at;
    return 0;
}
