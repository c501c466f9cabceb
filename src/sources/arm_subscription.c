/* SPDX-License-Identifier: MIT */
/* arm_subscription.c - subscriptions and management groups. */
#include "sources/arm.h"

#include <stdio.h>
#include <string.h>

#include "sources/azure_error.h"
#include "sources/paging.h"
#include "support/guid.h"
#include "support/json.h"
#include "support/str.h"
#include "support/url.h"

/* The GUID in "/subscriptions/GUID", or in the bare id of the Azure CLI. */
static const char *
subscription_guid(const json_t *body)
{
    const char *id = json_get_text(body, "subscriptionId");

    if (id)
        return id;
    id = json_get_text(body, "id");
    if (id && str_has_prefix_fold(id, "/subscriptions/"))
        id += strlen("/subscriptions/");
    return id;
}

static int
set_text(struct snapshot *s, const char **field, const char *value)
{
    if (!value || !*value)
        return 0;
    *field = arena_intern(s->arena, value);
    return *field ? 0 : -1;
}

int
arm_subscription_parse(struct snapshot *s, const json_t *body,
                       struct subscription **ret, struct err *e)
{
    const char *id = subscription_guid(body);
    const char *name = json_get_text(body, "displayName");
    struct subscription *sub;

    if (!id || !guid_is(id))
        return err_set(e, ERR_INPUT,
                       "expected a subscription with its id, found %s",
                       id ? id : json_kind(body));
    sub = snapshot_subscription(s, id);
    if (!sub)
        return err_nomem(e);
    /* `az account list` says name where ARM says displayName. */
    if (set_text(s, &sub->name, name ? name : json_get_text(body, "name")) !=
            0 ||
        set_text(s, &sub->tenant_id, json_get_text(body, "tenantId")) != 0 ||
        set_text(s, &sub->state, json_get_text(body, "state")) != 0)
        return err_nomem(e);
    *ret = sub;
    return 0;
}

/* ---- reads that wait for their end ----------------------------------- */

struct waiting {
    struct snapshot *snapshot;
    struct vec *ids; /* of a management group */
    struct arm_outcome *out;
};

static void
keep_outcome(void *arg, const struct paging_end *end)
{
    struct waiting *w = arg;

    w->out->status = end->status;
    w->out->http_status = end->http_status;
    w->out->interrupted = end->interrupted;
    snprintf(w->out->reason, sizeof(w->out->reason), "%s", end->reason);
    snprintf(w->out->code, sizeof(w->out->code), "%s", end->code);
}

static int
keep_subscription(void *arg, const json_t *item, struct err *e)
{
    struct waiting *w = arg;
    struct subscription *sub;

    return arm_subscription_parse(w->snapshot, item, &sub, e);
}

/* "Microsoft.Management/managementGroups/subscriptions" in the documentation,
 * "/subscriptions" in what clients filter by: the last segment decides. */
static bool
type_ends_in(const char *type, const char *segment)
{
    const char *last = strrchr(type, '/');

    return str_eq_fold(last ? last + 1 : type, segment);
}

static int
keep_descendant(void *arg, const json_t *item, struct err *e)
{
    struct waiting *w = arg;
    const char *type = json_get_text(item, "type");
    const char *name = json_get_text(item, "name");
    char *id;

    if (type && type_ends_in(type, "managementGroups"))
        return 0;
    /* Anything else may be a subscription that would go unseen. */
    if (!type || !type_ends_in(type, "subscriptions"))
        return err_set(e, ERR_INPUT,
                       "expected the type of a management group or of a "
                       "subscription, found %s",
                       type ? type : "none");
    if (!name || !guid_is(name))
        return err_set(e, ERR_INPUT, "expected a subscription id as name");
    id = arena_strdup(w->snapshot->arena, name);
    if (!id || vec_push(w->ids, id) != 0)
        return err_nomem(e);
    return 0;
}

static int
read_all(const struct arm *arm, const char *path, struct waiting *w,
         int (*item)(void *, const json_t *, struct err *), struct err *e)
{
    auto_buf url = { 0 };
    struct paging paging = {
        .http = arm->http,
        .gate = arm->gate,
        .item = item,
        .end = keep_outcome,
        .arg = w,
    };

    buf_addf(&url, "%s%s", arm->endpoint, path);
    if (!buf_ok(&url))
        return err_nomem(e);
    paging.url = buf_str(&url);
    if (paging_start(&paging, e) != 0)
        return -1;
    return http_run(arm->http, e);
}

int
arm_subscriptions_read(const struct arm *arm, struct snapshot *s,
                       struct arm_outcome *out, struct err *e)
{
    struct waiting w = { .snapshot = s, .out = out };

    memset(out, 0, sizeof(*out));
    return read_all(arm, "/subscriptions?api-version=" ARM_SUBSCRIPTIONS_API,
                    &w, keep_subscription, e);
}

int
arm_management_group_read(const struct arm *arm, struct snapshot *s,
                          const char *group, struct vec *ids,
                          struct arm_outcome *out, struct err *e)
{
    struct waiting w = { .snapshot = s, .ids = ids, .out = out };
    auto_buf path = { 0 };

    memset(out, 0, sizeof(*out));
    buf_adds(&path, "/providers/Microsoft.Management/managementGroups/");
    url_encode(&path, group);
    buf_adds(&path, "/descendants?api-version=" ARM_MANAGEMENT_GROUPS_API);
    if (!buf_ok(&path))
        return err_nomem(e);
    return read_all(arm, buf_str(&path), &w, keep_descendant, e);
}

static void
one_done(struct http *h, const struct http_reply *reply)
{
    struct waiting *w = reply->arg;
    struct azure_error error;
    struct err e = { 0 };
    json_auto_t *body = NULL;
    struct subscription *sub;

    (void)h;
    w->out->http_status = reply->status;
    w->out->interrupted = reply->failure == HTTP_INTERRUPTED;
    if (reply->failure == HTTP_OK && reply->status == 200) {
        body = json_read(reply->body, reply->len, "reply", &e);
        if (body && arm_subscription_parse(w->snapshot, body, &sub, &e) == 0) {
            w->out->status = COVERAGE_AUDITED;
            return;
        }
        w->out->status = COVERAGE_UNREACHABLE;
        snprintf(w->out->reason, sizeof(w->out->reason), "%s", e.text);
        return;
    }
    w->out->status = reply->status == 401 || reply->status == 403
                         ? COVERAGE_DENIED
                         : COVERAGE_UNREACHABLE;
    azure_error_parse(&error, reply->body, reply->len);
    snprintf(w->out->code, sizeof(w->out->code), "%s", error.code);
    if (reply->failure != HTTP_OK)
        snprintf(w->out->reason, sizeof(w->out->reason), "%s", reply->error);
    else
        snprintf(w->out->reason, sizeof(w->out->reason), "HTTP %d %s: %s",
                 reply->status, error.code, error.message);
}

int
arm_subscription_read(const struct arm *arm, struct snapshot *s, const char *id,
                      struct arm_outcome *out, struct err *e)
{
    struct waiting w = { .snapshot = s, .out = out };
    auto_buf url = { 0 };
    struct http_request request = {
        .gate = arm->gate,
        .done = one_done,
        .arg = &w,
    };

    memset(out, 0, sizeof(*out));
    buf_addf(&url, "%s/subscriptions/", arm->endpoint);
    url_encode(&url, id);
    buf_adds(&url, "?api-version=" ARM_SUBSCRIPTIONS_API);
    if (!buf_ok(&url))
        return err_nomem(e);
    request.url = buf_str(&url);
    if (http_submit(arm->http, &request, e) != 0)
        return -1;
    return http_run(arm->http, e);
}
