/* SPDX-License-Identifier: MIT */
/* test_kube_credential.c - credentials of API servers, good and bad. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sources/kube_credential.h"
#include "support/crypto.h"

/* base64 of "-----BEGIN X-----\nAAAA\n", and of "nothing of the kind". */
#define PEM "LS0tLS1CRUdJTiBYLS0tLS0KQUFBQQo="
#define NO_PEM "bm90aGluZyBvZiB0aGUga2luZA=="

#define YAML(server, ca, user)                                           \
    "apiVersion: v1\nkind: Config\nclusters:\n- cluster:\n"              \
    "    certificate-authority-data: " ca "\n    server: " server        \
    "\n  name: wrong\n- cluster:\n    certificate-authority-data: " ca   \
    "\n    server: " server "\n  name: aks\ncontexts:\n- context:\n"     \
    "    cluster: aks\n    user: u\n  name: aks\ncurrent-context: aks\n" \
    "users:\n- name: u\n  user:\n" user

#define USER(cert, key) \
    "    client-certificate-data: " cert "\n    client-key-data: " key "\n"

static void
encode(char *out, size_t size, const char *text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t n = 0, len = strlen(text);

    for (size_t i = 0; i < len; i += 3) {
        unsigned g = (unsigned)(unsigned char)text[i] << 16;

        g |= i + 1 < len ? (unsigned)(unsigned char)text[i + 1] << 8 : 0;
        g |= i + 2 < len ? (unsigned)(unsigned char)text[i + 2] : 0;
        assert_true(n + 5 < size);
        out[n++] = digits[g >> 18];
        out[n++] = digits[g >> 12 & 63];
        out[n++] = i + 1 < len ? digits[g >> 6 & 63] : '=';
        out[n++] = i + 2 < len ? digits[g & 63] : '=';
    }
    out[n] = '\0';
}

static int
parse(struct kube_credential **ret, const char *yaml, bool with_identity,
      struct err *e)
{
    char value[8192], body[8300];

    encode(value, sizeof(value), yaml);
    snprintf(body, sizeof(body),
             "{\"kubeconfigs\":[{\"name\":\"x\",\"value\":\"%s\"}]}", value);
    return kube_credential_parse(ret, body, strlen(body), with_identity, e);
}

static void
the_current_context_is_read(void **state)
{
    struct kube_credential *c = NULL;

    (void)state;
    assert_int_equal(parse(&c,
                           YAML("https://a.example:443/", PEM, USER(PEM, PEM)),
                           true, NULL),
                     0);
    assert_string_equal(c->server, "https://a.example:443");
    assert_string_equal(c->tls.ca, "-----BEGIN X-----\nAAAA\n");
    assert_string_equal(c->tls.key, c->tls.cert);
    kube_credential_free(c);
    /* Whoever brings a token needs no identity, and it is not even read. */
    assert_int_equal(parse(&c, YAML("https://a.example", PEM, "    token: x\n"),
                           false, NULL),
                     0);
    assert_null(c->tls.cert);
    assert_null(c->tls.key);
    kube_credential_free(c);
}

/* base64 of "-----BEGIN n-----\n". */
#define KEY_1 "LS0tLS1CRUdJTiAxLS0tLS0K"
#define KEY_2 "LS0tLS1CRUdJTiAyLS0tLS0K"

/* Private texts are hidden from libyaml: each comes back where it belongs,
 * however it is written. */
static void
every_user_has_his_own_key(void **state)
{
    static const struct {
        const char *yaml, *key;
    } cases[] = {
        { YAML("https://a.example", PEM,
               USER(PEM, KEY_1) "    token: abcdef\n- name: v\n  user:\n" USER(
                   PEM, KEY_2)),
          "-----BEGIN 1-----\n" },
        { YAML("https://a.example", PEM,
               "    token: abcdef\n" USER(
                   PEM, KEY_2) "- name: v\n  user:\n" USER(PEM, KEY_1)),
          "-----BEGIN 2-----\n" },
        { YAML("https://a.example", PEM, USER(PEM, "\"" KEY_2 "\"")),
          "-----BEGIN 2-----\n" },
        { YAML("https://a.example", PEM, USER(PEM, ">-\n      " KEY_1)),
          "-----BEGIN 1-----\n" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct kube_credential *c = NULL;

        assert_int_equal(parse(&c, cases[i].yaml, true, NULL), 0);
        assert_string_equal(c->tls.key, cases[i].key);
        kube_credential_free(c);
    }
}

static void
what_is_missing_is_named_and_no_value_shown(void **state)
{
    static const struct {
        const char *yaml, *expected;
    } rows[] = {
        { YAML("http://a.example", PEM, USER(PEM, PEM)), "https" },
        { YAML("https://u:secret@a.example", PEM, USER(PEM, PEM)), "server" },
        { YAML("https://a.example", NO_PEM, USER(PEM, PEM)),
          "certificate-authority-data: expected PEM" },
        { YAML("https://a.example", PEM, USER(PEM, NO_PEM)),
          "client-key-data: expected PEM" },
        { YAML("https://a.example", PEM, "    token: secret\n"),
          "no client-certificate-data" },
        { "clusters: []\n", "no cluster" },
        { "a: [\n", "kubeconfig:" },
        { "", "no cluster" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct kube_credential *c = NULL;
        struct err e = { 0 };

        assert_int_equal(parse(&c, rows[i].yaml, true, &e), -1);
        if (!strstr(e.text, rows[i].expected) || strstr(e.text, "secret"))
            fail_msg("row %zu: %s", i, e.text);
        assert_null(c);
    }
}

static void
a_reply_of_another_form_is_refused(void **state)
{
    static const char *const bodies[] = {
        "",
        "[]",
        "{}",
        "{\"kubeconfigs\":[]}",
        "{\"kubeconfigs\":[{\"value\":5}]}",
        "{\"kubeconfigs\":[{\"value\":\"%%%%\"}]}",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bodies); i++) {
        struct kube_credential *c = NULL;
        struct err e = { 0 };

        assert_int_equal(
            kube_credential_parse(&c, bodies[i], strlen(bodies[i]), true, &e),
            -1);
        assert_true(e.text[0]);
    }
}

static void
base64_is_read_with_its_line_breaks(void **state)
{
    static const struct {
        const char *text, *expected; /* NULL: refused */
    } rows[] = {
        { "", "" },
        { "Zg==", "f" },
        { "Zm8=", "fo" },
        { "Zm9v", "foo" },
        { "Zm9v\nYmFy", "foobar" },
        { " Z g = = ", "f" },
        { "Zg", "f" },
        { "Z", NULL },
        { "Zg=", NULL },
        { "=Zg=", NULL },
        { "Zg==Zg==", NULL },
        { "Zm9*", NULL },
        { "Zm9v=", NULL },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_buf out = { 0 };
        int rc = crypto_base64_decode(&out, rows[i].text);

        if ((rc == 0) != (rows[i].expected != NULL) ||
            (rc == 0 && strcmp(buf_str(&out), rows[i].expected) != 0))
            fail_msg("'%s': %d '%s'", rows[i].text, rc, buf_str(&out));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_current_context_is_read),
        cmocka_unit_test(every_user_has_his_own_key),
        cmocka_unit_test(what_is_missing_is_named_and_no_value_shown),
        cmocka_unit_test(a_reply_of_another_form_is_refused),
        cmocka_unit_test(base64_is_read_with_its_line_breaks),
    };

    return cmocka_run_group_tests_name("kube_credential", tests, NULL, NULL);
}
