/* SPDX-License-Identifier: MIT */
/* integration.c - legacy, managed, none or unknown: the question itself. */
#include "model/cluster.h"

#include "support/str.h"

static int
decide(struct cluster *c, enum integration integration, const char *reason)
{
    c->integration = integration;
    c->integration_reason = reason;
    return reason ? 0 : -1;
}

static const char *
legacy_reason(const struct aad_profile *p, struct arena *arena)
{
    const char *managed =
        p->managed == TRI_NO ? "managed is false" : "managed is absent";

    if (p->server_app_id && p->client_app_id)
        return arena_printf(arena,
                            "aadProfile names server app %s and client app "
                            "%s, and %s",
                            p->server_app_id, p->client_app_id, managed);
    if (p->server_app_id)
        return arena_printf(arena, "aadProfile names server app %s, and %s",
                            p->server_app_id, managed);
    return arena_printf(arena, "aadProfile names client app %s, and %s",
                        p->client_app_id, managed);
}

int
cluster_classify(struct cluster *c, struct arena *arena)
{
    const struct aad_profile *p = &c->aad;

    if (p->trouble)
        return decide(c, INTEGRATION_UNKNOWN, p->trouble);
    if (!p->present)
        return decide(c, INTEGRATION_NONE, "there is no aadProfile");
    if (p->managed == TRI_YES)
        return decide(c, INTEGRATION_MANAGED,
                      p->server_app_id || p->client_app_id
                          ? "aadProfile.managed is true, although it still "
                            "names an app"
                          : "aadProfile.managed is true");
    if (p->server_app_id || p->client_app_id)
        return decide(c, INTEGRATION_LEGACY, legacy_reason(p, arena));
    return decide(c, INTEGRATION_UNKNOWN,
                  "aadProfile is there, but is not managed and names neither "
                  "a server nor a client app");
}

bool
aad_profile_is_contradictory(const struct aad_profile *p)
{
    bool names_app = p->server_app_id || p->client_app_id;

    if (p->trouble || !p->present)
        return false;
    return (p->managed == TRI_YES) == names_app;
}
