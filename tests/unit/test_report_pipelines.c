/* SPDX-License-Identifier: MIT */
/* test_report_pipelines.c - SARIF, JUnit, metrics and annotations: what is
 * escaped comes back as it was, and no name is more than a name. */
#include "formats/report.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "report/finding_words.h"
#include "json/json_sarif.h"
#include "json/report_json.h"
#include "formats/writers.h"
#include "sample_results.h"
#include "support/json.h"
#include "support/str.h"
#include "unit.h"

/* ---- helpers --------------------------------------------------------------- */

/* The place of a finding as reports of one line show it; free() it. */
static char *
shown_place(const struct finding *f)
{
    auto_buf place = { 0 };
    char *shown;

    finding_place(&place, f);
    assert_true(buf_ok(&place));
    shown = malloc(place.len + 1);
    assert_non_null(shown);
    str_sanitize(shown, place.len + 1, buf_str(&place));
    return shown;
}

/* Replaces each escape of a table of pairs, in one pass. */
static void
unescape(struct buf *out, const char *text, const char *const (*pairs)[2])
{
    while (*text) {
        size_t i = 0;

        while (pairs[i][0] &&
               strncmp(text, pairs[i][0], strlen(pairs[i][0])) != 0)
            i++;
        if (pairs[i][0]) {
            buf_adds(out, pairs[i][1]);
            text += strlen(pairs[i][0]);
        } else {
            buf_addc(out, *text++);
        }
    }
}

static char *
printed(int (*write)(FILE *out, const struct results *r, struct err *e),
        const struct results *r)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);

    assert_non_null(out);
    assert_int_equal(write(out, r, NULL), 0);
    assert_int_equal(fclose(out), 0);
    return text;
}

/* Every finding that needs attention stands in `unescaped` between `before` and
 * `after` with its code and place, on a line of its own. */
static void
expect_places(const struct results *r, const char *unescaped,
              const char *(*head)(const struct finding *f))
{
    for (size_t i = 0; i < r->findings.len; i++) {
        const struct finding *f = r->findings.items[i];
        auto_buf expected = { 0 };
        char *place;

        if (!finding_needs_attention(f))
            continue;
        place = shown_place(f);
        buf_addf(&expected, "%s%s", head(f), place);
        if (!strstr(unescaped, buf_str(&expected)))
            fail_msg("not found: %s", buf_str(&expected));
        free(place);
    }
}

/* ---- annotations ------------------------------------------------------------ */

/* As actions/runner does: ActionCommandManager, unescape of properties. */
static const char *const github_escapes[][2] = {
    { "%0D", "\r" }, { "%0A", "\n" }, { "%3A", ":" },
    { "%2C", "," },  { "%25", "%" },  { NULL, NULL },
};

static const char *
github_head(const struct finding *f)
{
    static char head[32];

    snprintf(head, sizeof(head), "title=%s ", f->rule->id);
    return head;
}

static void
github_reads_every_place(void **state)
{
    struct results r;
    auto_buf plain = { 0 };
    char *text;

    (void)state;
    sample_hostile_results(&r);
    text = printed(report_write_github, &r);
    for (const char *line = text; *line; line += strcspn(line, "\n") + 1) {
        /* The runner reads up to the next "::", properties part at ','. */
        if (strncmp(line, "aksentra: ", 10) == 0)
            continue;
        assert_int_equal(strncmp(line, "::", 2), 0);
        assert_true(strcspn(line + 2, ",\n") > strcspn(line + 2, ":"));
    }
    unescape(&plain, text, github_escapes);
    expect_places(&r, buf_str(&plain), github_head);
    free(text);
    results_free(&r);
}

/* As azure-pipelines-agent does: CommandStringConvertor. */
static const char *const azure_escapes[][2] = {
    { "%0D", "\r" }, { "%0A", "\n" },   { "%3B", ";" },
    { "%5D", "]" },  { "%AZP25", "%" }, { NULL, NULL },
};

static const char *
azure_head(const struct finding *f)
{
    static char head[32];

    snprintf(head, sizeof(head), "%s ", f->rule->id);
    return head;
}

static void
azure_reads_every_place(void **state)
{
    struct results r;
    auto_buf plain = { 0 };
    char *text;

    (void)state;
    sample_hostile_results(&r);
    text = printed(report_write_azure_pipelines, &r);
    unescape(&plain, text, azure_escapes);
    expect_places(&r, buf_str(&plain), azure_head);
    free(text);
    results_free(&r);
}

static void
the_worst_stands_first(void **state)
{
    struct results r;
    char *text, *error, *warning;

    (void)state;
    sample_results(&r);
    text = printed(report_write_github, &r);
    assert_memory_equal(text, "::error title=aksentra exit code 2::", 36);
    error = strstr(text, "::error title=CLU-");
    warning = strstr(text, "::warning title=CLU-");
    assert_non_null(error);
    assert_non_null(warning);
    assert_true(error < warning);
    /* Accepted: told, and no warning. */
    assert_non_null(strstr(text, "::notice title=CLU-006"));
    assert_non_null(strstr(text, "waived until 2024-05-31, by Ada: moved in "
                                 "May"));
    free(text);
    results_free(&r);
}

/* ---- JUnit --------------------------------------------------------------------- */

static const char *const xml_escapes[][2] = {
    { "&#38;", "&" },  { "&#60;", "<" }, { "&#62;", ">" },
    { "&#34;", "\"" }, { "&#39;", "'" }, { NULL, NULL },
};

static const char *
junit_head(const struct finding *f)
{
    static char head[64];

    snprintf(head, sizeof(head), "classname=\"aksentra.%s\" name=\"",
             f->rule->id);
    return head;
}

static void
junit_reads_every_place(void **state)
{
    struct results r;
    auto_buf plain = { 0 };
    char *text;

    (void)state;
    sample_hostile_results(&r);
    text = sample_written(write_junit, &r);
    assert_null(strstr(text, "<script"));
    for (const char *p = text; *p; p++)
        assert_true(*p == '\n' || (unsigned char)*p >= 0x20);
    unescape(&plain, text, xml_escapes);
    expect_places(&r, buf_str(&plain), junit_head);
    free(text);
    results_free(&r);
}

static void
what_xml_cannot_write_is_replaced(void **state)
{
    struct results r;
    char *text;

    (void)state;
    sample_results(&r);
    r.summary.complete = false;
    r.summary.exit_reason = "a\xef\xbf\xbf"
                            "b\xef\xbf\xbe\x01&\xff";
    text = sample_written(write_junit, &r);
    assert_non_null(strstr(text, "message=\"a?b??&#38;?\""));
    free(text);
    results_free(&r);
}

/* ---- metrics --------------------------------------------------------------------- */

static const char *const label_escapes[][2] = {
    { "\\\\", "\\" },
    { "\\\"", "\"" },
    { "\\n", "\n" },
    { NULL, NULL },
};

static void
labels_come_back(void **state)
{
    struct results r;

    (void)state;
    sample_results(&r);
    for (size_t i = 0; i < n_sample_hostile_names; i++) {
        auto_buf plain = { 0 }, expected = { 0 };
        char shown[128], *text;

        r.run.scope = sample_hostile_names[i];
        str_sanitize(shown, sizeof(shown), r.run.scope);
        text = sample_written(write_metrics, &r);
        unescape(&plain, text, label_escapes);
        buf_addf(&expected, "scope=\"%s\",fail_on=\"", shown);
        assert_non_null(strstr(buf_str(&plain), buf_str(&expected)));
        free(text);
    }
    results_free(&r);
}

static void
what_was_not_seen_is_no_zero(void **state)
{
    struct results r;
    char *text;

    (void)state;
    sample_results(&r);
    text = sample_written(write_metrics, &r);
    assert_non_null(strstr(text, "aksentra_audit_complete 0\n"));
    assert_non_null(
        strstr(text, "aksentra_subscriptions{status=\"denied\"} 1"));
    assert_non_null(strstr(text, "aksentra_findings_waived{severity="
                                 "\"medium\"} 1\n"));
    assert_null(strstr(text, "left_over_apps"));
    assert_null(strstr(text, "findings_new"));
    free(text);
    results_free(&r);
}

/* ---- SARIF ------------------------------------------------------------------------ */

static void
messages_are_no_links_and_no_places(void **state)
{
    static const struct {
        const char *text;
        const char *message;
    } rows[] = {
        { "plain [x] {y}", "plain [x] {y}" },
        { "[x](y) \\z", "\\[x\\](y) \\\\z" },
        { "{0} {a}", "{{0}} {{a}}" },
        { "{12", "{12" },
        { "line\nbreak", "line?break" },
        { "", "-" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        json_auto_t *m = sarif_message(rows[i].text);

        assert_string_equal(json_get_text(m, "text"), rows[i].message);
    }
}

static void
sarif_holds_every_finding(void **state)
{
    struct results r;
    json_auto_t *sarif = NULL;
    json_t *results;
    size_t at = 0;
    char *text;

    (void)state;
    sample_hostile_results(&r);
    text = sample_written(write_sarif, &r);
    for (const char *p = text; *p; p++)
        assert_true((unsigned char)*p < 0x7f);
    sarif = json_read(text, strlen(text), "results.sarif", NULL);
    results = json_object_get(json_array_get(json_object_get(sarif, "runs"), 0),
                              "results");
    for (size_t i = 0; i < r.findings.len; i++) {
        const struct finding *f = r.findings.items[i];
        const char *rule = NULL, *name = NULL, *kind = NULL;
        char *place;

        if (!finding_needs_attention(f))
            continue;
        place = shown_place(f);
        assert_int_equal(json_unpack(json_array_get(results, at++),
                                     "{s:s, s:s, s:[{s:[{s:s}]}]}", "ruleId",
                                     &rule, "kind", &kind, "locations",
                                     "logicalLocations", "name", &name),
                         0);
        assert_string_equal(rule, f->rule->id);
        assert_string_equal(name, place);
        assert_string_equal(kind, f->verdict == VERDICT_FAIL ? "fail" : "open");
        free(place);
    }
    assert_int_equal(json_array_size(results), at);
    free(text);
    results_free(&r);
}

static void
the_identity_is_the_same_next_time(void **state)
{
    static const struct rule rule = { .id = "RBAC-003" };
    struct evidence ada = { "subject", "User ada" };
    struct finding a = { .rule = &rule, .resource = "/Sub/AKS#RoleBinding/N" };
    struct finding b = { .rule = &rule, .resource = "/sub/aks#RoleBinding/N" };
    auto_buf x = { 0 }, y = { 0 };

    (void)state;
    finding_identity(&x, &a);
    finding_identity(&y, &b);
    assert_string_equal(buf_str(&x), buf_str(&y));
    /* Names in Kubernetes differ by case, and subjects tell findings apart. */
    b.resource = "/sub/aks#RoleBinding/n";
    buf_reset(&y);
    finding_identity(&y, &b);
    assert_string_not_equal(buf_str(&x), buf_str(&y));
    b.resource = a.resource;
    b.evidence = &ada;
    b.n_evidence = 1;
    buf_reset(&y);
    finding_identity(&y, &b);
    assert_string_not_equal(buf_str(&x), buf_str(&y));
}

/* ---- JSON in a log -------------------------------------------------------------------- */

static void
json_for_a_log_is_the_same_json(void **state)
{
    static const char *const names[] = { "##vso[x]", "###[a] \\## \"#", "#",
                                         "a#b", "##\n##" };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        json_auto_t *value = json_pack("{s:s}", "#", names[i]);
        json_t *back;
        char *text = json_dumps(value, JSON_INDENT(2)), *safe = NULL;
        size_t len = 0;
        FILE *out = open_memstream(&safe, &len);

        json_print(out, text, "  ");
        assert_int_equal(fclose(out), 0);
        assert_null(strstr(safe, "##"));
        back = json_read(safe, len, "it", NULL);
        assert_true(json_equal(value, back));
        json_decref(back);
        free(text);
        free(safe);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(github_reads_every_place),
        cmocka_unit_test(azure_reads_every_place),
        cmocka_unit_test(the_worst_stands_first),
        cmocka_unit_test(junit_reads_every_place),
        cmocka_unit_test(what_xml_cannot_write_is_replaced),
        cmocka_unit_test(labels_come_back),
        cmocka_unit_test(what_was_not_seen_is_no_zero),
        cmocka_unit_test(messages_are_no_links_and_no_places),
        cmocka_unit_test(sarif_holds_every_finding),
        cmocka_unit_test(the_identity_is_the_same_next_time),
        cmocka_unit_test(json_for_a_log_is_the_same_json),
    };

    return cmocka_run_group_tests_name("report_pipelines", tests, NULL, NULL);
}
