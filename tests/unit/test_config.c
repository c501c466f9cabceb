/* SPDX-License-Identifier: MIT */
/* test_config.c - the configuration file: forms, precedence, complaints. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "options_case.h"
#include "support/str.h"

static void
test_what_the_file_gets_wrong(void **state)
{
    static const struct {
        const char *config, *message;
    } cases[] = {
        { "subscripton: [a]\n",
          "case.yaml:1:1: unknown setting 'subscripton' (did you mean "
          "'subscription'?)" },
        { "output: json\n\nreport_dir: x\n",
          "case.yaml:3:1: unknown setting 'report_dir' (did you mean "
          "'report-dir'?)" },
        { "client-secret: hunter2\n",
          "case.yaml:1:1: unknown setting 'client-secret'" },
        { "config: other.yaml\n",
          "case.yaml:1:1: 'config' has no place in this file" },
        { "help: true\n", "case.yaml:1:1: 'help' has no place in this file" },
        { "- subscription\n",
          "case.yaml:1:1: expected settings (NAME: VALUE), found a sequence" },
        { "subscription\n",
          "case.yaml:1:1: expected settings (NAME: VALUE), found text" },
        { "timeout: soon\n",
          "case.yaml:1:10: timeout: expected a whole number from 1 to 3600, "
          "found 'soon'" },
        { "timeout:\n", "case.yaml:1:9: timeout: expected a value, found "
                        "nothing" },
        { "timeout: ''\n",
          "case.yaml:1:10: timeout: expected a value, found nothing" },
        { "timeout: [1, 2]\n",
          "case.yaml:1:10: timeout: expected a value, found a sequence" },
        { "timeout: {a: 1}\n",
          "case.yaml:1:10: timeout: expected a value, found a mapping" },
        { "dry-run: perhaps\n",
          "case.yaml:1:10: dry-run: expected true or false, found 'perhaps'" },
        { "output: xml\n", "case.yaml:1:9: output: expected table, json, tsv, "
                           "github, azure-pipelines or none, found "
                           "'xml'" },
        { "fail-on: [legacy, hihg]\n",
          "case.yaml:1:10: fail-on: expected legacy, blocked, critical, high, "
          "medium, low, new or never, found 'hihg'" },
        { "fail-on: []\n",
          "case.yaml:1:10: fail-on: expected a value, found nothing" },
        { "fail-on: [[legacy]]\n",
          "case.yaml:1:11: fail-on: expected a word, found a sequence" },
        { "include:\n  - a\n  - {b: c}\n",
          "case.yaml:3:5: include: expected a value, found a mapping" },
        { "include:\n  - a\n  -\n",
          "case.yaml:3:4: include: expected a value, found nothing" },
        { "subscription: []\n",
          "case.yaml:1:15: subscription: the list is empty; leave it out for "
          "the default" },
        { "subscription: '@none'\n",
          "case.yaml:1:15: subscription: none: No such file or directory" },
        { "output: json\noutput: tsv\n",
          "--config: case.yaml:2:1: 'output' is there twice (first in line "
          "1)" },
        { "output: [json\n",
          "--config: case.yaml:2:1: not YAML: while parsing a flow sequence, "
          "did not find expected ',' or ']'" },
        { "output: json\n---\noutput: tsv\n",
          "--config: case.yaml:2:1: a second document; only one is expected" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct options_case c = { .config = cases[i].config };

        case_refused(&c, cases[i].message);
    }
}

static void
test_files_that_set_nothing(void **state)
{
    static const char *const cases[] = { "", "# all defaults\n", "---\n", "~" };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct options_case c = { .config = cases[i] };
        struct scan_settings s;
        struct err e = { 0 };

        assert_int_equal(case_load(&c, &s, &e), 0);
        assert_int_equal(s.parallel, 16);
        assert_string_equal(s.config, CASE_CONFIG);
        scan_settings_free(&s);
    }
}

static void
test_a_higher_source_replaces_the_whole_list(void **state)
{
    static const char config[] = "include: [a, b]\n"
                                 "exclude: [c]\n"
                                 "tag: [d, e=f]\n";
    const struct options_case c = {
        .config = config,
        .variables = { "AKSENTRA_INCLUDE", "env", "AKSENTRA_TAG", "env" },
        .words = { "--include", "one", "--include", "two" },
    };
    struct scan_settings s;
    struct err e = { 0 };
    auto_buf shown = { 0 };

    (void)state;
    assert_int_equal(case_load(&c, &s, &e), 0);
    case_show(&shown, &s, "include");
    buf_addc(&shown, ' ');
    case_show(&shown, &s, "exclude");
    buf_addc(&shown, ' ');
    case_show(&shown, &s, "tag");
    assert_string_equal(shown.data, "one|two| c| env|");
    scan_settings_free(&s);
}

static void
test_config_on_the_command_line_wins(void **state)
{
    char path[] = "/tmp/test_config.XXXXXX";
    int fd = mkstemp(path);
    const struct options_case c = { .config = "not: [valid",
                                    .words = { "--config", path } };
    struct scan_settings s;
    struct err e = { 0 };

    (void)state;
    assert_int_equal(write(fd, "retries: 9\n", 11), 11);
    close(fd);
    assert_int_equal(case_load(&c, &s, &e), 0);
    assert_int_equal(s.retries, 9);
    assert_string_equal(s.config, path);
    scan_settings_free(&s);
    unlink(path);
}

static void
test_the_file_is_told_about_before_the_environment(void **state)
{
    const struct options_case c = { .config = "timeout: x\n",
                                    .variables = { "AKSENTRA_RETRIES", "x" } };

    (void)state;
    case_refused(&c, "case.yaml:1:10: timeout: expected a whole number from 1 "
                     "to 3600, found 'x'");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_the_file_gets_wrong),
        cmocka_unit_test(test_files_that_set_nothing),
        cmocka_unit_test(test_a_higher_source_replaces_the_whole_list),
        cmocka_unit_test(test_config_on_the_command_line_wins),
        cmocka_unit_test(test_the_file_is_told_about_before_the_environment),
    };

    return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
