/* SPDX-License-Identifier: MIT */
/* test_report_apps.c - app registrations as reports show them. */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "model/left_over.h"
#include "report/app_words.h"
#include "json/json_values.h"
#include "markdown/refresh_parts.h"
#include "formats/writers.h"
#include "sources/graph_objects.h"

#define OLD "aaaaaaaa-0000-4000-8000-000000000005"
#define NAMED "aaaaaaaa-0000-4000-8000-000000000001"
#define HOSTILE "=cmd|'/c calc'!A1\\u001b[31m `x`\\nServer"
#define NOW 1795392000 /* 2026-11-23 */

struct fixture {
    struct results r;
    struct overview o;
    struct app *old;
    struct app *named;
};

static struct app *
add_app(struct results *r, const char *json)
{
    json_t *body = json_loads(json, 0, NULL);
    struct app *a = NULL;

    assert_non_null(body);
    assert_int_equal(graph_application_parse(&r->snapshot, body, &a, NULL), 0);
    json_decref(body);
    return a;
}

static void
open_fixture(struct fixture *f)
{
    struct snapshot *s = &f->r.snapshot;
    struct cluster *c;

    assert_int_equal(results_init(&f->r, NULL), 0);
    s->taken_at = NOW;
    f->old = add_app(
        &f->r, "{\"appId\":\"" OLD "\",\"displayName\":\"" HOSTILE
               "\",\"passwordCredentials\":[{\"displayName\":\"AKSPassword\","
               "\"keyId\":\"aaaaaaaa-0000-4000-8000-00000000000f\","
               "\"endDateTime\":\"2026-11-20T00:00:00Z\",\"hint\":\"SEC\","
               "\"secretText\":\"SECRET\"}]}");
    f->named =
        add_app(&f->r, "{\"appId\":\"" NAMED "\",\"displayName\":\"n\"}");
    c = arena_alloc(s->arena, sizeof(*c));
    c->subscription = snapshot_subscription(s, "s");
    c->id = "/clusters/one";
    c->name = "one";
    c->aad.present = true;
    c->aad.server_app_id = NAMED;
    assert_int_equal(cluster_classify(c, s->arena), 0);
    assert_int_equal(snapshot_add_cluster(s, c), 0);
    assert_int_equal(snapshot_join_apps(s), 0);
    assert_int_equal(left_over_recognize(s), 0);
    assert_int_equal(snapshot_list_apps(s), 0);
    assert_int_equal(overview_init(&f->o, &f->r, NULL), 0);
}

static void
close_fixture(struct fixture *f)
{
    overview_free(&f->o);
    results_free(&f->r);
}

static char *
csv_of(const struct fixture *f, const struct column_set *set)
{
    char *text = NULL;
    size_t len;
    FILE *out = open_memstream(&text, &len);

    assert_non_null(out);
    assert_int_equal(write_csv(out, set, &f->o, NULL), 0);
    fclose(out);
    return text;
}

static void
json_says_what_is_known(void **state)
{
    struct fixture f;
    json_t *old, *named, *credential;
    char *text;

    (void)state;
    open_fixture(&f);
    old = json_from_app(&f.o, f.old);
    named = json_from_app(&f.o, f.named);
    assert_non_null(old);
    assert_non_null(named);
    credential = json_array_get(json_object_get(old, "credentials"), 0);
    assert_int_equal(
        json_integer_value(json_object_get(credential, "daysLeft")), -3);
    assert_null(json_object_get(credential, "hint"));
    assert_true(json_is_object(json_object_get(old, "leftOver")));
    assert_true(json_is_null(json_object_get(named, "leftOver")));
    /* Not read is null, and not an empty list. */
    assert_true(json_is_null(json_object_get(old, "owners")));
    assert_true(json_is_null(json_object_get(old, "federatedCredentials")));
    assert_int_equal(json_array_size(json_object_get(named, "clusters")), 1);
    text = json_dumps(old, 0);
    assert_null(strstr(text, "SEC"));
    free(text);
    json_decref(old);
    json_decref(named);
    close_fixture(&f);
}

static void
tables_keep_hostile_names_harmless(void **state)
{
    struct fixture f;
    char *left, *named;

    (void)state;
    open_fixture(&f);
    left = csv_of(&f, &left_over_columns);
    named = csv_of(&f, &app_columns);
    assert_non_null(strstr(left, "'=cmd"));
    assert_null(strchr(left, '\033'));
    assert_non_null(strstr(left, ",-3,false,"));
    assert_null(strstr(left, NAMED));
    assert_non_null(strstr(named, NAMED));
    assert_null(strstr(named, OLD));
    free(left);
    free(named);
    close_fixture(&f);
}

static void
nothing_is_retired_that_a_cluster_needs(void **state)
{
    struct fixture f;
    auto_buf text = { 0 };

    (void)state;
    open_fixture(&f);
    assert_null(retire_obstacle(f.old));
    assert_non_null(strstr(retire_obstacle(f.named), "still names it"));
    f.named->roles |= APP_ROLE_IDENTITY;
    assert_non_null(strstr(retire_obstacle(f.named), "managed identity"));
    refresh_apps(&text, &f.o);
    assert_non_null(strstr(buf_str(&text), "az ad app delete --id " OLD));
    assert_null(strstr(buf_str(&text), "delete --id " NAMED));
    assert_null(strchr(buf_str(&text), '\033'));
    /* In this order; what cannot be undone comes last. */
    assert_true(strstr(buf_str(&text), "owner list") <
                strstr(buf_str(&text), "accountEnabled=false"));
    assert_true(strstr(buf_str(&text), "accountEnabled=false") <
                strstr(buf_str(&text), "credential delete"));
    assert_true(strstr(buf_str(&text), "credential delete") <
                strstr(buf_str(&text), "app delete"));
    close_fixture(&f);
}

static void
one_line_sums_them_up(void **state)
{
    struct fixture f;
    auto_buf text = { 0 };

    (void)state;
    open_fixture(&f);
    app_summary(&text, &f.r.snapshot);
    assert_string_equal(buf_str(&text),
                        "1 named by clusters, 1 left over (1 likely)");
    close_fixture(&f);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_says_what_is_known),
        cmocka_unit_test(tables_keep_hostile_names_harmless),
        cmocka_unit_test(nothing_is_retired_that_a_cluster_needs),
        cmocka_unit_test(one_line_sums_them_up),
    };

    return cmocka_run_group_tests_name("report_apps", tests, NULL, NULL);
}
