/* SPDX-License-Identifier: MIT */
/* fault.c - misbehaviour on request. */
#include "fake.h"

#include <stdlib.h>
#include <string.h>

static bool
matches(struct fault *t, const struct request *r)
{
    if (t->times == 0 || (t->method && strcmp(t->method, r->method) != 0) ||
        (t->has_path && regexec(&t->path, r->raw, 0, NULL, 0) != 0))
        return false;
    if (t->after > 0) {
        t->after--;
        return false;
    }
    if (t->times > 0)
        t->times--;
    return true;
}

const struct fault *
fault_take(struct fake *f, const struct request *r)
{
    struct fault *t;

    pthread_mutex_lock(&f->lock);
    for (t = f->faults; t && !matches(t, r); t = t->next)
        ;
    pthread_mutex_unlock(&f->lock);
    return t;
}

static enum misdeed
misdeed_of(const struct fault *t)
{
    switch (t->action) {
    case ACTION_RESET:
        return MISDEED_RESET;
    case ACTION_HANG:
        return MISDEED_HANG;
    case ACTION_CUT:
        return MISDEED_CUT;
    case ACTION_SLOW:
        return MISDEED_SLOW;
    case ACTION_ENDLESS:
        return MISDEED_ENDLESS;
    default:
        return MISDEED_NONE;
    }
}

static void
add_headers(const struct fault *t, struct reply *reply)
{
    if (t->retry_after)
        reply_header(reply, "Retry-After", t->retry_after);
    if (t->location)
        reply_header(reply, "Location", t->location);
    if (t->headers.len > 0)
        text_add(&reply->headers, t->headers.data, t->headers.len);
    if (t->content_type)
        reply->content_type = t->content_type;
}

/* The delay that the message of a 429 tells: as the header, where that is a
 * number. */
static long
wait_of(const struct fault *t)
{
    char *end;
    long wait = t->retry_after ? strtol(t->retry_after, &end, 10) : 1;

    return t->retry_after && (end == t->retry_after || *end) ? 1 : wait;
}

/* Puts another nextLink into a genuine list. */
static void
change_next_link(const struct request *r, struct reply *reply, const char *link)
{
    const char *name =
        route_service(r) == SERVICE_GRAPH ? "@odata.nextLink" : "nextLink";
    json_t *body = json_loadb(reply->body.data ? reply->body.data : "",
                              reply->body.len, 0, NULL);

    if (json_is_object(body)) {
        json_object_set_new(body, name, json_string(link));
        reply_json(reply, reply->status, body);
    } else {
        json_decref(body);
    }
}

/* A page without anything on it, and another one behind it: the link is one
 * that no other page had. */
static void
change_to_empty_page(struct fake *f, const struct request *r,
                     struct reply *reply)
{
    struct fake_id id = fake_id(f);
    char *link;

    if (reply->status != 200)
        return;
    if (route_service(r) == SERVICE_KUBE) {
        reply_json(reply, 200,
                   json_pack("{s:[], s:{s:s}}", "items", "metadata", "continue",
                             id.text));
        return;
    }
    reply_json(reply, reply->status, json_pack("{s:[]}", "value"));
    link = text_format("%s%.*s%cpage=%s", r->base, (int)strcspn(r->raw, "&"),
                       r->raw, strchr(r->raw, '?') ? '&' : '?', id.text);
    change_next_link(r, reply, link);
    free(link);
}

bool
fault_reply(const struct fault *t, struct fake *f, const struct request *r,
            struct reply *reply)
{
    if (t->action == ACTION_EXPIRE_TOKENS)
        atomic_fetch_add(&f->token_epoch, 1);
    reply->misdeed = misdeed_of(t);
    if (t->has_body) {
        text_add(&reply->body, t->body.data ? t->body.data : "", t->body.len);
        reply->status = t->status ? (int)t->status : 200;
    } else if (t->action == ACTION_REDIRECT) {
        reply->status = t->status ? (int)t->status : 302;
    } else if (t->status) {
        reply_status(f, r, reply, (int)t->status, wait_of(t));
    } else if (t->action == ACTION_ENDLESS_PAGES &&
               route_service(r) == SERVICE_KUBE) {
        /* The genuine server takes its own tokens alone. */
        reply->status = 200;
        change_to_empty_page(f, r, reply);
    } else {
        return false;
    }
    add_headers(t, reply);
    return true;
}

void
fault_handle(struct fake *f, const struct request *r, struct reply *reply)
{
    json_t *rules =
        json_loadb(r->body.data ? r->body.data : "", r->body.len, 0, NULL);

    if (json_is_array(rules))
        fault_replace(f, rules);
    reply->status = json_is_array(rules) ? 204 : 400;
    json_decref(rules);
}

void
fault_change(const struct fault *t, struct fake *f, const struct request *r,
             struct reply *reply)
{
    char *link;

    if (t->action == ACTION_ENDLESS_PAGES)
        change_to_empty_page(f, r, reply);
    if (t->action == ACTION_MUTATE)
        fault_mutate(t, reply);
    if (t->action == ACTION_LOOP_NEXT_LINK) {
        link = text_format("%s%s", r->base, r->raw);
        change_next_link(r, reply, link);
        free(link);
    } else if (t->action == ACTION_FOREIGN_NEXT_LINK) {
        change_next_link(r, reply,
                         t->location ? t->location
                                     : "https://evil.example/next?page=2");
        return;
    }
    add_headers(t, reply);
}
