/* SPDX-License-Identifier: MIT */
/* test_log.c - one harmless line a message, or silence. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/json.h"
#include "support/log.h"

static char *text;
static size_t text_len;
static FILE *stream;
static int cleared;

static void
clear_progress(void)
{
    cleared++;
}

static int
open_stream(void **state)
{
    (void)state;
    cleared = 0;
    stream = open_memstream(&text, &text_len);
    return stream ? 0 : -1;
}

static int
close_stream(void **state)
{
    const struct log_settings silent = { 0 };

    (void)state;
    log_setup(&silent);
    fclose(stream);
    free(text);
    return 0;
}

static void
set_up(enum log_level level, enum log_format format, bool colour)
{
    const struct log_settings s = { .stream = stream,
                                    .level = level,
                                    .format = format,
                                    .colour = colour,
                                    .before = clear_progress };

    log_setup(&s);
}

static void
test_silent_until_told(void **state)
{
    (void)state;
    assert_false(log_enabled(LOG_ERROR));
    log_write(LOG_ERROR, "nobody hears");
    assert_int_equal(text_len, 0);
}

static void
test_levels(void **state)
{
    (void)state;
    set_up(LOG_INFO, LOG_TEXT, false);
    assert_true(log_enabled(LOG_INFO));
    assert_false(log_enabled(LOG_DEBUG));
    log_write(LOG_ERROR, "no %s", "luck");
    log_write(LOG_WARNING, "slow");
    log_write(LOG_INFO, "done");
    log_write(LOG_DEBUG, "hidden");
    assert_string_equal(text, "aksentra: error: no luck\n"
                              "aksentra: warning: slow\n"
                              "aksentra: done\n");
    assert_int_equal(cleared, 3);
}

static void
test_colour(void **state)
{
    (void)state;
    set_up(LOG_INFO, LOG_TEXT, true);
    log_write(LOG_ERROR, "x");
    log_write(LOG_INFO, "y");
    assert_string_equal(text, "\033[31maksentra: error: x\033[0m\n"
                              "aksentra: y\n");
}

static void
test_control_characters_are_harmless(void **state)
{
    (void)state;
    set_up(LOG_INFO, LOG_TEXT, false);
    log_write(LOG_INFO, "%s", "cluster \033[2Jgone\nfake line");
    assert_string_equal(text, "aksentra: cluster ?[2Jgone?fake line\n");
}

static void
test_json(void **state)
{
    struct err e = { 0 };
    json_t *line;

    (void)state;
    set_up(LOG_INFO, LOG_JSON, true);
    log_write(LOG_WARNING, "%s", "say \"hi\" \xff\n");
    assert_ptr_equal(strchr(text, '\n'), text + text_len - 1);
    line = json_read(text, text_len, "line", &e);
    assert_non_null(line);
    assert_int_equal(json_object_size(line), 3);
    assert_string_equal(json_get_text(line, "level"), "warning");
    assert_string_equal(json_get_text(line, "message"), "say \"hi\" ??");
    assert_int_equal(strlen(json_get_text(line, "time")), 20);
    json_decref(line);
}

static void
test_long_messages_are_cut(void **state)
{
    char *huge = malloc(10001);

    (void)state;
    memset(huge, 'x', 10000);
    huge[10000] = '\0';
    set_up(LOG_INFO, LOG_TEXT, false);
    log_write(LOG_INFO, "%s", huge);
    assert_in_range(text_len, 4000, 4200);
    assert_int_equal(text[text_len - 1], '\n');
    free(huge);
}

#define with_stream(test) \
    cmocka_unit_test_setup_teardown(test, open_stream, close_stream)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        with_stream(test_silent_until_told),
        with_stream(test_levels),
        with_stream(test_colour),
        with_stream(test_control_characters_are_harmless),
        with_stream(test_json),
        with_stream(test_long_messages_are_cut),
    };

    return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
