/* SPDX-License-Identifier: MIT */
/* audit_record.h - one audit as it is remembered: what it saw, what it could
 * not see, and what failed. Made from results.json (sources/results_file.h) or
 * from the results of the audit that has just been made, so that two audits can
 * be compared (model/audit_diff.h).
 *
 * It remembers how far the audit looked, since "could not look" is never
 * "gone", "mended" or "new". */
#ifndef AKSENTRA_MODEL_AUDIT_RECORD_H
#define AKSENTRA_MODEL_AUDIT_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "model/cluster.h"
#include "model/results.h"
#include "support/arena.h"
#include "support/err.h"
#include "support/map.h"
#include "support/vec.h"

struct record_subscription {
    const char *id;
    enum coverage_status status;
    const char *reason; /* NULL: none was given */
    /* Every cluster of it was seen (before filters). Not so for an export that
     * may hold only some of them. */
    bool whole;
    bool roles_read; /* its Azure role assignments were read */
    size_t clusters;
};

struct record_cluster {
    const char *id;
    const char *name;
    const char *subscription_id;
    const char *subscription_name; /* may be NULL */
    enum integration integration;
    enum readiness readiness;
    const char *server_app_id; /* of aadProfile; may be NULL */
    const char *client_app_id;
    bool bindings_read; /* its role bindings were read whole */
};

struct record_app {
    const char *id;
    unsigned roles; /* enum app_role: which checks spoke of it */
};

/* A finding that fails, or that could not be judged. */
struct record_finding {
    const char *check;
    enum severity severity;
    enum verdict verdict; /* FAIL, UNKNOWN or ERROR */
    const char *resource;
    /* What tells findings on one resource apart: evidence of that name. */
    const char *in_cluster; /* of a group: ARM id; may be NULL */
    const char *subject;    /* of a binding: kind and name; may be NULL */
    const char *message;    /* may be NULL */
    bool waived;
    const struct record_cluster *cluster; /* it is about; NULL: none */
    bool in_bindings;                     /* about bindings of that cluster */
    struct finding *origin; /* in the results it was made from; NULL: a file */
};

struct audit_record {
    struct arena *arena;
    const char *name;        /* of the file; NULL: none */
    const char *run_id;      /* may be NULL */
    const char *finished_at; /* RFC 3339, UTC */
    bool complete;
    bool offline;             /* made from exports */
    struct text_list filters; /* "--include RE" and the like, as given */
    bool left_overs_sought;   /* and all that tells a left-over */
    bool directory_read;      /* every app registration was seen */
    struct vec clusters;      /* struct record_cluster *, by id */
    struct map cluster_by_id;
    struct vec subscriptions; /* struct record_subscription *, by id */
    struct map subscription_by_id;
    struct map app_by_id;  /* struct record_app * */
    struct map check_ran;  /* by id of the check; the value says nothing */
    struct map thing_read; /* other things seen whole, by id: files, ... */
    struct vec
        findings; /* struct record_finding *, by record_finding_compare */
};

/* An empty record. NULL: out of memory. */
struct audit_record *audit_record_new(void);
struct audit_record *audit_record_free(struct audit_record *r); /* NULL: fine */

/* For whoever fills it; each is made when it is not known. NULL: no memory. */
struct record_subscription *audit_record_subscription(struct audit_record *r,
                                                      const char *id);
struct record_cluster *audit_record_cluster(struct audit_record *r,
                                            const char *id);

/* Once all is there: sorts, counts, and finds the cluster of each finding. -1:
 * out of memory. */
int audit_record_settle(struct audit_record *r);

/* What the audit saw: subscriptions, clusters, coverage. Texts are borrowed
 * from the results, which must outlive the record. -1: out of memory. */
int audit_record_add_sight(struct audit_record *r, const struct results *from);

/* What it found, once the findings are there and waivers applied; settles. */
int audit_record_add_findings(struct audit_record *r,
                              const struct results *from);

/* By check, resource (an ARM id without case), cluster and subject. */
int record_finding_compare(const void *a, const void *b);

/* The first finding of this check whose resource begins with `resource` (with
 * `whole`: is it), in r->findings; its place, or r->findings.len. */
size_t audit_record_find(const struct audit_record *r, const char *check,
                         const char *resource, bool whole);

#endif
