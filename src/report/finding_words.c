/* SPDX-License-Identifier: MIT */
/* finding_words.c - how reports name a finding. */
#include "report/finding_words.h"

#include <string.h>

#include "support/str.h"

const char *
finding_message(const struct finding *f)
{
    return str_or(f->message, f->rule->title);
}

const char *
finding_evidence(const struct finding *f, const char *field)
{
    for (size_t i = 0; i < f->n_evidence; i++) {
        if (str_eq(f->evidence[i].field, field))
            return f->evidence[i].value;
    }
    return NULL;
}

static void
add_cluster_place(struct buf *out, const struct finding *f)
{
    const struct cluster *c = f->cluster;
    const char *rest = f->resource;
    size_t len = strlen(c->id);

    buf_addf(out, "%s (%s, %s)", c->name, str_or(c->resource_group, "?"),
             str_or(c->subscription->name, c->subscription->id));
    if (str_has_prefix_fold(f->resource, c->id))
        rest = f->resource + len + (f->resource[len] == '#');
    if (*rest)
        buf_addf(out, ", %s", rest);
}

void
finding_place(struct buf *out, const struct finding *f)
{
    const char *subject = finding_evidence(f, "subject");

    if (f->cluster)
        add_cluster_place(out, f);
    else if (f->app)
        buf_addf(out, "%s (%s)", app_label(f->app), f->resource);
    else
        buf_adds(out, f->resource);
    if (subject)
        buf_addf(out, ", %s", subject);
}

/* An id of Azure in lower case; what follows '#' is a name in Kubernetes. */
static void
add_folded(struct buf *out, const char *text)
{
    size_t base = strcspn(text, "#");

    for (size_t i = 0; i < base; i++)
        buf_addc(out, text[i] >= 'A' && text[i] <= 'Z'
                          ? (char)(text[i] - 'A' + 'a')
                          : text[i]);
    buf_addf(out, "%s\n", text + base);
}

void
finding_identity(struct buf *out, const struct finding *f)
{
    buf_addf(out, "%s\n", f->rule->id);
    add_folded(out, f->resource);
    add_folded(out, str_or(finding_evidence(f, "cluster"), ""));
    buf_addf(out, "%s\n", str_or(finding_evidence(f, "subject"), ""));
}

void
waiver_text(struct buf *out, const struct waiver *w)
{
    buf_addf(out, "until %s, by %s: %s", str_or(w->expires, "?"),
             str_or(w->owner, "?"), str_or(w->reason, "?"));
}

unsigned
finding_rank(const struct finding *f)
{
    unsigned lightness = SEVERITY_CRITICAL - f->rule->severity;

    if (f->waiver)
        return 2 * SEVERITY_COUNT + lightness;
    return (f->verdict == VERDICT_FAIL ? 0 : SEVERITY_COUNT) + lightness;
}
