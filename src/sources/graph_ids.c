/* SPDX-License-Identifier: MIT */
/* graph_ids.c - principals by their object ids, a thousand a request. */
#include "sources/graph_principals_private.h"

#include <stdlib.h>
#include <string.h>

#include "sources/azure_error.h"
#include "sources/graph_directory.h"
#include "sources/graph_objects.h"
#include "support/guid.h"
#include "support/json.h"

/* One request on its way: the principals from `first` on, in their order. */
struct load {
    struct snapshot *snapshot;
    struct principal *asked[GRAPH_IDS_MAX];
    size_t n;
};

static void
note_failure(struct load *l, int http_status, bool no_token, const char *reason)
{
    for (size_t i = 0; i < l->n; i++)
        principal_unknown(l->snapshot, l->asked[i], DIRECTORY_PRINCIPALS,
                          http_status, no_token, reason);
}

static void
read_objects(struct load *l, const json_t *body, struct err *e)
{
    const json_t *value = json_get_fold(body, "value", NULL);
    const json_t *item;
    size_t i;

    if (!json_is_array(value)) {
        err_set(e, ERR_INPUT, "getByIds: expected an array \"value\", found %s",
                json_kind(value));
        return;
    }
    json_array_foreach(value, i, item)
    {
        if (graph_directory_object_parse(l->snapshot, item, NULL, e) != 0)
            return;
    }
    /* What Graph does not know it leaves out. */
    for (i = 0; i < l->n; i++) {
        if (l->asked[i]->presence == PRINCIPAL_UNKNOWN)
            l->asked[i]->presence = PRINCIPAL_GONE;
    }
}

static void
load_done(struct http *h, const struct http_reply *reply)
{
    struct load *l = reply->arg;
    struct err e = { 0 };
    json_auto_t *body = NULL;

    (void)h;
    if (reply->failure != HTTP_OK || reply->status != 200) {
        azure_error_set(&e, reply);
    } else {
        body = json_read(reply->body, reply->len, "getByIds", &e);
        if (body)
            read_objects(l, body, &e);
    }
    if (e.code != ERR_NONE)
        note_failure(l, reply->status, reply->failure == HTTP_NO_TOKEN, e.text);
    free(l);
}

static char *
body_of(const struct load *l)
{
    json_auto_t *ids = json_array();
    json_auto_t *body = NULL;

    for (size_t i = 0; i < l->n; i++) {
        if (json_array_append_new(ids, json_string(l->asked[i]->id)) != 0)
            return NULL;
    }
    body = json_pack("{s:O, s:[s,s,s]}", "ids", ids, "types", "user", "group",
                     "servicePrincipal");
    return json_write(body, JSON_COMPACT);
}

static int
send(const struct graph *g, struct load *l, struct err *e)
{
    static const char *const headers[] = {
        "Content-Type: application/json",
        NULL,
    };
    char *body = body_of(l);
    auto_buf url = { 0 };
    struct http_request request = {
        .method = "POST",
        .headers = headers,
        .body = body,
        .gate = g->gate,
        .done = load_done,
        .arg = l,
    };
    int rc;

    buf_addf(&url, "%s/v1.0/directoryObjects/getByIds", g->endpoint);
    if (!body || !buf_ok(&url)) {
        free(body);
        return err_nomem(e);
    }
    request.url = buf_str(&url);
    request.body_len = strlen(body);
    rc = http_submit(g->http, &request, e);
    free(body);
    return rc;
}

int
graph_find_ids(const struct graph *g, struct snapshot *s, struct err *e)
{
    const struct vec *all = &s->directory.principals;

    // NOLINTNEXTLINE(clang-analyzer-unix.Malloc)
    for (size_t i = 0; i < all->len;) {
        struct load *l = calloc(1, sizeof(*l));

        if (!l)
            return err_nomem(e);
        l->snapshot = s;
        for (; i < all->len && l->n < GRAPH_IDS_MAX; i++) {
            struct principal *p = all->items[i];

            /* Ids come from outside; Graph refuses a list with one that is
             * none. */
            if (p->id && !guid_is(p->id))
                p->reason = "the id is no GUID";
            else if (p->id && p->presence == PRINCIPAL_UNKNOWN)
                l->asked[l->n++] = p;
        }
        if (l->n == 0) {
            free(l);
        } else if (send(g, l, e) != 0) {
            free(l);
            return -1;
        }
        /* Else the request has it, and load_done() frees it. */
    }
    return 0;
}
