/* SPDX-License-Identifier: MIT */
/* test_html.c - text from outside in report.html: it comes back as it was, and
 * never ends what it stands in. */
#include "unit.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "html/html_text.h"
#include "html/report_html.h"
#include "html/templates.h"
#include "sample_results.h"

static const struct {
    const char *text;
    const char *html;
} texts[] = {
    { "plain", "plain" },
    { "a & b", "a &amp; b" },
    { "</script><!--", "&lt;/script&gt;&lt;!--" },
    { "\"it's\"", "&quot;it&#39;s&quot;" },
    { "two\nlines\tand", "two\nlines\tand" },
    { "\x1b[31m\x07\x7f", "\xef\xbf\xbd[31m\xef\xbf\xbd\xef\xbf\xbd" },
    { "caf\xc3\xa9 \xf0\x9f\x92\xa5", "caf\xc3\xa9 \xf0\x9f\x92\xa5" },
    /* Not UTF-8: cut short, too long a form, a surrogate, beyond Unicode. */
    { "\xc3", "\xef\xbf\xbd" },
    { "\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd" },
    { "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
    { "\xf4\x90\x80\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
    { "\xc2\x9b", "\xef\xbf\xbd" },
    { "a\xe2\x80\xae"
      "b",
      "a\xef\xbf\xbd"
      "b" },
    { "", "" },
    { NULL, "" },
};

static void
test_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        auto_buf out = { 0 };

        html_text(&out, texts[i].text);
        assert_string_equal(buf_str(&out), texts[i].html);
    }
}

/* A JSON parser reads the text again; the characters that HTML heeds are not
 * among those that stand there. */
static void
test_json(void **state)
{
    static const char *const same[] = {
        "plain",
        "</script><!-- ]]> & \"quoted\" it's \\ / end",
        "two\nlines\tand",
        "caf\xc3\xa9 \xf0\x9f\x92\xa5 \xef\xbf\xbd",
        "",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(same); i++) {
        auto_buf out = { 0 };
        json_t *back;

        html_json_text(&out, same[i]);
        assert_int_equal(strcspn(buf_str(&out), "<>&'"), out.len);
        for (size_t k = 0; k < out.len; k++)
            assert_in_range(out.data[k], 0x20, 0x7e);
        back = json_loads(buf_str(&out), JSON_DECODE_ANY, NULL);
        assert_string_equal(json_string_value(back), same[i]);
        json_decref(back);
    }
}

static void
test_json_of_what_is_no_text(void **state)
{
    auto_buf out = { 0 };

    (void)state;
    html_json_text(&out, NULL);
    assert_string_equal(buf_str(&out), "null");
    buf_reset(&out);
    html_json_text(&out, "\x01\xff");
    assert_string_equal(buf_str(&out), "\"\\ufffd\\ufffd\"");
}

static size_t
count(const char *text, const char *part)
{
    size_t n = 0;

    for (; (text = strstr(text, part)); text += strlen(part))
        n++;
    return n;
}

/* Nothing that is built in may end the element that it stands in. */
static void
test_templates(void **state)
{
    (void)state;
    assert_int_equal(count(html_template_css, "</"), 0);
    assert_int_equal(count(html_template_js, "</"), 0);
    assert_int_equal(count(html_template_js, "<!--"), 0);
    assert_int_equal(count(html_template_js, "innerHTML"), 0);
    assert_int_equal(strncmp(html_template_css_hash, "sha256-", 7), 0);
    assert_int_equal(strlen(html_template_css_hash), 7 + 44);
    assert_int_equal(strlen(html_template_js_hash), 7 + 44);
}

/* The JSON of the page parses, whatever the names are, and has all clusters. */
static void
test_page(void **state)
{
    static const char mark[] = "id=\"data\">";
    struct results r;
    char *page;
    const char *data;
    json_t *root;
    json_error_t error;

    (void)state;
    sample_hostile_results(&r);
    page = sample_written(write_html, &r);
    assert_int_equal(count(page, "{{"), 0);
    assert_int_equal(count(page, "<script"), 2);
    assert_int_equal(count(page, "</script>"), 2);
    data = strstr(page, mark);
    assert_non_null(data);
    root = json_loads(data + sizeof(mark) - 1, JSON_DISABLE_EOF_CHECK, &error);
    if (!root)
        fail_msg("line %d: %s", error.line, error.text);
    assert_int_equal(
        json_array_size(json_object_get(
            json_object_get(json_object_get(root, "tables"), "clusters"),
            "rows")),
        r.snapshot.clusters.len);
    assert_int_equal(json_array_size(json_object_get(root, "commands")),
                     r.snapshot.clusters.len);
    json_decref(root);
    free(page);
    results_free(&r);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_json_of_what_is_no_text),
        cmocka_unit_test(test_templates),
        cmocka_unit_test(test_page),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
