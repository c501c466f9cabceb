/* SPDX-License-Identifier: MIT */
/* test_tool.c - what kubectl, kubelogin and az say about themselves. */
#include "unit.h"

#include <string.h>

#include "model/tool.h"
#include "sources/tool_reply.h"

static void
test_version(void **state)
{
    static const struct {
        const char *text;
        bool known;
        unsigned major, minor, patch;
    } rows[] = {
        { "1.29.4", true, 1, 29, 4 },
        { "v1.32.4-dispatcher", true, 1, 32, 4 },
        { "1.28", true, 1, 28, 0 },
        { "2.45.0.post1", true, 2, 45, 0 },
        { "1.30.0+k3s1", true, 1, 30, 0 },
        { "1.27.", true, 1, 27, 0 },
        { "1", false, 0, 0, 0 },
        { "1.", false, 0, 0, 0 },
        { ".1.2", false, 0, 0, 0 },
        { "", false, 0, 0, 0 },
        { NULL, false, 0, 0, 0 },
        { "v", false, 0, 0, 0 },
        { "latest", false, 0, 0, 0 },
        { "9999999.1.1", false, 0, 0, 0 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct tool_version v = tool_version_read(rows[i].text);

        if (v.known != rows[i].known ||
            (v.known && (v.major != rows[i].major || v.minor != rows[i].minor ||
                         v.patch != rows[i].patch)))
            fail_msg("%s: %d %u.%u.%u", rows[i].text, v.known, v.major, v.minor,
                     v.patch);
    }
}

static void
test_order(void **state)
{
    static const char *const ascending[] = { "0.0.29", "0.1.0",  "0.2.20",
                                             "1.9.0",  "1.10.0", "2.0.0" };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(ascending); i++) {
        for (size_t k = 0; k < ARRAY_LEN(ascending); k++) {
            struct tool_version a = tool_version_read(ascending[i]),
                                b = tool_version_read(ascending[k]);
            int order = tool_version_compare(&a, &b);

            if ((order > 0) != (i > k) || (order < 0) != (i < k))
                fail_msg("%s and %s: %d", ascending[i], ascending[k], order);
        }
    }
}

typedef int reader(struct tool *t, const struct buf *reply, struct arena *arena,
                   struct err *e);

static struct tool
read_reply(struct arena *arena, reader *read, const char *text)
{
    struct tool t = { .path = "/usr/bin/tool" };
    auto_buf reply = { 0 };

    buf_adds(&reply, text);
    assert_int_equal(read(&t, &reply, arena, NULL), 0);
    return t;
}

static void
test_replies(void **state)
{
    static const struct {
        reader *read;
        const char *text, *version; /* NULL: a problem */
    } rows[] = {
        { tool_read_kubectl,
          "{\"clientVersion\": {\"major\": \"1\", \"minor\": \"32+\", "
          "\"gitVersion\": \"v1.32.4-dispatcher\"}}",
          "1.32.4-dispatcher" },
        { tool_read_kubectl, "{\"clientVersion\": {}}", NULL },
        { tool_read_kubectl, "{\"clientVersion\": {\"gitVersion\": 1}}", NULL },
        { tool_read_kubectl, "{\"clientVersion\": {\"gitVersion\": \"x\"}}",
          NULL },
        { tool_read_kubectl, "{\"clientVersion\": []}", NULL },
        { tool_read_kubectl, "Client Version: v1.20.2", NULL },
        { tool_read_kubectl, "[]", NULL },
        { tool_read_kubectl, "", NULL },
        { tool_read_az, "{\"azure-cli\": \"2.45.0\", \"extensions\": {}}",
          "2.45.0" },
        { tool_read_az, "{\"azure-cli-core\": \"2.45.0\"}", NULL },
        { tool_read_az, "azure-cli 2.45.0", NULL },
        { tool_read_kubelogin,
          "kubelogin version \ngit hash: v0.1.4/aed62b0077827211ca2e6f74\n"
          "Go version: go1.21.11\nBuild time: 2024-07-05T19:50:24Z\n"
          "Platform: linux/amd64\n",
          "0.1.4" },
        { tool_read_kubelogin, "kubelogin version v1.28.0 (go1.21)\n",
          "1.28.0" },
        { tool_read_kubelogin, "kubelogin version \ngit hash: /\n", NULL },
        { tool_read_kubelogin, "\033[31mno\033[0m", NULL },
        { tool_read_kubelogin, "", NULL },
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct tool t = read_reply(arena, rows[i].read, rows[i].text);

        if ((rows[i].version == NULL) != (t.problem != NULL) ||
            (rows[i].version == NULL) != (t.version == NULL) ||
            (t.version && strcmp(t.version, rows[i].version) != 0))
            fail_msg("'%s': %s, %s", rows[i].text,
                     t.version ? t.version : "no version",
                     t.problem ? t.problem : "no problem");
        if (t.problem && strchr(t.problem, '\033'))
            fail_msg("'%s' steers a terminal", t.problem);
        if (t.version && !t.number.known)
            fail_msg("'%s' has no number", t.version);
    }
    arena_free(arena);
}

static void
test_foreign(void **state)
{
    struct arena *arena = arena_new();

    (void)state;
    assert_true(read_reply(arena, tool_read_kubelogin,
                           "kubelogin version v1.28.0 (go1.21)\n")
                    .is_foreign);
    assert_false(read_reply(arena, tool_read_kubelogin,
                            "kubelogin version \ngit hash: v0.1.4/aed62b0\n")
                     .is_foreign);
    arena_free(arena);
}

static void
test_logins(void **state)
{
    static const char help[] =
        "get AAD token\n\nFlags:\n  -l, --login string     Login method. "
        "Supported methods: devicecode, interactive, spn, ropc, msi, azurecli, "
        "azd, workloadidentity. It may be specified in AAD_LOGIN_METHOD "
        "environment variable (default \"devicecode\")\n";
    struct arena *arena = arena_new();
    struct tool t = read_reply(arena, tool_read_logins, help);

    (void)state;
    assert_true(t.logins_known);
    assert_int_equal(t.logins.len, 8);
    assert_string_equal(t.logins.items[0], "devicecode");
    assert_string_equal(t.logins.items[7], "workloadidentity");
    assert_true(tool_knows_login(&t, "azurecli"));
    assert_true(tool_knows_login(&t, "AzureCLI"));
    assert_false(tool_knows_login(&t, "azure"));
    assert_false(tool_knows_login(&t, "azurepipelines"));
    /* The end of the line ends the list as well. */
    t = read_reply(arena, tool_read_logins, "Supported methods: a, b\nc, d");
    assert_int_equal(t.logins.len, 2);
    t = read_reply(arena, tool_read_logins, "Supported methods: ");
    assert_true(t.logins_known);
    assert_int_equal(t.logins.len, 0);
    t = read_reply(arena, tool_read_logins, "Usage: something else");
    assert_false(t.logins_known);
    assert_non_null(t.problem);
    arena_free(arena);
}

static void
test_used(void **state)
{
    struct tool az = { .kind = TOOL_AZ, .is_used = true },
                other = { .kind = TOOL_KUBECTL },
                used = { .kind = TOOL_KUBECTL, .is_used = true };
    void *items[] = { &az, &other, &used };
    const struct vec tools = { .items = items, .len = 3 };

    (void)state;
    assert_ptr_equal(tool_used(&tools, TOOL_KUBECTL), &used);
    assert_ptr_equal(tool_used(&tools, TOOL_AZ), &az);
    assert_null(tool_used(&tools, TOOL_KUBELOGIN));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_version), cmocka_unit_test(test_order),
        cmocka_unit_test(test_replies), cmocka_unit_test(test_foreign),
        cmocka_unit_test(test_logins),  cmocka_unit_test(test_used),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
