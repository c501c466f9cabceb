/* SPDX-License-Identifier: MIT */
/* replay.c - answers from a recording of the real service. What was asked several
 * times is answered in the order of the recording; the last answer stays. */
#include "fake.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

void
replay_load(struct fake *f)
{
    json_error_t error;

    if (!f->options.replay)
        return;
    f->replay = json_load_file(f->options.replay, 0, &error);
    if (!json_is_array(json_object_get(f->replay, "interactions"))) {
        fprintf(stderr, "fakeazure: --replay: %s: %s\n", f->options.replay,
                f->replay ? "expected interactions" : error.text);
        exit(1);
    }
}

/* Path and query of an absolute URL. */
static const char *
path_of(const char *url)
{
    const char *host = url ? strstr(url, "://") : NULL;
    const char *path = host ? strchr(host + 3, '/') : NULL;

    return path ? path : "";
}

/* The recorded hosts become ours, in nextLink above all. The caller frees it. */
static char *
rehost(const char *text, const char *base)
{
    static const char *const recorded[] = { "https://management.azure.com",
                                            "https://login.microsoftonline.com",
                                            "https://graph.microsoft.com" };
    struct text out = { 0 };

    text_add(&out, "", 0);
    while (*text) {
        size_t len = 0;

        for (size_t i = 0; i < sizeof(recorded) / sizeof(*recorded); i++) {
            if (strncmp(text, recorded[i], strlen(recorded[i])) == 0)
                len = strlen(recorded[i]);
        }
        if (len == 0) {
            text_add(&out, text++, 1);
            continue;
        }
        text_add(&out, base, strlen(base));
        text += len;
        if (strncmp(text, ":443", 4) == 0)
            text += 4;
    }
    return out.data;
}

/* Those that the server makes itself, or that are no longer true. */
static bool
is_own_header(const char *name)
{
    static const char *const own[] = {
        "content-length", "content-encoding", "transfer-encoding", "connection",
        "date",           "content-type"
    };

    for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++) {
        if (strcasecmp(name, own[i]) == 0)
            return true;
    }
    return false;
}

static void
add_headers(const struct request *r, const json_t *headers, struct reply *reply)
{
    const char *name;
    json_t *values;

    json_object_foreach((json_t *)headers, name, values)
    {
        const char *value = json_string_value(
            json_is_array(values) ? json_array_get(values, 0) : values);
        char *ours;

        if (!value)
            continue;
        if (strcasecmp(name, "content-type") == 0)
            reply->content_type = value;
        if (is_own_header(name))
            continue;
        ours = rehost(value, r->base);
        reply_header(reply, name, ours);
        free(ours);
    }
}

static void
answer(const struct request *r, const json_t *response, struct reply *reply)
{
    const json_t *body = json_object_get(response, "body");
    const json_t *status = json_object_get(response, "status");
    char *text = json_is_string(body)
                     ? text_copy(json_string_value(body))
                     : json_dumps(body, JSON_COMPACT | JSON_ENCODE_ANY);
    char *ours = rehost(text ? text : "", r->base);

    text_add(&reply->body, ours, strlen(ours));
    reply->status = (int)json_integer_value(json_object_get(status, "code"));
    add_headers(r, json_object_get(response, "headers"), reply);
    free(text);
    free(ours);
}

/* Recorded lists are those of a resource group; they also answer the list of
 * the whole subscription. */
static char *
without_group(const char *path, size_t len)
{
    static const char name[] = "/resourceGroups/";
    char *copy = text_format("%.*s", (int)len, path);
    char *group = strcasestr(copy, name), *end;

    if (group) {
        end = group + sizeof(name) - 1;
        end += strcspn(end, "/");
        memmove(group, end, strlen(end) + 1);
    }
    return copy;
}

/* Queries are compared by whether they name a page: recordings have an older
 * api-version. */
static bool
same_target(const struct request *r, const char *recorded)
{
    size_t len = strcspn(recorded, "?");
    bool has_token = strcasestr(recorded, "skipToken") != NULL;
    char *wide = without_group(recorded, len);
    bool same =
        (strlen(r->path) == len && strncasecmp(recorded, r->path, len) == 0) ||
        strcasecmp(wide, r->path) == 0;

    free(wide);
    return same && has_token == (strcasestr(r->raw, "skipToken") != NULL);
}

static bool
answers(const json_t *interaction, const struct request *r)
{
    const json_t *request = json_object_get(interaction, "request");
    const char *method = json_string_value(json_object_get(request, "method"));
    const char *uri = json_string_value(json_object_get(request, "uri"));

    return method && strcmp(method, r->method) == 0 &&
           same_target(r, path_of(uri));
}

/* The first that comes after the one used last for this target, or that one
 * again when there is none. NULL: nothing fits. */
static const json_t *
next_interaction(struct fake *f, const struct request *r)
{
    json_t *list = json_object_get(f->replay, "interactions"), *item;
    char *target = text_format("%s %s", r->method, r->raw);
    const json_t *found = NULL, *last;
    json_int_t used;
    size_t i;

    pthread_mutex_lock(&f->lock);
    last = json_object_get(f->cursors, target);
    used = last ? json_integer_value(last) : -1;
    json_array_foreach(list, i, item)
    {
        if (!answers(item, r))
            continue;
        found = item;
        if ((json_int_t)i > used) {
            json_object_set_new(f->cursors, target,
                                json_integer((json_int_t)i));
            break;
        }
    }
    pthread_mutex_unlock(&f->lock);
    free(target);
    return found;
}

bool
replay_answer(struct fake *f, const struct request *r, struct reply *reply)
{
    const json_t *interaction = next_interaction(f, r);

    if (!interaction)
        return false;
    if (route_service(r) != SERVICE_ARM || token_check(f, r, reply))
        answer(r, json_object_get(interaction, "response"), reply);
    return true;
}
