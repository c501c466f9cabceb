/* SPDX-License-Identifier: MIT */
/* test_email.c - what those who sign in to a cluster are told. */
#include "report/email.h"

#include <stdlib.h>
#include <string.h>

#include "markdown/documents.h"
#include "sample_results.h"
#include "unit.h"

struct fixture {
    struct results r;
    struct overview o;
};

static void
begin(struct fixture *f, void (*fill)(struct results *r))
{
    fill(&f->r);
    assert_int_equal(overview_init(&f->o, &f->r, NULL), 0);
}

static void
end(struct fixture *f)
{
    overview_free(&f->o);
    results_free(&f->r);
}

static struct cluster *
cluster(struct fixture *f, const char *name)
{
    for (size_t i = 0; i < f->r.snapshot.clusters.len; i++) {
        struct cluster *c = f->r.snapshot.clusters.items[i];

        if (strcmp(c->name, name) == 0)
            return c;
    }
    fail_msg("no cluster %s", name);
    return NULL;
}

/* Its text; free() it. */
static char *
text_for(struct fixture *f, const char *name, enum audience audience,
         enum phase phase)
{
    struct buf out = { 0 };

    email_text(&out, &f->o, cluster(f, name), audience, phase);
    assert_true(buf_ok(&out));
    return out.len > 0 ? buf_take(&out) : strdup("");
}

static void
says(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("expected to find: %s\nin: %s", part, text);
}

static void
each_cluster_has_its_own(void **state)
{
    /* "p" people, "i" pipelines, "n" inside the network, "b" break-glass; upper
     * case: after. */
    static const struct {
        const char *name, *expected;
    } rows[] = {
        { "aks-ready", "pPiIbB" }, { "aks-private", "pPiInNbB" },
        { "aks-migrated", "PIB" }, { "aks-plain", "" },
        { "aks-riddle", "" },
    };
    struct fixture f;

    (void)state;
    begin(&f, sample_results);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char found[2 * AUDIENCE_COUNT + 1] = "";

        for (int k = 0; k < AUDIENCE_COUNT * PHASE_COUNT; k++) {
            enum audience a = (enum audience)(k / PHASE_COUNT);
            enum phase p = (enum phase)(k % PHASE_COUNT);
            char *text = text_for(&f, rows[i].name, a, p);

            assert_int_equal(email_applies(cluster(&f, rows[i].name), a, p),
                             *text != '\0');
            if (*text)
                strncat(found, &"pPiInNbB"[k], 1);
            free(text);
        }
        assert_string_equal(found, rows[i].expected);
    }
    end(&f);
}

static void
a_text_is_ready_to_be_sent(void **state)
{
    struct fixture f;
    char *text;

    (void)state;
    begin(&f, sample_results);
    text = text_for(&f, "aks-ready", AUDIENCE_PEOPLE, PHASE_AFTER);
    assert_ptr_equal(strstr(text, "Subject: AKS cluster aks-ready: fetch a new "
                                  "kubeconfig\n\nHello,\n"),
                     text);
    says(text, "aks-ready (resource group rg-prod, subscription Contoso\n"
               "Production) moved on [date] from legacy");
    says(text, "\n    az aks get-credentials --subscription "
               "" SAMPLE_SUBSCRIPTION " --resource-group rg-prod --name "
               "aks-ready --overwrite-existing\n");
    says(text, "\n    kubelogin convert-kubeconfig -l azurecli\n");
    says(text, "If something fails\n---");
    says(text, "People: when get-credentials refuses to merge.");
    says(text, "- 2023-06-01: ");
    says(text, "- 2023-08-01: ");
    says(text, "- 2023-12-01: ");
    says(text, "Source: ");
    says(text, "Whom to ask\n-----------\n\nPlatform team\n");
    free(text);
    text = text_for(&f, "aks-blocked", AUDIENCE_PEOPLE, PHASE_BEFORE);
    says(text, "[date and time]. Outside business hours: Free tier");
    says(text, "[the cluster's owner: no tag of it names one]");
    free(text);
    end(&f);
}

static void
a_window_is_told_when_it_was_read_whole(void **state)
{
    static const char *lines[] = { "default: Sunday 01:00-03:00 UTC" };
    struct fixture f;
    struct cluster *c;
    char *text;

    (void)state;
    begin(&f, sample_results);
    c = cluster(&f, "aks-ready");
    c->maintenance_texts = (struct text_list){ lines, 1 };
    text = text_for(&f, "aks-ready", AUDIENCE_PIPELINES, PHASE_BEFORE);
    says(text, "\n[date and time].\n");
    free(text);
    c->maintenance.status = COVERAGE_AUDITED;
    text = text_for(&f, "aks-ready", AUDIENCE_PIPELINES, PHASE_BEFORE);
    says(text, "suggest:\ndefault: Sunday 01:00-03:00 UTC.\n");
    free(text);
    end(&f);
}

/* It may have been made as a managed one. */
static void
a_managed_cluster_is_not_said_to_have_moved(void **state)
{
    struct fixture f;
    char *text;

    (void)state;
    begin(&f, sample_results);
    text = text_for(&f, "aks-migrated", AUDIENCE_PEOPLE, PHASE_AFTER);
    says(text, "uses AKS-managed");
    says(text, "az aks get-credentials");
    assert_null(strstr(text, "[date]"));
    assert_null(strstr(text, " moved on "));
    free(text);
    end(&f);
}

static void
hostile_names_stay_text(void **state)
{
    struct fixture f;

    (void)state;
    begin(&f, sample_hostile_results);
    for (size_t i = 0; i < n_sample_hostile_names; i++) {
        char *text = text_for(&f, sample_hostile_names[i], AUDIENCE_PEOPLE,
                              PHASE_BEFORE);

        assert_int_equal(strncmp(text, "Subject: AKS cluster ", 21), 0);
        /* The subject is one line, then comes an empty one. */
        assert_ptr_equal(strstr(text, "\n\nHello,\n"), strchr(text, '\n'));
        for (const char *p = text; *p; p++)
            assert_true(*p == '\n' ||
                        ((unsigned char)*p >= 0x20 && *p != 0x7f));
        free(text);
    }
    end(&f);
}

/* A mail ends at a fence as long as the one that began it, and nowhere else. */
static void
nothing_breaks_out_of_its_fence(void **state)
{
    struct results r;
    char *text, *rest;
    size_t fence = 0, mails = 0;

    (void)state;
    sample_hostile_results(&r);
    text = sample_written(write_emails_md, &r);
    rest = text;
    for (char *line; (line = strsep(&rest, "\n"));) {
        size_t run = strspn(line, "`");

        if (fence == 0 && run >= 3 && strcmp(line + run, "text") == 0) {
            fence = run;
            mails++;
            assert_int_equal(rest[0], 'S');
        } else if (fence > 0 && run >= fence && !line[run]) {
            fence = 0;
        } else if (fence == 0) {
            assert_true(!*line || strchr("#*RSFN", *line));
            assert_int_equal(strncmp(line, "# heading", 9) == 0, 0);
        }
    }
    assert_int_equal(fence, 0);
    assert_int_equal(mails, (5 + n_sample_hostile_names + 1) * 6 + 2);
    free(text);
    results_free(&r);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_cluster_has_its_own),
        cmocka_unit_test(a_text_is_ready_to_be_sent),
        cmocka_unit_test(a_window_is_told_when_it_was_read_whole),
        cmocka_unit_test(a_managed_cluster_is_not_said_to_have_moved),
        cmocka_unit_test(hostile_names_stay_text),
        cmocka_unit_test(nothing_breaks_out_of_its_fence),
    };

    return cmocka_run_group_tests_name("email", tests, NULL, NULL);
}
