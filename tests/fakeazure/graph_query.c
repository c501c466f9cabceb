/* SPDX-License-Identifier: MIT */
/* graph_query.c - the OData of Microsoft Graph: $filter, $select, $top, $count
 * and pages. What is not played is refused, not ignored. */
#include "graph.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define PAGE_DEFAULT 100
#define PAGE_MAX 999

/* Members of the scenario that Graph shows on paths of their own alone. */
static const char *const apart[] = { "owners", "federatedIdentityCredentials",
                                     "members", "groupCount", NULL };

static bool
is_apart(const char *key)
{
    for (const char *const *a = apart; *a; a++) {
        if (strcmp(*a, key) == 0)
            return true;
    }
    return false;
}

static bool
is_listed(const char *list, const char *word)
{
    size_t len = strlen(word);

    for (const char *p = list; p && *p; p = strchr(p, ',')) {
        p += *p == ',';
        if (strcspn(p, ",") == len && strncmp(p, word, len) == 0)
            return true;
        if (!strchr(p, ','))
            break;
    }
    return false;
}

/* Values of secrets and keys never leave. */
static json_t *
without_secrets(json_t *value)
{
    json_t *copy = json_deep_copy(value), *item;
    size_t i;

    json_array_foreach(copy, i, item)
    {
        if (json_object_get(item, "keyId")) {
            json_object_set_new(item, "secretText", json_null());
            json_object_set_new(item, "key", json_null());
        }
    }
    return copy;
}

static json_t *
shown(const struct request *r, const json_t *item)
{
    const char *select = request_query(r, "$select");
    json_t *copy = json_object();
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)item, key, value)
    {
        if (is_apart(key) || (select && *key != '@' && !is_listed(select, key)))
            continue;
        json_object_set_new(copy, key, without_secrets(value));
    }
    return copy;
}

/* ---- filters ------------------------------------------------------------- */

/* What stands between the quotes, two quotes being one; the caller frees. */
static char *
quoted(const char *text)
{
    const char *start = strchr(text, '\'');
    const char *end = start ? strrchr(start + 1, '\'') : NULL;
    struct text out = { 0 };

    if (!end)
        return NULL;
    for (const char *p = start + 1; p < end; p++) {
        text_add(&out, p, 1);
        if (p[0] == '\'' && p[1] == '\'')
            p++;
    }
    return out.data ? out.data : text_copy("");
}

static bool
starts_with(const char *text, const char *start)
{
    return strncasecmp(text, start, strlen(start)) == 0;
}

/* The kinds of filter: MEMBER eq 'x', startswith(MEMBER,'x'), LIST/any(..),
 * LIST/$count eq 0, LIST/$count ne 0. */
static bool
is_advanced(const char *filter)
{
    return strstr(filter, "/$count") || starts_with(filter, "userType");
}

static bool
any_is(const json_t *list, const char *value)
{
    const json_t *item;
    size_t i;

    json_array_foreach(list, i, item)
    {
        if (strcasecmp(json_string_value(item), value) == 0)
            return true;
    }
    return false;
}

/* ('a','b'): at most fifteen, as Graph takes them. -1: more. */
static int
is_among(const char *list, const char *own)
{
    int n = 0, found = 0;

    while ((list = strchr(list, '\''))) {
        struct text value = { 0 };

        for (list++; *list && (*list != '\'' || list[1] == '\''); list++) {
            text_add(&value, list, 1);
            list += *list == '\'';
        }
        list += *list == '\'';
        found |= own && strcasecmp(value.data ? value.data : "", own) == 0;
        text_free(&value);
        if (++n > 15)
            return -1;
    }
    return found;
}

/* -1: no such filter is played. */
static int
matches(const char *filter, const json_t *item)
{
    char member[64], *value;
    const char *own;
    size_t len;
    int result = -1;

    if (starts_with(filter, "startswith("))
        filter += strlen("startswith(");
    len = strcspn(filter, " /,");
    if (len >= sizeof(member))
        return -1;
    memcpy(member, filter, len);
    member[len] = '\0';
    own = json_string_value(json_object_get(item, member));
    value = quoted(filter);
    if (strncmp(filter + len, " in (", 5) == 0)
        result = is_among(filter + len, own);
    else if (strncmp(filter + len, "/$count eq 0", 12) == 0)
        result = json_array_size(json_object_get(item, member)) == 0;
    else if (strncmp(filter + len, "/$count ne 0", 12) == 0)
        result = json_array_size(json_object_get(item, member)) != 0;
    else if (value && strncmp(filter + len, "/any(", 5) == 0)
        result = any_is(json_object_get(item, member), value);
    else if (value && strncmp(filter + len, " eq ", 4) == 0)
        result = own && strcasecmp(own, value) == 0;
    else if (value && filter[len] == ',')
        result = own && starts_with(own, value);
    free(value);
    return result;
}

/* ---- collections --------------------------------------------------------- */

static bool
is_eventual(const struct request *r)
{
    const char *level = request_header(r, "consistencylevel");

    return level && strcasecmp(level, "eventual") == 0;
}

static void
refuse(struct reply *reply, const char *code, const char *message)
{
    reply_error(reply, 400, code, "%s", message);
    reply_problem(reply, "%s", message);
}

/* Whether the query is one that Graph answers. */
static bool
admit(const struct request *r, struct reply *reply)
{
    const char *filter = request_query(r, "$filter");
    const char *top = request_query(r, "$top");
    const char *count = request_query(r, "$count");
    bool counts = count && strcmp(count, "true") == 0;

    if (counts && !is_eventual(r)) {
        refuse(reply, "Request_BadRequest",
               "$count is not currently supported.");
        return false;
    }
    if (filter && is_advanced(filter) && (!counts || !is_eventual(r))) {
        refuse(reply, "Request_UnsupportedQuery",
               "Unsupported or invalid query filter clause specified.");
        return false;
    }
    if (top && (atol(top) < 1 || atol(top) > PAGE_MAX)) {
        refuse(reply, "Request_BadRequest",
               "Invalid page size specified. Must be between 1 and 999 "
               "inclusive.");
        return false;
    }
    return true;
}

/* New reference; NULL: the reply is made. */
static json_t *
filtered(const struct request *r, struct reply *reply, const json_t *items)
{
    const char *filter = request_query(r, "$filter");
    json_t *list = json_array(), *item;
    size_t i;

    json_array_foreach((json_t *)items, i, item)
    {
        int fits = filter ? matches(filter, item) : 1;

        if (fits < 0) {
            json_decref(list);
            refuse(reply, "Request_UnsupportedQuery",
                   "The fake does not play this $filter.");
            return NULL;
        }
        if (fits)
            json_array_append(list, item);
    }
    return list;
}

/* The same query with another $skiptoken; the caller frees. */
static char *
next_link(const struct request *r, size_t from)
{
    const char *query = strchr(r->raw, '?');
    const char *old = query ? strstr(query, "$skiptoken=") : NULL;
    size_t path = query ? (size_t)(query - r->raw) : strlen(r->raw);
    size_t kept = old ? (size_t)(old - query) : query ? strlen(query) : 0;

    if (kept > 0 && query[kept - 1] == '&')
        kept--;
    return text_format("%s%.*s%.*s%c$skiptoken=%zu", r->base, (int)path, r->raw,
                       (int)kept, query ? query : "", kept > 1 ? '&' : '?',
                       from);
}

void
graph_collection(const struct request *r, struct reply *reply,
                 const json_t *items)
{
    const char *top = request_query(r, "$top");
    const char *token = request_query(r, "$skiptoken");
    size_t from = token ? strtoul(token, NULL, 10) : 0;
    size_t size = top ? strtoul(top, NULL, 10) : PAGE_DEFAULT;
    json_t *list, *body, *value;

    if (!admit(r, reply))
        return;
    list = filtered(r, reply, items);
    if (!list)
        return;
    value = json_array();
    for (size_t i = from; i < json_array_size(list) && i < from + size; i++)
        json_array_append_new(value, shown(r, json_array_get(list, i)));
    body = json_pack("{s:o}", "@odata.context",
                     json_sprintf("%s/v1.0/$metadata#x", r->base));
    if (request_query(r, "$count") && from == 0)
        json_object_set_new(body, "@odata.count",
                            json_integer((json_int_t)json_array_size(list)));
    if (from + size < json_array_size(list)) {
        char *link = next_link(r, from + size);

        json_object_set_new(body, "@odata.nextLink", json_string(link));
        free(link);
    }
    json_object_set_new(body, "value", value);
    json_decref(list);
    reply_json(reply, 200, body);
}

void
graph_object(const struct request *r, struct reply *reply, const json_t *item)
{
    reply_json(reply, 200, shown(r, item));
}

void
graph_count(const struct request *r, struct reply *reply, const json_t *items)
{
    if (!is_eventual(r)) {
        refuse(reply, "Request_BadRequest",
               "$count is not currently supported.");
        return;
    }
    text_free(&reply->body);
    text_addf(&reply->body, "%zu", json_array_size(items));
    reply->content_type = "text/plain";
    reply->status = 200;
}
