/* SPDX-License-Identifier: MIT */
/* replay.c - answers from a recording of the real service. */
#include "fake.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Path and query of an absolute URL. */
static const char *
path_of(const char *url)
{
    const char *host = url ? strstr(url, "://") : NULL;
    const char *path = host ? strchr(host + 3, '/') : NULL;

    return path ? path : "";
}

/* The recorded host becomes ours, in nextLink above all. */
static char *
rehost(const char *text, const char *base)
{
    static const char recorded[] = "https://management.azure.com";
    struct text out = { 0 };
    const char *at;

    while ((at = strstr(text, recorded))) {
        text_add(&out, text, (size_t)(at - text));
        text_add(&out, base, strlen(base));
        text = at + sizeof(recorded) - 1;
        if (strncmp(text, ":443", 4) == 0)
            text += 4;
    }
    text_add(&out, text, strlen(text));
    return out.data;
}

static void
answer(const struct request *r, const json_t *response, struct reply *reply)
{
    const json_t *body = json_object_get(response, "body");
    const json_t *status = json_object_get(response, "status");
    const json_t *headers = json_object_get(response, "headers");
    const char *type;
    char *text = json_is_string(body)
                     ? strdup(json_string_value(body))
                     : json_dumps(body, JSON_COMPACT | JSON_ENCODE_ANY);
    char *ours = rehost(text ? text : "", r->base);

    text_add(&reply->body, ours, strlen(ours));
    reply->status = (int)json_integer_value(json_object_get(status, "code"));
    type = json_string_value(
        json_array_get(json_object_get(headers, "content-type"), 0));
    if (type)
        reply->content_type = type;
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
    bool has_token = strstr(recorded, "kipToken") != NULL;
    char *wide = without_group(recorded, len);
    bool same =
        (strlen(r->path) == len && strncasecmp(recorded, r->path, len) == 0) ||
        strcasecmp(wide, r->path) == 0;

    free(wide);
    return same && has_token == (strstr(r->raw, "kipToken") != NULL);
}

bool
replay_answer(struct fake *f, const struct request *r, struct reply *reply)
{
    json_t *interaction;
    size_t i;

    json_array_foreach(json_object_get(f->replay, "interactions"), i,
                       interaction)
    {
        const json_t *request = json_object_get(interaction, "request");
        const char *method =
            json_string_value(json_object_get(request, "method"));

        if (!method || strcmp(method, r->method) != 0 ||
            !same_target(
                r, path_of(json_string_value(json_object_get(request, "uri")))))
            continue;
        if (token_check(f, r, reply))
            answer(r, json_object_get(interaction, "response"), reply);
        return true;
    }
    return false;
}
