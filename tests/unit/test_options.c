/* SPDX-License-Identifier: MIT */
/* test_options.c - each option from each source, who wins, what is refused. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit/inventory.h"
#include "options_case.h"
#include "support/log.h"
#include "support/str.h"

static void
assert_shows(const struct options_case *c, const char *option,
             const char *expected)
{
    struct scan_settings s;
    struct err e = { 0 };
    auto_buf shown = { 0 };

    if (case_load(c, &s, &e) != 0)
        fail_msg("--%s: %s", option, e.text);
    case_show(&shown, &s, option);
    scan_settings_free(&s);
    if (!str_eq(buf_str(&shown), expected))
        fail_msg("--%s: expected '%s', found '%s'", option, expected,
                 buf_str(&shown));
}

/* For each option: default, then the value of each source and how it shows. */
static const struct {
    const char *option, *nothing;
    const char *file, *from_file;
    const char *env, *from_env;
    const char *word, *from_word;
} rows[] = {
    { "subscription", "", "[a, b]", "a|b|", "c, d", "c|d|", "e", "e|" },
    { "management-group", "", "[a, b]", "a|b|", "c,d,e", "c|d|e|", "f", "f|" },
    { "include", "", "[x, y]", "x|y|", "a,b", "a,b|", "z", "z|" },
    { "exclude", "", "x", "x|", "a,b", "a,b|", "z", "z|" },
    { "tag", "", "env=prod", "env=prod|", "a=b{1,2}", "a=b{1,2}|", "k", "k|" },
    { "from", "", "[x.json, dir]", "x.json|dir|", "a,b", "a,b|", "-", "-|" },
    { "no-apps", "false", "true", "true", "no", "false", NULL, "true" },
    { "no-bindings", "false", "true", "true", "no", "false", NULL, "true" },
    { "shard", "-", "1/2", "1/2", "2/3", "2/3", "4/4", "4/4" },
    { "allow-admin-credential", "false", "true", "true", "no", "false", NULL,
      "true" },
    { "allow-run-command", "false", "true", "true", "no", "false", NULL,
      "true" },
    { "cloud", "AzureCloud", "AzureChinaCloud", "AzureChinaCloud", "AzureMoon",
      "AzureMoon", "https://arm.local", "https://arm.local" },
    { "auth", "auto", "azure-cli", "azure-cli", "Managed-Identity",
      "managed-identity", "environment", "environment" },
    { "inventory", "arm", "auto", "auto", "Resource-Graph", "resource-graph",
      "arm", "arm" },
    { "ca-file", "-", "a.pem", "a.pem", "b.pem", "b.pem", "c.pem", "c.pem" },
    { "parallel", "16", "1", "1", "128", "128", "8", "8" },
    { "timeout", "60", "'3600'", "3600", "1", "1", "5", "5" },
    { "retries", "4", "0", "0", "20", "20", "7", "7" },
    { "output", "table", "json", "json", "tsv", "tsv", "none", "none" },
    { "report-dir", "aksentra-report", "a", "a", "b", "b", "%F", "%F" },
    { "format", "-", "[json, xlsx]", "json,xlsx", " csv , json", "csv,json",
      "x", "x" },
    { "csv-delimiter", "comma", "tab", "tab", ";", ";", "|", "|" },
    { "csv-bom", "false", "true", "true", "no", "false", NULL, "true" },
    { "redact", "false", "true", "true", "no", "false", NULL, "true" },
    { "redact-map", "-", "a.json", "a.json", "b.json", "b.json", "c", "c" },
    { "fail-on", "legacy,high", "low", "low", "Critical,BLOCKED",
      "critical,blocked", "never", "never" },
    { "kubeconfig", "", "[a, b]", "a|b|", "x", "x|", "z", "z|" },
    { "plan", "-", "a.yaml", "a.yaml", "b.yaml", "b.yaml", "c", "c" },
    { "owner-tag", "", "[team, owner]", "team|owner|", "a,b", "a,b|", "z",
      "z|" },
    { "environment-tag", "", "stage", "stage|", "x", "x|", "z", "z|" },
    { "production", "^(prod|prd|live)", "^p", "^p", "^l", "^l", "^x", "^x" },
    { "baseline", "-", "a.json", "a.json", "b.json", "b.json", "c", "c" },
    { "waivers", "-", "a.yaml", "a.yaml", "b.yaml", "b.yaml", "c", "c" },
    { "dry-run", "false", "true", "true", "no", "false", NULL, "true" },
    { "progress", "auto", "always", "always", "never", "never", "auto",
      "auto" },
    { "quiet", "false", "yes", "true", "0", "false", NULL, "true" },
    { "verbose", "0", "2", "2", "0", "0", NULL, "1" },
    { "log-format", "text", "json", "json", "text", "text", "json", "json" },
    { "no-color", "false", "on", "true", "off", "false", NULL, "true" },
};

static void
test_each_option_from_each_source(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_buf config = { 0 }, variable = { 0 }, word = { 0 };
        struct options_case c = { .words = { NULL } };

        assert_shows(&c, rows[i].option, rows[i].nothing);
        buf_addf(&config, "%s: %s\n", rows[i].option, rows[i].file);
        c.config = buf_str(&config);
        assert_shows(&c, rows[i].option, rows[i].from_file);
        option_variable(&variable, option_find(&scan_options, rows[i].option));
        c.variables[0] = buf_str(&variable);
        c.variables[1] = rows[i].env;
        assert_shows(&c, rows[i].option, rows[i].from_env);
        c.variables[1] = ""; /* empty is not set */
        assert_shows(&c, rows[i].option, rows[i].from_file);
        c.variables[1] = rows[i].env;
        buf_addf(&word, "--%s", rows[i].option);
        c.words[0] = buf_str(&word);
        c.words[1] = rows[i].word;
        assert_shows(&c, rows[i].option, rows[i].from_word);
        if (rows[i].word) {
            buf_addf(&word, "=%s", rows[i].word);
            c.words[0] = buf_str(&word);
            c.words[1] = NULL;
            assert_shows(&c, rows[i].option, rows[i].from_word);
        }
    }
}

static void
test_the_table_above_is_whole(void **state)
{
    (void)state;
    /* All but --config and --help. */
    assert_int_equal(ARRAY_LEN(rows), scan_options.n_rows - 2);
}

static void
test_names_are_unique(void **state)
{
    (void)state;
    for (size_t i = 0; i < scan_options.n_rows; i++) {
        for (size_t k = 0; k < i; k++) {
            const struct option_row *a = &scan_options.rows[i];
            const struct option_row *b = &scan_options.rows[k];

            assert_string_not_equal(a->name, b->name);
            assert_true(!a->letter || a->letter != b->letter);
            assert_true(a->offset != b->offset);
        }
    }
}

static void
test_letters(void **state)
{
    static const struct {
        struct options_case c;
        const char *option, *expected;
    } cases[] = {
        { { .words = { "-s", "a", "-sb", "--subscription=c" } },
          "subscription",
          "a|b|c|" },
        { { .words = { "-mroot" } }, "management-group", "root|" },
        { { .words = { "-o", "tsv" } }, "output", "tsv" },
        { { .words = { "-ojson", "-onone" } }, "output", "none" },
        { { .words = { "-d", "x" } }, "report-dir", "x" },
        { { .words = { "-fcsv,json" } }, "format", "csv,json" },
        { { .words = { "-qv" } }, "quiet", "true" },
        { { .words = { "-qv" } }, "verbose", "1" },
        { { .words = { "-vv" } }, "verbose", "2" },
        { { .words = { "-vvvv" } }, "verbose", "2" },
        { { .words = { "-vv", "--verbose" } }, "verbose", "2" },
        { { .words = { "-qojson" } }, "output", "json" },
        { { .words = { "--from", "-", "--" } }, "from", "-|" },
        { { .words = { "--include", "-x" } }, "include", "-x|" },
        { { .words = { "--include=--x" } }, "include", "--x|" },
        { { .words = { "--tag=a=b" } }, "tag", "a=b|" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_shows(&cases[i].c, cases[i].option, cases[i].expected);
}

static void
test_what_the_command_line_gets_wrong(void **state)
{
    static const struct {
        struct options_case c;
        const char *message;
    } cases[] = {
        { { .words = { "--foo" } },
          "unknown option '--foo' (did you mean '--from'?); see 'aksentra scan "
          "--help'" },
        { { .words = { "--sub", "x" } },
          "unknown option '--sub' (did you mean '--subscription'?); see "
          "'aksentra scan --help'" },
        { { .words = { "--report_dir=x" } },
          "unknown option '--report_dir' (did you mean '--report-dir'?); see "
          "'aksentra scan --help'" },
        { { .words = { "--zzzzzzzz" } },
          "unknown option '--zzzzzzzz'; see 'aksentra scan --help'" },
        { { .words = { "-x" } },
          "unknown option '-x'; see 'aksentra scan --help'" },
        { { .words = { "-qx" } },
          "unknown option '-x'; see 'aksentra scan --help'" },
        { { .words = { "prod" } },
          "expected an option, found 'prod'; see 'aksentra scan --help'" },
        { { .words = { "-" } },
          "expected an option, found '-'; see 'aksentra scan --help'" },
        { { .words = { "--", "-q" } },
          "expected an option, found '-q'; see 'aksentra scan --help'" },
        { { .words = { "--plan" } }, "--plan: expected FILE after it" },
        { { .words = { "-s" } }, "--subscription: expected ID|NAME after it" },
        { { .words = { "--plan", "--quiet" } },
          "--plan: expected FILE, found '--quiet'; write '--plan=--quiet' if "
          "that is meant" },
        { { .words = { "--quiet=yes" } },
          "--quiet: takes no value, found 'yes'" },
        { { .words = { "--verbose=2" } },
          "--verbose: takes no value, found '2'" },
        { { .words = { "-s", "" } },
          "--subscription: expected a value, found nothing" },
        { { .words = { "--cloud=" } },
          "--cloud: expected a value, found nothing" },
        { { .words = { "--auth", "password" } },
          "--auth: expected auto, environment, workload-identity, "
          "managed-identity or azure-cli, found 'password'" },
        { { .words = { "-o", "yaml" } },
          "--output: expected table, json, tsv, github, azure-pipelines or "
          "none, found 'yaml'" },
        { { .words = { "--progress", "x" } },
          "--progress: expected auto, always or never, found 'x'" },
        { { .words = { "--log-format", "x" } },
          "--log-format: expected text or json, found 'x'" },
        { { .words = { "--parallel", "0" } },
          "--parallel: expected a whole number from 1 to 128, found '0'" },
        { { .words = { "--parallel", "129" } },
          "--parallel: expected a whole number from 1 to 128, found '129'" },
        { { .words = { "--timeout", "1.5" } },
          "--timeout: expected a whole number from 1 to 3600, found '1.5'" },
        { { .words = { "--timeout", "3601" } },
          "--timeout: expected a whole number from 1 to 3600, found '3601'" },
        { { .words = { "--retries", "-1" } },
          "--retries: expected a whole number from 0 to 20, found '-1'" },
        { { .words = { "--retries", "21" } },
          "--retries: expected a whole number from 0 to 20, found '21'" },
        { { .words = { "--fail-on", "legacy,hihg" } },
          "--fail-on: expected legacy, blocked, critical, high, medium, low, "
          "new or never, found 'hihg'" },
        { { .words = { "--fail-on", "legacy,,high" } },
          "--fail-on: expected words with commas between them, found an empty "
          "one" },
        { { .words = { "-f", "json," } },
          "--format: expected words with commas between them, found an empty "
          "one" },
        { { .words = { "-s", "@none" } },
          "--subscription: none: No such file or directory" },
        { { .words = { "-s", "@/dev/null" } },
          "--subscription: /dev/null: expected a file, found no regular file" },
        { { .words = { "--config", "none.yaml" } },
          "--config: none.yaml: No such file or directory" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        case_refused(&cases[i].c, cases[i].message);
}

static void
test_what_the_environment_gets_wrong(void **state)
{
    static const struct {
        struct options_case c;
        const char *message;
    } cases[] = {
        { { .variables = { "AKSENTRA_TIMEOUT", "soon" } },
          "AKSENTRA_TIMEOUT: expected a whole number from 1 to 3600, found "
          "'soon'" },
        { { .variables = { "AKSENTRA_DRY_RUN", "maybe" } },
          "AKSENTRA_DRY_RUN: expected true or false, found 'maybe'" },
        { { .variables = { "AKSENTRA_VERBOSE", "true" } },
          "AKSENTRA_VERBOSE: expected a whole number from 0 to 2, found "
          "'true'" },
        { { .variables = { "AKSENTRA_SUBSCRIPTION", "a,,b" } },
          "AKSENTRA_SUBSCRIPTION: expected a value, found nothing" },
        { { .variables = { "AKSENTRA_SUBSCRIPTION", "a,b, " } },
          "AKSENTRA_SUBSCRIPTION: expected a value, found nothing" },
        { { .variables = { "AKSENTRA_OUTPUT", "xml" } },
          "AKSENTRA_OUTPUT: expected table, json, tsv, github, azure-pipelines "
          "or none, found 'xml'" },
        /* Told although the command line overrides it. */
        { { .words = { "-o", "json" },
            .variables = { "AKSENTRA_OUTPUT", "xml" } },
          "AKSENTRA_OUTPUT: expected table, json, tsv, github, azure-pipelines "
          "or none, found 'xml'" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        case_refused(&cases[i].c, cases[i].message);
}

static void
test_help_wins_over_everything(void **state)
{
    static const struct options_case cases[] = {
        { .words = { "-h" } },
        { .words = { "-qh", "--timeout", "soon" } },
        { .words = { "--help" },
          .variables = { "AKSENTRA_TIMEOUT", "soon" },
          .config = "not: [valid" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct scan_settings s;
        struct err e = { 0 };

        assert_int_equal(case_load(&cases[i], &s, &e), 0);
        assert_true(s.help);
        scan_settings_free(&s);
    }
}

static void
test_lists_from_a_file(void **state)
{
    char path[] = "/tmp/test_options.XXXXXX", word[64];
    int fd = mkstemp(path);
    FILE *f = fdopen(fd, "w");
    struct options_case c = { .words = { "-s", "first", "-s", word } };

    (void)state;
    snprintf(word, sizeof(word), "@%s", path);
    fputs("\xef\xbb\xbfProduction, Europe\r\n\n# a comment\n  two \n\t\nlast",
          f);
    fflush(f);
    assert_shows(&c, "subscription", "first|Production, Europe|two|last|");
    assert_int_equal(ftruncate(fd, 0), 0);
    rewind(f);
    fputs("# nothing\n\n", f);
    fclose(f);
    snprintf(word, sizeof(word), "@%s", path);
    {
        char message[128];

        snprintf(message, sizeof(message),
                 "--subscription: %s: expected one value a line, found none",
                 path);
        case_refused(&c, message);
    }
    unlink(path);
    /* Only where names of things are listed. */
    c = (struct options_case){ .words = { "--include", "@x" } };
    assert_shows(&c, "include", "@x|");
}

static void
test_many_items_keep_their_order(void **state)
{
    struct options_case c = { .variables = { "AKSENTRA_SUBSCRIPTION", NULL } };
    auto_buf given = { 0 }, expected = { 0 };

    (void)state;
    for (int i = 0; i < 1000; i++) {
        buf_addf(&given, "%ssub-%d", i ? "," : "", i);
        buf_addf(&expected, "sub-%d|", i);
    }
    c.variables[1] = buf_str(&given);
    assert_shows(&c, "subscription", buf_str(&expected));
}

static void
test_no_color_of_others(void **state)
{
    struct options_case c = { .variables = { "NO_COLOR", "1" } };

    (void)state;
    assert_shows(&c, "no-color", "true");
    c.variables[1] = "";
    assert_shows(&c, "no-color", "false");
}

static void
test_choices_follow_their_enums(void **state)
{
    static const struct {
        const char *option;
        unsigned place;
        const char *word;
    } cases[] = {
        { "output", OUTPUT_TABLE, "table" },
        { "output", OUTPUT_JSON, "json" },
        { "output", OUTPUT_TSV, "tsv" },
        { "output", OUTPUT_GITHUB, "github" },
        { "output", OUTPUT_AZURE_PIPELINES, "azure-pipelines" },
        { "output", OUTPUT_NONE, "none" },
        { "inventory", INVENTORY_ARM, "arm" },
        { "inventory", INVENTORY_RESOURCE_GRAPH, "resource-graph" },
        { "inventory", INVENTORY_AUTO, "auto" },
        { "progress", PROGRESS_AUTO, "auto" },
        { "progress", PROGRESS_ALWAYS, "always" },
        { "progress", PROGRESS_NEVER, "never" },
        { "log-format", LOG_TEXT, "text" },
        { "log-format", LOG_JSON, "json" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct option_row *row =
            option_find(&scan_options, cases[i].option);

        assert_string_equal(row->choices[cases[i].place], cases[i].word);
    }
}

static void
test_report_dir_expands(void **state)
{
    struct options_case c = { .words = { "-d", "r/%Y-%m-%d/%H%M" } };
    struct scan_settings s;
    struct err e = { 0 };

    (void)state;
    assert_int_equal(case_load(&c, &s, &e), 0);
    assert_int_equal(report_dir_expand(&s.report_dir, s.arena, 1795411800, &e),
                     0);
    assert_string_equal(s.report_dir, "r/2026-11-23/0530");
    s.report_dir = "plain";
    assert_int_equal(report_dir_expand(&s.report_dir, s.arena, 0, &e), 0);
    assert_string_equal(s.report_dir, "plain");
    s.report_dir = "%Z"; /* in UTC */
    assert_int_equal(report_dir_expand(&s.report_dir, s.arena, 0, &e), 0);
    assert_string_equal(s.report_dir, "GMT");
    scan_settings_free(&s);
}

static void
test_suggestions(void **state)
{
    static const struct {
        const char *given, *meant;
    } cases[] = {
        { "subscripton", "subscription" },
        { "paralel", "parallel" },
        { "fail_on", "fail-on" },
        { "man", "management-group" },
        { "waiver", "waivers" },
        { "password", NULL },
        { "x", NULL },
        { "", NULL },
        { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", NULL },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const char *found = option_suggest(&scan_options, cases[i].given);

        if (!str_eq(found, cases[i].meant))
            fail_msg("%s: %s", cases[i].given, str_or(found, "(none)"));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_option_from_each_source),
        cmocka_unit_test(test_the_table_above_is_whole),
        cmocka_unit_test(test_names_are_unique),
        cmocka_unit_test(test_letters),
        cmocka_unit_test(test_what_the_command_line_gets_wrong),
        cmocka_unit_test(test_what_the_environment_gets_wrong),
        cmocka_unit_test(test_help_wins_over_everything),
        cmocka_unit_test(test_lists_from_a_file),
        cmocka_unit_test(test_many_items_keep_their_order),
        cmocka_unit_test(test_no_color_of_others),
        cmocka_unit_test(test_choices_follow_their_enums),
        cmocka_unit_test(test_report_dir_expands),
        cmocka_unit_test(test_suggestions),
    };

    return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
