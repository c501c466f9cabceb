/* SPDX-License-Identifier: MIT */
/* export.c - clusters and subscriptions from files instead of the network. */
#include "sources/export.h"

#include <stdio.h>
#include <string.h>

#include "sources/arm.h"
#include "sources/arm_cluster.h"
#include "sources/export_shape.h"
#include "support/files.h"
#include "support/guid.h"
#include "support/json.h"
#include "support/str.h"

/* What became of one file. */
struct file_reading {
    const struct export_reader *reader;
    const char *path;
    size_t clusters;
    size_t subscriptions;
    size_t others;
    char trouble[ERR_TEXT_MAX]; /* the first element that was refused */
    size_t refused;
};

static int
add_cluster(struct file_reading *f, struct cluster *c, struct err *e)
{
    f->clusters++;
    if (f->reader->found(f->reader->arg, c) != 0)
        return err_nomem(e);
    return 0;
}

static void
refuse(struct file_reading *f, size_t index, const struct err *why)
{
    f->refused++;
    if (f->trouble[0])
        return;
    snprintf(f->trouble, sizeof(f->trouble), "element %zu: %.900s", index,
             why->text);
}

static int
read_element(struct file_reading *f, size_t index, const json_t *item,
             struct err *e)
{
    struct snapshot *s = f->reader->snapshot;
    struct err why = { 0 };
    struct cluster *c = NULL;
    struct subscription *sub;
    const char *other;
    int rc;

    if (export_is_subscription(item)) {
        rc = arm_subscription_parse(s, item, &sub, &why);
        if (rc == 0)
            f->subscriptions++;
    } else {
        rc = arm_cluster_parse(s, item, f->path, &c, &other, &why);
        if (rc == 0 && c)
            return add_cluster(f, c, e);
        if (rc == 0)
            f->others++;
    }
    if (rc != 0 && why.code == ERR_NOMEM)
        return err_nomem(e);
    if (rc != 0)
        refuse(f, index, &why);
    return 0;
}

/* The subscription whose id stands in the path: an empty list is its. */
static const char *
subscription_in_path(struct snapshot *s, const char *path)
{
    char id[GUID_TEXT_SIZE];

    for (; *path; path++) {
        if (strlen(path) < sizeof(id) - 1)
            return NULL;
        memcpy(id, path, sizeof(id) - 1);
        id[sizeof(id) - 1] = '\0';
        if (guid_is(id))
            return arena_strdup(s->arena, id);
    }
    return NULL;
}

static int
settle_file(struct file_reading *f, const struct export_shape *shape,
            struct err *e)
{
    struct snapshot *s = f->reader->snapshot;
    enum coverage_status status = COVERAGE_AUDITED;
    const char *remedy = NULL;
    char reason[ERR_TEXT_MAX + 64] = "";

    if (f->refused > 0) {
        status = COVERAGE_PARTIAL;
        snprintf(reason, sizeof(reason),
                 "%zu of its elements could not be read: %s", f->refused,
                 f->trouble);
        remedy = "export whole objects again, without --query";
    } else if (shape->truncated) {
        status = COVERAGE_PARTIAL;
        snprintf(reason, sizeof(reason), "%s", shape->truncated);
        remedy = "export every page: az aks list follows them by itself, az "
                 "graph query needs --first 1000 and --skip-token";
    } else if (f->others > 0) {
        snprintf(reason, sizeof(reason),
                 "%zu resources in it are not AKS clusters", f->others);
    }
    if (snapshot_add_coverage(s, "file", f->path, status,
                              *reason ? reason : NULL, remedy) != 0)
        return err_nomem(e);
    return 0;
}

/* A whole list in a file that carries the id of the subscription: what is not
 * in it is not there. */
static int
settle_list(const struct file_reading *f, const struct export_shape *shape,
            size_t elements, struct err *e)
{
    struct snapshot *s = f->reader->snapshot;
    const char *id = subscription_in_path(s, f->path);
    struct subscription *sub;

    if (!id || (elements > 0 && f->clusters == 0))
        return 0;
    sub = elements == 0 ? snapshot_subscription(s, id)
                        : snapshot_find_subscription(s, id);
    if (!sub)
        return elements == 0 ? err_nomem(e) : 0;
    if (elements == 0)
        sub->exported = true;
    if (!shape->single && !shape->truncated && f->refused == 0)
        sub->listed = true;
    return 0;
}

static int
read_text(const struct export_reader *reader, const char *path,
          const struct buf *text, struct err *e)
{
    struct file_reading f = { .reader = reader };
    struct snapshot *s = reader->snapshot;
    json_auto_t *body = json_read(buf_str(text), text->len, path, e);
    json_auto_t *list = NULL;
    struct export_shape shape;
    const json_t *item;
    size_t i;

    f.path = arena_strdup(s->arena, path);
    if (!f.path)
        return err_nomem(e);
    if (!body ||
        export_find_elements(body, buf_str(text), path, &shape, &list, e) != 0)
        return -1;
    json_array_foreach(list, i, item)
    {
        if (read_element(&f, i + 1, item, e) != 0)
            return -1;
    }
    if (json_array_size(list) > 0 && f.refused == json_array_size(list))
        return err_set(e, ERR_INPUT, "%s:%zu:%zu: %s", path, shape.line,
                       shape.column, f.trouble);
    if (settle_list(&f, &shape, json_array_size(list), e) != 0)
        return -1;
    return settle_file(&f, &shape, e);
}

static int
read_file(const struct export_reader *reader, const char *path, struct err *e)
{
    auto_buf text = { .limit = EXPORT_FILE_LIMIT };

    if (files_read(path, EXPORT_FILE_LIMIT, &text, e) != 0)
        return -1;
    return read_text(reader, path, &text, e);
}

bool
export_is_in_part(const char *dir, const char *path, const char *part)
{
    size_t len = strlen(part);

    for (const char *p = path + strlen(dir); (p = strchr(p, '/')); p++) {
        if (str_has_prefix_fold(p + 1, part) && p[1 + len] == '/')
            return true;
    }
    return false;
}

static int
read_listed(const struct export_reader *reader, const char *dir,
            const struct vec *paths, struct err *e)
{
    struct snapshot *s = reader->snapshot;
    struct err first = { 0 };
    size_t good = 0;

    for (size_t i = 0; i < paths->len; i++) {
        const char *path = paths->items[i];
        struct err why = { 0 };

        /* These have readers of their own. */
        if (export_is_in_part(dir, path, "apps") ||
            export_is_in_part(dir, path, "bindings"))
            continue;
        if (read_file(reader, path, &why) == 0) {
            good++;
            continue;
        }
        if (why.code == ERR_NOMEM)
            return err_nomem(e);
        if (first.code == ERR_NONE)
            first = why;
        if (snapshot_add_coverage(s, "file", path, COVERAGE_UNREACHABLE,
                                  why.text,
                                  "mend the file or export it again") != 0)
            return err_nomem(e);
    }
    if (good > 0)
        return 0;
    if (first.code != ERR_NONE)
        return err_set(e, ERR_USAGE, "%s", first.text);
    return err_set(e, ERR_USAGE, "%s: there is no *.json file in it", dir);
}

int
export_read(const struct export_reader *reader, const char *path, struct err *e)
{
    struct vec paths = { 0 };
    struct err why = { 0 };
    int rc;

    if (strcmp(path, "-") == 0 || !files_is_dir(path)) {
        if (read_file(reader, path, &why) == 0)
            return 0;
        return err_set(e, why.code == ERR_NOMEM ? ERR_NOMEM : ERR_USAGE, "%s",
                       why.text);
    }
    rc = files_list(path, ".json", EXPORT_FOLDER_DEPTH, &paths, e);
    if (rc == 0)
        rc = read_listed(reader, path, &paths, e);
    files_free_list(&paths);
    return rc;
}

int
export_settle(struct snapshot *s, struct err *e)
{
    for (size_t i = 0; i < s->subscriptions.len; i++) {
        struct subscription *sub = s->subscriptions.items[i];

        if (sub->clusters + sub->filtered > 0 || sub->exported) {
            subscription_mark_state(sub);
            continue;
        }
        sub->reason = "the export names the subscription but shows no list "
                      "of its clusters, not even an empty one";
        sub->remedy = arena_printf(s->arena,
                                   "az aks list --subscription %s -o json > "
                                   "%s.json",
                                   sub->id, sub->id);
        if (!sub->remedy)
            return err_nomem(e);
        sub->status = COVERAGE_UNREACHABLE;
    }
    return 0;
}
