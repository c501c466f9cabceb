/* SPDX-License-Identifier: MIT */
/* test_kubeconfig.c - what is read of a kubeconfig: every form of a user entry,
 * files that are merged, and what is refused. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/kubeconfig.h"
#include "sources/kubeconfig.h"
#include "support/buf.h"
#include "support/str.h"

#define OLD_SERVER "aaaaaaaa-0000-4000-8000-000000000001"
#define OLD_CLIENT "aaaaaaaa-0000-4000-8000-000000000002"
#define AKS_SERVER "6dae42f8-4368-4678-94ff-3960e28e3630"
#define AKS_CLIENT "80faf920-1908-4b52-b5ef-a8e7bedfc67a"
#define TENANT "22222222-2222-4222-8222-222222222222"

static char folder[] = "/tmp/aksentra-kubeconfig-XXXXXX";

static int
set_up(void **state)
{
    (void)state;
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int
tear_down(void **state)
{
    (void)state;
    return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

struct reading {
    struct results results;
    struct err e;
    bool is_one;
    int rc;
};

/* Reads `text` as the file a.yaml, and `second`, where there is one, as b.yaml
 * of the same list. */
static struct reading
read_files(const char *text, const char *second, bool named)
{
    const char *const texts[] = { text, second };
    static const char *const names[] = { "a.yaml", "b.yaml" };
    struct kubeconfig_set *set;
    struct reading r = { 0 };

    assert_int_equal(results_init(&r.results, NULL), 0);
    assert_int_equal(kubeconfig_set_new(&set, &r.results.snapshot, NULL), 0);
    for (size_t i = 0; i < 2 && texts[i]; i++) {
        FILE *f = fopen(names[i], "w");

        assert_non_null(f);
        fputs(texts[i], f);
        fclose(f);
        r.rc = kubeconfig_set_add(set, names[i], named, &r.is_one, &r.e);
        unlink(names[i]);
    }
    assert_int_equal(kubeconfig_set_finish(set, NULL), 0);
    kubeconfig_set_free(set);
    return r;
}

static const struct kubeconfig_context *
context(const struct reading *r, size_t i)
{
    if (r->rc != 0)
        fail_msg("%s", r->e.text);
    assert_true(i < r->results.snapshot.kubeconfigs.len);
    return r->results.snapshot.kubeconfigs.items[i];
}

static bool
same(const char *a, const char *b)
{
    return str_eq(a, b);
}

/* ---- one user entry -------------------------------------------------------- */

#define EXEC(args)                                                        \
    "{exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: " \
    "kubelogin, args: [get-token, " args "]}}"

/* The forms (a) to (f) of a user entry, and what comes near to one. */
static const struct form_row {
    const char *user;
    enum user_form form;
    const char *server, *client, *tenant, *login;
    bool legacy;
    unsigned secrets;
    const char *problem; /* a part of it */
} forms[] = {
    { "{auth-provider: {name: azure, config: {apiserver-id: " OLD_SERVER
      ", client-id: " OLD_CLIENT ", tenant-id: " TENANT
      ", config-mode: '0', environment: AzurePublicCloud}}}",
      USER_AUTH_PROVIDER, OLD_SERVER, OLD_CLIENT, TENANT, "devicecode", true, 0,
      NULL },
    { "{auth-provider: {name: azure, config: {apiserver-id: " OLD_SERVER
      ", config-mode: ''}}}",
      USER_AUTH_PROVIDER, OLD_SERVER, NULL, NULL, "devicecode", true, 0, NULL },
    { "{auth-provider: {name: azure, config: {apiserver-id: " OLD_SERVER
      ", access-token: a, refresh-token: r, expires-on: '1'}}}",
      USER_AUTH_PROVIDER, OLD_SERVER, NULL, NULL, "devicecode", true,
      SECRET_ACCESS_TOKEN | SECRET_REFRESH_TOKEN, NULL },
    { "{auth-provider: {name: azure, config: {apiserver-id: " AKS_SERVER
      ", client-id: " AKS_CLIENT ", config-mode: '1'}}}",
      USER_AUTH_PROVIDER, AKS_SERVER, AKS_CLIENT, NULL, "devicecode", false, 0,
      NULL },
    { "{auth-provider: {name: azure}}", USER_AUTH_PROVIDER, NULL, NULL, NULL,
      "devicecode", true, 0, NULL },
    { "{auth-provider: {name: oidc, config: {client-secret: s}}}", USER_OTHER,
      NULL, NULL, NULL, NULL, false, SECRET_CLIENT_SECRET, NULL },
    { EXEC("--environment, AzurePublicCloud, --server-id, " AKS_SERVER
           ", --client-id, " AKS_CLIENT ", --tenant-id, " TENANT
           ", --login, devicecode"),
      USER_KUBELOGIN, AKS_SERVER, AKS_CLIENT, TENANT, "devicecode", false, 0,
      NULL },
    { EXEC("--server-id, " OLD_SERVER ", --client-id, " OLD_CLIENT
           ", --legacy"),
      USER_KUBELOGIN, OLD_SERVER, OLD_CLIENT, NULL, "devicecode", true, 0,
      NULL },
    { EXEC("--login, azurecli, --server-id, " AKS_SERVER), USER_KUBELOGIN,
      AKS_SERVER, NULL, NULL, "azurecli", false, 0, NULL },
    { EXEC("--server-id=" AKS_SERVER ", -lspn, -t=" TENANT
           ", --client-secret=hush"),
      USER_KUBELOGIN, AKS_SERVER, NULL, TENANT, "spn", false,
      SECRET_CLIENT_SECRET, NULL },
    { EXEC("-l, ropc, --username, u, --password, hush, --server-id, " AKS_SERVER
           ", --legacy=false"),
      USER_KUBELOGIN, AKS_SERVER, NULL, NULL, "ropc", false, SECRET_PASSWORD,
      NULL },
    /* An option whose name begins like another, and one without its value. */
    { EXEC("--server-id-of-old, x, --login"), USER_KUBELOGIN, NULL, NULL, NULL,
      "devicecode", false, 0, NULL },
    { "{exec: {command: /usr/local/bin/KubeLogin.exe}}", USER_KUBELOGIN, NULL,
      NULL, NULL, "devicecode", false, 0, NULL },
    { "{exec: {command: kubelogin, args: [get-token, --login, devicecode], "
      "env: [{name: AAD_LOGIN_METHOD, value: workloadidentity}, {name: "
      "AZURE_CLIENT_SECRET, value: hush}, {name: ARM_CLIENT_SECRET, value: "
      "''}]}}",
      USER_KUBELOGIN, NULL, NULL, NULL, "workloadidentity", false,
      SECRET_CLIENT_SECRET, NULL },
    { "{exec: {command: aws, args: [--login, spn]}}", USER_OTHER, NULL, NULL,
      NULL, NULL, false, 0, NULL },
    { "{exec: {args: [get-token]}}", USER_OTHER, NULL, NULL, NULL, NULL, false,
      0, NULL },
    { "{client-certificate-data: Zg==, client-key-data: Zg==, token: t}",
      USER_STATIC, NULL, NULL, NULL, NULL, false,
      SECRET_TOKEN | SECRET_CLIENT_KEY, NULL },
    { "{username: u, password: hush}", USER_STATIC, NULL, NULL, NULL, NULL,
      false, SECRET_PASSWORD, NULL },
    { "{tokenFile: /var/run/token}", USER_STATIC, NULL, NULL, NULL, NULL, false,
      SECRET_TOKEN, NULL },
    { "{}", USER_OTHER, NULL, NULL, NULL, NULL, false, 0, NULL },
    /* What kubectl would refuse. */
    { "{exec: kubelogin}", USER_MISSING, NULL, NULL, NULL, NULL, false, 0,
      "exec (line 8): expected a mapping, found" },
    { "{auth-provider: [azure]}", USER_MISSING, NULL, NULL, NULL, NULL, false,
      0, "auth-provider (line 8): expected a mapping, found" },
    { "{exec: {command: kubelogin, args: get-token}}", USER_KUBELOGIN, NULL,
      NULL, NULL, "devicecode", false, 0,
      "exec.args (line 8): expected a sequence, found" },
};

static void
test_forms(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
        const struct form_row *row = &forms[i];
        const struct kubeconfig_context *c;
        auto_buf text = { 0 };
        struct reading r;

        buf_addf(&text,
                 "apiVersion: v1\nkind: Config\nclusters:\n"
                 "- {name: c, cluster: {server: 'https://Host:443/x'}}\n"
                 "contexts:\n- {name: x, context: {cluster: c, user: u}}\n"
                 "users:\n- {name: u, user: %s}\n",
                 row->user);
        r = read_files(buf_str(&text), NULL, true);
        c = context(&r, 0);
        if (c->form != row->form || !same(c->server_id, row->server) ||
            !same(c->client_id, row->client) ||
            !same(c->tenant_id, row->tenant) || !same(c->login, row->login) ||
            c->legacy != row->legacy || c->secrets != row->secrets ||
            (row->problem == NULL) != (c->problem == NULL) ||
            (row->problem && !strstr(c->problem, row->problem)))
            fail_msg("%s: %s, server %s, login %s, legacy %d, secrets %u, %s",
                     row->user, user_form_name(c->form),
                     str_or(c->server_id, "-"), str_or(c->login, "-"),
                     c->legacy, c->secrets, str_or(c->problem, "no problem"));
        results_free(&r.results);
    }
}

/* ---- a file ---------------------------------------------------------------- */

static void
test_hosts(void **state)
{
    static const struct {
        const char *cluster, *host;
    } rows[] = {
        { "{server: 'https://a.hcp.westeurope.azmk8s.io:443'}",
          "a.hcp.westeurope.azmk8s.io" },
        { "{server: 'https://a.example/path'}", "a.example" },
        { "{server: 'https://[::1]:6443'}", "::1" },
        { "{server: 'https://127.0.0.1:8443', tls-server-name: b.example}",
          "b.example" },
        { "{server: 'no url'}", NULL },
        { "{server: 5}", NULL },
        { "{}", NULL },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_buf text = { 0 };
        struct reading r;

        buf_addf(&text,
                 "clusters:\n- {name: c, cluster: %s}\n"
                 "contexts:\n- {name: x, context: {cluster: c, user: u}}\n"
                 "users: []\n",
                 rows[i].cluster);
        r = read_files(buf_str(&text), NULL, true);
        if (!same(context(&r, 0)->host, rows[i].host))
            fail_msg("%s: %s", rows[i].cluster,
                     str_or(context(&r, 0)->host, "none"));
        assert_int_equal(context(&r, 0)->form, USER_MISSING);
        results_free(&r.results);
    }
}

/* As kubectl: of entries with one name the first counts, whole; the context may
 * find the rest in another file; the first current-context counts. */
static void
test_merge(void **state)
{
    static const char first[] =
        "contexts:\n- {name: x, context: {cluster: c, user: u}}\n"
        "users:\n- {name: u, user: {token: t}}\n"
        "clusters:\ncurrent-context: x\n";
    static const char second[] =
        "clusters:\n- {name: c, cluster: {server: 'https://b.example'}}\n"
        "users:\n- {name: u, user: {username: n, password: p}}\n"
        "- {name: U, user: {exec: {command: aws}}}\n"
        "contexts:\n- {name: x, context: {cluster: other, user: other}}\n"
        "- {name: X, context: {cluster: c, user: U}}\n"
        "- {name: y, context: {cluster: c, user: u}}\n"
        "current-context: y\n";
    struct reading r = read_files(first, second, true);
    const struct kubeconfig_context *x = context(&r, 0);

    (void)state;
    assert_int_equal(r.results.snapshot.kubeconfigs.len, 3);
    assert_string_equal(x->name, "x");
    assert_string_equal(x->file, "a.yaml");
    assert_string_equal(x->user_file, "a.yaml");
    assert_string_equal(x->host, "b.example");
    assert_int_equal(x->secrets, SECRET_TOKEN);
    assert_int_equal(x->line, 2);
    assert_int_equal(x->user_contexts, 2);
    assert_true(x->is_current);
    /* Names tell upper and lower case apart. */
    assert_string_equal(context(&r, 1)->name, "X");
    assert_int_equal(context(&r, 1)->form, USER_OTHER);
    assert_int_equal(context(&r, 1)->user_contexts, 1);
    assert_string_equal(context(&r, 2)->file, "b.yaml");
    assert_string_equal(context(&r, 2)->user_file, "a.yaml");
    assert_false(context(&r, 2)->is_current);
    results_free(&r.results);
}

static void
test_refused(void **state)
{
    static const struct {
        const char *text, *message;
    } rows[] = {
        { "contexts: {}\n", "a.yaml:1:11: contexts: expected a sequence, found "
                            "a mapping" },
        { "contexts:\n- 5\n", "a.yaml:2:3: contexts: expected a mapping with a "
                              "name, found " },
        { "contexts:\n- {context: {}}\n",
          "a.yaml:2:3: contexts: expected a mapping with a name, found a "
          "mapping without one" },
        { "users: []\n", "a.yaml:1:1: expected a kubeconfig (contexts, "
                         "clusters, users), found a mapping without them" },
        { "[contexts]\n", "a.yaml:1:1: expected a kubeconfig (contexts, "
                          "clusters, users), found a sequence" },
        { "kind: Secret\ncontexts: []\n", "expected a kubeconfig" },
        { "contexts: [\n", "a.yaml:" },
        { "contexts: []\ncontexts: []\n", "a.yaml:2:1: " },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct reading r = read_files(rows[i].text, NULL, true);

        if (r.rc != -1 || !strstr(r.e.text, rows[i].message))
            fail_msg("%s: %d, %s", rows[i].text, r.rc, r.e.text);
        assert_int_equal(r.results.snapshot.kubeconfigs.len, 0);
        results_free(&r.results);
    }
}

/* A file that turns out to be wrong leaves nothing behind, and what the list
 * had before stays. */
static void
test_wrong_in_the_middle(void **state)
{
    struct kubeconfig_set *set;
    struct results results;
    struct err e = { 0 };
    bool is_one;
    static const char *const texts[] = {
        "contexts:\n- {name: x, context: {cluster: c, user: u}}\n",
        ("users:\n- {name: u, user: {token: t}}\nclusters: []\n"
         "contexts:\n- {name: y}\n- {}\n"),
        "users:\n- {name: u, user: {username: n, password: p}}\nclusters: []\n",
    };

    (void)state;
    assert_int_equal(results_init(&results, NULL), 0);
    assert_int_equal(kubeconfig_set_new(&set, &results.snapshot, NULL), 0);
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        FILE *f = fopen("c.yaml", "w");

        assert_non_null(f);
        fputs(texts[i], f);
        fclose(f);
        assert_int_equal(kubeconfig_set_add(set, "c.yaml", true, &is_one, &e),
                         i == 1 ? -1 : 0);
        unlink("c.yaml");
    }
    assert_int_equal(kubeconfig_set_finish(set, NULL), 0);
    kubeconfig_set_free(set);
    assert_int_equal(results.snapshot.kubeconfigs.len, 1);
    assert_int_equal(
        ((struct kubeconfig_context *)results.snapshot.kubeconfigs.items[0])
            ->secrets,
        SECRET_PASSWORD);
    results_free(&results);
}

/* A folder holds other files: these are no failure, unless they look like one. */
static void
test_found_in_a_folder(void **state)
{
    static const struct {
        const char *text;
        bool is_one;
        int rc;
    } rows[] = {
        { "contexts: []\n", true, 0 },
        { "# notes\nhello: world\n", false, 0 },
        { "kind: Deployment\nusers: []\nclusters: []\n", false, 0 },
        { "contexts: [: this is a note about contexts\n", false, 0 },
        { "kind: Config\ncontexts: [\n", true, -1 },
        { "", false, 0 },
        { "\xff\xfe binary users", false, 0 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct reading r = read_files(rows[i].text, NULL, false);

        if (r.rc != rows[i].rc || r.is_one != rows[i].is_one)
            fail_msg("%s: %d, %d, %s", rows[i].text, r.rc, r.is_one, r.e.text);
        results_free(&r.results);
    }
}

/* Ten aliases of ten aliases, eight times: more values than a kubeconfig has. */
static void
test_alias_bomb(void **state)
{
    auto_buf text = { 0 };
    struct reading r;

    (void)state;
    buf_adds(&text, "contexts: []\na0: &a0 [x]\n");
    for (int i = 1; i <= 8; i++) {
        buf_addf(&text, "a%d: &a%d [", i, i);
        for (int k = 0; k < 10; k++)
            buf_addf(&text, "%s*a%d", k ? ", " : "", i - 1);
        buf_adds(&text, "]\n");
    }
    r = read_files(buf_str(&text), NULL, true);
    assert_int_equal(r.rc, -1);
    assert_int_equal(r.e.code, ERR_LIMIT);
    assert_non_null(strstr(r.e.text, "a.yaml:"));
    results_free(&r.results);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_hosts),
        cmocka_unit_test(test_merge),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_wrong_in_the_middle),
        cmocka_unit_test(test_found_in_a_folder),
        cmocka_unit_test(test_alias_bomb),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
