/* SPDX-License-Identifier: MIT */
/* export_shape.c - telling the forms of exported JSON apart. */
#include "sources/export_shape.h"

#include <string.h>

#include "support/guid.h"
#include "support/json.h"
#include "support/str.h"

static void
find_start(const char *text, struct export_shape *shape)
{
    shape->line = shape->column = 1;
    if (strncmp(text, "\xef\xbb\xbf", 3) == 0)
        text += 3;
    for (; *text && strchr(" \t\r\n", *text); text++) {
        shape->column++;
        if (*text == '\n') {
            shape->line++;
            shape->column = 1;
        }
    }
}

/* Resource Graph says "resultTruncated": "true" as a string; az graph query
 * keeps a skip_token and the number of all records. */
static const char *
graph_truncation(const json_t *body)
{
    const char *flag = json_get_text(body, "resultTruncated");
    const json_t *total = json_get_fold(body, "totalRecords", NULL);
    const json_t *count = json_get_fold(body, "count", NULL);

    if (!total)
        total = json_get_fold(body, "total_records", NULL);
    if (str_eq_fold(flag, "true"))
        return "Resource Graph says that the answer was truncated";
    if (!str_empty(json_get_text(body, "$skipToken")) ||
        !str_empty(json_get_text(body, "skip_token")) ||
        !str_empty(json_get_text(body, "skipToken")))
        return "it is one page of a Resource Graph answer: a skip token leads "
               "to more";
    if (json_is_integer(total) && json_is_integer(count) &&
        json_integer_value(total) > json_integer_value(count))
        return "it holds fewer rows than Resource Graph had";
    return NULL;
}

/* One row of the table form becomes an object: {column: value}. */
static json_t *
row_object(const json_t *columns, const json_t *row)
{
    json_t *object = json_object();
    const json_t *column;
    size_t i;

    json_array_foreach(columns, i, column)
    {
        const char *name = json_get_text(column, "name");
        json_t *value = json_array_get(row, i);

        if (name && value && json_object_set(object, name, value) != 0) {
            json_decref(object);
            return NULL;
        }
    }
    return object;
}

static json_t *
table_rows(const json_t *table)
{
    const json_t *columns = json_get_fold(table, "columns", NULL);
    const json_t *rows = json_get_fold(table, "rows", NULL);
    json_t *list = json_array();
    const json_t *row;
    size_t i;

    json_array_foreach(rows, i, row)
    {
        json_t *object = row_object(columns, row);

        if (json_array_append_new(list, object) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static bool
is_table(const json_t *data)
{
    return json_is_array(json_get_fold(data, "columns", NULL)) &&
           json_is_array(json_get_fold(data, "rows", NULL));
}

static bool
describes_resource(const json_t *body)
{
    return json_get_text(body, "id") || json_get_text(body, "subscriptionId");
}

static json_t *
elements_of_object(json_t *body, struct export_shape *shape)
{
    json_t *value = json_get_fold(body, "value", NULL);
    json_t *data = json_get_fold(body, "data", NULL);
    json_t *list;

    if (json_is_array(value)) {
        if (json_says_more(body, "nextLink"))
            shape->truncated = "it is one page of a list: its nextLink leads "
                               "to more";
        return json_incref(value);
    }
    if (json_is_array(data) || is_table(data)) {
        shape->truncated = graph_truncation(body);
        return json_is_array(data) ? json_incref(data) : table_rows(data);
    }
    if (!describes_resource(body))
        return NULL;
    shape->single = true;
    list = json_array();
    json_array_append(list, body);
    return list;
}

int
export_find_elements(json_t *body, const char *text, const char *path,
                     struct export_shape *shape, json_t **list, struct err *e)
{
    shape->truncated = NULL;
    shape->single = false;
    find_start(text, shape);
    *list = NULL;
    if (json_is_array(body))
        *list = json_incref(body);
    else if (json_is_object(body))
        *list = elements_of_object(body, shape);
    if (*list)
        return 0;
    return err_set(e, ERR_INPUT,
                   "%s:%zu:%zu: expected exported clusters or subscriptions "
                   "(an object with an id, an array, {\"value\": [...]} or "
                   "{\"data\": [...]}), found %s%s",
                   path, shape->line, shape->column, json_kind(body),
                   json_is_object(body) ? " without any of these" : "");
}

bool
export_is_subscription(const json_t *item)
{
    const char *id = json_get_text(item, "id");

    if (json_get_text(item, "type") || !json_get_text(item, "state"))
        return false;
    if (!id)
        return json_get_text(item, "subscriptionId") != NULL;
    if (guid_is(id))
        return true; /* az account list */
    return str_has_prefix_fold(id, "/subscriptions/") &&
           guid_is(id + strlen("/subscriptions/"));
}
