/* SPDX-License-Identifier: MIT */
/* test_recorded.c - real replies of Azure, recorded by others, are classified
 * as their list says. The folder is named by AKSENTRA_RECORDED; where it is
 * not set, the tests are skipped. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/results.h"
#include "sources/arm_cluster.h"
#include "sources/export_shape.h"
#include "support/files.h"
#include "support/json.h"
#include "support/str.h"

static json_t *
load(const char *name)
{
    const char *dir = getenv("AKSENTRA_RECORDED");
    struct buf text = { 0 };
    struct err e = { 0 };
    char path[4096];
    json_t *body = NULL;

    snprintf(path, sizeof(path), "%s/%s", dir, name);
    if (files_read(path, 64u << 20, &text, &e) == 0)
        body = json_read(buf_str(&text), text.len, path, &e);
    buf_free(&text);
    if (!body)
        fail_msg("%s", e.text);
    return body;
}

/* The body of interaction `n`. Borrowed from the recording. */
static json_t *
find_body(const json_t *recording, json_int_t n)
{
    const json_t *interaction;
    size_t i;

    json_array_foreach(json_object_get(recording, "interactions"), i,
                       interaction)
    {
        if (json_integer_value(json_object_get(interaction, "n")) == n)
            return json_object_get(json_object_get(interaction, "response"),
                                   "body");
    }
    return NULL;
}

/* managed+azure-rbac is managed; an Arc cluster is not AKS at all. */
static const char *
expected_word(const json_t *row)
{
    const char *word = json_get_text(row, "expect");

    if (str_has_prefix_fold(word, "managed"))
        return "managed";
    return str_has_prefix_fold(word, "not-aks") ? "not-aks" : word;
}

/* What aksentra makes of the cluster called `name` (NULL: the first). */
static const char *
found_word(struct snapshot *s, const json_t *elements, const char *name)
{
    const json_t *item;
    size_t i;

    json_array_foreach(elements, i, item)
    {
        struct err e = { 0 };
        struct cluster *c;
        const char *other;

        if (name && !str_eq_fold(json_get_text(item, "name"), name))
            continue;
        if (arm_cluster_parse(s, item, NULL, &c, &other, &e) != 0)
            fail_msg("%s", e.text);
        return c ? integration_name(c->integration) : "not-aks";
    }
    return "missing";
}

/* 1: as expected. */
static size_t
check_row(struct snapshot *s, const json_t *row)
{
    const char *file = json_get_text(row, "file");
    json_int_t n = json_integer_value(json_object_get(row, "n"));
    json_t *recording = load(file);
    json_t *body = find_body(recording, n), *elements = NULL;
    const char *name = json_get_text(row, "cluster");
    const char *expected = expected_word(row), *found;
    struct export_shape shape;
    struct err e = { 0 };

    if (!body ||
        export_find_elements(body, "", file, &shape, &elements, &e) != 0)
        fail_msg("%s, interaction %lld: %s", file, (long long)n, e.text);
    found = found_word(s, elements, name);
    if (strcmp(found, expected) != 0)
        fail_msg("%s, interaction %lld, %s: expected %s, found %s", file,
                 (long long)n, name ? name : "", expected, found);
    json_decref(elements);
    json_decref(recording);
    return 1;
}

static void
every_recorded_cluster_is_classified(void **state)
{
    struct results r;
    json_t *rows;
    const json_t *row;
    size_t i, checked = 0;

    (void)state;
    if (!getenv("AKSENTRA_RECORDED"))
        skip();
    assert_int_equal(results_init(&r, NULL), 0);
    rows = load("expected.json");
    json_array_foreach(rows, i, row) checked += check_row(&r.snapshot, row);
    assert_true(checked > 100);
    print_message("%zu recorded clusters\n", checked);
    json_decref(rows);
    results_free(&r);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_recorded_cluster_is_classified),
    };

    return cmocka_run_group_tests_name("recorded", tests, NULL, NULL);
}
