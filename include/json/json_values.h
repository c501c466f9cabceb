/* SPDX-License-Identifier: MIT */
/* json_values.h - values of the model as JSON, one function each. All return a
 * new reference; NULL: out of memory. Names and shapes are those of
 * reports/schema/results.schema.json. */
#ifndef AKSENTRA_JSON_JSON_VALUES_H
#define AKSENTRA_JSON_JSON_VALUES_H

#include <jansson.h>

#include "model/results.h"
#include "report/instructions.h"
#include "report/overview.h"

/* NULL becomes null. Bytes that are not UTF-8 (file names may hold such)
 * become '?'. */
json_t *json_from_text(const char *text);
json_t *json_from_list(const struct text_list *list);
json_t *json_from_tri(enum tri value); /* unset: null */
/* {"status", "reason", "remedy"} */
json_t *json_view(const struct coverage_view *v);
json_t *json_from_time(int64_t seconds);

/* Sets a member of an object and takes the value over. -1: out of memory, also
 * when `value` is NULL, so that a maker's result can be handed in. */
int json_put(json_t *object, const char *key, json_t *value);

json_t *json_from_run(const struct results *r);
json_t *json_from_summary(const struct results *r);

/* One entry of coverage. */
json_t *json_coverage(const char *kind, const char *id,
                      enum coverage_status status, const char *reason,
                      const char *remedy);
json_t *json_cluster_coverage(const struct cluster *c);
/* With whether every cluster of it was seen: later audits rest on it. */
json_t *json_subscription_coverage(const struct snapshot *s,
                                   const struct subscription *sub);

/* What changed since --baseline; null without. Its parts stand in the output of
 * `aksentra diff` too. */
json_t *json_from_baseline(const struct audit_diff *d);
json_t *json_from_change(const struct cluster_change *c);
json_t *json_change_counts(const struct audit_diff *d);
json_t *json_finding_change_counts(const struct audit_diff *d);

json_t *json_from_cluster(const struct overview *o, const struct cluster *c);
json_t *json_from_app(const struct overview *o, const struct app *a);
/* ["server", "client"] of a set of enum app_role. */
json_t *json_from_roles(unsigned roles);
json_t *json_from_binding(const struct cluster *c, const struct binding *b);
json_t *json_from_principal(const struct principal *p);
json_t *json_from_group(const struct group *g);
json_t *json_from_assignment(const struct role_assignment *a);
/* How a cluster's bindings were read, and their sums. */
json_t *json_bindings_of(const struct cluster *c);
/* Who gets in after the migration; null unless the cluster is legacy. */
json_t *json_access_after(const struct snapshot *s, const struct cluster *c);
json_t *json_from_kubeconfig(const struct kubeconfig_context *c);
json_t *json_from_tool(const struct tool *t);
json_t *json_from_finding(const struct finding *f);
json_t *json_from_instruction(const struct instruction *i,
                              const struct cluster *c);

#endif
