/* SPDX-License-Identifier: MIT */
/* verdict.c - the words of a judgement. */
#include "model/verdict.h"

#include "support/str.h"

static const char *const verdict_names[VERDICT_COUNT] = {
    [VERDICT_PASS] = "pass",
    [VERDICT_FAIL] = "fail",
    [VERDICT_NOT_APPLICABLE] = "not-applicable",
    [VERDICT_UNKNOWN] = "unknown",
    [VERDICT_ERROR] = "error",
};

static const char *const severity_names[SEVERITY_COUNT] = {
    [SEVERITY_INFO] = "info",         [SEVERITY_LOW] = "low",
    [SEVERITY_MEDIUM] = "medium",     [SEVERITY_HIGH] = "high",
    [SEVERITY_CRITICAL] = "critical",
};

static const char *const integration_names[INTEGRATION_COUNT] = {
    [INTEGRATION_LEGACY] = "legacy",
    [INTEGRATION_MANAGED] = "managed",
    [INTEGRATION_NONE] = "none",
    [INTEGRATION_UNKNOWN] = "unknown",
};

static const char *const readiness_names[READINESS_COUNT] = {
    [READINESS_READY] = "ready",
    [READINESS_ACTION_NEEDED] = "action-needed",
    [READINESS_BLOCKED] = "blocked",
    [READINESS_MIGRATED] = "migrated",
    [READINESS_CLEANUP_NEEDED] = "cleanup-needed",
    [READINESS_NOT_INTEGRATED] = "not-integrated",
    [READINESS_UNKNOWN] = "unknown",
};

static const char *const coverage_names[COVERAGE_COUNT] = {
    [COVERAGE_AUDITED] = "audited", [COVERAGE_PARTIAL] = "partial",
    [COVERAGE_DENIED] = "denied",   [COVERAGE_UNREACHABLE] = "unreachable",
    [COVERAGE_SKIPPED] = "skipped",
};

const char *
verdict_name(enum verdict v)
{
    return verdict_names[v];
}

const char *
severity_name(enum severity s)
{
    return severity_names[s];
}

const char *
integration_name(enum integration i)
{
    return integration_names[i];
}

const char *
readiness_name(enum readiness r)
{
    return readiness_names[r];
}

const char *
coverage_status_name(enum coverage_status s)
{
    return coverage_names[s];
}

bool
severity_parse(const char *name, enum severity *ret)
{
    for (int s = 0; s < SEVERITY_COUNT; s++) {
        if (str_eq_fold(name, severity_names[s])) {
            *ret = (enum severity)s;
            return true;
        }
    }
    return false;
}

bool
coverage_is_complete(enum coverage_status s)
{
    return s == COVERAGE_AUDITED || s == COVERAGE_SKIPPED;
}
