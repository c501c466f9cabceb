/* SPDX-License-Identifier: MIT */
/* since.c - what this audit finds, held against what an earlier one remembers. */
#include "audit/since.h"

#include "support/str.h"

int
since_clusters(struct audit_record **baseline, struct results *r, struct err *e)
{
    struct audit_record *is;

    if (!*baseline)
        return 0;
    is = audit_record_new();
    if (!is || audit_record_add_sight(is, r) != 0) {
        audit_record_free(is);
        return err_nomem(e);
    }
    r->since = audit_diff_clusters(*baseline, is);
    *baseline = NULL;
    if (!r->since)
        return err_nomem(e);
    for (size_t i = 0; i < r->snapshot.clusters.len; i++) {
        struct cluster *c = r->snapshot.clusters.items[i];

        c->since = audit_diff_find(r->since, c->id);
    }
    return 0;
}

static enum tri
novelty(bool is_new)
{
    return is_new ? TRI_YES : TRI_NO;
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

/* Whether the baseline had it with the same verdict, with another one, or not at
 * all. */
static enum finding_since
compare(const struct audit_record *was, const struct finding *f)
{
    size_t at = audit_record_find(was, f->rule->id, f->resource, true);
    const struct record_finding key = {
        .check = f->rule->id,
        .resource = f->resource,
        .in_cluster = evidence_of(f, "cluster"),
        .subject = evidence_of(f, "subject"),
    };

    for (; at < was->findings.len; at++) {
        const struct record_finding *r = was->findings.items[at];

        if (record_finding_compare(r, &key) == 0)
            return r->verdict == f->verdict ? SINCE_UNCHANGED : SINCE_UPDATED;
        if (!str_eq_fold(r->check, key.check) ||
            !str_eq_fold(r->resource, key.resource))
            break;
    }
    return SINCE_NEW;
}

int
since_findings(struct results *r, struct err *e)
{
    struct audit_diff *d = r->since;

    if (!d)
        return 0;
    if (audit_record_add_findings(d->is, r) != 0 || audit_diff_findings(d) != 0)
        return err_nomem(e);
    for (size_t i = 0; i < d->n_findings; i++) {
        const struct finding_diff *f = &d->findings[i];

        if (f->is && f->is->origin)
            f->is->origin->is_new = novelty(finding_diff_is_new(f));
    }
    /* The comparison's own check is not compared: it is new by its nature. */
    for (size_t i = 0; i < r->findings.len; i++) {
        struct finding *f = r->findings.items[i];

        if (finding_needs_attention(f))
            f->since = compare(d->was, f);
        if (f->verdict == VERDICT_FAIL &&
            str_eq(f->rule->id, CHECK_NEWLY_LEGACY))
            f->is_new = TRI_YES;
    }
    return 0;
}
