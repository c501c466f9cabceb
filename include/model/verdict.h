/* SPDX-License-Identifier: MIT */
/* verdict.h - the words of a judgement, and what they are called in reports. */
#ifndef AKSENTRA_MODEL_VERDICT_H
#define AKSENTRA_MODEL_VERDICT_H

#include <stdbool.h>

/* A setting that may be absent: absent and false are different facts. */
enum tri { TRI_UNSET, TRI_NO, TRI_YES };

/* "Could not look" is never a pass. */
enum verdict {
    VERDICT_PASS,
    VERDICT_FAIL,
    VERDICT_NOT_APPLICABLE, /* the rule does not speak of this resource */
    VERDICT_UNKNOWN,        /* we were not allowed, or not able, to look */
    VERDICT_ERROR,          /* our own fault: the check itself broke */
    VERDICT_COUNT
};

/* In order of weight, so that they compare. */
enum severity {
    SEVERITY_INFO,
    SEVERITY_LOW,
    SEVERITY_MEDIUM,
    SEVERITY_HIGH,
    SEVERITY_CRITICAL,
    SEVERITY_COUNT
};

/* How a cluster is tied to Entra. `managed: true` decides. */
enum integration {
    INTEGRATION_LEGACY,
    INTEGRATION_MANAGED,
    INTEGRATION_NONE,
    INTEGRATION_UNKNOWN,
    INTEGRATION_COUNT
};

enum readiness {
    READINESS_READY,          /* legacy: nothing stands in the way */
    READINESS_ACTION_NEEDED,  /* legacy: something must be done first */
    READINESS_BLOCKED,        /* legacy: the update would be refused */
    READINESS_MIGRATED,       /* managed */
    READINESS_CLEANUP_NEEDED, /* managed, with something left to do */
    READINESS_NOT_INTEGRATED, /* no Entra integration */
    READINESS_UNKNOWN,
    READINESS_COUNT
};

/* What was seen of a thing in scope. */
enum coverage_status {
    COVERAGE_AUDITED,
    COVERAGE_PARTIAL,
    COVERAGE_DENIED,
    COVERAGE_UNREACHABLE,
    COVERAGE_SKIPPED, /* by choice, or nothing there to audit */
    COVERAGE_COUNT
};

/* What was seen of one thing, or of one kind of things. */
struct coverage_view {
    enum coverage_status status; /* AUDITED: all of it */
    const char *reason;          /* NULL when audited */
    const char *remedy;          /* what would make it known; may be NULL */
};

/* The words of results.json: "not-applicable", "action-needed", ... */
const char *verdict_name(enum verdict v);
const char *severity_name(enum severity s);
const char *integration_name(enum integration i);
const char *readiness_name(enum readiness r);
const char *coverage_status_name(enum coverage_status s);

/* True and *ret for a severity's name in any case; false otherwise. */
bool severity_parse(const char *name, enum severity *ret);

/* Whether an audit with this coverage saw all it should. */
bool coverage_is_complete(enum coverage_status s);

#endif
