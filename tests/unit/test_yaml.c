/* SPDX-License-Identifier: MIT */
/* test_yaml.c - the tree, the places, and every way to be refused. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/buf.h"
#include "support/yaml.h"

static struct yaml_document *
parse(const char *text)
{
    struct yaml_document *d = NULL;
    struct err e = { 0 };

    if (yaml_parse(&d, text, strlen(text), "f.yaml", &e) != 0)
        fail_msg("%s", e.text);
    return d;
}

static void
assert_refused(const char *text, enum err_code code, const char *message)
{
    struct yaml_document *d = NULL;
    struct err e = { 0 };

    assert_int_equal(yaml_parse(&d, text, strlen(text), "f.yaml", &e), -1);
    assert_null(d);
    assert_string_equal(e.text, message);
    assert_int_equal(e.code, code);
}

static void
test_tree_and_places(void **state)
{
    struct yaml_document *d = parse("a: 1\nb:\n  - x\n  - 'y'\nc: {d: \"\"}\n");
    const struct yaml_node *root = yaml_root(d), *b, *c;

    (void)state;
    assert_int_equal(root->kind, YAML_MAPPING);
    assert_int_equal(root->len, 3);
    assert_string_equal(root->keys[2]->text, "c");
    assert_string_equal(yaml_get(root, "a")->text, "1");
    assert_false(yaml_get(root, "a")->quoted);
    assert_null(yaml_get(root, "A"));
    b = yaml_get(root, "b");
    assert_int_equal(b->kind, YAML_SEQUENCE);
    assert_int_equal(b->len, 2);
    assert_null(b->text);
    assert_string_equal(b->items[1]->text, "y");
    assert_true(b->items[1]->quoted);
    assert_int_equal(b->items[1]->line, 4);
    assert_int_equal(b->items[1]->column, 5);
    c = yaml_get(yaml_get(root, "c"), "d");
    assert_string_equal(c->text, "");
    assert_false(yaml_is_null(c));
    assert_null(yaml_get(b, "x"));
    assert_null(yaml_get(NULL, "x"));
    yaml_document_free(d);
}

static void
test_nulls(void **state)
{
    static const struct {
        const char *text;
        bool is_null;
    } rows[] = {
        { "v: null", true },    { "v: ~", true },
        { "v:", true },         { "v: NULL", true },
        { "v: 'null'", false }, { "v: !!str null", false },
        { "v: |\n  ~", false }, { "v: nil", false },
        { "v: []", false },     { "v: ! ~", false },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct yaml_document *d = parse(rows[i].text);

        if (yaml_is_null(yaml_get(yaml_root(d), "v")) != rows[i].is_null)
            fail_msg("%s", rows[i].text);
        yaml_document_free(d);
    }
}

static void
test_empty_documents(void **state)
{
    static const char *const rows[] = { "", "# only a comment\n", "---\n",
                                        "\xef\xbb\xbf" };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct yaml_document *d = parse(rows[i]);

        assert_int_equal(yaml_root(d)->kind, YAML_SCALAR);
        assert_string_equal(yaml_root(d)->text, "");
        assert_true(yaml_is_null(yaml_root(d)));
        yaml_document_free(d);
    }
}

static void
test_alias_shares_its_node(void **state)
{
    struct yaml_document *d = parse("a: &x [1, 2]\nb: *x\nc: &x 3\nd: *x\n");
    const struct yaml_node *root = yaml_root(d);

    (void)state;
    assert_ptr_equal(yaml_get(root, "a"), yaml_get(root, "b"));
    assert_string_equal(yaml_get(root, "d")->text, "3");
    yaml_document_free(d);
}

static void
test_refusals(void **state)
{
    (void)state;
    assert_refused("a: 1\na: 2\n", ERR_INPUT,
                   "f.yaml:2:1: 'a' is there twice (first in line 1)");
    assert_refused("a: 1\nb: 2\nc:\n  z: 1\n  y: 2\n  \"z\": 3\n", ERR_INPUT,
                   "f.yaml:6:3: 'z' is there twice (first in line 4)");
    assert_refused("a: [1\nb: 2\n", ERR_INPUT,
                   "f.yaml:2:2: not YAML: while parsing a flow sequence, did "
                   "not find expected ',' or ']'");
    assert_refused("a: b: c\n", ERR_INPUT,
                   "f.yaml:1:5: not YAML: mapping values are not allowed in "
                   "this context");
    assert_refused("a: *nowhere\n", ERR_INPUT,
                   "f.yaml:1:4: no anchor 'nowhere' before this");
    assert_refused("a: &x [*x]\n", ERR_INPUT,
                   "f.yaml:1:8: 'x' contains itself");
    assert_refused("? [a]\n: b\n", ERR_INPUT, "f.yaml:1:3: a key must be text");
    assert_refused("a: \"b\\0c\"\n", ERR_INPUT,
                   "f.yaml:1:4: text with a NUL character");
    assert_refused("a: 1\n---\nb: 2\n", ERR_INPUT,
                   "f.yaml:2:1: a second document; only one is expected");
    assert_refused("a: !!python/object:os.system x\n", ERR_INPUT,
                   "f.yaml:1:4: the tag 'tag:yaml.org,2002:python/object:"
                   "os.system' is unknown");
    assert_refused("a: b\nc: \x80\n", ERR_INPUT,
                   "f.yaml:1:1: not YAML: invalid leading UTF-8 octet (at byte "
                   "8)");
}

static void
add_repeated(struct buf *b, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_adds(b, text);
}

static void
test_depth_ceiling(void **state)
{
    auto_buf deep = { 0 }, enough = { 0 };
    struct yaml_document *d;

    (void)state;
    add_repeated(&enough, "[", YAML_DEFAULT_DEPTH);
    add_repeated(&enough, "]", YAML_DEFAULT_DEPTH);
    d = parse(enough.data);
    yaml_document_free(d);
    add_repeated(&deep, "[", YAML_DEFAULT_DEPTH + 1);
    add_repeated(&deep, "]", YAML_DEFAULT_DEPTH + 1);
    assert_refused(deep.data, ERR_LIMIT,
                   "f.yaml:1:33: nested more than 32 deep");
    /* Depth that only aliases make. */
    buf_reset(&deep);
    buf_adds(&deep, "a0: &a0 [x]\n");
    for (int i = 1; i < 40; i++)
        buf_addf(&deep, "a%d: &a%d [*a%d]\n", i, i, i - 1);
    assert_refused(deep.data, ERR_LIMIT,
                   "f.yaml:31:12: nested more than 32 deep");
}

static void
test_alias_bomb_ends_at_the_ceiling(void **state)
{
    struct yaml_document *d = NULL;
    struct err e = { 0 };
    auto_buf bomb = { 0 };

    (void)state;
    buf_adds(&bomb, "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 10; i++) {
        buf_addf(&bomb, "a%d: &a%d [", i, i);
        for (int k = 0; k < 10; k++)
            buf_addf(&bomb, "%s*a%d", k ? "," : "", i - 1);
        buf_adds(&bomb, "]\n");
    }
    assert_int_equal(yaml_parse(&d, bomb.data, bomb.len, "f.yaml", &e), -1);
    assert_int_equal(e.code, ERR_LIMIT);
    assert_non_null(strstr(e.text, "more than 100000 values"));
}

static void
test_many_values_and_anchors(void **state)
{
    struct yaml_document *d = NULL;
    struct err e = { 0 };
    auto_buf many = { 0 }, anchors = { 0 }, large = { 0 };

    (void)state;
    add_repeated(&many, "- 1\n", YAML_DEFAULT_NODES);
    assert_int_equal(yaml_parse(&d, many.data, many.len, "m", &e), -1);
    assert_string_equal(e.text, "m:100000:3: more than 100000 values");
    many.len -= 4;
    many.data[many.len] = '\0';
    d = parse(many.data);
    assert_int_equal(yaml_root(d)->len, YAML_DEFAULT_NODES - 1);
    d = yaml_document_free(d);

    add_repeated(&anchors, "- &a x\n", 1001);
    assert_refused(anchors.data, ERR_LIMIT,
                   "f.yaml:1001:3: more than 1000 anchors");
    add_repeated(&large, "#234567890123456\n", YAML_DEFAULT_BYTES / 17 + 1);
    assert_refused(large.data, ERR_LIMIT, "f.yaml: larger than 16777216 bytes");
}

static void
test_utf16_of_windows_shells(void **state)
{
    static const char text[] = "\xff\xfe"
                               "a\0:\0 \0b\0\n\0";
    struct yaml_document *d = NULL;
    struct err e = { 0 };

    (void)state;
    assert_int_equal(yaml_parse(&d, text, sizeof(text) - 1, "f", &e), 0);
    assert_string_equal(yaml_get(yaml_root(d), "a")->text, "b");
    yaml_document_free(d);
}

static void
test_complaints_of_readers(void **state)
{
    struct yaml_document *d = parse("a: 1\nb:\n  - {}\n");
    const struct yaml_node *b = yaml_get(yaml_root(d), "b");
    struct err e = { 0 };

    (void)state;
    assert_int_equal(yaml_fail(d, b->items[0], &e, "expected text, found %s",
                               yaml_kind_name(b->items[0])),
                     -1);
    assert_string_equal(e.text, "f.yaml:3:5: expected text, found a mapping");
    assert_int_equal(e.code, ERR_INPUT);
    assert_string_equal(yaml_kind_name(b), "a sequence");
    assert_string_equal(yaml_kind_name(yaml_get(yaml_root(d), "a")), "text");
    yaml_document_free(d);
    d = parse("");
    assert_string_equal(yaml_kind_name(yaml_root(d)), "nothing");
    yaml_document_free(d);
}

static void
test_files_of_the_user_are_usage(void **state)
{
    char path[] = "/tmp/test_yaml.XXXXXX";
    char expected[64];
    int fd = mkstemp(path);
    struct yaml_document *d = NULL;
    struct err e = { 0 };

    (void)state;
    assert_int_equal(write(fd, "a: [", 4), 4);
    assert_int_equal(yaml_read(&d, path, &e), -1);
    assert_int_equal(e.code, ERR_USAGE);
    snprintf(expected, sizeof(expected), "%s:2:1: not YAML", path);
    assert_memory_equal(e.text, expected, strlen(expected));

    err_clear(&e);
    assert_int_equal(write(fd, "]\n", 2), 2);
    close(fd);
    assert_int_equal(yaml_read(&d, path, &e), 0);
    yaml_fail(d, yaml_root(d), &e, "no");
    assert_int_equal(e.code, ERR_USAGE);
    yaml_document_free(d);
    unlink(path);

    err_clear(&e);
    assert_int_equal(yaml_read(&d, path, &e), -1);
    assert_int_equal(e.code, ERR_USAGE);
    assert_non_null(strstr(e.text, "No such file or directory"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tree_and_places),
        cmocka_unit_test(test_nulls),
        cmocka_unit_test(test_empty_documents),
        cmocka_unit_test(test_alias_shares_its_node),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_depth_ceiling),
        cmocka_unit_test(test_alias_bomb_ends_at_the_ceiling),
        cmocka_unit_test(test_many_values_and_anchors),
        cmocka_unit_test(test_utf16_of_windows_shells),
        cmocka_unit_test(test_complaints_of_readers),
        cmocka_unit_test(test_files_of_the_user_are_usage),
    };

    return cmocka_run_group_tests_name("yaml", tests, NULL, NULL);
}
