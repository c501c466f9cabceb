/* SPDX-License-Identifier: MIT */
/* results_file.c - reading a results.json that an earlier audit wrote. */
#include "sources/results_file.h"

#include "support/buf.h"
#include "support/files.h"
#include "support/json.h"
#include "support/str.h"

#define FILE_LIMIT ((size_t)1024 * 1024 * 1024)

static json_t *
read_results(const char *path, struct err *e)
{
    auto_buf text = { .limit = FILE_LIMIT };
    json_auto_t *body = NULL;
    const char *schema;

    if (files_read(path, FILE_LIMIT, &text, e) != 0)
        return NULL;
    body = json_read(buf_str(&text), text.len, path, e);
    if (!body)
        return NULL;
    schema = json_get_text(body, "schema");
    if (!str_eq(schema, RESULTS_SCHEMA)) {
        err_set(e, ERR_INPUT,
                "%s: expected a results.json of aksentra (\"schema\": "
                "\"" RESULTS_SCHEMA "\"), found %s%s",
                path, schema ? "schema " : json_kind(body),
                schema                 ? schema
                : json_is_object(body) ? " without schema"
                                       : "");
        return NULL;
    }
    if (!json_is_array(json_get_fold(body, "clusters", NULL))) {
        err_set(e, ERR_INPUT, "%s: clusters: expected an array, found %s", path,
                json_kind(json_get_fold(body, "clusters", NULL)));
        return NULL;
    }
    return json_incref(body);
}

int
results_file_apps(const char *path,
                  int (*found)(void *arg, const char *app_id,
                               const char *cluster),
                  void *arg, struct err *e)
{
    static const char *const keys[] = { "serverAppID", "clientAppID" };
    struct err why = { 0 };
    json_auto_t *body = read_results(path, &why);
    const json_t *cluster;
    size_t i;

    if (!body)
        return err_set(e, why.code == ERR_NOMEM ? ERR_NOMEM : ERR_USAGE, "%s",
                       why.text);
    json_array_foreach(json_get_fold(body, "clusters", NULL), i, cluster)
    {
        const json_t *profile = json_get_fold(cluster, "aadProfile", NULL);
        const char *id = json_get_text(cluster, "id");

        for (size_t k = 0; id && k < sizeof(keys) / sizeof(*keys); k++) {
            const char *app_id = json_get_text(profile, keys[k]);

            if (!str_empty(app_id) && found(arg, app_id, id) != 0)
                return err_nomem(e);
        }
    }
    return 0;
}
