/* SPDX-License-Identifier: MIT */
/* audit_record_results.c - the record of the audit that has just been made. */
#include "model/audit_record.h"

#include "support/clock.h"
#include "support/str.h"

static int
add_subscription(struct audit_record *r, const struct results *from,
                 const struct subscription *sub)
{
    struct record_subscription *to = audit_record_subscription(r, sub->id);

    if (!to)
        return -1;
    to->status = sub->status;
    to->reason = sub->reason;
    to->whole = subscription_is_whole(&from->snapshot, sub);
    to->roles_read = !from->snapshot.no_bindings && sub->clusters > 0 &&
                     sub->role_assignments.status == COVERAGE_AUDITED;
    return 0;
}

static int
add_cluster(struct audit_record *r, const struct results *from,
            const struct cluster *c)
{
    struct record_cluster *to = audit_record_cluster(r, c->id);

    if (!to)
        return -1;
    to->name = c->name;
    to->subscription_id = c->subscription->id;
    to->subscription_name = c->subscription->name;
    to->integration = c->integration;
    to->readiness = c->readiness;
    to->server_app_id = c->aad.server_app_id;
    to->client_app_id = c->aad.client_app_id;
    to->bindings_read =
        !from->snapshot.no_bindings && c->bindings.status == COVERAGE_AUDITED;
    return 0;
}

static bool
reads_directory(const struct directory *d)
{
    return !d->skipped &&
           d->views[DIRECTORY_APPLICATIONS].status == COVERAGE_AUDITED &&
           d->views[DIRECTORY_SERVICE_PRINCIPALS].status == COVERAGE_AUDITED;
}

static bool
seeks_left_overs(const struct directory *d)
{
    return reads_directory(d) &&
           d->views[DIRECTORY_DELEGATED_GRANTS].status == COVERAGE_AUDITED &&
           d->views[DIRECTORY_ROLE_GRANTS].status == COVERAGE_AUDITED;
}

int
audit_record_add_sight(struct audit_record *r, const struct results *from)
{
    const struct snapshot *s = &from->snapshot;

    r->filters = from->run.filters;
    r->offline = s->offline;
    r->directory_read = reads_directory(&s->directory);
    r->left_overs_sought = seeks_left_overs(&s->directory);
    for (size_t i = 0; i < s->subscriptions.len; i++) {
        if (add_subscription(r, from, s->subscriptions.items[i]) != 0)
            return -1;
    }
    for (size_t i = 0; i < s->clusters.len; i++) {
        if (add_cluster(r, from, s->clusters.items[i]) != 0)
            return -1;
    }
    for (size_t i = 0; i < s->coverage.len; i++) {
        const struct coverage *c = s->coverage.items[i];

        if (c->status == COVERAGE_AUDITED && c->id &&
            map_put(&r->thing_read, c->id, r) != 0)
            return -1;
    }
    return audit_record_settle(r);
}

static const char *
evidence_of(const struct finding *f, const char *field)
{
    for (size_t i = 0; i < f->n_evidence; i++) {
        if (str_eq(f->evidence[i].field, field))
            return f->evidence[i].value;
    }
    return NULL;
}

static int
add_finding(struct audit_record *r, struct finding *f)
{
    struct record_finding *to;

    if (!finding_needs_attention(f))
        return 0;
    to = arena_alloc(r->arena, sizeof(*to));
    if (!to)
        return -1;
    to->check = f->rule->id;
    to->severity = f->rule->severity;
    to->verdict = f->verdict;
    to->resource = f->resource;
    to->in_cluster = evidence_of(f, "cluster");
    to->subject = evidence_of(f, "subject");
    to->message = f->message;
    to->waived = f->waiver != NULL;
    to->origin = f;
    return vec_push(&r->findings, to);
}

static int
add_app(struct audit_record *r, const struct app *a)
{
    struct record_app *to = arena_alloc(r->arena, sizeof(*to));

    if (!to)
        return -1;
    to->id = a->app_id;
    to->roles = a->roles;
    return map_put(&r->app_by_id, to->id, to);
}

int
audit_record_add_findings(struct audit_record *r, const struct results *from)
{
    const struct snapshot *s = &from->snapshot;

    for (size_t i = 0; i < s->apps.len && !s->directory.skipped; i++) {
        if (add_app(r, s->apps.items[i]) != 0)
            return -1;
    }
    for (size_t i = 0; i < from->n_rules; i++) {
        if (map_put(&r->check_ran, from->rules[i]->id, r) != 0)
            return -1;
    }
    for (size_t i = 0; i < from->findings.len; i++) {
        if (add_finding(r, from->findings.items[i]) != 0)
            return -1;
    }
    for (size_t i = 0; i < r->clusters.len; i++) {
        struct record_cluster *c = r->clusters.items[i];
        const struct cluster *of = map_get(&s->cluster_by_id, c->id);

        c->readiness = of->readiness;
    }
    return audit_record_settle(r);
}
