/* SPDX-License-Identifier: MIT */
/* test_instructions.c - what people with kubeconfigs do, as data. */
#include "report/instructions.h"

#include <string.h>

#include "sample_results.h"
#include "unit.h"

static void
table_is_in_order(void **state)
{
    (void)state;
    for (size_t i = 1; i < n_instructions; i++) {
        const struct instruction *a = &instructions[i - 1];
        const struct instruction *b = &instructions[i];

        assert_true(a->audience <= b->audience);
        assert_true(a->audience != b->audience || a->phase <= b->phase);
        assert_true(*b->title && *b->text);
    }
}

static void
they_speak_of_legacy_clusters_only(void **state)
{
    struct cluster c = { .integration = INTEGRATION_MANAGED };
    size_t n = 0, private_ones = 0;

    (void)state;
    for (size_t i = 0; i < n_instructions; i++)
        assert_false(instruction_applies(&instructions[i], &c));
    c.integration = INTEGRATION_LEGACY;
    for (size_t i = 0; i < n_instructions; i++)
        n += instruction_applies(&instructions[i], &c);
    c.private_cluster = TRI_YES;
    for (size_t i = 0; i < n_instructions; i++)
        private_ones += instruction_applies(&instructions[i], &c);
    assert_int_equal(private_ones, n_instructions);
    assert_int_equal(n, n_instructions - 2);
}

/* All commands of an audience and phase, a line each. */
static void
add_all(struct buf *out, const struct cluster *c, enum audience a, enum phase p)
{
    for (size_t i = 0; i < n_instructions; i++) {
        if (instructions[i].audience != a || instructions[i].phase != p)
            continue;
        for (size_t n = 0; n < INSTRUCTION_COMMANDS_MAX; n++) {
            if (instruction_command(out, &instructions[i], n, c))
                buf_addc(out, '\n');
        }
    }
}

static void
they_fit_the_cluster(void **state)
{
    struct subscription s = { .id = "s" };
    struct cluster c = { .name = "n",
                         .resource_group = "g",
                         .subscription = &s,
                         .integration = INTEGRATION_LEGACY };
    auto_buf out = { 0 };

    (void)state;
    add_all(&out, &c, AUDIENCE_PEOPLE, PHASE_AFTER);
    assert_true(sample_has_line(buf_str(&out), "kubelogin remove-cache-dir"));
    assert_true(sample_has_line(buf_str(&out),
                                "kubelogin convert-kubeconfig -l azurecli"));
    assert_true(sample_has_line(buf_str(&out), "kubectl config delete-user -- "
                                               "clusterUser_g_n"));
    buf_reset(&out);
    add_all(&out, &c, AUDIENCE_PIPELINES, PHASE_AFTER);
    assert_non_null(strstr(buf_str(&out), "-l spn"));
    assert_non_null(strstr(buf_str(&out), "-l msi"));
    assert_non_null(strstr(buf_str(&out), "-l workloadidentity"));
    buf_reset(&out);
    add_all(&out, &c, AUDIENCE_BREAK_GLASS, PHASE_BEFORE);
    assert_null(strstr(buf_str(&out), "--enable-local-accounts"));
    c.disable_local_accounts = TRI_YES;
    add_all(&out, &c, AUDIENCE_BREAK_GLASS, PHASE_BEFORE);
    assert_non_null(strstr(buf_str(&out), "--enable-local-accounts"));
    buf_reset(&out);
    c.private_fqdn = "x.privatelink";
    add_all(&out, &c, AUDIENCE_PRIVATE_CLUSTER, PHASE_BEFORE);
    assert_true(sample_has_line(buf_str(&out), "nslookup x.privatelink"));
    assert_non_null(strstr(buf_str(&out), "az aks command invoke"));
    buf_reset(&out);
    c.disable_run_command = TRI_YES;
    c.private_fqdn = NULL;
    add_all(&out, &c, AUDIENCE_PRIVATE_CLUSTER, PHASE_BEFORE);
    assert_string_equal(buf_str(&out), "");
}

static void
hostile_names_stay_on_one_line(void **state)
{
    struct results r;

    (void)state;
    sample_hostile_results(&r);
    for (size_t i = 0; i < r.snapshot.clusters.len; i++) {
        const struct cluster *c = r.snapshot.clusters.items[i];

        for (size_t n = 0; n < n_instructions * INSTRUCTION_COMMANDS_MAX; n++) {
            auto_buf line = { 0 };

            instruction_command(&line,
                                &instructions[n / INSTRUCTION_COMMANDS_MAX],
                                n % INSTRUCTION_COMMANDS_MAX, c);
            assert_true(buf_ok(&line));
            for (const char *p = buf_str(&line); *p; p++)
                assert_true((unsigned char)*p >= 0x20 && *p != 0x7f);
        }
    }
    results_free(&r);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_is_in_order),
        cmocka_unit_test(they_speak_of_legacy_clusters_only),
        cmocka_unit_test(they_fit_the_cluster),
        cmocka_unit_test(hostile_names_stay_on_one_line),
    };

    return cmocka_run_group_tests_name("instructions", tests, NULL, NULL);
}
