/* SPDX-License-Identifier: MIT */
/* options_case.c - one try at loading the settings of a scan. */
#include "unit.h"

#include "options_case.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/str.h"

static const char *
get_variable(void *arg, const char *name)
{
    const struct options_case *c = arg;

    if (c->config && str_eq(name, "AKSENTRA_CONFIG"))
        return CASE_CONFIG;
    for (size_t i = 0; i + 1 < CASE_WORDS_MAX && c->variables[i]; i += 2) {
        if (str_eq(c->variables[i], name))
            return c->variables[i + 1];
    }
    return NULL;
}

static void
write_config(const char *text)
{
    FILE *f = fopen(CASE_CONFIG, "w");

    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

int
case_load(const struct options_case *c, struct scan_settings *s, struct err *e)
{
    const struct environment env = { .get = get_variable, .arg = (void *)c };
    char folder[] = "/tmp/options_case.XXXXXX", before[4096];
    char *argv[CASE_WORDS_MAX + 2] = { (char *)"scan" };
    int argc = 1, status;

    for (; argc <= CASE_WORDS_MAX && c->words[argc - 1]; argc++)
        argv[argc] = (char *)c->words[argc - 1];
    assert_non_null(getcwd(before, sizeof(before)));
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    if (c->config)
        write_config(c->config);
    status = scan_settings_load(s, argc, argv, &env, e);
    unlink(CASE_CONFIG);
    assert_int_equal(chdir(before), 0);
    assert_int_equal(rmdir(folder), 0);
    return status;
}

void
case_refused(const struct options_case *c, const char *message)
{
    struct scan_settings s;
    struct err e = { 0 };

    assert_int_equal(case_load(c, &s, &e), -1);
    scan_settings_free(&s);
    assert_string_equal(e.text, message);
    assert_int_equal(e.code, ERR_USAGE);
}

static void
show_list(struct buf *out, const struct text_list *list)
{
    for (size_t i = 0; i < list->len; i++)
        buf_addf(out, "%s|", list->items[i]);
}

void
case_show(struct buf *out, const struct scan_settings *s, const char *option)
{
    const struct option_row *row = option_find(&scan_options, option);
    const void *field = (const char *)s + row->offset;

    switch (row->kind) {
    case OPTION_FLAG:
        buf_adds(out, *(const bool *)field ? "true" : "false");
        break;
    case OPTION_COUNT:
    case OPTION_NUMBER:
        buf_addf(out, "%u", *(const unsigned *)field);
        break;
    case OPTION_CHOICE:
        buf_adds(out, row->choices[*(const unsigned *)field]);
        break;
    case OPTION_TEXT:
    case OPTION_WORDS:
        buf_adds(out, str_or(*(const char *const *)field, "-"));
        break;
    case OPTION_LIST:
        show_list(out, field);
        break;
    }
}
