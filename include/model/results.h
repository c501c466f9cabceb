/* SPDX-License-Identifier: MIT */
/* results.h - everything one audit knows: what was seen (the snapshot), what
 * the checks say of it, and the sums. Reports are rendered from this alone. */
#ifndef AKSENTRA_MODEL_RESULTS_H
#define AKSENTRA_MODEL_RESULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/cluster.h"
#include "model/directory.h"
#include "model/finding.h"
#include "model/kubeconfig.h"
#include "model/role.h"
#include "model/tool.h"
#include "support/arena.h"
#include "support/err.h"
#include "support/guid.h"
#include "support/map.h"
#include "support/vec.h"

struct audit_diff; /* model/audit_diff.h */

/* One thing in scope that is neither subscription nor cluster (these carry
 * their coverage themselves): a file of --from, the subscription list, a
 * management group. */
struct coverage {
    const char *kind; /* "file", "management-group", "subscriptions" */
    const char *id;
    enum coverage_status status;
    const char *reason;
    const char *remedy;
};

/* Everything fetched, frozen before checking. Owns all through its arena;
 * the lists hold pointers into it. */
struct snapshot {
    struct arena *arena;
    struct vec subscriptions; /* struct subscription * */
    struct map by_id;         /* the same, by id */
    struct vec clusters;      /* struct cluster * */
    struct vec coverage;      /* struct coverage * */
    struct map cluster_by_id;
    struct directory directory;
    /* The apps of directory.apps that matter: those that clusters name, and
     * the left-overs; by name. */
    struct vec apps;  /* struct app * */
    size_t groups;    /* of clusters that share apps; see cluster.h */
    struct vec roles; /* struct role_definition *: those of assignments */
    struct map role_by_id;
    struct vec assignments; /* struct role_assignment *: Azure's */
    /* Those that give something on a cluster in scope; sorted. */
    struct vec access_assignments;
    struct vec kubeconfigs; /* struct kubeconfig_context * */
    bool has_kubeconfigs;   /* --kubeconfig, or the command kubeconfig */
    bool kubeconfigs_only;  /* nothing else is judged: the command kubeconfig */
    struct vec tools;       /* struct tool *, in the order of PATH */
    bool has_tools;         /* kubeconfig --tools: they were looked for */
    bool clusters_unknown;  /* and there are no results to compare with */
    bool no_bindings;       /* --no-bindings */
    int64_t taken_at;  /* seconds since the epoch: what "expired" is against */
    bool has_plan;     /* --plan was given */
    bool has_baseline; /* --baseline was given */
    bool offline;      /* made from exports */
    const char *scope_limit; /* why clusters may lie outside the scope; NULL:
                                it was all that the credential sees */
    bool interrupted;
};

/* One of the audits that were merged into the results. */
struct run_part {
    const char *name; /* of its file */
    const char *run_id;
    int64_t started_at;
    int64_t finished_at;
    const char *version;
    const char *cloud;
    const char *tenant_id;  /* NULL: not known */
    const char *credential; /* NULL: offline */
    const char *scope;
    const char *shard; /* as in struct run */
    bool complete;
    int exit_code;
};

struct run {
    char id[GUID_TEXT_SIZE];
    int64_t started_at; /* seconds since the epoch, UTC */
    int64_t finished_at;
    const char *version;
    const char *cloud;
    const char *portal;       /* https://portal.azure.com; NULL: none known */
    const char *tenant_id;    /* NULL: not known (offline) */
    const char *credential;   /* "client secret (environment)"; NULL: offline */
    const char *scope;        /* in words: "all subscriptions", ... */
    const char *shard;        /* "2/8": which part of it; NULL: all of it */
    struct text_list filters; /* --include and the like, as given */
    const char *fail_on;
    struct text_list owner_tags; /* the keys looked at, in order */
    struct text_list environment_tags;
    const char *production;       /* the pattern of environments that are */
    const struct run_part *parts; /* of merged results, by time; else none */
    size_t n_parts;
};

enum { CHECKS_MAX = 128 };

struct summary {
    size_t clusters;
    size_t by_integration[INTEGRATION_COUNT];
    size_t by_readiness[READINESS_COUNT];
    size_t failures[SEVERITY_COUNT]; /* that count, by severity */
    size_t waived;
    size_t verdicts[CHECKS_MAX][VERDICT_COUNT]; /* by place in rules */
    size_t subscriptions;
    size_t by_status[COVERAGE_COUNT]; /* subscriptions */
    bool complete;
    int exit_code;
    const char *exit_reason; /* one sentence */
};

struct results {
    struct snapshot snapshot;
    struct run run;
    const struct rule *const *rules; /* of the checks that ran, by id */
    size_t n_rules;
    struct vec findings; /* struct finding *; passes are only counted */
    struct summary summary;
    struct audit_diff *since; /* against --baseline; NULL: none; owned */
};

/* Empty results with an arena. -1: out of memory. */
int results_init(struct results *r, struct err *e);
void results_free(struct results *r);

/* The subscription with this id (without case), made when it is not known.
 * NULL: out of memory. */
struct subscription *snapshot_subscription(struct snapshot *s, const char *id);
/* The same, but NULL when it is not known. */
struct subscription *snapshot_find_subscription(const struct snapshot *s,
                                                const char *id);

/* Marks a subscription; the first status that is not "audited" stays. */
void subscription_mark(struct subscription *s, enum coverage_status status,
                       const char *reason, const char *remedy);

/* Marks an audited subscription whose state is not Enabled: it can be read, but
 * a Disabled one refuses changes, and a Warned or PastDue one will soon. */
void subscription_mark_state(struct subscription *s);

/* Whether every cluster of it was seen, so that one that is not there is gone
 * for certain. An export shows that in a list named after the subscription. */
bool subscription_is_whole(const struct snapshot *s,
                           const struct subscription *sub);

/* Adds a cluster and counts it for its subscription. -1: out of memory. */
int snapshot_add_cluster(struct snapshot *s, struct cluster *c);

/* Joins the clusters, which must be sorted, with the apps that they name: roles
 * and users of each app, and the groups of clusters that share apps (those are
 * to be migrated together). Once. -1: out of memory. */
int snapshot_join_apps(struct snapshot *s);

/* The groups alone, from the users of the apps of the directory. -1: out of
 * memory. */
int snapshot_group_clusters(struct snapshot *s);

/* Fills s->apps, sorted, once the left-overs are known. -1: out of memory. */
int snapshot_list_apps(struct snapshot *s);

/* The role with this id (the last segment of `path` counts), made when it is not
 * known. NULL: out of memory. */
struct role_definition *snapshot_role(struct snapshot *s, const char *path);

/* Once roles and principals are known: which assignments matter, how many
 * clusters each reaches, who is named how often. -1: out of memory. */
int snapshot_join_access(struct snapshot *s);

/* Adds a coverage entry; texts are copied. -1: out of memory. */
int snapshot_add_coverage(struct snapshot *s, const char *kind, const char *id,
                          enum coverage_status status, const char *reason,
                          const char *remedy);

/* Sorts every list, so that two runs diff well. -1: out of memory. */
int snapshot_sort(struct snapshot *s);

/* Whether every subscription and exported file was read whole: no cluster in scope
 * was missed. */
bool snapshot_sees_clusters(const struct snapshot *s);

/* Whether all that is in scope was audited whole. */
bool snapshot_is_complete(const struct snapshot *s);

#endif
