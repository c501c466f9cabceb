/* SPDX-License-Identifier: MIT */
/* paging.c - a collection of an Azure API, read page by page to its end. */
#include "sources/paging.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sources/azure_error.h"
#include "support/json.h"
#include "support/map.h"
#include "support/str.h"
#include "support/url.h"
#include "support/vec.h"

struct reading {
    struct paging p;
    char *lane;
    struct vec links; /* every URL asked, owned */
    /* The same, to find a repeated one. The map ignores case, tokens in links
     * do not: what is found is compared once more. */
    struct map seen;
    size_t pages;       /* read whole */
    size_t empty_pages; /* the last ones of them, without any element */
};

static void
reading_free(struct reading *r)
{
    for (size_t i = 0; i < r->links.len; i++)
        free(r->links.items[i]);
    vec_free(&r->links);
    map_free(&r->seen);
    free(r->lane);
    free(r);
}

static void
finish(struct reading *r, enum coverage_status status, const char *reason,
       const char *code, const struct http_reply *reply)
{
    struct paging_end end = {
        .status = status,
        .reason = reason,
        .code = code,
        .http_status = reply ? reply->status : 0,
        .interrupted = reply && reply->failure == HTTP_INTERRUPTED,
        .pages = r->pages,
    };

    if (status != COVERAGE_AUDITED && r->pages > 0)
        end.status = COVERAGE_PARTIAL;
    r->p.end(r->p.arg, &end);
    reading_free(r);
}

/* Where the reading broke off, in front of why. */
static void
break_off(struct reading *r, enum coverage_status status, const char *code,
          const struct http_reply *reply, const char *why)
{
    char reason[ERR_TEXT_MAX];

    if (r->pages > 0)
        snprintf(reason, sizeof(reason), "broke off after page %zu: %s",
                 r->pages, why);
    else
        snprintf(reason, sizeof(reason), "%s", why);
    finish(r, status, reason, code, reply);
}

static void reply_done(struct http *h, const struct http_reply *reply);

static int
ask(struct reading *r, const char *url, struct err *e)
{
    struct http_request request = {
        .url = url,
        .headers = r->p.headers,
        .lane = r->lane,
        .gate = r->p.gate,
        .done = reply_done,
        .arg = r,
    };
    char *copy = strdup(url);

    if (!copy)
        return err_nomem(e);
    if (vec_push(&r->links, copy) != 0) {
        free(copy);
        return err_nomem(e);
    }
    if (map_put(&r->seen, copy, copy) != 0)
        return err_nomem(e);
    return http_submit(r->p.http, &request, e);
}

int
paging_start(const struct paging *p, struct err *e)
{
    struct reading *r = calloc(1, sizeof(*r));

    if (!r)
        return err_nomem(e);
    r->p = *p;
    r->lane = p->lane ? strdup(p->lane) : NULL;
    if (p->lane && !r->lane) {
        reading_free(r);
        return err_nomem(e);
    }
    if (ask(r, p->url, e) != 0) {
        reading_free(r);
        return -1;
    }
    /* The request has it now, and reply_done() frees it. */
    return 0; // NOLINT(clang-analyzer-unix.Malloc)
}

static void
refuse_reply(struct reading *r, const struct http_reply *reply)
{
    struct azure_error error;
    char why[ERR_TEXT_MAX];
    enum coverage_status status = COVERAGE_UNREACHABLE;

    if (reply->failure != HTTP_OK) {
        break_off(r,
                  reply->failure == HTTP_NO_TOKEN ? COVERAGE_DENIED
                                                  : COVERAGE_UNREACHABLE,
                  "", reply, reply->error);
        return;
    }
    if (reply->status == 401 || reply->status == 403)
        status = COVERAGE_DENIED;
    azure_error_parse(&error, reply->body, reply->len);
    snprintf(why, sizeof(why), "HTTP %d %s: %s%s%.300s", reply->status,
             str_or(error.code, "(no error code)"),
             str_or(error.message, "(no message)"), *reply->error ? "; " : "",
             reply->error);
    break_off(r, status, error.code, reply, why);
}

/* Hands the elements over; -1: *e says which one was refused. */
static int
read_items(struct reading *r, const json_t *body, struct err *e)
{
    const json_t *value = json_get_fold(body, "value", NULL);
    const json_t *item;
    size_t i;

    if (!json_is_array(value))
        return err_set(e, ERR_INPUT,
                       "page %zu: expected an object with an array \"value\", "
                       "found %s",
                       r->pages + 1,
                       json_kind(json_is_object(body) ? value : body));
    r->empty_pages = json_array_size(value) > 0 ? 0 : r->empty_pages + 1;
    json_array_foreach(value, i, item)
    {
        if (r->p.item(r->p.arg, item, e) != 0)
            return err_wrap(e, "page %zu, item %zu", r->pages + 1, i + 1);
    }
    return 0;
}

/* The next page's URL; NULL and no error: there is none. */
static const char *
next_link(struct reading *r, const json_t *body, const char *url, struct err *e)
{
    const char *name = str_or(r->p.link, "nextLink");
    const json_t *link = json_get_fold(body, name, NULL);
    const char *next = json_string_value(link);
    char origin[URL_ORIGIN_MAX];

    if (!link || json_is_null(link) || (next && !*next))
        return NULL;
    if (!next) {
        err_set(e, ERR_INPUT, "page %zu: %s: expected a string, found %s",
                r->pages, name, json_kind(link));
        return NULL;
    }
    if (url_origin(next, origin, e) != 0) {
        err_wrap(e, "page %zu: nextLink", r->pages);
        return NULL;
    }
    if (!url_same_origin(next, url))
        err_set(e, ERR_DENIED,
                "page %zu: nextLink leads to another host, %s; the token does "
                "not go there",
                r->pages, origin);
    else if (str_eq(map_get(&r->seen, next), next))
        err_set(e, ERR_INPUT,
                "page %zu: nextLink repeats a page that was read already",
                r->pages);
    else if (r->pages >= PAGING_MAX_PAGES)
        err_set(e, ERR_LIMIT, "more than %d pages", PAGING_MAX_PAGES);
    else if (r->empty_pages > PAGING_MAX_EMPTY)
        err_set(e, ERR_LIMIT, "more than %d pages without anything on them",
                PAGING_MAX_EMPTY);
    return next;
}

static void
reply_done(struct http *h, const struct http_reply *reply)
{
    struct reading *r = reply->arg;
    struct err e = { 0 };
    json_auto_t *body = NULL;
    const char *next = NULL;

    (void)h;
    if (reply->failure != HTTP_OK || reply->status != 200) {
        refuse_reply(r, reply);
        return;
    }
    body = json_read(reply->body, reply->len, "reply", &e);
    if (body && read_items(r, body, &e) == 0) {
        r->pages++;
        next = next_link(r, body, reply->url, &e);
        if (next && e.code == ERR_NONE && ask(r, next, &e) == 0)
            return;
    }
    if (e.code != ERR_NONE)
        break_off(r, COVERAGE_UNREACHABLE, "", reply, e.text);
    else
        finish(r, COVERAGE_AUDITED, "", "", reply);
}
