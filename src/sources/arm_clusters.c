/* SPDX-License-Identifier: MIT */
/* arm_clusters.c - the managed clusters of one subscription. */
#include "sources/arm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sources/arm_cluster.h"
#include "sources/paging.h"
#include "support/buf.h"
#include "support/json.h"
#include "support/str.h"

#define API_VERSION_SIZE 11 /* YYYY-MM-DD */

struct listing {
    struct arm_cluster_list list;
    char api_version[API_VERSION_SIZE];
    bool api_version_replaced;
    const char *trouble; /* an element that could not be read */
};

static int
keep_cluster(void *arg, const json_t *item, struct err *e)
{
    struct listing *l = arg;
    struct snapshot *s = l->list.snapshot;
    struct err why = { 0 };
    struct cluster *c;
    char subscription[GUID_TEXT_SIZE];
    const char *other;

    if (arm_cluster_subscription(item, subscription) &&
        !str_eq_fold(subscription, l->list.subscription->id)) {
        err_set(&why, ERR_INPUT, "it is of another subscription: %s",
                json_get_text(item, "id"));
    } else if (arm_cluster_parse(s, item, NULL, &c, &other, &why) == 0) {
        if (!c)
            return 0;
        return l->list.found(l->list.arg, c) == 0 ? 0 : err_nomem(e);
    }
    if (why.code == ERR_NOMEM)
        return err_nomem(e);
    /* One element is lost, the rest is not: say so and go on. */
    if (!l->trouble) {
        l->trouble = arena_printf(s->arena,
                                  "a cluster in the list could not be read: "
                                  "%s",
                                  why.text);
        if (!l->trouble)
            return err_nomem(e);
    }
    return 0;
}

/* What would make the clusters known. */
static const char *
remedy_for(const struct paging_end *end)
{
    if (end->interrupted)
        return "run the audit again and let it finish";
    if (str_eq_fold(end->code, "MissingSubscriptionRegistration"))
        return "the provider Microsoft.ContainerService is not registered, so "
               "there is most likely no cluster: leave the subscription out "
               "of scope, or register the provider";
    if (end->status == COVERAGE_DENIED)
        return "give the credential the role Reader on the subscription "
               "(Microsoft.ContainerService/managedClusters/read)";
    if (end->http_status == 404)
        return "check that the subscription exists and belongs to the "
               "credential's tenant";
    if (end->http_status == 429)
        return "run again later, with a smaller --parallel or more --retries";
    return "run again; if it stays, look at the reason with -v";
}

static void
close_listing(struct listing *l)
{
    struct arm_cluster_list list = l->list;

    free(l);
    list.ended(list.arg, list.subscription);
}

static void
settle(struct listing *l, const struct paging_end *end)
{
    struct subscription *sub = l->list.subscription;
    char *reason;

    if (end->status == COVERAGE_AUDITED && !l->trouble) {
        sub->status = COVERAGE_AUDITED;
        sub->reason = sub->remedy = NULL;
        subscription_mark_state(sub);
        return;
    }
    if (end->status == COVERAGE_AUDITED) {
        sub->status = COVERAGE_PARTIAL;
        sub->reason = l->trouble;
        sub->remedy = "compare with az aks list; report the reply's form";
        return;
    }
    sub->status = end->status;
    reason = arena_strdup(l->list.snapshot->arena, end->reason);
    sub->reason = reason ? reason : "out of memory";
    sub->remedy = remedy_for(end);
}

static int start(struct listing *l, struct err *e);

static bool
is_date(const char *text)
{
    static const char form[] = "dddd-dd-dd";

    for (size_t i = 0; form[i]; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';

        if (form[i] == 'd' ? !digit : text[i] != '-')
            return false;
    }
    return true;
}

/* The newest stable version among those that a refusal lists: "The supported
 * api-versions are '2017-08-31, ..., 2024-02-01'". False: none. */
static bool
newest_version(const char *text, char version[API_VERSION_SIZE])
{
    bool found = false;

    for (; *text; text++) {
        if (!is_date(text))
            continue;
        if (!str_has_prefix_fold(text + API_VERSION_SIZE - 1, "-preview") &&
            (!found || strncmp(text, version, API_VERSION_SIZE - 1) > 0)) {
            memcpy(version, text, API_VERSION_SIZE - 1);
            version[API_VERSION_SIZE - 1] = '\0';
            found = true;
        }
        text += API_VERSION_SIZE - 2;
    }
    return found;
}

/* False, and the error set: it should have been, and could not. */
static bool
retry_with_known_version(struct listing *l, const struct paging_end *end,
                         struct err *e)
{
    char version[API_VERSION_SIZE];
    const char *list;

    if (l->api_version_replaced || end->http_status != 400 ||
        (!str_eq_fold(end->code, "NoRegisteredProviderFound") &&
         !str_eq_fold(end->code, "InvalidResourceType") &&
         !str_eq_fold(end->code, "InvalidApiVersionParameter")))
        return false;
    /* The version asked for stands in the message too, before the list. */
    list = str_find_fold(end->reason, "supported");
    if (!list || !newest_version(list, version))
        return false;
    l->api_version_replaced = true;
    memcpy(l->api_version, version, sizeof(version));
    return start(l, e) == 0;
}

static void
listing_ended(void *arg, const struct paging_end *end)
{
    struct listing *l = arg;
    struct paging_end told = *end;
    struct err e = { 0 };

    if (retry_with_known_version(l, end, &e))
        return;
    if (e.code != ERR_NONE)
        told.reason = e.text;
    settle(l, &told);
    close_listing(l);
}

static int
start(struct listing *l, struct err *e)
{
    const struct arm *arm = l->list.arm;
    auto_buf url = { 0 };
    struct paging paging = {
        .http = arm->http,
        .gate = arm->gate,
        .lane = l->list.subscription->id,
        .item = keep_cluster,
        .end = listing_ended,
        .arg = l,
    };

    buf_addf(&url,
             "%s/subscriptions/%s/providers/Microsoft.ContainerService/"
             "managedClusters?api-version=%s",
             arm->endpoint, l->list.subscription->id, l->api_version);
    if (!buf_ok(&url))
        return err_nomem(e);
    paging.url = buf_str(&url);
    return paging_start(&paging, e);
}

int
arm_clusters_start(const struct arm_cluster_list *list, struct err *e)
{
    struct listing *l = calloc(1, sizeof(*l));

    if (!l)
        return err_nomem(e);
    l->list = *list;
    memcpy(l->api_version, ARM_CLUSTERS_API, API_VERSION_SIZE);
    if (start(l, e) != 0) {
        free(l);
        return -1;
    }
    return 0;
}
