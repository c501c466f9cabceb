/* SPDX-License-Identifier: MIT */
/* graph_batch.c - single look-ups of Microsoft Graph, twenty a request. */
#include "sources/graph.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sources/azure_error.h"
#include "support/clock.h"
#include "support/json.h"
#include "support/retry.h"
#include "support/str.h"
#include "support/vec.h"

struct item {
    char *path;
    bool eventual;
    void *arg;
    unsigned attempts;
    int64_t wait_ms; /* before the next attempt */
};

struct graph_batch {
    const struct graph *graph;
    void (*answer)(void *arg, void *item, const struct graph_answer *a);
    void *arg;
    struct vec items; /* struct item *, until all are answered */
    size_t open;      /* not yet answered */
};

/* One request on its way. */
struct load {
    struct graph_batch *batch;
    struct item *items[GRAPH_BATCH_SIZE];
    size_t n;
    bool answered[GRAPH_BATCH_SIZE];
};

struct graph_batch *
graph_batch_new(const struct graph *g,
                void (*answer)(void *arg, void *item,
                               const struct graph_answer *a),
                void *arg)
{
    struct graph_batch *b = calloc(1, sizeof(*b));

    if (b) {
        b->graph = g;
        b->answer = answer;
        b->arg = arg;
    }
    return b;
}

void
graph_batch_free(struct graph_batch *b)
{
    if (!b)
        return;
    for (size_t i = 0; i < b->items.len; i++) {
        struct item *item = b->items.items[i];

        free(item->path);
        free(item);
    }
    vec_free(&b->items);
    free(b);
}

int
graph_batch_add(struct graph_batch *b, const char *path, bool eventual,
                void *arg)
{
    struct item *item = calloc(1, sizeof(*item));

    if (!item)
        return -1;
    item->path = strdup(path);
    item->eventual = eventual;
    item->arg = arg;
    if (!item->path || vec_push(&b->items, item) != 0) {
        free(item->path);
        free(item);
        return -1;
    }
    return 0;
}

size_t
graph_batch_count(const struct graph_batch *b)
{
    return b->items.len;
}

static void
give(struct graph_batch *b, struct item *item, const struct graph_answer *a)
{
    b->answer(b->arg, item->arg, a);
    b->open--;
}

/* ---- sending ------------------------------------------------------------ */

static json_t *
request_of(const struct item *item, size_t place)
{
    char id[24];

    snprintf(id, sizeof(id), "%zu", place + 1);
    if (item->eventual)
        return json_pack("{s:s, s:s, s:s, s:{s:s}}", "id", id, "method", "GET",
                         "url", item->path, "headers", "ConsistencyLevel",
                         "eventual");
    return json_pack("{s:s, s:s, s:s}", "id", id, "method", "GET", "url",
                     item->path);
}

static char *
body_of(const struct load *l)
{
    json_auto_t *list = json_array();
    json_auto_t *body = NULL;

    for (size_t i = 0; i < l->n; i++) {
        if (json_array_append_new(list, request_of(l->items[i], i)) != 0)
            return NULL;
    }
    body = json_pack("{s:O}", "requests", list);
    return json_write(body, JSON_COMPACT);
}

static void load_done(struct http *h, const struct http_reply *reply);

static int
send_load(struct load *l, struct err *e)
{
    static const char *const headers[] = {
        "Content-Type: application/json",
        NULL,
    };
    const struct graph *g = l->batch->graph;
    char *body = body_of(l), *url = NULL;
    int rc = -1;

    if (body && asprintf(&url, "%s/v1.0/$batch", g->endpoint) > 0) {
        struct http_request request = {
            .method = "POST",
            .url = url,
            .headers = headers,
            .body = body,
            .body_len = strlen(body),
            .gate = g->gate,
            .delay_ms = l->items[0]->wait_ms,
            .done = load_done,
            .arg = l,
        };

        rc = http_submit(g->http, &request, e);
        free(url);
    } else {
        err_nomem(e);
    }
    free(body);
    return rc;
}

/* Puts items into loads and sends these; what cannot be sent is answered. */
static void
send_items(struct graph_batch *b, struct item *const *items, size_t n)
{
    for (size_t i = 0; i < n;) {
        struct load *l = calloc(1, sizeof(*l));
        struct err e = { 0 };

        if (l) {
            l->batch = b;
            while (i < n && l->n < GRAPH_BATCH_SIZE &&
                   (l->n == 0 || items[i]->wait_ms == l->items[0]->wait_ms))
                l->items[l->n++] = items[i++];
            if (send_load(l, &e) == 0)
                continue;
        }
        for (size_t k = 0; k < (l ? l->n : 1); k++) {
            const struct graph_answer a = {
                .reason = l ? e.text : "out of memory",
                .code = "",
            };

            give(b, l ? l->items[k] : items[i++], &a);
        }
        free(l);
    }
}

void
graph_batch_send(struct graph_batch *b)
{
    b->open = b->items.len;
    if (b->open > 0) {
        /* A batch in which nothing could be sent has no reply to end it. */
        b->open++;
        send_items(b, (struct item *const *)b->items.items, b->items.len);
        b->open--;
    }
    if (b->open == 0)
        graph_batch_free(b);
}

/* ---- answers ------------------------------------------------------------ */

static const char *
header_of(const json_t *response, const char *name, char text[32])
{
    const json_t *headers = json_get_fold(response, "headers", NULL);
    const json_t *value = json_get_fold(headers, name, NULL);

    if (json_is_string(value))
        return json_string_value(value);
    if (!json_is_integer(value))
        return NULL;
    snprintf(text, 32, "%lld", (long long)json_integer_value(value));
    return text;
}

/* Whether the item is asked again; item->wait_ms then says when. */
static bool
comes_again(const struct graph *g, struct item *item, int status,
            const json_t *response)
{
    struct retry_policy policy = RETRY_DEFAULTS;
    int64_t wish = RETRY_NO_WISH, wait;
    const char *after;
    char text[32];

    /* 424: an item that it was said to depend on failed; none does here. */
    if (!retry_is_transient(status) || http_is_ending(g->http))
        return false;
    after = header_of(response, "Retry-After", text);
    if (after)
        wish = retry_after_ms(after, clock_wall_time());
    policy.retries = g->retries;
    wait = retry_wait_ms(&policy, status, wish, item->attempts,
                         (uint32_t)(item->attempts * 2654435761u));
    if (wait == RETRY_GIVE_UP)
        return false;
    item->wait_ms = wait > 0 ? wait : 1;
    return true;
}

static void
describe(char *reason, size_t size, struct azure_error *error, int status,
         const json_t *body)
{
    char *text = json_write(body, JSON_COMPACT | JSON_ENCODE_ANY);

    azure_error_parse(error, str_or(text, ""), text ? strlen(text) : 0);
    snprintf(reason, size, "HTTP %d %s: %s", status,
             str_or(error->code, "(no error code)"),
             str_or(error->message, "(no message)"));
    free(text);
}

static void
answer_item(struct load *l, size_t place, int status, const json_t *response)
{
    const json_t *body = json_get_fold(response, "body", NULL);
    struct graph_answer a = { .status = status, .body = body, .code = "" };
    struct azure_error error;
    char reason[ERR_TEXT_MAX] = "";

    error.code[0] = '\0';
    if (status != 200)
        describe(reason, sizeof(reason), &error, status, body);
    a.reason = reason;
    a.code = error.code;
    a.absent = status == 404 && *error.code;
    give(l->batch, l->items[place], &a);
}

static int
compare_waits(const void *a, const void *b)
{
    const struct item *x = *(struct item *const *)a;
    const struct item *y = *(struct item *const *)b;

    return (x->wait_ms > y->wait_ms) - (x->wait_ms < y->wait_ms);
}

/* 0: it has none. */
static int
status_of(const json_t *response)
{
    json_int_t status =
        json_integer_value(json_get_fold(response, "status", NULL));

    return status >= 100 && status <= 599 ? (int)status : 0;
}

/* Reads the responses, in whatever order they come. */
static void
read_responses(struct load *l, const json_t *body)
{
    const json_t *list = json_get_fold(body, "responses", NULL);
    struct item *again[GRAPH_BATCH_SIZE] = { NULL };
    const json_t *response;
    size_t i, n_again = 0;

    json_array_foreach(list, i, response)
    {
        int status = status_of(response);
        long place;

        if (!str_to_long(str_or(json_get_text(response, "id"), ""), 1,
                         (long)l->n, &place) ||
            l->answered[place - 1])
            continue;
        place--;
        l->answered[place] = true;
        l->items[place]->attempts++;
        if (comes_again(l->batch->graph, l->items[place], status, response))
            again[n_again++] = l->items[place];
        else
            answer_item(l, (size_t)place, status, response);
    }
    qsort(again, n_again, sizeof(*again), compare_waits);
    send_items(l->batch, again, n_again);
}

/* Whatever has no answer yet gets this one. */
static void
answer_rest(struct load *l, const struct graph_answer *a)
{
    for (size_t i = 0; i < l->n; i++) {
        if (!l->answered[i])
            give(l->batch, l->items[i], a);
    }
}

static void
load_done(struct http *h, const struct http_reply *reply)
{
    struct load *l = reply->arg;
    struct graph_batch *b = l->batch;
    json_auto_t *body = NULL;
    struct azure_error error = { 0 };
    char reason[ERR_TEXT_MAX] = "the answer to the batch leaves it out";
    struct graph_answer a = { .reason = reason, .code = error.code };
    struct err e = { 0 };

    (void)h;
    b->open++; /* while it is looked at */
    a.interrupted = reply->failure == HTTP_INTERRUPTED;
    if (reply->failure != HTTP_OK) {
        snprintf(reason, sizeof(reason), "%s", reply->error);
    } else if (reply->status != 200) {
        a.status = reply->status;
        azure_error_parse(&error, reply->body, reply->len);
        snprintf(reason, sizeof(reason), "HTTP %d %s: %s", reply->status,
                 error.code, error.message);
    } else {
        body = json_read(reply->body, reply->len, "$batch", &e);
        if (body)
            read_responses(l, body);
        else
            snprintf(reason, sizeof(reason), "%s", e.text);
    }
    answer_rest(l, &a);
    free(l);
    if (--b->open == 0)
        graph_batch_free(b);
}
