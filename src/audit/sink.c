/* SPDX-License-Identifier: MIT */
/* sink.c - where every cluster that a source reads goes. */
#include "audit/sink.h"

#include "support/str.h"

/* Two exports of one cluster may come from before and after its migration;
 * which of them is true cannot be told. */
static int
reconcile(struct snapshot *s, struct cluster *known,
          const struct cluster *again)
{
    if (known->integration == again->integration)
        return 0;
    known->aad.trouble = arena_printf(
        s->arena, "%s says %s, %s says %s; export the cluster again",
        str_or(known->source, "one reply"),
        integration_name(known->integration),
        str_or(again->source, "another reply"),
        integration_name(again->integration));
    if (!known->aad.trouble)
        return -1;
    return cluster_classify(known, s->arena);
}

/* What a cluster out of scope still needs is no left-over. */
static int
keep_apps(struct snapshot *s, const struct cluster *c)
{
    const char *const ids[] = { c->aad.server_app_id, c->aad.client_app_id,
                                c->service_principal_client_id };

    for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
        if (ids[i] &&
            map_put(&s->directory.outside_apps, ids[i], (void *)c->id) != 0)
            return -1;
    }
    return 0;
}

int
sink_add(void *arg, struct cluster *c)
{
    struct sink *sink = arg;
    struct cluster *known = map_get(&sink->snapshot->cluster_by_id, c->id);
    int wanted;

    if (known)
        return reconcile(sink->snapshot, known, c);
    wanted = filter_wants(sink->filter, c, &sink->failure);
    if (wanted <= 0) {
        /* Seen and left out is not the same as not seen. */
        c->subscription->filtered++;
        return keep_apps(sink->snapshot, c);
    }
    return snapshot_add_cluster(sink->snapshot, c);
}
