/* SPDX-License-Identifier: MIT */
/* since_words.c - how reports speak of what changed between two audits. */
#include "report/since_words.h"

const char *
change_label(enum change c)
{
    static const char *const labels[CHANGE_COUNT] = {
        [CHANGE_NEWLY_LEGACY] = "newly legacy",
        [CHANGE_MIGRATED] = "migrated",
        [CHANGE_STILL_LEGACY] = "still legacy",
        [CHANGE_CHANGED] = "changed otherwise",
        [CHANGE_NEW] = "new",
        [CHANGE_GONE] = "gone",
        [CHANGE_UNCLEAR] = "unclear",
        [CHANGE_NEWLY_SEEN] = "newly seen",
        [CHANGE_NOT_SEEN] = "not seen now",
        [CHANGE_UNCHANGED] = "unchanged",
    };

    return labels[c];
}

const char *
finding_change_label(enum finding_change c)
{
    static const char *const labels[FINDING_CHANGE_COUNT] = {
        [FINDING_NEW] = "new",
        [FINDING_NEWLY_SEEN] = "newly seen",
        [FINDING_COUNTS_AGAIN] = "no longer waived",
        [FINDING_STILL] = "still failing",
        [FINDING_MENDED] = "mended",
        [FINDING_GONE] = "gone with what they were about",
        [FINDING_NOT_KNOWN] = "not known",
    };

    return labels[c];
}

void
since_label(struct buf *out, const struct audit_diff *d)
{
    buf_addf(out, "Since %.10s", d->was->finished_at);
}

static void
add_count(struct buf *out, size_t n, const char *what, size_t before)
{
    if (n > 0)
        buf_addf(out, "%s%zu %s", out->len > before ? ", " : "", n, what);
}

void
since_clusters_text(struct buf *out, const struct audit_diff *d)
{
    size_t before = out->len;

    /* New clusters among them. */
    add_count(out, d->newly_legacy, "newly legacy (must never happen)", before);
    for (int i = 0; i < CHANGE_COUNT; i++) {
        if (i != CHANGE_NEWLY_LEGACY)
            add_count(out, d->by_change[i], change_label((enum change)i),
                      before);
    }
    if (out->len == before)
        buf_adds(out, "no clusters then and none now");
}

void
since_findings_text(struct buf *out, const struct audit_diff *d)
{
    size_t before = out->len;

    for (int i = 0; i < FINDING_CHANGE_COUNT; i++)
        add_count(out, d->by_finding[i],
                  finding_change_label((enum finding_change)i), before);
    if (out->len == before)
        buf_adds(out, "none then and none now");
}
