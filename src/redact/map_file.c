/* SPDX-License-Identifier: MIT */
/* map_file.c - names and their pseudonyms, one a line. */
#include "redact/map_file.h"

#include <errno.h>
#include <jansson.h>
#include <unistd.h>

#include "support/files.h"
#include "support/json.h"
#include "support/str.h"

#define MAP_SCHEMA "aksentra.redaction/1"

/* As many as a million names have. */
#define MAP_LIMIT ((size_t)256 * 1024 * 1024)

static int
refuse(const char *path, size_t at, const char *wanted, const char *found,
       struct err *e)
{
    return err_set(e, ERR_USAGE, "%s: /names/%zu: expected %s, found %s", path,
                   at, wanted, found);
}

static int
load_name(struct names *n, const char *path, size_t at, const json_t *item,
          struct err *e)
{
    const char *kind = json_get_text(item, "kind");
    const char *name = json_get_text(item, "name");
    const char *pseudonym = json_get_text(item, "pseudonym");
    int rc;

    if (str_empty(kind) || str_empty(name) || str_empty(pseudonym))
        return refuse(path, at, "kind, name and pseudonym, as texts",
                      json_is_object(item) ? "an object that lacks one"
                                           : json_kind(item),
                      e);
    rc = names_restore(n, kind, name, pseudonym);
    if (rc > 0)
        return refuse(path, at, "a name that is not there yet", name, e);
    return rc == 0 ? 0 : err_nomem(e);
}

static int
load(struct names *n, const char *path, const json_t *root, struct err *e)
{
    const char *schema = json_get_text(root, "schema");
    const json_t *names = json_object_get(root, "names");
    size_t i;
    json_t *item;

    if (!str_eq(schema, MAP_SCHEMA))
        return err_set(e, ERR_USAGE,
                       "%s: /schema: expected \"" MAP_SCHEMA
                       "\", found %s: it is no mapping of --redact-map",
                       path, str_or(schema, "nothing"));
    if (!json_is_array(names))
        return err_set(e, ERR_USAGE, "%s: /names: expected an array, found %s",
                       path, names ? json_kind(names) : "nothing");
    json_array_foreach(names, i, item)
    {
        if (load_name(n, path, i, item, e) != 0)
            return -1;
    }
    return 0;
}

int
redact_map_load(struct names *n, const char *path, struct err *e)
{
    auto_buf text = { 0 };
    struct err why = { 0 };
    json_t *root;
    int rc;

    if (access(path, F_OK) != 0 && errno == ENOENT)
        return 0;
    text.limit = MAP_LIMIT;
    if (files_read(path, MAP_LIMIT, &text, &why) != 0)
        return err_set(e, ERR_USAGE, "%s", why.text);
    root = json_read(buf_str(&text), text.len, path, &why);
    if (!root)
        return err_set(e, ERR_USAGE, "%s", why.text);
    rc = load(n, path, root, e);
    json_decref(root);
    return rc;
}

/* ---- writing -------------------------------------------------------------------- */

static int
save_name(FILE *out, const struct name *name)
{
    json_t *item = json_pack("{s:s, s:s, s:s}", "kind", name->kind, "name",
                             name->text, "pseudonym", name->pseudonym);
    int rc = item ? json_write_line(out, item) : -1;

    json_decref(item);
    return rc;
}

int
redact_map_check(const char *path, struct err *e)
{
    struct files_draft draft = { 0 };
    struct err why = { 0 };

    if (files_draft_open(&draft, path, &why) != 0)
        return err_set(e, ERR_USAGE, "--redact-map: %s", why.text);
    files_draft_abort(&draft);
    return 0;
}

int
redact_map_save(const struct names *n, const char *path, struct err *e)
{
    struct files_draft draft = { 0 };
    int rc = 0;

    if (files_draft_open(&draft, path, e) != 0)
        return -1;
    fputs("{\"schema\": \"" MAP_SCHEMA "\", \"names\": [\n", draft.stream);
    for (size_t i = 0; rc == 0 && i < n->list.len; i++) {
        if (i > 0)
            fputs(",\n", draft.stream);
        rc = save_name(draft.stream, n->list.items[i]);
    }
    fputs("\n]}\n", draft.stream);
    if (rc == 0)
        return files_draft_commit(&draft, e);
    files_draft_abort(&draft);
    return err_nomem(e);
}
