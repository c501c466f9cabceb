/* SPDX-License-Identifier: MIT */
/* test_fate.c - what becomes of a subject, row by row, and whose a binding is. */
#include "unit.h"

#include <string.h>

#include "model/fate.h"

#define TENANT "22222222-2222-4222-8222-222222222222"
#define OTHER "33333333-3333-4333-8333-333333333333"
#define ID "dddddddd-0000-4000-8000-000000000001"
#define SERVER "aaaaaaaa-0000-4000-8000-000000000001"

enum groups { NOT_SEEN = -1, FEW = 3, MANY = 201 };

/* Who the directory says it is. */
struct who {
    enum principal_kind kind;
    enum principal_presence presence;
    enum tri guest, enabled;
    enum groups groups;
    const char *upn;
    const char *wrong_id;
};

#define MEMBER(upn)                                                        \
    {                                                                      \
        PRINCIPAL_USER, PRINCIPAL_PRESENT, TRI_NO, TRI_YES, FEW, upn, NULL \
    }
#define GUEST                                                     \
    {                                                             \
        PRINCIPAL_USER, PRINCIPAL_PRESENT, TRI_YES, TRI_YES, FEW, \
            "v_x#EXT#@c.com", NULL                                \
    }
#define ABSENT(how)                                                           \
    {                                                                         \
        PRINCIPAL_OF_NO_KIND, how, TRI_UNSET, TRI_UNSET, NOT_SEEN, NULL, NULL \
    }
#define SERVICE(n)                                                         \
    {                                                                      \
        PRINCIPAL_SERVICE, PRINCIPAL_PRESENT, TRI_UNSET, TRI_YES, n, NULL, \
            NULL                                                           \
    }
#define GROUP                                                               \
    {                                                                       \
        PRINCIPAL_GROUP, PRINCIPAL_PRESENT, TRI_UNSET, TRI_UNSET, NOT_SEEN, \
            NULL, NULL                                                      \
    }

static const struct {
    const char *what;
    enum integration integration;
    enum subject_kind kind;
    const char *name;
    struct who who;
    enum fate expected;
    unsigned troubles;
} rows[] = {
    { "a member by UPN", INTEGRATION_LEGACY, SUBJECT_USER, "ada@c.com",
      MEMBER("ada@c.com"), FATE_KEEPS, 0 },
    { "the same on a managed one", INTEGRATION_MANAGED, SUBJECT_USER,
      "ada@c.com", MEMBER("ada@c.com"), FATE_KEEPS, 0 },
    { "the same without integration", INTEGRATION_NONE, SUBJECT_USER,
      "ada@c.com", MEMBER("ada@c.com"), FATE_STARTS, 0 },
    { "the same where nobody knows the integration", INTEGRATION_UNKNOWN,
      SUBJECT_USER, "ada@c.com", MEMBER("ada@c.com"), FATE_UNKNOWN, 0 },
    { "other upper and lower case", INTEGRATION_LEGACY, SUBJECT_USER,
      "Ada@c.com", MEMBER("ada@c.com"), FATE_NEVER, TROUBLE_CASE },
    { "a member by id", INTEGRATION_LEGACY, SUBJECT_USER, ID,
      MEMBER("ada@c.com"), FATE_NEVER, TROUBLE_MEMBER_BY_ID },
    { "a guest by id", INTEGRATION_LEGACY, SUBJECT_USER, ID, GUEST, FATE_KEEPS,
      0 },
    { "a guest by UPN, even unseen", INTEGRATION_MANAGED, SUBJECT_USER,
      "v_x#ext#@c.com", ABSENT(PRINCIPAL_UNKNOWN), FATE_NEVER,
      TROUBLE_GUEST_BY_NAME },
    { "nobody of this name", INTEGRATION_LEGACY, SUBJECT_USER, "no@c.com",
      ABSENT(PRINCIPAL_GONE), FATE_NEVER, TROUBLE_USER_MISSING },
    { "somebody deleted", INTEGRATION_LEGACY, SUBJECT_USER, "no@c.com",
      ABSENT(PRINCIPAL_DELETED), FATE_NEVER, TROUBLE_USER_MISSING },
    { "not seen", INTEGRATION_LEGACY, SUBJECT_USER, "no@c.com",
      ABSENT(PRINCIPAL_UNKNOWN), FATE_UNKNOWN, 0 },
    { "an id of nobody", INTEGRATION_LEGACY, SUBJECT_USER, ID,
      ABSENT(PRINCIPAL_GONE), FATE_NEVER, TROUBLE_ID_UNKNOWN },
    { "an app's id",
      INTEGRATION_MANAGED,
      SUBJECT_USER,
      ID,
      { PRINCIPAL_OF_NO_KIND, PRINCIPAL_GONE, TRI_UNSET, TRI_UNSET, NOT_SEEN,
        NULL, "app id" },
      FATE_NEVER,
      TROUBLE_WRONG_ID },
    { "disabled",
      INTEGRATION_MANAGED,
      SUBJECT_USER,
      "ada@c.com",
      { PRINCIPAL_USER, PRINCIPAL_PRESENT, TRI_NO, TRI_NO, FEW, "ada@c.com",
        NULL },
      FATE_NEVER,
      TROUBLE_DISABLED },
    { "in many groups, legacy",
      INTEGRATION_LEGACY,
      SUBJECT_USER,
      "ada@c.com",
      { PRINCIPAL_USER, PRINCIPAL_PRESENT, TRI_NO, TRI_YES, MANY, "ada@c.com",
        NULL },
      FATE_STARTS,
      TROUBLE_MANY_GROUPS },
    { "in many groups, managed",
      INTEGRATION_MANAGED,
      SUBJECT_USER,
      "ada@c.com",
      { PRINCIPAL_USER, PRINCIPAL_PRESENT, TRI_NO, TRI_YES, MANY, "ada@c.com",
        NULL },
      FATE_KEEPS,
      TROUBLE_MANY_GROUPS },
    { "groups not counted, legacy",
      INTEGRATION_LEGACY,
      SUBJECT_USER,
      "ada@c.com",
      { PRINCIPAL_USER, PRINCIPAL_PRESENT, TRI_NO, TRI_YES, NOT_SEEN,
        "ada@c.com", NULL },
      FATE_UNKNOWN,
      0 },
    { "guest or not is not known",
      INTEGRATION_MANAGED,
      SUBJECT_USER,
      "ada@c.com",
      { PRINCIPAL_USER, PRINCIPAL_PRESENT, TRI_UNSET, TRI_YES, FEW, "ada@c.com",
        NULL },
      FATE_UNKNOWN,
      0 },
    { "a service principal, legacy", INTEGRATION_LEGACY, SUBJECT_USER, ID,
      SERVICE(FEW), FATE_STARTS, 0 },
    { "a service principal, managed", INTEGRATION_MANAGED, SUBJECT_USER, ID,
      SERVICE(FEW), FATE_KEEPS, 0 },
    { "one in many groups", INTEGRATION_MANAGED, SUBJECT_USER, ID,
      SERVICE(MANY), FATE_UNKNOWN, TROUBLE_MANY_GROUPS },
    { "a group by id", INTEGRATION_MANAGED, SUBJECT_GROUP, ID, GROUP,
      FATE_KEEPS, 0 },
    { "a group by name", INTEGRATION_MANAGED, SUBJECT_GROUP, "Team",
      ABSENT(PRINCIPAL_UNKNOWN), FATE_NEVER, TROUBLE_GROUP_BY_NAME },
    { "a group named as a user", INTEGRATION_MANAGED, SUBJECT_USER, ID, GROUP,
      FATE_NEVER, TROUBLE_WRONG_KIND },
    { "a user named as a group", INTEGRATION_MANAGED, SUBJECT_GROUP, ID, GUEST,
      FATE_NEVER, TROUBLE_WRONG_KIND },
    { "Kubernetes' own", INTEGRATION_LEGACY, SUBJECT_GROUP, "system:masters",
      ABSENT(PRINCIPAL_UNKNOWN), FATE_APART, 0 },
    { "a service account", INTEGRATION_LEGACY, SUBJECT_SERVICE_ACCOUNT, "ci",
      ABSENT(PRINCIPAL_UNKNOWN), FATE_APART, 0 },
    { "a certificate's name", INTEGRATION_LEGACY, SUBJECT_USER, "jane",
      ABSENT(PRINCIPAL_UNKNOWN), FATE_APART, 0 },
};

/* A cluster with one binding of one subject, and a directory. */
struct world {
    struct results r;
    struct subscription *sub;
    struct cluster *cluster;
    struct binding binding;
    struct binding_subject subject;
};

static void
build(struct world *w, enum integration integration, enum subject_kind kind,
      const char *name, const struct who *who)
{
    struct snapshot *s = &w->r.snapshot;
    struct principal *p;

    memset(w, 0, sizeof(*w));
    assert_int_equal(results_init(&w->r, NULL), 0);
    s->directory.tenant_id = TENANT;
    w->sub = snapshot_subscription(s, "s");
    w->sub->tenant_id = TENANT;
    w->cluster = arena_alloc(s->arena, sizeof(*w->cluster));
    w->cluster->id = w->cluster->name = "c";
    w->cluster->subscription = w->sub;
    w->cluster->integration = integration;
    w->subject.kind = kind;
    w->subject.name = name;
    w->binding.name = "b";
    w->binding.subjects = &w->subject;
    w->binding.n_subjects = 1;
    w->cluster->bindings.items = &w->binding;
    w->cluster->bindings.n = 1;
    assert_int_equal(snapshot_add_cluster(s, w->cluster), 0);
    if (!subject_is_of_entra(&w->subject) ||
        (kind == SUBJECT_GROUP && name_form_of(name) != NAME_GUID))
        return;
    p = name_form_of(name) == NAME_GUID
            ? directory_principal(&s->directory, s->arena, name)
            : directory_named_user(&s->directory, s->arena, name);
    assert_non_null(p);
    p->kind = who->kind;
    p->presence = who->presence;
    p->guest = who->guest;
    p->enabled = who->enabled;
    p->groups = who->groups;
    p->user_principal_name = who->upn;
    p->wrong_id = who->wrong_id;
}

static void
each_subject_has_its_fate(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct world w;

        build(&w, rows[i].integration, rows[i].kind, rows[i].name,
              &rows[i].who);
        fate_judge_all(&w.r.snapshot);
        if (w.subject.fate != rows[i].expected ||
            w.subject.troubles != rows[i].troubles || !w.subject.why)
            fail_msg("%s: %s (%x)", rows[i].what, fate_name(w.subject.fate),
                     w.subject.troubles);
        results_free(&w.r);
    }
}

/* The setting of the server app decides whether groups work today. */
static void
groups_of_legacy_clusters_hang_on_the_server_app(void **state)
{
    static const struct {
        bool read;
        const char *claims;
        enum fate expected;
    } cases[] = {
        { true, "All", FATE_KEEPS },   { true, "SecurityGroup", FATE_KEEPS },
        { true, NULL, FATE_STARTS },   { true, "None", FATE_STARTS },
        { false, NULL, FATE_UNKNOWN },
    };
    static const struct who group = GROUP;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct world w;
        struct app *a;

        build(&w, INTEGRATION_LEGACY, SUBJECT_GROUP, ID, &group);
        w.cluster->aad.server_app_id = SERVER;
        a = directory_app(&w.r.snapshot.directory, w.r.snapshot.arena, SERVER);
        a->read = cases[i].read;
        a->group_membership_claims = cases[i].claims;
        fate_judge_all(&w.r.snapshot);
        assert_int_equal(w.subject.fate, cases[i].expected);
        results_free(&w.r);
    }
}

static void
another_tenant_is_not_looked_into(void **state)
{
    static const struct who ada = MEMBER("ada@c.com");
    static const struct who nobody = ABSENT(PRINCIPAL_GONE);
    struct world w;

    (void)state;
    /* Today people of another tenant sign in; it will be ours. */
    build(&w, INTEGRATION_LEGACY, SUBJECT_USER, "ada@c.com", &nobody);
    w.cluster->aad.tenant_id = OTHER;
    fate_judge_all(&w.r.snapshot);
    assert_int_equal(w.subject.fate, FATE_STOPS);
    assert_int_equal(w.subject.troubles, 0);
    results_free(&w.r);
    build(&w, INTEGRATION_LEGACY, SUBJECT_USER, "ada@c.com", &ada);
    w.cluster->aad.tenant_id = OTHER;
    fate_judge_all(&w.r.snapshot);
    assert_int_equal(w.subject.fate, FATE_UNKNOWN);
    assert_int_equal(w.subject.after, TRI_YES);
    results_free(&w.r);
    /* And it stays another one. */
    build(&w, INTEGRATION_MANAGED, SUBJECT_USER, "ada@c.com", &nobody);
    w.cluster->aad.tenant_id = OTHER;
    fate_judge_all(&w.r.snapshot);
    assert_int_equal(w.subject.fate, FATE_UNKNOWN);
    results_free(&w.r);
}

static void
azure_rbac_leaves_bindings_in_doubt(void **state)
{
    static const struct who ada = MEMBER("ada@c.com");
    struct planned_integration plan = { .enable_azure_rbac = TRI_YES };
    struct world w;

    (void)state;
    build(&w, INTEGRATION_MANAGED, SUBJECT_USER, "ada@c.com", &ada);
    w.cluster->aad.enable_azure_rbac = TRI_YES;
    fate_judge_all(&w.r.snapshot);
    assert_int_equal(w.subject.fate, FATE_UNKNOWN);
    results_free(&w.r);
    build(&w, INTEGRATION_LEGACY, SUBJECT_USER, "ada@c.com", &ada);
    w.cluster->planned = &plan;
    fate_judge_all(&w.r.snapshot);
    assert_int_equal(w.subject.fate, FATE_UNKNOWN);
    assert_int_equal(w.subject.today, TRI_YES);
    results_free(&w.r);
}

static void
a_mail_address_leads_to_its_user(void **state)
{
    static const struct who nobody = ABSENT(PRINCIPAL_GONE);
    struct principal guest = { .id = ID,
                               .kind = PRINCIPAL_USER,
                               .presence = PRINCIPAL_PRESENT,
                               .guest = TRI_YES,
                               .enabled = TRI_YES,
                               .user_principal_name = "v_x#EXT#@c.com" };
    struct world w;

    (void)state;
    build(&w, INTEGRATION_LEGACY, SUBJECT_USER, "v@x.com", &nobody);
    assert_int_equal(
        map_put(&w.r.snapshot.directory.principal_by_mail, "v@x.com", &guest),
        0);
    fate_judge_all(&w.r.snapshot);
    assert_int_equal(w.subject.fate, FATE_NEVER);
    assert_int_equal(w.subject.troubles, TROUBLE_GUEST_BY_NAME);
    assert_string_equal(fate_right_name(&w.subject), ID);
    /* A member's mail address is no name either. */
    guest.guest = TRI_NO;
    guest.user_principal_name = "v@c.com";
    fate_judge_all(&w.r.snapshot);
    assert_int_equal(w.subject.troubles, TROUBLE_USER_MISSING);
    assert_string_equal(fate_right_name(&w.subject), "v@c.com");
    results_free(&w.r);
}

static void
a_name_alone_makes_no_binding_official(void **state)
{
    static const struct {
        bool cluster_wide, marked;
        const char *space, *name;
        enum subject_kind kind;
        const char *subject;
        bool expected;
    } cases[] = {
        { true, false, NULL, "system:node", SUBJECT_GROUP, "system:nodes",
          true },
        { true, false, NULL, "system:node", SUBJECT_USER, "eve@c.com", false },
        { true, true, NULL, "x", SUBJECT_USER, "eve@c.com", false },
        { true, true, NULL, "x", SUBJECT_SERVICE_ACCOUNT, "x", true },
        { true, false, NULL, "x", SUBJECT_SERVICE_ACCOUNT, "x", false },
        { true, false, NULL, "aks-cluster-admin-binding-aad", SUBJECT_GROUP, ID,
          true },
        { false, false, "kube-system", "x", SUBJECT_SERVICE_ACCOUNT, "x",
          true },
        { false, false, "kube-system", "x", SUBJECT_GROUP, ID, false },
        { false, false, "shop", "x", SUBJECT_SERVICE_ACCOUNT, "x", false },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct binding_subject x = { .kind = cases[i].kind,
                                     .name = cases[i].subject };
        const struct binding b = { .cluster_wide = cases[i].cluster_wide,
                                   .name_space = cases[i].space,
                                   .name = cases[i].name,
                                   .subjects = &x,
                                   .n_subjects = 1 };

        if (binding_is_system(&b, cases[i].marked) != cases[i].expected)
            fail_msg("row %zu: %s", i, cases[i].name);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_subject_has_its_fate),
        cmocka_unit_test(groups_of_legacy_clusters_hang_on_the_server_app),
        cmocka_unit_test(another_tenant_is_not_looked_into),
        cmocka_unit_test(azure_rbac_leaves_bindings_in_doubt),
        cmocka_unit_test(a_mail_address_leads_to_its_user),
        cmocka_unit_test(a_name_alone_makes_no_binding_official),
    };

    return cmocka_run_group_tests_name("fate", tests, NULL, NULL);
}
