/* SPDX-License-Identifier: MIT */
/* test_kubeconfig_judge.c - which cluster a context is for, whether it still
 * works, and the commands that refresh it. */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "model/kubeconfig_judge.h"
#include "support/str.h"

#define OLD_SERVER "aaaaaaaa-0000-4000-8000-000000000001"
#define OTHER_SERVER "aaaaaaaa-0000-4000-8000-000000000009"
#define AKS_SERVER "6dae42f8-4368-4678-94ff-3960e28e3630"
#define HOST "aks-one-1a2b.hcp.westeurope.azmk8s.io"
#define GONE "gone-9f8e.hcp.westeurope.azmk8s.io"

/* A tenant of one cluster, and one context. */
struct world {
    struct results results;
    struct subscription subscription;
    struct cluster cluster;
    struct kubeconfig_context context;
};

static void
make_world(struct world *w, enum integration integration)
{
    memset(w, 0, sizeof(*w));
    assert_int_equal(results_init(&w->results, NULL), 0);
    w->subscription = (struct subscription){
        .id = "11111111-1111-4111-8111-111111111111",
    };
    w->cluster = (struct cluster){
        .id = "/subscriptions/1/resourceGroups/rg-one/managedClusters/aks-one",
        .name = "aks-one",
        .resource_group = "rg-one",
        .subscription = &w->subscription,
        .kubernetes_version = "1.33.2",
        .fqdn = HOST,
        .private_fqdn = "aks-one.privatelink.westeurope.azmk8s.io",
        .portal_fqdn = "aks-one.portal.hcp.westeurope.azmk8s.io",
        .integration = integration,
    };
    if (integration == INTEGRATION_LEGACY)
        w->cluster.aad.server_app_id = OLD_SERVER;
    w->context = (struct kubeconfig_context){
        .file = "/home/ada/.kube/config",
        .line = 1,
        .name = "aks-one",
        .cluster_name = "aks-one",
        .user_name = "clusterUser_rg-one_aks-one",
        .server = "https://" HOST ":443",
        .host = HOST,
        .form = USER_KUBELOGIN,
        .user_file = "/home/ada/.kube/config",
        .user_contexts = 1,
        .command = "kubelogin",
        .login = "devicecode",
    };
    assert_int_equal(vec_push(&w->results.snapshot.kubeconfigs, &w->context),
                     0);
    assert_int_equal(vec_push(&w->results.snapshot.clusters, &w->cluster), 0);
}

static void
judge(struct world *w)
{
    assert_int_equal(kubeconfig_judge(&w->results.snapshot), 0);
}

/* ---- verdicts -------------------------------------------------------------- */

static const struct {
    const char *what;
    enum integration integration;
    enum user_form form;
    const char *server_id;
    bool legacy, certificate;
    unsigned secrets;
    enum context_verdict verdict;
} verdicts[] = {
    { "managed style on managed", INTEGRATION_MANAGED, USER_KUBELOGIN,
      AKS_SERVER, false, false, 0, CONTEXT_CURRENT },
    { "the id in upper case", INTEGRATION_MANAGED, USER_KUBELOGIN,
      "6DAE42F8-4368-4678-94FF-3960E28E3630", false, false, 0,
      CONTEXT_CURRENT },
    { "old apps on managed", INTEGRATION_MANAGED, USER_KUBELOGIN, OLD_SERVER,
      false, false, 0, CONTEXT_STALE },
    { "old apps in the old form on managed", INTEGRATION_MANAGED,
      USER_AUTH_PROVIDER, OLD_SERVER, true, false, SECRET_REFRESH_TOKEN,
      CONTEXT_STALE },
    { "--legacy on managed", INTEGRATION_MANAGED, USER_KUBELOGIN, AKS_SERVER,
      true, false, 0, CONTEXT_STALE },
    { "no server id on managed", INTEGRATION_MANAGED, USER_KUBELOGIN, NULL,
      false, false, 0, CONTEXT_UNKNOWN },
    { "the removed format on managed", INTEGRATION_MANAGED, USER_AUTH_PROVIDER,
      AKS_SERVER, false, false, 0, CONTEXT_REMOVED_FORMAT },
    { "a secret on managed", INTEGRATION_MANAGED, USER_KUBELOGIN, AKS_SERVER,
      false, false, SECRET_CLIENT_SECRET, CONTEXT_HOLDS_SECRETS },
    { "an admin certificate", INTEGRATION_MANAGED, USER_STATIC, NULL, false,
      true, SECRET_CLIENT_KEY, CONTEXT_STATIC_ADMIN },
    { "a static token", INTEGRATION_MANAGED, USER_STATIC, NULL, false, false,
      SECRET_TOKEN, CONTEXT_HOLDS_SECRETS },
    { "another plugin", INTEGRATION_MANAGED, USER_OTHER, NULL, false, false, 0,
      CONTEXT_UNKNOWN },
    { "its own apps on legacy", INTEGRATION_LEGACY, USER_KUBELOGIN, OLD_SERVER,
      true, false, 0, CONTEXT_CURRENT },
    { "other apps on legacy", INTEGRATION_LEGACY, USER_KUBELOGIN, OTHER_SERVER,
      true, false, 0, CONTEXT_STALE },
    { "managed style on legacy", INTEGRATION_LEGACY, USER_KUBELOGIN, AKS_SERVER,
      false, false, 0, CONTEXT_AHEAD },
    { "the removed format on legacy", INTEGRATION_LEGACY, USER_AUTH_PROVIDER,
      OLD_SERVER, true, false, 0, CONTEXT_REMOVED_FORMAT },
    { "Entra where there is none", INTEGRATION_NONE, USER_KUBELOGIN, AKS_SERVER,
      false, false, 0, CONTEXT_STALE },
    { "a certificate where there is no Entra", INTEGRATION_NONE, USER_STATIC,
      NULL, false, true, SECRET_CLIENT_KEY, CONTEXT_STATIC_ADMIN },
    { "an integration nobody knows", INTEGRATION_UNKNOWN, USER_KUBELOGIN,
      AKS_SERVER, false, false, 0, CONTEXT_UNKNOWN },
    { "a secret, and an integration nobody knows", INTEGRATION_UNKNOWN,
      USER_KUBELOGIN, AKS_SERVER, false, false, SECRET_PASSWORD,
      CONTEXT_HOLDS_SECRETS },
};

static void
test_verdicts(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(verdicts); i++) {
        struct world w;

        make_world(&w, verdicts[i].integration);
        w.context.form = verdicts[i].form;
        w.context.server_id = verdicts[i].server_id;
        w.context.legacy = verdicts[i].legacy;
        w.context.has_certificate = verdicts[i].certificate;
        w.context.secrets = verdicts[i].secrets;
        judge(&w);
        if (w.context.verdict != verdicts[i].verdict)
            fail_msg("%s: %s, %s", verdicts[i].what,
                     context_verdict_name(w.context.verdict), w.context.why);
        assert_non_null(w.context.why);
        results_free(&w.results);
    }
}

static void
test_broken(void **state)
{
    struct world w;

    (void)state;
    make_world(&w, INTEGRATION_MANAGED);
    w.context.server_id = AKS_SERVER;
    w.context.problem = "exec.args (line 8): expected a sequence";
    judge(&w);
    assert_int_equal(w.context.verdict, CONTEXT_UNKNOWN);
    assert_string_equal(w.context.why, w.context.problem);
    results_free(&w.results);

    make_world(&w, INTEGRATION_MANAGED);
    w.context.form = USER_MISSING;
    judge(&w);
    assert_int_equal(w.context.verdict, CONTEXT_UNKNOWN);
    assert_string_equal(w.context.why, "the user entry "
                                       "'clusterUser_rg-one_aks-one' is not "
                                       "there");
    results_free(&w.results);

    make_world(&w, INTEGRATION_MANAGED);
    w.context.server = w.context.host = NULL;
    judge(&w);
    assert_int_equal(w.context.verdict, CONTEXT_UNKNOWN);
    assert_non_null(strstr(w.context.why, "cluster entry 'aks-one'"));
    results_free(&w.results);
}

/* ---- joining --------------------------------------------------------------- */

static const struct {
    const char *what, *host, *server_id, *user;
    enum user_form form;
    enum integration integration;
    enum context_join join;
    bool is_aks;
} joins[] = {
    { "public name", HOST, AKS_SERVER, "ada", USER_KUBELOGIN,
      INTEGRATION_MANAGED, JOIN_SERVER, true },
    { "upper case", "AKS-ONE-1A2B.HCP.WestEurope.azmk8s.io", AKS_SERVER, "ada",
      USER_KUBELOGIN, INTEGRATION_MANAGED, JOIN_SERVER, true },
    { "private name", "aks-one.privatelink.westeurope.azmk8s.io", NULL, "ada",
      USER_STATIC, INTEGRATION_MANAGED, JOIN_SERVER, true },
    { "portal name", "aks-one.portal.hcp.westeurope.azmk8s.io", NULL, "ada",
      USER_STATIC, INTEGRATION_MANAGED, JOIN_SERVER, true },
    { "a tunnel, by the server app", "127.0.0.1", OLD_SERVER, "ada",
      USER_KUBELOGIN, INTEGRATION_LEGACY, JOIN_APP, true },
    { "another cluster's name wins over the app", GONE, OLD_SERVER, "ada",
      USER_KUBELOGIN, INTEGRATION_LEGACY, JOIN_NONE, true },
    { "Microsoft's app is of all clusters", "127.0.0.1", AKS_SERVER, "ada",
      USER_KUBELOGIN, INTEGRATION_LEGACY, JOIN_NONE, true },
    { "az named the user", "10.0.0.1", NULL, "clusterAdmin_rg_x", USER_STATIC,
      INTEGRATION_LEGACY, JOIN_NONE, true },
    { "nothing of AKS", "kind.local", NULL, "ada", USER_STATIC,
      INTEGRATION_LEGACY, JOIN_NONE, false },
    { "an app of one's own, elsewhere", "kind.local", OTHER_SERVER, "ada",
      USER_KUBELOGIN, INTEGRATION_LEGACY, JOIN_NONE, false },
    { "China", "x.hcp.chinaeast2.cx.prod.service.azk8s.cn", NULL, "ada",
      USER_STATIC, INTEGRATION_LEGACY, JOIN_NONE, true },
};

static void
test_joins(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(joins); i++) {
        struct world w;

        make_world(&w, joins[i].integration);
        w.context.host = joins[i].host;
        w.context.server_id = joins[i].server_id;
        w.context.user_name = joins[i].user;
        w.context.form = joins[i].form;
        judge(&w);
        if (w.context.join != joins[i].join ||
            w.context.is_aks != joins[i].is_aks ||
            (w.context.cluster != NULL) != (joins[i].join != JOIN_NONE))
            fail_msg("%s: %s, AKS %d", joins[i].what,
                     str_or(context_join_name(w.context.join), "not joined"),
                     w.context.is_aks);
        if (!joins[i].is_aks)
            assert_int_equal(w.context.verdict, CONTEXT_NOT_AKS);
        results_free(&w.results);
    }
}

/* Two clusters that share the app: it does not say which. */
static void
test_shared_app(void **state)
{
    struct cluster second;
    struct world w;

    (void)state;
    make_world(&w, INTEGRATION_LEGACY);
    second = w.cluster;
    second.fqdn = second.private_fqdn = second.portal_fqdn = NULL;
    assert_int_equal(vec_push(&w.results.snapshot.clusters, &second), 0);
    w.context.host = "127.0.0.1";
    w.context.server_id = OLD_SERVER;
    judge(&w);
    assert_null(w.context.cluster);
    assert_true(w.context.is_aks);
    assert_int_equal(w.context.verdict, CONTEXT_UNKNOWN);
    results_free(&w.results);
}

/* What was not read whole is not said to be absent. */
static void
test_not_found(void **state)
{
    struct world w;

    (void)state;
    make_world(&w, INTEGRATION_MANAGED);
    w.context.host = GONE;
    w.context.server_id = AKS_SERVER;
    judge(&w);
    assert_string_equal(
        w.context.why,
        "no cluster in the audit's scope has the API server " GONE);
    assert_int_equal(snapshot_add_coverage(&w.results.snapshot, "file",
                                           "clusters.json",
                                           COVERAGE_UNREACHABLE, "cut", NULL),
                     0);
    judge(&w);
    assert_non_null(strstr(w.context.why, "not all in scope could be read"));
    w.results.snapshot.clusters_unknown = true;
    judge(&w);
    assert_non_null(strstr(w.context.why, "compare with an audit (--results)"));
    results_free(&w.results);
}

/* ---- commands -------------------------------------------------------------- */

#define SCOPE                                                                \
    " --subscription 11111111-1111-4111-8111-111111111111 --resource-group " \
    "rg-one --name aks-one"
#define FILE_OPTION " --file /home/ada/.kube/config --context aks-one"
#define AT " --kubeconfig /home/ada/.kube/config --context aks-one"

static void
expect_commands(struct world *w, const char *const *lines)
{
    size_t n = 0;

    judge(w);
    while (lines[n])
        n++;
    for (size_t i = 0; i < w->context.commands.len || i < n; i++) {
        const char *found = i < w->context.commands.len
                                ? w->context.commands.items[i]
                                : "nothing";

        if (!str_eq(found, i < n ? lines[i] : "nothing"))
            fail_msg("line %zu: expected\n%s\nfound\n%s", i + 1,
                     i < n ? lines[i] : "nothing", found);
    }
    results_free(&w->results);
}

static void
test_commands_managed(void **state)
{
    static const char *const lines[] = {
        "az aks get-credentials" SCOPE " --overwrite-existing" FILE_OPTION,
        "kubelogin remove-cache-dir",
        "kubelogin convert-kubeconfig" AT " -l azurecli",
        "kubectl" AT " get nodes",
        NULL,
    };
    struct world w;

    (void)state;
    make_world(&w, INTEGRATION_MANAGED);
    w.context.server_id = OLD_SERVER;
    expect_commands(&w, lines);
}

/* A pipeline keeps its login; a user of another name, or in another file of the
 * list, is dropped first. */
static void
test_commands_pipeline(void **state)
{
    static const char *const lines[] = {
        "kubectl --kubeconfig /etc/users config delete-user -- 'dep loy'",
        "az aks get-credentials" SCOPE " --overwrite-existing" FILE_OPTION,
        "kubelogin remove-cache-dir",
        "kubelogin convert-kubeconfig" AT " -l spn",
        "kubectl" AT " get nodes",
        NULL,
    };
    struct world w;

    (void)state;
    make_world(&w, INTEGRATION_MANAGED);
    w.context.server_id = OLD_SERVER;
    w.context.login = "spn";
    w.context.user_name = "dep loy";
    w.context.user_file = "/etc/users";
    expect_commands(&w, lines);
    /* Others use it too: it stays. */
    make_world(&w, INTEGRATION_MANAGED);
    w.context.server_id = OLD_SERVER;
    w.context.login = "spn";
    w.context.user_name = "dep loy";
    w.context.user_file = "/etc/users";
    w.context.user_contexts = 2;
    expect_commands(&w, lines + 1);
}

static void
test_commands_legacy(void **state)
{
    static const char *const old_format[] = {
        "az aks get-credentials" SCOPE
        " --overwrite-existing --public-fqdn --format exec" FILE_OPTION,
        "kubelogin convert-kubeconfig" AT " -l devicecode",
        "kubectl" AT " get nodes",
        NULL,
    };
    static const char *const ahead[] = {
        "az aks get-credentials" SCOPE " --overwrite-existing" FILE_OPTION,
        "kubectl" AT " get nodes",
        NULL,
    };
    struct world w;

    (void)state;
    make_world(&w, INTEGRATION_LEGACY);
    w.cluster.kubernetes_version = "1.23.8";
    w.cluster.private_cluster = TRI_YES;
    w.cluster.private_cluster_public_fqdn = TRI_YES;
    w.context.form = USER_AUTH_PROVIDER;
    w.context.server_id = OLD_SERVER;
    expect_commands(&w, old_format);
    make_world(&w, INTEGRATION_LEGACY);
    w.context.server_id = AKS_SERVER;
    expect_commands(&w, ahead);
}

/* Names stay words, and none becomes an option. */
static void
test_commands_quoted(void **state)
{
    struct world w;

    (void)state;
    make_world(&w, INTEGRATION_MANAGED);
    w.cluster.resource_group = "-rg(1)";
    w.context.user_name = "clusterUser_-rg(1)_aks-one";
    w.context.server_id = OLD_SERVER;
    w.context.file = w.context.user_file = "/tmp/$(id)";
    w.context.name = "-it's";
    judge(&w);
    assert_non_null(
        strstr(w.context.commands.items[0], " --resource-group='-rg(1)' "));
    assert_non_null(strstr(w.context.commands.items[0],
                           " --file '/tmp/$(id)' --context='-it'\\''s'"));
    assert_string_equal(
        w.context.commands.items[2],
        "kubelogin convert-kubeconfig --kubeconfig '/tmp/$(id)' "
        "--context='-it'\\''s' -l azurecli");
    assert_string_equal(
        w.context.commands.items[3],
        "kubectl --kubeconfig '/tmp/$(id)' --context='-it'\\''s' get nodes");
    results_free(&w.results);
}

/* There is nothing to run where nothing is to be done, or nothing is known. */
static void
test_no_commands(void **state)
{
    static const char *const none[] = { NULL };
    struct world w;

    (void)state;
    make_world(&w, INTEGRATION_MANAGED);
    w.context.server_id = AKS_SERVER;
    expect_commands(&w, none);
    make_world(&w, INTEGRATION_UNKNOWN);
    w.context.server_id = OLD_SERVER;
    expect_commands(&w, none);
    make_world(&w, INTEGRATION_NONE);
    w.context.form = USER_STATIC;
    w.context.has_certificate = true;
    expect_commands(&w, none);
    make_world(&w, INTEGRATION_MANAGED);
    w.context.host = "kind.local";
    w.context.user_name = "ada";
    w.context.form = USER_STATIC;
    expect_commands(&w, none);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_verdicts),
        cmocka_unit_test(test_broken),
        cmocka_unit_test(test_joins),
        cmocka_unit_test(test_shared_app),
        cmocka_unit_test(test_not_found),
        cmocka_unit_test(test_commands_managed),
        cmocka_unit_test(test_commands_pipeline),
        cmocka_unit_test(test_commands_legacy),
        cmocka_unit_test(test_commands_quoted),
        cmocka_unit_test(test_no_commands),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
