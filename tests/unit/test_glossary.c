/* SPDX-License-Identifier: MIT */
/* test_glossary.c - every word of a report is explained, and no other. */
#include "unit.h"

#include <string.h>

#include "model/app.h"
#include "model/audit_diff.h"
#include "model/binding.h"
#include "model/kubeconfig.h"
#include "model/verdict.h"
#include "report/glossary.h"

static bool
explains(const char *subject, const char *word)
{
    for (size_t i = 0; i < n_glossary; i++) {
        if (strcmp(glossary[i].subject, subject) == 0 &&
            strcmp(glossary[i].word, word) == 0)
            return true;
    }
    return false;
}

static size_t
count(const char *subject)
{
    size_t n = 0;

    for (size_t i = 0; i < n_glossary; i++)
        n += strcmp(glossary[i].subject, subject) == 0;
    return n;
}

/* All of `n` words, by their place, and none besides. */
#define EXPECT_ALL(subject, n, name)                            \
    do {                                                        \
        for (int i_ = 0; i_ < (int)(n); i_++) {                 \
            if (!explains(subject, name))                       \
                fail_msg("%s: '%s' is missing", subject, name); \
        }                                                       \
        assert_int_equal(count(subject), n);                    \
    } while (0)

static void
test_words(void **state)
{
    (void)state;
    EXPECT_ALL("Integration", INTEGRATION_COUNT,
               integration_name((enum integration)i_));
    EXPECT_ALL("Readiness", READINESS_COUNT,
               readiness_name((enum readiness)i_));
    EXPECT_ALL("Verdict", VERDICT_COUNT, verdict_name((enum verdict)i_));
    EXPECT_ALL("Severity", SEVERITY_COUNT, severity_name((enum severity)i_));
    EXPECT_ALL("Coverage", COVERAGE_COUNT,
               coverage_status_name((enum coverage_status)i_));
    EXPECT_ALL("Kubeconfig", CONTEXT_VERDICT_COUNT,
               context_verdict_name((enum context_verdict)i_));
    EXPECT_ALL("Since the baseline", CHANGE_COUNT,
               change_name((enum change)i_));
    EXPECT_ALL("What becomes of a binding", FATE_COUNT,
               fate_label((enum fate)i_));
}

static void
test_apps(void **state)
{
    static const enum certainty certainties[] = { POSSIBLE, LIKELY, CERTAIN };
    static const enum app_presence presences[] = { APP_PRESENT, APP_DELETED,
                                                   APP_FOREIGN, APP_MISSING };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(certainties); i++)
        assert_true(
            explains("App registration", certainty_name(certainties[i])));
    for (size_t i = 0; i < ARRAY_LEN(presences); i++)
        assert_true(
            explains("App registration", app_presence_name(presences[i])));
}

/* Entries of one subject follow one another, and no word has two. */
static void
test_order(void **state)
{
    (void)state;
    for (size_t i = 1; i < n_glossary; i++) {
        for (size_t k = 0; k < i; k++) {
            if (strcmp(glossary[i].subject, glossary[k].subject) != 0)
                continue;
            assert_string_not_equal(glossary[i].word, glossary[k].word);
            assert_string_equal(glossary[i - 1].subject, glossary[i].subject);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_apps),
        cmocka_unit_test(test_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
