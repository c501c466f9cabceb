/* SPDX-License-Identifier: MIT */
/* test_report_refresh.c - kubeconfig-refresh.md and kubeconfig-refresh.sh. */
#include "markdown/documents.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "markdown/markdown.h"
#include "sample_results.h"
#include "support/files.h"
#include "unit.h"

struct script {
    char dir[40];
    char path[80];
};

static void
make_script(struct script *s, const struct results *r)
{
    char *text = sample_written(write_refresh_sh, r);
    FILE *f;

    strcpy(s->dir, "/tmp/aksentra-refresh-XXXXXX");
    assert_non_null(mkdtemp(s->dir));
    snprintf(s->path, sizeof(s->path), "%s/kubeconfig-refresh.sh", s->dir);
    f = fopen(s->path, "w");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
    free(text);
}

static void
forget(struct script *s)
{
    assert_int_equal(unlink(s->path), 0);
    /* Fails if a name ran and left "pwned" behind. */
    assert_int_equal(rmdir(s->dir), 0);
}

/* Runs the script in its folder, with these arguments; returns its exit status
 * and what it printed. */
static int
run(const struct script *s, struct buf *out, const char *a, const char *b)
{
    char *argv[] = { (char *)"sh", (char *)s->path, (char *)a, (char *)b,
                     NULL };
    int ends[2], status;
    ssize_t n;
    char block[4096];
    pid_t pid;

    assert_int_equal(pipe(ends), 0);
    pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        if (chdir(s->dir) == 0 && dup2(ends[1], 1) == 1 &&
            dup2(ends[1], 2) == 2)
            execv("/bin/sh", argv);
        _exit(127);
    }
    close(ends[1]);
    buf_reset(out);
    while ((n = read(ends[0], block, sizeof(block))) > 0)
        buf_add(out, block, (size_t)n);
    close(ends[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void
without_a_name_it_only_talks(void **state)
{
    auto_buf out = { 0 };
    struct results r;
    struct script s;

    (void)state;
    sample_results(&r);
    make_script(&s, &r);
    assert_int_equal(run(&s, &out, NULL, NULL), 0);
    assert_non_null(strstr(buf_str(&out), "--dry-run NAME"));
    assert_null(strstr(buf_str(&out), "+ "));
    assert_int_equal(run(&s, &out, "--list", NULL), 0);
    assert_true(sample_has_line(buf_str(&out), "aks-ready"));
    assert_null(strstr(buf_str(&out), "aks-migrated"));
    assert_null(strstr(buf_str(&out), "+ "));
    forget(&s);
    results_free(&r);
}

static void
a_named_cluster_gets_its_steps(void **state)
{
    static const char steps[] =
        "+ az account set --subscription " SAMPLE_SUBSCRIPTION "\n"
        "+ az aks get-credentials --subscription " SAMPLE_SUBSCRIPTION
        " --resource-group 'rg-test (old)' --name aks-blocked "
        "--overwrite-existing --format exec\n"
        "+ kubelogin remove-cache-dir\n"
        "+ kubelogin convert-kubeconfig -l azurecli\n"
        "+ kubectl get nodes\n";
    auto_buf out = { 0 };
    struct results r;
    struct script s;

    (void)state;
    sample_results(&r);
    make_script(&s, &r);
    assert_int_equal(run(&s, &out, "--dry-run", "aks-blocked"), 0);
    assert_string_equal(buf_str(&out), steps);
    assert_int_equal(run(&s, &out, "--dry-run", "aks-migrated"), 64);
    assert_int_equal(run(&s, &out, "aks-ready", "aks-blocked"), 64);
    assert_int_equal(run(&s, &out, "", NULL), 64);
    assert_int_equal(run(&s, &out, "--dry-run", NULL), 64);
    forget(&s);
    results_free(&r);
}

static void
two_of_one_name_need_the_id(void **state)
{
    auto_buf out = { 0 };
    struct results r;
    struct script s;

    (void)state;
    sample_results(&r);
    make_script(&s, &r);
    assert_int_equal(run(&s, &out, "--dry-run", "aks-twin"), 64);
    assert_non_null(strstr(buf_str(&out), "give the id"));
    for (size_t i = 0; i < r.snapshot.clusters.len; i++) {
        const struct cluster *c = r.snapshot.clusters.items[i];

        if (c->integration != INTEGRATION_LEGACY)
            continue;
        assert_int_equal(run(&s, &out, "--dry-run", c->id), 0);
        assert_non_null(strstr(buf_str(&out), c->name));
    }
    forget(&s);
    results_free(&r);
}

static void
hostile_names_stay_words(void **state)
{
    auto_buf out = { 0 };
    struct results r;
    struct script s;
    size_t found = 0;

    (void)state;
    sample_hostile_results(&r);
    make_script(&s, &r);
    assert_int_equal(run(&s, &out, "--list", NULL), 0);
    assert_null(strchr(buf_str(&out), '\033'));
    for (size_t i = 0; i < n_sample_hostile_names; i++) {
        int status = run(&s, &out, "--dry-run", sample_hostile_names[i]);

        /* Those with control characters are not in the script at all. */
        assert_true(status == 0 || status == 64);
        found += status == 0;
    }
    assert_int_equal(found, n_sample_hostile_names - 5);
    forget(&s);
    results_free(&r);
}

static void
the_document_has_every_part(void **state)
{
    struct results r;
    char *text;

    (void)state;
    sample_results(&r);
    text = sample_written(write_refresh_md, &r);
    assert_true(sample_has_line(text, "## `aks-private`"));
    assert_true(sample_has_line(text, "### Private cluster: after the "
                                      "migration"));
    assert_true(sample_has_line(text, "### People: when get-credentials "
                                      "refuses to merge"));
    assert_true(sample_has_line(text, "## Retirement dates"));
    assert_non_null(strstr(text, "| 2023-06-01 |"));
    assert_non_null(strstr(text, "| 2023-08-01 |"));
    assert_non_null(strstr(text, "| 2023-12-01 |"));
    assert_non_null(strstr(text, "Not everything in scope could be audited"));
    assert_non_null(strstr(text, "- `aks-migrated`: `az aks get-cred"));
    free(text);
    results_free(&r);
}

/* Every heading, table row and fence is one that the writer made. */
static void
hostile_names_make_no_markup(void **state)
{
    struct results r;
    char *text;
    bool in_code = false;

    (void)state;
    sample_hostile_results(&r);
    text = sample_written(write_refresh_md, &r);
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        if (strncmp(line, "```", 3) == 0)
            in_code = !in_code;
        for (const char *p = line; *p; p++)
            assert_true((unsigned char)*p >= 0x20 && *p != 0x7f);
        if (in_code)
            assert_true(strncmp(line, "```sh", 5) == 0 ||
                        strncmp(line, "az ", 3) == 0 ||
                        strncmp(line, "kube", 4) == 0 ||
                        strncmp(line, "nslookup ", 9) == 0 ||
                        strncmp(line, "rm ", 3) == 0);
        else
            assert_true(strncmp(line, "# heading", 9) != 0 && *line != '<');
    }
    assert_false(in_code);
    free(text);
    results_free(&r);
}

static void
code_spans_hold_anything(void **state)
{
    static const char *const rows[][3] = {
        { "plain", "`plain`", "`plain`" },
        { "a`b", "`` a`b ``", "`` a`b ``" },
        { "```", "```` ``` ````", "```` ``` ````" },
        { "a|b", "`a|b`", "`a\\|b`" },
        { "a\\|b", "`a\\|b`", "`a\\\\\\|b`" },
        { "a\\\\|b", "`a\\\\|b`", "`a\\\\\\|b`" },
        { "a\nb", "`a?b`", "`a?b`" },
        { "<b>", "`<b>`", "`<b>`" },
        { "", "`-`", "`-`" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_buf out = { 0 };

        markdown_code(&out, rows[i][0]);
        assert_string_equal(buf_str(&out), rows[i][1]);
        buf_reset(&out);
        markdown_code_in_table(&out, rows[i][0]);
        assert_string_equal(buf_str(&out), rows[i][2]);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_name_it_only_talks),
        cmocka_unit_test(a_named_cluster_gets_its_steps),
        cmocka_unit_test(two_of_one_name_need_the_id),
        cmocka_unit_test(hostile_names_stay_words),
        cmocka_unit_test(the_document_has_every_part),
        cmocka_unit_test(hostile_names_make_no_markup),
        cmocka_unit_test(code_spans_hold_anything),
    };

    return cmocka_run_group_tests_name("report_refresh", tests, NULL, NULL);
}
