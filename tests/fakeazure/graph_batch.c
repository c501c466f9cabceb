/* SPDX-License-Identifier: MIT */
/* graph_batch.c - POST /$batch: up to twenty requests in one, each with a status
 * of its own, answered in another order than asked. */
#include "graph.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define BATCH_MAX 20

/* Percent-decoded; the caller frees. */
static char *
decode(const char *text, size_t len)
{
    struct text out = { 0 };

    for (size_t i = 0; i < len; i++) {
        char hex[3] = { 0 };

        if (text[i] == '%' && i + 2 < len + 1 &&
            isxdigit((unsigned char)text[i + 1]) &&
            isxdigit((unsigned char)text[i + 2])) {
            char c;

            memcpy(hex, text + i + 1, 2);
            c = (char)strtol(hex, NULL, 16);
            text_add(&out, &c, 1);
            i += 2;
        } else {
            char c = text[i] == '+' ? ' ' : text[i];

            text_add(&out, &c, 1);
        }
    }
    return out.data ? out.data : text_copy("");
}

static json_t *
lower_keys(const json_t *object)
{
    json_t *out = json_object(), *value;
    const char *key;

    json_object_foreach((json_t *)object, key, value)
    {
        char *name = text_copy(key);

        for (char *p = name; *p; p++)
            *p = (char)tolower((unsigned char)*p);
        json_object_set(out, name, value);
        free(name);
    }
    return out;
}

static json_t *
read_query(const char *query)
{
    json_t *out = json_object();

    while (query && *query) {
        size_t len = strcspn(++query, "&");
        const char *equals = memchr(query, '=', len);
        size_t name = equals ? (size_t)(equals - query) : len;
        char *key = decode(query, name);
        char *value =
            equals ? decode(equals + 1, len - name - 1) : text_copy("");

        for (char *p = key; *p; p++)
            *p = (char)tolower((unsigned char)*p);
        json_object_set_new(out, key, json_string(value));
        free(key);
        free(value);
        query += len;
    }
    return out;
}

/* One item as a request of its own. */
static void
open_item(struct request *item, const struct request *r, const json_t *spec)
{
    const char *url = json_string_value(json_object_get(spec, "url"));
    const char *query;

    memset(item, 0, sizeof(*item));
    if (!url)
        url = "";
    query = strchr(url, '?');
    item->method = json_string_value(json_object_get(spec, "method"));
    item->raw = text_format("/v1.0%s", url);
    item->path = decode(item->raw, strcspn(item->raw, "?"));
    item->base = text_copy(r->base);
    item->tls = r->tls;
    item->query = read_query(query);
    item->headers = lower_keys(json_object_get(spec, "headers"));
    item->connection = r->connection;
}

static void
close_item(struct request *item)
{
    free(item->raw);
    free(item->path);
    free(item->base);
    json_decref(item->query);
    json_decref(item->headers);
}

static json_t *
headers_of(const struct reply *reply)
{
    json_t *out = json_pack("{s:s}", "Content-Type",
                            reply->content_type ? reply->content_type
                                                : "application/json");
    const char *line = reply->headers.data;

    while (line && *line) {
        size_t len = strcspn(line, "\n");
        const char *colon = memchr(line, ':', len);

        if (colon) {
            char *name = text_format("%.*s", (int)(colon - line), line);

            json_object_set_new(
                out, name,
                json_sprintf("%.*s", (int)(len - (size_t)(colon - line) - 2),
                             colon + 2));
            free(name);
        }
        line += len + (line[len] == '\n');
    }
    return out;
}

/* Text comes as base64, JSON as it is. */
static json_t *
body_of(const struct reply *reply)
{
    const char *data = reply->body.data ? reply->body.data : "";

    if (reply->content_type &&
        strncmp(reply->content_type, "text/plain", 10) == 0) {
        char *text = base64url_encode(data, reply->body.len);
        json_t *value = json_string(text);

        free(text);
        return value;
    }
    return json_loads(data, JSON_DECODE_ANY, NULL);
}

static json_t *
answer_item(struct fake *f, const struct request *r, const json_t *spec,
            struct reply *whole)
{
    struct request item;
    struct reply reply = { 0 };
    const struct fault *taken;
    json_t *response, *body;

    open_item(&item, r, spec);
    taken = fault_take(f, &item);
    if (!item.method || strcmp(item.method, "GET") != 0)
        reply_problem(whole, "a batch item that is no GET");
    if (!taken || !fault_reply(taken, f, &item, &reply))
        graph_answer(f, &item, &reply);
    if (reply.problem[0])
        reply_problem(whole, "%s", reply.problem);
    body = body_of(&reply);
    response = json_pack("{s:O, s:i, s:o}", "id", json_object_get(spec, "id"),
                         "status", reply.status, "headers", headers_of(&reply));
    if (body)
        json_object_set_new(response, "body", body);
    text_free(&reply.body);
    text_free(&reply.headers);
    close_item(&item);
    return response;
}

void
graph_batch(struct fake *f, const struct request *r, struct reply *reply)
{
    json_t *body =
        json_loadb(r->body.data ? r->body.data : "", r->body.len, 0, NULL);
    const json_t *list = json_object_get(body, "requests");
    size_t n = json_array_size(list);
    json_t *responses = json_array();

    if (strcmp(r->method, "POST") != 0 || n == 0 || n > BATCH_MAX) {
        graph_refuse(f, reply, 400, "BadRequest",
                     "Number of batch request steps must be between 1 and "
                     "20.");
        reply_problem(reply, "a batch of %zu", n);
    } else {
        /* In another order than asked, the same at every run. */
        for (size_t i = 0; i < n; i++) {
            const json_t *spec = json_array_get(list, (i * 7 + 3) % n);

            if (n % 7 == 0)
                spec = json_array_get(list, n - 1 - i);
            json_array_append_new(responses, answer_item(f, r, spec, reply));
        }
        reply_json(reply, 200, json_pack("{s:O}", "responses", responses));
    }
    json_decref(responses);
    json_decref(body);
}
