/* SPDX-License-Identifier: MIT */
/* test_shell_quote.c - a quoted word comes back from real shells unchanged. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/shell_quote.h"

static const char *const words[] = {
    "",
    "plain",
    "a b",
    "it's",
    "''",
    "$(touch /tmp/x)",
    "`id`",
    "\"double\" $HOME \\ back\\\\slash",
    "-n",
    "--name=x",
    "=ls",
    "~root",
    "~",
    "!history",
    "#no comment",
    "##[error]x",
    "### ##vso[task.complete]",
    "::error::x ::y",
    "*?[a-z]{a,b}",
    "a;b|c&d>e<f(g)",
    "end\\",
    "Z\xc3\xbcrich",
    "\xf0\x9f\x98\x80",
    "name@example.com",
    "/subscriptions/0/resourceGroups/a_b.c-d",
    "100%",
    "%s%n",
};

/* These hold control characters: for shells that read $'...'. */
static const char *const hostile[] = {
    "two\nlines",
    "tab\tand\rreturn",
    "\033[31mred\033[0m",
    "bell\a 1\0333",
    "del\177",
    "c1 \xc2\x9b 31m",
    "bidi \xe2\x80\xae txt.exe",
    "line \xe2\x80\xa8 separator",
    "not utf8 \xff\xfe",
    "##vso[x]\n##",
    "quote ' and \\ and\nnewline 7",
    "\n",
    "trailing\n",
};

/* Runs `shell -c 'printf %s WORD'` and gives what it prints. */
static void
run_shell(const char *shell, const char *quoted, struct buf *out)
{
    auto_buf command = { 0 };
    char chunk[256];
    int ends[2];
    ssize_t n;
    pid_t pid;
    int status;

    buf_addf(&command, "printf '%%s|' %s", quoted);
    assert_int_equal(pipe(ends), 0);
    pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execl(shell, shell, "-c", command.data, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    while ((n = read(ends[0], chunk, sizeof(chunk))) > 0)
        buf_add(out, chunk, (size_t)n);
    close(ends[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

static void
assert_round_trip(const char *shell, const char *word)
{
    auto_buf quoted = { 0 }, printed = { 0 }, expected = { 0 };

    shell_quote(&quoted, word);
    assert_true(buf_ok(&quoted));
    run_shell(shell, buf_str(&quoted), &printed);
    buf_addf(&expected, "%s|", word);
    assert_string_equal(buf_str(&printed), buf_str(&expected));
}

static void
test_round_trip(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        assert_round_trip("/bin/sh", words[i]);
        assert_round_trip("/bin/bash", words[i]);
    }
}

static void
test_round_trip_of_control_characters(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(hostile); i++)
        assert_round_trip("/bin/bash", hostile[i]);
}

/* Whatever the word, what is shown stays in one line and steers nothing. */
static void
test_output_is_printable(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(hostile); i++) {
        auto_buf quoted = { 0 };

        shell_quote(&quoted, hostile[i]);
        for (size_t k = 0; k < quoted.len; k++)
            assert_in_range((unsigned char)quoted.data[k], 0x20, 0x7e);
    }
}

static void
test_every_byte(void **state)
{
    char word[256];

    (void)state;
    for (int i = 1; i < 256; i++)
        word[i - 1] = (char)i;
    word[255] = '\0';
    assert_round_trip("/bin/bash", word);
}

static void
test_forms(void **state)
{
    static const struct {
        const char *word, *quoted;
    } rows[] = {
        { NULL, "''" },
        { "", "''" },
        { "rg-prod_1", "rg-prod_1" },
        { "-n", "'-n'" },
        { "=a", "'=a'" },
        { "a=b", "a=b" },
        { "~a", "'~a'" },
        { "a b", "'a b'" },
        { "it's", "'it'\\''s'" },
        { "Z\xc3\xbcrich", "'Z\xc3\xbcrich'" },
        { "a\nb'", "$'a\\012b\\''" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_buf out = { 0 };

        shell_quote(&out, rows[i].word);
        assert_string_equal(buf_str(&out), rows[i].quoted);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_round_trip_of_control_characters),
        cmocka_unit_test(test_output_is_printable),
        cmocka_unit_test(test_every_byte),
    };

    return cmocka_run_group_tests_name("shell_quote", tests, NULL, NULL);
}
