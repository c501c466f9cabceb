/* SPDX-License-Identifier: MIT */
/* sample_results.c - a small tenant of every kind of cluster. */
#include "sample_results.h"

#include <stdlib.h>
#include <string.h>

#include "audit/evaluate.h"
#include "audit/exit_status.h"
#include "audit/readiness.h"
#include "unit.h"

#define TENANT "22222222-2222-4222-8222-222222222222"
#define SERVER_APP "aaaaaaaa-0000-4000-8000-000000000001"
#define CLIENT_APP "aaaaaaaa-0000-4000-8000-000000000002"

const char *const sample_hostile_names[] = {
    "=HYPERLINK(\"https://evil.example\",\"x\")",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\tTAB",
    "it's \"quoted\"",
    "$(touch pwned)",
    "`touch pwned`",
    "a;touch pwned;b",
    "a\\|b|c",
    "<script>alert(1)</script>",
    "](https://evil.example)",
    "```\n# heading",
    SAMPLE_NEWLINE_NAME,
    "esc\033[31mred\007",
    "right\xe2\x80\xaeleft",
    "emoji \xf0\x9f\x92\xa5 umlaut \xc3\xbc",
    "_x0041_ %s %n",
    "EOF",
    "*",
    "--admin",
};

const size_t n_sample_hostile_names = ARRAY_LEN(sample_hostile_names);

static struct subscription *
add_subscription(struct results *r, const char *id, const char *name)
{
    struct subscription *s = snapshot_subscription(&r->snapshot, id);

    assert_non_null(s);
    s->name = name;
    s->tenant_id = TENANT;
    s->state = "Enabled";
    return s;
}

/* A healthy legacy cluster, to be changed by the caller. */
static struct cluster *
add_cluster(struct results *r, struct subscription *s, const char *group,
            const char *name)
{
    struct cluster *c = arena_alloc(r->snapshot.arena, sizeof(*c));

    assert_non_null(c);
    c->id = arena_printf(r->snapshot.arena,
                         "/subscriptions/%s/resourceGroups/%s/providers/"
                         "Microsoft.ContainerService/managedClusters/%s",
                         s->id, group, name);
    c->name = name;
    c->resource_group = group;
    c->location = "westeurope";
    c->subscription = s;
    c->kubernetes_version = "1.27.9";
    c->sku_tier = "Standard";
    c->provisioning_state = "Succeeded";
    c->power_state = "Running";
    c->fqdn = "aks-1234.hcp.westeurope.azmk8s.io";
    c->enable_rbac = TRI_YES;
    c->disable_local_accounts = TRI_NO;
    c->private_cluster = TRI_NO;
    c->identity_type = "SystemAssigned";
    c->service_principal_client_id = "msi";
    c->aad.present = true;
    c->aad.server_app_id = SERVER_APP;
    c->aad.client_app_id = CLIENT_APP;
    c->aad.tenant_id = TENANT;
    assert_non_null(c->id);
    assert_int_equal(snapshot_add_cluster(&r->snapshot, c), 0);
    return c;
}

static void
add_tag(struct results *r, struct cluster *c, const char *key,
        const char *value)
{
    struct tag *tags =
        arena_alloc(r->snapshot.arena, (c->n_tags + 1) * sizeof(*tags));

    assert_non_null(tags);
    if (c->n_tags > 0)
        memcpy(tags, c->tags, c->n_tags * sizeof(*tags));
    tags[c->n_tags].key = key;
    tags[c->n_tags].value = value;
    c->tags = tags;
    c->n_tags++;
}

static void
make_managed(struct cluster *c)
{
    static const char *groups[] = { "bbbbbbbb-0000-4000-8000-000000000001",
                                    "bbbbbbbb-0000-4000-8000-000000000002" };

    c->aad = (struct aad_profile){ .present = true,
                                   .managed = TRI_YES,
                                   .enable_azure_rbac = TRI_YES,
                                   .tenant_id = TENANT,
                                   .admin_group_object_ids = { groups, 2 } };
    c->disable_local_accounts = TRI_YES;
}

static void
make_planned(struct cluster *c)
{
    static const char *groups[] = { "cccccccc-0000-4000-8000-000000000001" };
    static const struct planned_integration plan = {
        .rule = "production",
        .admin_group_object_ids = { groups, 1 },
    };

    c->planned = &plan;
}

static void
fill_run(struct results *r)
{
    memcpy(r->run.id, "dddddddd-0000-4000-8000-000000000001", GUID_TEXT_SIZE);
    r->run.started_at = 1700000000;
    r->run.finished_at = 1700000060;
    r->run.version = "0.1.0";
    r->run.cloud = "AzureCloud";
    r->run.portal = "https://portal.azure.com";
    r->run.tenant_id = TENANT;
    r->run.credential = "client secret (environment)";
    r->run.scope = "all subscriptions";
    r->run.fail_on = FAIL_ON_DEFAULT;
    r->run.owner_tags = cluster_owner_tags;
    r->run.environment_tags = cluster_environment_tags;
    r->run.production = "^prod";
}

static void
start(struct results *r)
{
    assert_int_equal(results_init(r, NULL), 0);
    r->snapshot.has_plan = true;
    r->snapshot.directory.skipped = true;
    r->snapshot.no_bindings = true;
    fill_run(r);
}

static void
finish(struct results *r)
{
    struct fail_on fail_on;

    for (size_t i = 0; i < r->snapshot.clusters.len; i++) {
        struct cluster *c = r->snapshot.clusters.items[i];

        assert_int_equal(cluster_classify(c, r->snapshot.arena), 0);
        cluster_read_tags(c, &cluster_owner_tags, &cluster_environment_tags);
        c->production =
            !c->environment || strncmp(c->environment, "prod", 4) == 0;
    }
    assert_int_equal(snapshot_sort(&r->snapshot), 0);
    assert_int_equal(snapshot_join_apps(&r->snapshot), 0);
    assert_int_equal(evaluate(r, NULL), 0);
    assert_int_equal(readiness_derive(r, NULL), 0);
    assert_int_equal(fail_on_parse(&fail_on, FAIL_ON_DEFAULT, NULL), 0);
    assert_int_equal(exit_status_decide(r, &fail_on, NULL), 0);
}

static void
add_legacy(struct results *r, struct subscription *s)
{
    struct cluster *c = add_cluster(r, s, "rg-prod", "aks-ready");

    make_planned(c);
    add_tag(r, c, "Owner", "Platform team");
    add_tag(r, c, "env", "production");
    c = add_cluster(r, s, "rg-test (old)", "aks-blocked");
    c->power_state = "Stopped";
    c->kubernetes_version = "1.22.6";
    c->sku_tier = "Free";
    c = add_cluster(r, s, "rg-prod", "aks-private");
    c->private_cluster = TRI_YES;
    c->private_cluster_public_fqdn = TRI_YES;
    c->private_fqdn = "aks-1234.privatelink.westeurope.azmk8s.io";
    c->disable_local_accounts = TRI_YES;
    make_planned(add_cluster(r, s, "rg-a", "aks-twin"));
    make_planned(add_cluster(r, s, "rg-b", "aks-twin"));
}

static void
add_others(struct results *r, struct subscription *s)
{
    static const char *problems[] = {
        "properties.aadProfile.managed: expected a boolean, found a string"
    };
    struct cluster *c = add_cluster(r, s, "rg-new", "aks-migrated");

    make_managed(c);
    c = add_cluster(r, s, "rg-new", "aks-cleanup");
    make_managed(c);
    c->disable_local_accounts = TRI_NO;
    c = add_cluster(r, s, "rg-new", "aks-plain");
    c->aad = (struct aad_profile){ 0 };
    c = add_cluster(r, s, "rg-new", "aks-riddle");
    c->aad.trouble = problems[0] + strlen("properties.");
    c->problems = (struct text_list){ problems, 1 };
}

static void
add_coverage(struct results *r)
{
    static const char *const ids[] = { "33333333-3333-4333-8333-333333333333",
                                       "44444444-4444-4444-8444-444444444444",
                                       "55555555-5555-4555-8555-555555555555",
                                       "66666666-6666-4666-8666-666666666666" };

    subscription_mark(add_subscription(r, ids[0], "Finance"), COVERAGE_DENIED,
                      "AuthorizationFailed: no right to list clusters",
                      "the role Reader on the subscription");
    subscription_mark(add_subscription(r, ids[1], "Slow"), COVERAGE_UNREACHABLE,
                      "429 after 5 tries", "run again later");
    subscription_mark(add_subscription(r, ids[2], "Half"), COVERAGE_PARTIAL,
                      "it broke off after page 1", NULL);
    subscription_mark(add_subscription(r, ids[3], "Gone"), COVERAGE_SKIPPED,
                      "the subscription is deleted", NULL);
    assert_int_equal(snapshot_add_coverage(&r->snapshot, "management-group",
                                           "mg-root", COVERAGE_AUDITED, NULL,
                                           NULL),
                     0);
}

/* One accepted finding. */
static void
waive_one(struct results *r)
{
    static const struct waiver waiver = { "Ada", "moved in May", "2024-05-31" };

    for (size_t i = 0; i < r->findings.len; i++) {
        struct finding *f = r->findings.items[i];

        if (strcmp(f->rule->id, "CLU-006") == 0 && finding_counts(f)) {
            f->waiver = &waiver;
            r->summary.waived++;
            r->summary.failures[f->rule->severity]--;
            return;
        }
    }
}

static void
add_base(struct results *r)
{
    struct subscription *s;

    start(r);
    s = add_subscription(r, SAMPLE_SUBSCRIPTION, "Contoso Production");
    add_legacy(r, s);
    add_others(r, s);
    add_coverage(r);
}

void
sample_results(struct results *r)
{
    add_base(r);
    finish(r);
    waive_one(r);
}

void
sample_hostile_results(struct results *r)
{
    struct subscription *s;
    char *longest;

    add_base(r);
    s = add_subscription(r, "77777777-7777-4777-8777-777777777777",
                         "=1+1|\n<b>\"'$(touch pwned)`");
    for (size_t i = 0; i < n_sample_hostile_names; i++) {
        const char *name = sample_hostile_names[i];
        struct cluster *c = add_cluster(r, s, name, name);

        c->location = name;
        add_tag(r, c, "owner", name);
        add_tag(r, c, name, name);
    }
    longest = arena_alloc(r->snapshot.arena, 1001);
    assert_non_null(longest);
    memset(longest, 'x', 1000);
    add_cluster(r, s, "-rg", longest);
    finish(r);
    waive_one(r);
}

void
sample_many_results(struct results *r, size_t n)
{
    struct subscription *s = NULL;

    start(r);
    for (size_t i = 0; i < n; i++) {
        struct arena *arena = r->snapshot.arena;
        struct cluster *c;

        if (i % 100 == 0)
            s = add_subscription(
                r, arena_printf(arena, "%08zu-1111-4111-8111-111111111111", i),
                arena_printf(arena, "Subscription %zu", i / 100));
        c = add_cluster(r, s, arena_printf(arena, "rg-%zu", i / 10),
                        arena_printf(arena, "aks-%zu", i));
        add_tag(r, c, "owner", "Platform team");
        if (i % 3 > 0)
            make_managed(c);
    }
    finish(r);
}

char *
sample_written(int (*write)(FILE *out, const struct overview *o, struct err *e),
               const struct results *r)
{
    struct overview o;
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);

    assert_non_null(out);
    assert_int_equal(overview_init(&o, r, NULL), 0);
    assert_int_equal(write(out, &o, NULL), 0);
    assert_int_equal(fclose(out), 0);
    overview_free(&o);
    return text;
}

bool
sample_has_line(const char *text, const char *line)
{
    size_t len = strlen(line);

    for (; text; text = strchr(text, '\n')) {
        text += *text == '\n';
        if (strncmp(text, line, len) == 0 &&
            (text[len] == '\n' || text[len] == '\r' || !text[len]))
            return true;
    }
    return false;
}
