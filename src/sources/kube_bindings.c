/* SPDX-License-Identifier: MIT */
/* kube_bindings.c - the bindings of one cluster from its API server. */
#include "sources/kube_bindings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/buf.h"
#include "support/json.h"
#include "support/str.h"
#include "support/url.h"

/* Long enough for a host at the other end of the world. */
#define PROBE_TIMEOUT_MS 10000

static const struct resource {
    const char *plural;
    const char *kind;
} resources[] = {
    { "clusterrolebindings", "ClusterRoleBinding" },
    { "rolebindings", "RoleBinding" },
};

enum {
    N_RESOURCES = sizeof(resources) / sizeof(resources[0]),
    PAGES_MAX = 10000,
    EMPTY_PAGES_MAX =
        100 /* one after another: an API server leaves none empty */
};

struct reading {
    struct kube_bindings k;
    size_t resource;
    size_t first; /* where its items begin in the list */
    unsigned restarts;
    unsigned pages;
    unsigned empty_pages; /* one after another */
    char *token;   /* with which the page was asked for; NULL: the first */
    bool answered; /* the API server has spoken: it can be reached */
};

static void
finish(struct reading *r, enum coverage_status status, const char *reason,
       const struct http_reply *reply)
{
    const struct kube_end end = {
        .status = status,
        .reason = reason,
        .http_status = reply ? reply->status : 0,
        .failure = reply ? reply->failure : HTTP_OK,
        .interrupted = reply && reply->failure == HTTP_INTERRUPTED,
    };

    r->k.end(r->k.arg, &end);
    free(r->token);
    free(r);
}

static void page_done(struct http *h, const struct http_reply *reply);

static int
ask(struct reading *r, const char *token, struct err *e)
{
    static const char *const headers[] = { "Accept: application/json", NULL };
    bool probing = r->k.hard_to_reach && !r->answered;
    auto_buf url = { 0 };
    struct http_request request = {
        .headers = headers,
        .lane = r->k.lane,
        .gate = r->k.gate,
        .tls = r->k.tls,
        .once = probing,
        .timeout_ms = probing ? PROBE_TIMEOUT_MS : 0,
        .done = page_done,
        .arg = r,
    };

    buf_addf(&url, "%s/apis/rbac.authorization.k8s.io/v1/%s?limit=%d",
             r->k.server, resources[r->resource].plural, KUBE_PAGE_SIZE);
    if (token) {
        buf_adds(&url, "&continue=");
        url_encode(&url, token);
    }
    if (!buf_ok(&url))
        return err_nomem(e);
    request.url = buf_str(&url);
    return http_submit(r->k.http, &request, e);
}

/* What a Status object of Kubernetes says. */
static void
refuse(struct reading *r, const struct http_reply *reply)
{
    char reason[ERR_TEXT_MAX], message[600];
    json_auto_t *body = NULL;
    enum coverage_status status = COVERAGE_UNREACHABLE;

    if (reply->failure != HTTP_OK) {
        finish(r,
               reply->failure == HTTP_NO_TOKEN ? COVERAGE_DENIED
                                               : COVERAGE_UNREACHABLE,
               reply->error, reply);
        return;
    }
    body = json_read(reply->body, reply->len, "reply", NULL);
    str_sanitize(message, sizeof(message),
                 str_or(json_get_text(body, "message"), reply->body));
    if (reply->status == 401 || reply->status == 403)
        status = COVERAGE_DENIED;
    snprintf(reason, sizeof(reason), "HTTP %d %s: %s: %s", reply->status,
             str_or(json_get_text(body, "reason"), "(no reason)"),
             resources[r->resource].plural, str_or(message, "(no message)"));
    finish(r, status, reason, reply);
}

static int
read_items(struct reading *r, const json_t *body, struct err *e)
{
    const json_t *items = json_object_get(body, "items");
    const json_t *item;
    size_t i;

    /* An empty list may come as null. */
    if (!json_is_array(items) && !json_is_null(items))
        return err_set(e, ERR_INPUT, "%s: expected a list with items, found %s",
                       resources[r->resource].plural,
                       json_kind(json_is_object(body) ? items : body));
    r->empty_pages = json_array_size(items) > 0 ? 0 : r->empty_pages + 1;
    json_array_foreach(items, i, item)
    {
        if (binding_list_add(r->k.list, item, resources[r->resource].kind, e) !=
            0)
            return -1;
    }
    if (r->k.list->refused > 0)
        return err_set(e, ERR_INPUT, "%s: %s", resources[r->resource].plural,
                       r->k.list->trouble);
    return 0;
}

/* The token of the next page; NULL and no error: there is none. A list whose
 * metadata cannot be read may go on: it is no whole list. */
static const char *
next_token(struct reading *r, const json_t *body, struct err *e)
{
    const char *plural = resources[r->resource].plural;
    const json_t *metadata = json_object_get(body, "metadata");
    const json_t *value = json_object_get(metadata, "continue");
    const char *token = json_string_value(value);

    if (!json_is_object(metadata))
        err_set(e, ERR_INPUT,
                "%s: metadata: expected an object, found %s, so that it may "
                "not be the whole list",
                plural, json_kind(metadata));
    else if (value && !json_is_null(value) && !token)
        err_set(e, ERR_INPUT,
                "%s: metadata.continue: expected a string, found %s", plural,
                json_kind(value));
    else if (!str_empty(token) && str_eq(token, r->token))
        err_set(e, ERR_INPUT, "%s: metadata.continue repeats itself", plural);
    else if (++r->pages > PAGES_MAX)
        err_set(e, ERR_LIMIT, "more than %d pages", PAGES_MAX);
    else if (r->empty_pages > EMPTY_PAGES_MAX)
        err_set(e, ERR_LIMIT, "%s: more than %d pages without anything", plural,
                EMPTY_PAGES_MAX);
    return str_empty(token) ? NULL : token;
}

static void
forget_token(struct reading *r)
{
    free(r->token);
    r->token = NULL;
}

static bool
ask_next(struct reading *r, const char *token, struct err *e)
{
    char *copy = strdup(token);

    if (!copy) {
        err_nomem(e);
        return false;
    }
    free(r->token);
    r->token = copy;
    return ask(r, copy, e) == 0;
}

/* Asks for what comes next. False: that was all, or *e says what is wrong. */
static bool
go_on(struct reading *r, const json_t *body, struct err *e)
{
    const char *token = next_token(r, body, e);

    if (e->code != ERR_NONE)
        return false;
    if (token)
        return ask_next(r, token, e);
    if (r->resource + 1 == N_RESOURCES)
        return false;
    r->resource++;
    r->restarts = 0;
    r->empty_pages = 0;
    forget_token(r);
    r->first = r->k.list->items.len;
    return ask(r, NULL, e) == 0;
}

/* The list has become too old to go on with. What Kubernetes offers then is the
 * rest of another one: it is begun again instead. */
static bool
begin_again(struct reading *r, struct err *e)
{
    if (r->restarts++ == KUBE_RESTARTS_MAX) {
        err_set(e, ERR_LIMIT,
                "%s: the list became too old %d times before it was read to "
                "its end",
                resources[r->resource].plural, KUBE_RESTARTS_MAX + 1);
        return false;
    }
    r->k.list->items.len = r->first;
    forget_token(r);
    return ask(r, NULL, e) == 0;
}

static void
page_done(struct http *h, const struct http_reply *reply)
{
    struct reading *r = reply->arg;
    struct err e = { 0 };
    json_auto_t *body = NULL;

    (void)h;
    r->answered |= reply->failure == HTTP_OK;
    if (reply->failure == HTTP_OK && reply->status == 410) {
        if (begin_again(r, &e))
            return;
    } else if (reply->failure != HTTP_OK || reply->status != 200) {
        refuse(r, reply);
        return;
    } else {
        body = json_read(reply->body, reply->len, resources[r->resource].plural,
                         &e);
        if (body && read_items(r, body, &e) == 0 && go_on(r, body, &e))
            return;
    }
    if (e.code != ERR_NONE)
        finish(r, COVERAGE_UNREACHABLE, e.text, reply);
    else
        finish(r, COVERAGE_AUDITED, "", reply);
}

int
kube_bindings_start(const struct kube_bindings *k, struct err *e)
{
    struct reading *r = calloc(1, sizeof(*r));

    if (!r)
        return err_nomem(e);
    r->k = *k;
    if (ask(r, NULL, e) == 0)
        return 0; // NOLINT(clang-analyzer-unix.Malloc)
    free(r);
    return -1;
}
