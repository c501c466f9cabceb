/* SPDX-License-Identifier: MIT */
/* results_file.c - reading a results.json that an earlier audit wrote.
 *
 * What is read here decides what is called gone or new later on, so nothing is
 * guessed: a member of the wrong kind ends the reading. */
#include "sources/results_file.h"

#include <string.h>

#include "model/app.h"
#include "sources/results_read_private.h"
#include "support/clock.h"
#include "support/json.h"
#include "support/json_stream.h"
#include "support/str.h"

/* The members that are read; the others do not matter here. */
enum section {
    SECTION_SCHEMA,
    SECTION_RUN,
    SECTION_SUMMARY,
    SECTION_COVERAGE,
    SECTION_CLUSTERS,
    SECTION_APPS,
    SECTION_FINDINGS,
    SECTION_COUNT
};

static const struct {
    const char *name;
    json_type type;
    const char *expected;
} sections[SECTION_COUNT] = {
    { "schema", JSON_STRING, "a string" },
    { "run", JSON_OBJECT, "an object" },
    { "summary", JSON_OBJECT, "an object" },
    { "coverage", JSON_ARRAY, "an array" },
    { "clusters", JSON_ARRAY, "an array" },
    { "apps", JSON_ARRAY, "an array" },
    { "findings", JSON_ARRAY, "an array" },
};

struct reader {
    struct audit_record *record;
    struct members members; /* of the value at hand */
    bool seen[SECTION_COUNT];
    bool parts_read[DIRECTORY_PART_COUNT];
    struct map bindings_read; /* ids of clusters */
    struct map maybe_whole;   /* ids of subscriptions */
};

static int
read_run(struct reader *r)
{
    struct members *m = &r->members;
    const char *credential;
    int64_t seconds;

    if (members_text(m, "finishedAt", true, &r->record->finished_at) != 0 ||
        members_text(m, "id", false, &r->record->run_id) != 0 ||
        members_text(m, "credential", false, &credential) != 0 ||
        members_bool(m, "complete", &r->record->complete) != 0 ||
        members_texts(m, "filters", &r->record->filters) != 0)
        return -1;
    if (!clock_parse(r->record->finished_at, &seconds))
        return members_refuse(m, "finishedAt", "a date and time (RFC 3339)",
                              r->record->finished_at);
    r->record->offline = !credential;
    return 0;
}

static int
read_summary(struct reader *r)
{
    struct members *m = &r->members;
    const json_t *checks, *count;
    const char *id;

    if (members_object(m, "checks", true, &checks) != 0)
        return -1;
    json_object_foreach((json_t *)checks, id, count)
    {
        const char *copy = arena_intern(r->record->arena, id);

        if (!copy || map_put(&r->record->check_ran, copy, r->record) != 0)
            return err_nomem(m->e);
    }
    return 0;
}

static int
read_subscription(struct reader *r, const char *id, enum coverage_status status)
{
    struct members *m = &r->members;
    struct record_subscription *sub = audit_record_subscription(r->record, id);
    enum tri all;

    if (!sub || members_text(m, "reason", false, &sub->reason) != 0 ||
        members_tri(m, "allClusters", &all) != 0)
        return sub ? -1 : err_nomem(m->e);
    sub->status = status;
    /* Written before the member was: what an export holds is not known. The
     * last word is spoken when the whole file was read. */
    sub->whole = status == COVERAGE_AUDITED && all == TRI_YES;
    if (status == COVERAGE_AUDITED && all == TRI_UNSET &&
        map_put(&r->maybe_whole, sub->id, sub) != 0)
        return err_nomem(m->e);
    return 0;
}

static int
read_coverage(struct reader *r)
{
    struct members *m = &r->members;
    struct audit_record *record = r->record;
    const char *kind, *id;
    int status;

    if (members_text(m, "kind", true, &kind) != 0 ||
        members_text(m, "id", false, &id) != 0 ||
        members_coverage(m, "status", &status) != 0)
        return -1;
    if (!id)
        return 0;
    if (str_eq(kind, "subscription"))
        return read_subscription(r, id, (enum coverage_status)status);
    if (status != COVERAGE_AUDITED)
        return 0;
    if (str_eq(kind, "directory")) {
        for (int i = 0; i < DIRECTORY_PART_COUNT; i++)
            r->parts_read[i] |=
                str_eq(id, directory_part_name((enum directory_part)i));
        return 0;
    }
    if (str_eq(kind, "roleAssignments")) {
        struct record_subscription *sub = audit_record_subscription(record, id);

        if (!sub)
            return err_nomem(m->e);
        sub->roles_read = true;
        return 0;
    }
    if (str_eq(kind, "cluster"))
        return 0;
    if (map_put(str_eq(kind, "bindings") ? &r->bindings_read
                                         : &record->thing_read,
                id, record) != 0)
        return err_nomem(m->e);
    return 0;
}

static int
read_profile(struct reader *r, struct record_cluster *c)
{
    struct members below;
    const json_t *profile;

    if (members_object(&r->members, "aadProfile", false, &profile) != 0)
        return -1;
    if (!profile)
        return 0;
    below = members_below(&r->members, "aadProfile", profile);
    return members_text(&below, "serverAppID", false, &c->server_app_id) == 0 &&
                   members_text(&below, "clientAppID", false,
                                &c->client_app_id) == 0
               ? 0
               : -1;
}

static int
read_cluster(struct reader *r)
{
    struct members *m = &r->members;
    struct record_cluster *c;
    const char *id;
    int integration, readiness;

    if (members_text(m, "id", true, &id) != 0)
        return -1;
    if (map_get(&r->record->cluster_by_id, id))
        return members_refuse(m, "id", "a cluster that is not there yet", id);
    c = audit_record_cluster(r->record, id);
    if (!c)
        return err_nomem(m->e);
    if (members_text(m, "name", true, &c->name) != 0 ||
        members_text(m, "subscriptionId", true, &c->subscription_id) != 0 ||
        members_text(m, "subscriptionName", false, &c->subscription_name) !=
            0 ||
        members_integration(m, "integration", &integration) != 0 ||
        members_readiness(m, "readiness", &readiness) != 0)
        return -1;
    c->integration = (enum integration)integration;
    c->readiness = (enum readiness)readiness;
    return read_profile(r, c);
}

static int
read_app(struct reader *r)
{
    struct members *m = &r->members;
    struct record_app *a = arena_alloc(r->record->arena, sizeof(*a));
    struct text_list roles;

    if (!a)
        return err_nomem(m->e);
    if (members_text(m, "appId", true, &a->id) != 0 ||
        members_texts(m, "roles", &roles) != 0)
        return -1;
    for (size_t i = 0; i < roles.len; i++) {
        for (unsigned bit = 1; bit <= APP_ROLE_LEFT_OVER; bit <<= 1) {
            if (str_eq(roles.items[i], app_role_name((enum app_role)bit)))
                a->roles |= bit;
        }
    }
    if (map_put(&r->record->app_by_id, a->id, a) != 0)
        return err_nomem(m->e);
    return 0;
}

static int
read_evidence(struct reader *r, struct record_finding *f)
{
    const json_t *evidence, *waiver;
    struct members below;

    if (members_object(&r->members, "evidence", false, &evidence) != 0 ||
        members_object(&r->members, "waiver", false, &waiver) != 0)
        return -1;
    f->waived = waiver != NULL;
    if (!evidence)
        return 0;
    below = members_below(&r->members, "evidence", evidence);
    if (members_text(&below, "cluster", false, &f->in_cluster) != 0 ||
        members_text(&below, "subject", false, &f->subject) != 0)
        return -1;
    return 0;
}

static int
read_finding(struct reader *r)
{
    struct members *m = &r->members;
    struct record_finding *f;
    const char *check;
    int verdict, severity;

    if (members_text(m, "check", true, &check) != 0 ||
        members_verdict(m, "verdict", &verdict) != 0 ||
        members_severity(m, "severity", &severity) != 0)
        return -1;
    /* The most by far, and nothing is compared with them. */
    if (verdict == VERDICT_NOT_APPLICABLE || verdict == VERDICT_PASS)
        return 0;
    f = arena_alloc(r->record->arena, sizeof(*f));
    if (!f)
        return err_nomem(m->e);
    f->check = check;
    f->verdict = (enum verdict)verdict;
    f->severity = (enum severity)severity;
    if (members_text(m, "resource", true, &f->resource) != 0 ||
        members_text(m, "message", false, &f->message) != 0 ||
        read_evidence(r, f) != 0)
        return -1;
    return vec_push(&r->record->findings, f) == 0 ? 0 : err_nomem(m->e);
}

static int
read_value(struct reader *r, enum section section, const json_t *value)
{
    switch (section) {
    case SECTION_SCHEMA:
        return results_check_schema(&r->members, value);
    case SECTION_RUN:
        return read_run(r);
    case SECTION_SUMMARY:
        return read_summary(r);
    case SECTION_COVERAGE:
        return read_coverage(r);
    case SECTION_CLUSTERS:
        return read_cluster(r);
    case SECTION_APPS:
        return read_app(r);
    case SECTION_FINDINGS:
        return read_finding(r);
    case SECTION_COUNT:
        break;
    }
    return 0;
}

static enum section
find_section(const char *key)
{
    int i = 0;

    while (i < SECTION_COUNT && strcmp(sections[i].name, key) != 0)
        i++;
    return (enum section)i;
}

static bool
wants(void *arg, const char *key)
{
    (void)arg;
    return find_section(key) != SECTION_COUNT;
}

/* A member, or an element of one. */
static int
take_value(void *arg, const char *key, size_t place, const json_t *value,
           struct err *e)
{
    struct reader *r = arg;
    enum section section = find_section(key);
    struct members *m = &r->members;

    m->e = e;
    members_enter(m, key, place, value);
    if (place != JSON_MEMBER)
        return json_is_object(value)
                   ? read_value(r, section, value)
                   : members_refuse(m, NULL, "an object", json_kind(value));
    r->seen[section] = true;
    if (json_typeof(value) != sections[section].type)
        return members_refuse(m, NULL, sections[section].expected,
                              json_kind(value));
    /* A list announces itself; its elements follow. */
    return json_is_array(value) ? 0 : read_value(r, section, value);
}

/* What one part of the file says of another one. */
static int
join(struct reader *r)
{
    struct audit_record *record = r->record;

    record->directory_read = r->parts_read[DIRECTORY_APPLICATIONS] &&
                             r->parts_read[DIRECTORY_SERVICE_PRINCIPALS];
    record->left_overs_sought = record->directory_read &&
                                r->parts_read[DIRECTORY_DELEGATED_GRANTS] &&
                                r->parts_read[DIRECTORY_ROLE_GRANTS];
    for (size_t i = 0; i < record->clusters.len; i++) {
        struct record_cluster *c = record->clusters.items[i];

        c->bindings_read = map_get(&r->bindings_read, c->id) != NULL;
    }
    for (size_t i = 0; i < record->subscriptions.len; i++) {
        struct record_subscription *sub = record->subscriptions.items[i];

        if (!record->offline && map_get(&r->maybe_whole, sub->id))
            sub->whole = true;
    }
    return audit_record_settle(record);
}

static int
check_whole(const struct reader *r, const char *path, struct err *e)
{
    for (int i = 0; i < SECTION_COUNT; i++) {
        if (!r->seen[i])
            return err_set(e, ERR_INPUT,
                           "%s: /%s: expected %s, found nothing: it is no "
                           "results.json of aksentra",
                           path, sections[i].name, sections[i].expected);
    }
    return 0;
}

static int
read_all(struct reader *r, const char *path, struct err *e)
{
    const struct json_listener listener = { wants, take_value, r };

    r->members.file = path;
    r->members.arena = r->record->arena;
    r->record->name = arena_strdup(r->record->arena, path);
    if (!r->record->name)
        return err_nomem(e);
    if (json_stream_read(path, RESULTS_FILE_LIMIT, &listener, e) != 0 ||
        check_whole(r, path, e) != 0)
        return -1;
    return join(r) == 0 ? 0 : err_nomem(e);
}

int
results_file_read(struct audit_record **ret, const char *path, struct err *e)
{
    struct reader r = { .record = audit_record_new() };
    struct err why = { 0 };
    int rc;

    if (!r.record)
        return err_nomem(e);
    rc = read_all(&r, path, &why);
    map_free(&r.bindings_read);
    map_free(&r.maybe_whole);
    if (rc == 0) {
        *ret = r.record;
        return 0;
    }
    audit_record_free(r.record);
    return err_set(e, why.code == ERR_NOMEM ? ERR_NOMEM : ERR_USAGE, "%s",
                   why.text);
}
