/* SPDX-License-Identifier: MIT */
/* test_results_file.c - an earlier results.json, good and bad, and the stream it
 * is read with. */
#include "unit.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "json/report_json.h"
#include "sample_results.h"
#include "sources/results_file.h"
#include "support/json_stream.h"

static char path[] = "/tmp/aksentra-results-XXXXXX";

static void
write_text(const char *text, size_t len)
{
    FILE *out = fopen(path, "w");

    assert_non_null(out);
    assert_int_equal(fwrite(text, 1, len, out), len);
    assert_int_equal(fclose(out), 0);
}

static int
make_file(void **state)
{
    int fd = mkstemp(path);

    (void)state;
    return fd < 0 ? -1 : close(fd);
}

static int
remove_file(void **state)
{
    (void)state;
    return unlink(path);
}

/* What was written is what is remembered. */
static void
a_written_file_is_read_back(void **state)
{
    struct results r;
    struct audit_record *record = NULL;
    struct err e = { 0 };
    size_t attention = 0, waived = 0;
    char *text;

    (void)state;
    sample_hostile_results(&r);
    text = sample_written(write_json, &r);
    write_text(text, strlen(text));
    free(text);
    if (results_file_read(&record, path, &e) != 0)
        fail_msg("%s", e.text);
    assert_int_equal(record->clusters.len, r.snapshot.clusters.len);
    assert_int_equal(record->subscriptions.len, r.snapshot.subscriptions.len);
    assert_false(record->complete);
    assert_string_equal(record->finished_at, "2023-11-14T22:14:20Z");
    for (size_t i = 0; i < r.snapshot.clusters.len; i++) {
        const struct cluster *c = r.snapshot.clusters.items[i];
        const struct record_cluster *was =
            map_get(&record->cluster_by_id, c->id);

        assert_non_null(was);
        assert_string_equal(was->name, c->name);
        assert_int_equal(was->integration, c->integration);
        assert_int_equal(was->readiness, c->readiness);
    }
    for (size_t i = 0; i < r.findings.len; i++) {
        const struct finding *f = r.findings.items[i];

        attention += finding_needs_attention(f);
        waived += f->waiver != NULL;
    }
    assert_int_equal(record->findings.len, attention);
    for (size_t i = 0; i < record->findings.len; i++) {
        const struct record_finding *f = record->findings.items[i];

        assert_non_null(f->cluster);
        waived -= f->waived;
    }
    assert_int_equal(waived, 0);
    for (size_t i = 0; i < r.snapshot.subscriptions.len; i++) {
        const struct subscription *s = r.snapshot.subscriptions.items[i];
        const struct record_subscription *was =
            map_get(&record->subscription_by_id, s->id);

        assert_int_equal(was->status, s->status);
        assert_int_equal(was->whole, s->status == COVERAGE_AUDITED);
    }
    audit_record_free(record);
    results_free(&r);
}

#define RUN                                                               \
    "\"run\":{\"finishedAt\":\"2026-10-01T00:00:00Z\",\"complete\":true," \
    "\"filters\":[],\"credential\":\"x\"}"
#define HEAD "{\"schema\":\"aksentra/results/v1\","
#define SUMS "\"summary\":{\"checks\":{}}"
#define COVER "\"coverage\":[]"
#define CLUSTERS "\"clusters\":[]"
#define APPS "\"apps\":[]"
#define FINDINGS "\"findings\":[]"
#define CLUSTER                                               \
    "{\"id\":\"/x\",\"name\":\"x\",\"subscriptionId\":\"s\"," \
    "\"integration\":\"legacy\",\"readiness\":\"ready\",\"aadProfile\":null}"
#define FILE_WITH(run, sums, cover, clusters, apps, findings) \
    HEAD run "," sums "," cover "," clusters "," apps "," findings "}"

static const struct {
    const char *text;
    const char *said[3];
} bad[] = {
    { "", { ":1:1:", "it is empty" } },
    { "[1]", { ":1:1: expected an object" } },
    { "{}", { "/schema: expected a string, found nothing" } },
    { "{\"schema\": \"other\"}", { "/schema: expected", "found other" } },
    { "{\"schema\": 7}", { "/schema: expected a string, found number" } },
    { HEAD "\n \"run\": {\"a\":}}", { ":2:", "not JSON" } },
    { HEAD RUN, { "it ends before it should" } },
    { HEAD RUN "}x", { "something follows the object" } },
    { HEAD RUN "," RUN "}", { "stands there twice" } },
    { HEAD "\"bindings\": [\"", { "ends within a string" } },
    { HEAD RUN "}", { "/summary: expected an object, found nothing" } },
    { FILE_WITH("\"run\":[]", SUMS, COVER, CLUSTERS, APPS, FINDINGS),
      { "/run: expected an object, found array" } },
    { FILE_WITH("\"run\":{\"finishedAt\":\"soon\",\"complete\":true,"
                "\"filters\":[]}",
                SUMS, COVER, CLUSTERS, APPS, FINDINGS),
      { "/run/finishedAt: expected a date and time", "found soon" } },
    { FILE_WITH("\"run\":{\"finishedAt\":\"2026-10-01T00:00:00Z\","
                "\"complete\":\"yes\",\"filters\":[]}",
                SUMS, COVER, CLUSTERS, APPS, FINDINGS),
      { "/run/complete: expected a boolean, found string" } },
    { FILE_WITH("\"run\":{\"finishedAt\":\"2026-10-01T00:00:00Z\","
                "\"complete\":true,\"filters\":[1]}",
                SUMS, COVER, CLUSTERS, APPS, FINDINGS),
      { "/run/filters: expected an array of strings, found number" } },
    { FILE_WITH(RUN, "\"summary\":{\"checks\":[]}", COVER, CLUSTERS, APPS,
                FINDINGS),
      { "/summary/checks: expected an object, found array" } },
    { FILE_WITH(RUN, SUMS, "\"coverage\":{}", CLUSTERS, APPS, FINDINGS),
      { "/coverage: expected an array, found object" } },
    { FILE_WITH(RUN, SUMS,
                "\"coverage\":[{\"kind\":\"subscription\",\"id\":\"s\","
                "\"status\":\"fine\"}]",
                CLUSTERS, APPS, FINDINGS),
      { "/coverage/0/status: expected audited,", "found fine" } },
    { FILE_WITH(RUN, SUMS,
                "\"coverage\":[{\"kind\":\"subscription\",\"id\":\"s\","
                "\"status\":\"audited\",\"allClusters\":1}]",
                CLUSTERS, APPS, FINDINGS),
      { "/coverage/0/allClusters: expected a boolean, found number" } },
    { FILE_WITH(RUN, SUMS, COVER, "\"clusters\":[7]", APPS, FINDINGS),
      { "/clusters/0: expected an object, found number" } },
    { FILE_WITH(RUN, SUMS, COVER, "\"clusters\":[" CLUSTER "," CLUSTER "]",
                APPS, FINDINGS),
      { "/clusters/1/id: expected a cluster that is not there yet" } },
    { FILE_WITH(RUN, SUMS, COVER,
                "\"clusters\":[{\"id\":\"/x\",\"name\":\"x\","
                "\"subscriptionId\":\"s\",\"integration\":\"old\"}]",
                APPS, FINDINGS),
      { "/clusters/0/integration: expected legacy, managed, none or unknown, "
        "found old" } },
    { FILE_WITH(RUN, SUMS, COVER,
                "\"clusters\":[{\"id\":\"/x\",\"name\":\"x\","
                "\"subscriptionId\":[],\"integration\":\"legacy\"}]",
                APPS, FINDINGS),
      { "/clusters/0/subscriptionId: expected a string, found array" } },
    { FILE_WITH(RUN, SUMS, COVER,
                "\"clusters\":[{\"id\":\"/x\",\"name\":\"x\","
                "\"subscriptionId\":\"s\",\"integration\":\"legacy\","
                "\"readiness\":\"ready\","
                "\"aadProfile\":{\"serverAppID\":false}}]",
                APPS, FINDINGS),
      { "/clusters/0/aadProfile/serverAppID: expected a string, found "
        "boolean" } },
    { FILE_WITH(RUN, SUMS, COVER, CLUSTERS,
                "\"apps\":[{\"appId\":\"a\",\"roles\":\"server\"}]", FINDINGS),
      { "/apps/0/roles: expected an array, found string" } },
    { FILE_WITH(RUN, SUMS, COVER, CLUSTERS, APPS,
                "\"findings\":[{\"check\":\"A-1\",\"verdict\":\"bad\"}]"),
      { "/findings/0/verdict: expected pass, fail,", "found bad" } },
    { FILE_WITH(RUN, SUMS, COVER, CLUSTERS, APPS,
                "\"findings\":[{\"check\":\"A-1\",\"verdict\":\"fail\","
                "\"severity\":\"high\",\"resource\":\"\"}]"),
      { "/findings/0/resource: expected a text, found an empty one" } },
    { FILE_WITH(RUN, SUMS, COVER, CLUSTERS, APPS,
                "\"findings\":[{\"check\":\"A-1\",\"verdict\":\"fail\","
                "\"severity\":\"high\",\"resource\":\"r\",\"evidence\":"
                "{\"cluster\":[]}}]"),
      { "/findings/0/evidence/cluster: expected a string, found array" } },
    { FILE_WITH(RUN, SUMS, COVER, CLUSTERS, APPS,
                "\"findings\":[{\"check\":\"A-1\",\"verdict\":\"fail\","
                "\"severity\":\"high\",\"resource\":\"r\",\"waiver\":1}]"),
      { "/findings/0/waiver: expected an object, found number" } },
};

static void
what_is_wrong_is_said_with_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct audit_record *record = NULL;
        struct err e = { 0 };

        write_text(bad[i].text, strlen(bad[i].text));
        if (results_file_read(&record, path, &e) != -1)
            fail_msg("row %zu was taken: %s", i, bad[i].text);
        assert_int_equal(e.code, ERR_USAGE);
        assert_memory_equal(e.text, path, strlen(path));
        for (size_t k = 0; k < 3 && bad[i].said[k]; k++) {
            if (!strstr(e.text, bad[i].said[k]))
                fail_msg("row %zu: '%s' is not in '%s'", i, bad[i].said[k],
                         e.text);
        }
    }
}

/* Every member of an element replaced by a value of another kind: refused or
 * passed over, never a crash. */
static void
no_kind_of_value_breaks_it(void **state)
{
    static const char *const values[] = {
        "null", "true",    "7",     "\"\"",   "[]",
        "{}",   "[[[1]]]", "-1e99", "[null]", "{\"cluster\":{}}"
    };
    struct results r;
    char *text;
    json_t *whole;
    const char *section;
    json_t *list;
    size_t refused = 0, taken = 0;

    (void)state;
    sample_results(&r);
    text = sample_written(write_json, &r);
    results_free(&r);
    whole = json_loads(text, 0, NULL);
    free(text);
    assert_non_null(whole);
    json_object_foreach(whole, section, list)
    {
        json_t *first = json_is_array(list) ? json_array_get(list, 0) : list;
        json_t *copy = json_deep_copy(first);
        const char *key;
        json_t *member;

        json_object_foreach(copy, key, member)
        {
            for (size_t i = 0; i < ARRAY_LEN(values); i++) {
                struct audit_record *record = NULL;
                struct err e = { 0 };
                char *dump;

                json_object_set_new(
                    first, key, json_loads(values[i], JSON_DECODE_ANY, NULL));
                dump = json_dumps(whole, 0);
                write_text(dump, strlen(dump));
                free(dump);
                if (results_file_read(&record, path, &e) == 0)
                    taken++;
                else
                    refused++;
                audit_record_free(record);
            }
            json_object_set(first, key, member);
        }
        json_decref(copy);
    }
    json_decref(whole);
    assert_true(refused > 100);
    assert_true(taken > 100);
}

/* Before allClusters was written, a live audit saw what it had audited, and of an
 * export nobody knows. */
static void
older_results_are_read_with_care(void **state)
{
    static const char cover[] =
        "\"coverage\":[{\"kind\":\"subscription\",\"id\":\"s\","
        "\"status\":\"audited\"}]";
    char text[1024];
    struct err e = { 0 };

    (void)state;
    for (int live = 0; live < 2; live++) {
        struct audit_record *record = NULL;
        const struct record_subscription *sub;

        snprintf(text, sizeof(text),
                 HEAD "\"run\":{\"finishedAt\":\"2026-10-01T00:00:00Z\","
                      "\"complete\":true,\"filters\":[],\"credential\":%s},"
                      "%s," SUMS "," CLUSTERS "," APPS "," FINDINGS
                      ",\"later\":{\"member\":[1]}}",
                 live ? "\"x\"" : "null", cover);
        write_text(text, strlen(text));
        assert_int_equal(results_file_read(&record, path, &e), 0);
        sub = map_get(&record->subscription_by_id, "S");
        assert_non_null(sub);
        assert_int_equal(sub->whole, live);
        audit_record_free(record);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_written_file_is_read_back),
        cmocka_unit_test(what_is_wrong_is_said_with_its_place),
        cmocka_unit_test(no_kind_of_value_breaks_it),
        cmocka_unit_test(older_results_are_read_with_care),
    };

    return cmocka_run_group_tests_name("results_file", tests, make_file,
                                       remove_file);
}
