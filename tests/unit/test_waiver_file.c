/* SPDX-License-Identifier: MIT */
/* test_waiver_file.c - what somebody has accepted, and until when. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit/waiver_file.h"
#include "support/buf.h"
#include "support/str.h"

#define LAB "/subscriptions/s/resourceGroups/rg/managedClusters/lab"
#define REST "    owner: me\n    reason: because\n"

static bool
is_check(const char *id)
{
    return str_eq_fold(id, "CLU-001") || str_eq_fold(id, "CLU-009");
}

/* Reads the text as "waivers.yaml", in a folder of its own. */
static int
read_waivers(const char *text, struct waiver_file **ret, struct err *e)
{
    char folder[] = "/tmp/test_waiver.XXXXXX", before[4096];
    FILE *f;
    int status;

    assert_non_null(getcwd(before, sizeof(before)));
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    f = fopen("waivers.yaml", "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    status = waiver_file_read(ret, "waivers.yaml", is_check, e);
    unlink("waivers.yaml");
    assert_int_equal(chdir(before), 0);
    rmdir(folder);
    return status;
}

static struct waiver_file *
waivers(const char *text)
{
    struct waiver_file *w = NULL;
    struct err e = { 0 };

    if (read_waivers(text, &w, &e) != 0)
        fail_msg("%s", e.text);
    return w;
}

static void
test_find(void **state)
{
    static const struct {
        const char *check, *resource;
        int place; /* -1: none */
    } cases[] = {
        { "CLU-009", LAB, 0 },
        { "clu-009", "/SUBSCRIPTIONS/S/resourcegroups/rg/managedclusters/LAB",
          0 },
        { "CLU-001", LAB, 1 },
        { "CLU-001", "/subscriptions/s/managedClusters/lab-2", 1 },
        { "CLU-009", LAB "2", -1 },
        { "CLU-009", "/subscriptions/s", -1 },
        { "CLU-002", LAB, -1 },
    };
    struct waiver_file *w =
        waivers("waivers:\n"
                "  - check: CLU-009\n"
                "    resource: " LAB "\n"
                "    owner: platform-team@example.com\n"
                "    reason: torn down in January\n"
                "    expires: 2027-01-31\n"
                "  - {check: clu-001, resource: '/\\/LAB/', owner: o, "
                "reason: r, expires: 2027-01-31}\n");

    (void)state;
    assert_int_equal(waiver_file_count(w), 2);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct waiver_rule *expired, *found;
        struct err e = { 0 };

        found = waiver_file_find(w, cases[i].check, cases[i].resource,
                                 "2026-11-23T05:30:00Z", &expired, &e);
        assert_int_equal(e.code, ERR_NONE);
        assert_null(expired);
        if ((found ? (int)found->place : -1) != cases[i].place)
            fail_msg("%s %s", cases[i].check, cases[i].resource);
    }
    assert_string_equal(waiver_file_rule(w, 0)->waiver.owner,
                        "platform-team@example.com");
    assert_string_equal(waiver_file_rule(w, 0)->waiver.reason,
                        "torn down in January");
    assert_string_equal(waiver_file_rule(w, 0)->waiver.expires, "2027-01-31");
    assert_string_equal(waiver_file_rule(w, 1)->resource, "/\\/LAB/");
    assert_null(waiver_file_free(w));
    assert_null(waiver_file_free(NULL));
}

static void
test_expiry(void **state)
{
    struct waiver_file *w =
        waivers("waivers:\n"
                "  - {check: CLU-001, resource: x, owner: o, reason: first, "
                "expires: 2026-01-31}\n"
                "  - {check: CLU-001, resource: x, owner: o, reason: second, "
                "expires: 2026-06-30}\n");
    const struct waiver_rule *expired, *found;
    struct err e = { 0 };

    (void)state;
    /* Still valid on its last day. */
    found = waiver_file_find(w, "CLU-001", "x", "2026-01-31", &expired, &e);
    assert_string_equal(found->waiver.reason, "first");
    assert_null(expired);
    /* The first is over, the second is not: nothing to complain of. */
    found = waiver_file_find(w, "CLU-001", "x", "2026-02-01", &expired, &e);
    assert_string_equal(found->waiver.reason, "second");
    assert_null(expired);
    assert_true(waiver_rule_expired(waiver_file_rule(w, 0), "2026-02-01"));
    assert_false(waiver_rule_expired(found, "2026-02-01"));
    found = waiver_file_find(w, "CLU-001", "x", "2026-07-01", &expired, &e);
    assert_null(found);
    assert_string_equal(expired->waiver.reason, "first");
    found = waiver_file_find(w, "CLU-001", "y", "2026-07-01", &expired, &e);
    assert_null(found);
    assert_null(expired);
    waiver_file_free(w);
}

static void
test_an_empty_list_waives_nothing(void **state)
{
    struct waiver_file *w = waivers("waivers: []\n");
    const struct waiver_rule *expired;
    struct err e = { 0 };

    (void)state;
    assert_int_equal(waiver_file_count(w), 0);
    assert_null(
        waiver_file_find(w, "CLU-001", LAB, "2026-01-01", &expired, &e));
    waiver_file_free(w);
}

static void
test_dates(void **state)
{
    static const struct {
        const char *date;
        bool good;
    } cases[] = {
        { "2026-12-31", true },  { "2028-02-29", true },
        { "2000-02-29", true },  { "2027-02-29", false },
        { "2100-02-29", false }, { "2026-13-01", false },
        { "2026-00-01", false }, { "2026-04-31", false },
        { "2026-01-00", false }, { "2026-1-1", false },
        { "31.12.2026", false }, { "2026-12-31T00:00:00Z", false },
        { "2026/12/31", false }, { "+026-12-31", false },
        { "never", false },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct waiver_file *w = NULL;
        struct err e = { 0 };
        auto_buf text = { 0 };

        buf_addf(&text,
                 "waivers:\n  - check: CLU-001\n    resource: x\n" REST
                 "    expires: %s\n",
                 cases[i].date);
        if ((read_waivers(buf_str(&text), &w, &e) == 0) != cases[i].good)
            fail_msg("%s", cases[i].date);
        waiver_file_free(w);
    }
}

#define CHECK "waivers:\n  - check: CLU-001\n"
#define RESOURCE "    resource: x\n"
#define EXPIRES "    expires: 2027-01-31\n"

static void
test_what_is_wrong_is_told(void **state)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        { "", "waivers.yaml:1:1: expected waivers (KEY: VALUE), found "
              "nothing" },
        { "waiver: []\n",
          "waivers.yaml:1:1: unknown key 'waiver'; expected waivers" },
        { "{}", "waivers.yaml:1:1: 'waivers' is missing" },
        { "waivers:\n",
          "waivers.yaml:1:9: waivers: expected a sequence, found nothing" },
        { "waivers: [x]\n",
          "waivers.yaml:1:11: expected a waiver (KEY: VALUE), found text" },
        { CHECK RESOURCE REST EXPIRES "    until: x\n",
          "waivers.yaml:7:5: unknown key 'until'; expected check, resource, "
          "owner, reason or expires" },
        { "waivers:\n  - resource: x\n" REST EXPIRES,
          "waivers.yaml:2:5: 'check' is missing" },
        { CHECK REST EXPIRES, "waivers.yaml:2:5: 'resource' is missing" },
        { CHECK RESOURCE "    reason: r\n" EXPIRES,
          "waivers.yaml:2:5: 'owner' is missing" },
        { CHECK RESOURCE "    owner: o\n" EXPIRES,
          "waivers.yaml:2:5: 'reason' is missing" },
        { CHECK RESOURCE REST, "waivers.yaml:2:5: 'expires' is missing" },
        { CHECK RESOURCE "    owner:\n    reason: r\n" EXPIRES,
          "waivers.yaml:4:11: owner: expected text, found nothing" },
        { "waivers:\n  - check: CLU-999\n" RESOURCE REST EXPIRES,
          "waivers.yaml:2:12: check: there is no check 'CLU-999'; `aksentra "
          "checks` lists them" },
        { CHECK "    resource: /(/\n" REST EXPIRES,
          "waivers.yaml:3:15: resource: pattern '(' at character 2: missing "
          "closing parenthesis" },
        { CHECK RESOURCE REST "    expires: soon\n",
          "waivers.yaml:6:14: expires: expected a date (YYYY-MM-DD), found "
          "'soon'" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct waiver_file *w = NULL;
        struct err e = { 0 };

        assert_int_equal(read_waivers(cases[i].text, &w, &e), -1);
        assert_null(w);
        assert_string_equal(e.text, cases[i].message);
        assert_int_equal(e.code, ERR_USAGE);
    }
}

static void
test_a_pattern_at_its_limits_waives_nothing(void **state)
{
    struct waiver_file *w =
        waivers("waivers:\n  - {check: CLU-001, resource: '/^(a+)+$/', "
                "owner: o, reason: r, expires: 2027-01-31}\n");
    const struct waiver_rule *expired;
    struct err e = { 0 };

    (void)state;
    assert_null(waiver_file_find(w, "CLU-001",
                                 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
                                 "2026-01-01", &expired, &e));
    assert_int_equal(e.code, ERR_LIMIT);
    assert_non_null(strstr(e.text, "CLU-001: pattern"));
    waiver_file_free(w);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_expiry),
        cmocka_unit_test(test_an_empty_list_waives_nothing),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_what_is_wrong_is_told),
        cmocka_unit_test(test_a_pattern_at_its_limits_waives_nothing),
    };

    return cmocka_run_group_tests_name("waiver_file", tests, NULL, NULL);
}
