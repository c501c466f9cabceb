/* SPDX-License-Identifier: MIT */
/* test_help.c - --help names everything, and fits the terminal. */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/help.h"

static void
assert_fits(const char *text)
{
    while (*text) {
        size_t len = strcspn(text, "\n");

        if (len > 80)
            fail_msg("%.*s", (int)len, text);
        assert_true(len == 0 || text[len - 1] != ' ');
        assert_int_equal(text[len], '\n');
        text += len + 1;
    }
}

static void
test_scan_help_names_every_option(void **state)
{
    auto_buf help = { 0 };

    (void)state;
    help_command(&help, &scan_options);
    assert_true(buf_ok(&help));
    assert_fits(help.data);
    for (size_t i = 0; i < scan_options.n_rows; i++) {
        const struct option_row *row = &scan_options.rows[i];
        auto_buf left = { 0 };

        if (row->letter)
            buf_addf(&left, "\n  -%c, --%s", row->letter, row->name);
        else
            buf_addf(&left, "\n      --%s", row->name);
        if (row->argument)
            buf_addf(&left, " %s", row->argument);
        if (!strstr(help.data, left.data))
            fail_msg("%s", left.data);
    }
    assert_non_null(strstr(help.data, "(1 to 128, default: 16)\n"));
    assert_non_null(strstr(help.data, "\n\nScope:\n"));
    assert_non_null(strstr(help.data, "\n\nRun:\n"));
}

static void
test_exit_codes_are_shown(void **state)
{
    static const char *const codes[] = { "\n   0  ", "\n   1  ", "\n   2  ",
                                         "\n   3  ", "\n  64  " };
    auto_buf scan = { 0 }, program = { 0 };

    (void)state;
    help_command(&scan, &scan_options);
    help_program(&program);
    for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
        assert_non_null(strstr(scan.data, codes[i]));
        assert_non_null(strstr(program.data, codes[i]));
    }
}

static void
test_program_help_names_every_command(void **state)
{
    auto_buf help = { 0 };

    (void)state;
    help_program(&help);
    assert_fits(help.data);
    for (size_t i = 0; i < n_commands; i++) {
        auto_buf left = { 0 };

        buf_addf(&left, "\n  %s  ", commands[i].name);
        assert_non_null(strstr(help.data, left.data));
        assert_non_null(strstr(help.data, commands[i].summary));
    }
}

static void
test_version(void **state)
{
    auto_buf version = { 0 };

    (void)state;
    help_version(&version);
    assert_string_equal(version.data, "aksentra " AKSENTRA_VERSION "\n");
}

/* A long word or argument must not break the columns. */
static void
test_wrapping(void **state)
{
    static const struct option_row rows[] = {
        { .name = "a-name-that-is-far-too-long-for-its-column",
          .argument = "VALUE",
          .kind = OPTION_TEXT,
          .fallback = "x",
          .help = "Short" },
        { .name = "b",
          .kind = OPTION_FLAG,
          .help = "12345678 12345678 12345678 12345678 12345678 1234 next" },
        { .name = "c",
          .kind = OPTION_FLAG,
          .help = "12345678 12345678 12345678 12345678 12345678 12345 next" },
    };
    const struct option_set set = {
        .command = "x", .purpose = "p", .rows = rows, .n_rows = ARRAY_LEN(rows)
    };
    const char *expected =
        "Usage: aksentra x [OPTION...]\n\np\n\nScope:\n"
        "      --a-name-that-is-far-too-long-for-its-column VALUE\n"
        "                              Short (default: x)\n"
        "      --b                     "
        "12345678 12345678 12345678 12345678 12345678 1234\n"
        "                              next\n"
        "      --c                     "
        "12345678 12345678 12345678 12345678 12345678 12345\n"
        "                              next\n";
    auto_buf help = { 0 };

    (void)state;
    help_command(&help, &set);
    assert_memory_equal(help.data, expected, strlen(expected));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scan_help_names_every_option),
        cmocka_unit_test(test_exit_codes_are_shown),
        cmocka_unit_test(test_program_help_names_every_command),
        cmocka_unit_test(test_version),
        cmocka_unit_test(test_wrapping),
    };

    return cmocka_run_group_tests_name("help", tests, NULL, NULL);
}
