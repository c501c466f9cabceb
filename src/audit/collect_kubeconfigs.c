/* SPDX-License-Identifier: MIT */
/* collect_kubeconfigs.c - which kubeconfig files are read. */
#include "audit/collect_kubeconfigs.h"

#include <glob.h>
#include <string.h>
#include <unistd.h>

#include "sources/kubeconfig.h"
#include "support/files.h"
#include "support/files_walk.h"
#include "support/str.h"

struct reader {
    struct snapshot *snapshot;
    size_t found; /* kubeconfigs below the folder at hand */
    struct err *e;
};

static int
mark(struct reader *r, const char *path, enum coverage_status status,
     const char *reason)
{
    static const char remedy[] = "mend the file, or read it with an account "
                                 "that may";

    if (snapshot_add_coverage(r->snapshot, "kubeconfig", path, status, reason,
                              reason ? remedy : NULL) != 0)
        return err_nomem(r->e);
    return 0;
}

/* What went wrong with a file, without the file's name that `id` shows. */
static int
mark_failed(struct reader *r, const char *path, const struct err *why)
{
    if (why->code == ERR_NOMEM)
        return err_nomem(r->e);
    return mark(r, path, COVERAGE_UNREACHABLE, why->text);
}

/* ---- one set of files ------------------------------------------------------ */

static int
add_file(struct reader *r, struct kubeconfig_set *set, const char *path,
         bool named)
{
    struct err why = { 0 };
    bool is_one;

    if (kubeconfig_set_add(set, path, named, &is_one, &why) != 0)
        return mark_failed(r, path, &why);
    r->found += is_one;
    return is_one ? mark(r, str_eq(path, "-") ? "standard input" : path,
                         COVERAGE_AUDITED, NULL)
                  : 0;
}

/* One file is a set of its own. */
static int
read_file(struct reader *r, const char *path, bool named)
{
    struct kubeconfig_set *set;
    int rc;

    if (kubeconfig_set_new(&set, r->snapshot, r->e) != 0)
        return -1;
    rc = add_file(r, set, path, named);
    if (rc == 0)
        rc = kubeconfig_set_finish(set, r->e);
    kubeconfig_set_free(set);
    return rc;
}

/* ---- folders and patterns -------------------------------------------------- */

static int
visit(void *arg, const char *path, const struct err *trouble)
{
    struct reader *r = arg;

    return trouble ? mark_failed(r, path, trouble) : read_file(r, path, false);
}

static int
read_folder(struct reader *r, const char *path)
{
    r->found = 0;
    if (files_walk(path, visit, r, r->e) != 0)
        return -1;
    if (r->found > 0)
        return 0;
    if (snapshot_add_coverage(r->snapshot, "kubeconfig", path, COVERAGE_AUDITED,
                              NULL, NULL) != 0)
        return err_nomem(r->e);
    return 0;
}

static int
read_named(struct reader *r, const char *path)
{
    return files_is_dir(path) ? read_folder(r, path) : read_file(r, path, true);
}

static int
read_pattern(struct reader *r, const char *pattern)
{
    glob_t found = { 0 };
    int status = glob(pattern, 0, NULL, &found), rc = 0;

    if (status == GLOB_NOSPACE)
        rc = err_nomem(r->e);
    else if (status != 0)
        rc = mark(r, pattern, COVERAGE_UNREACHABLE,
                  "no file has that name, and none matches it as a pattern");
    for (size_t i = 0; rc == 0 && status == 0 && i < found.gl_pathc; i++)
        rc = read_named(r, found.gl_pathv[i]);
    globfree(&found);
    return rc;
}

static int
read_path(struct reader *r, const char *path)
{
    if (!str_eq(path, "-") && path[strcspn(path, "*?[")] &&
        access(path, F_OK) != 0)
        return read_pattern(r, path);
    return read_named(r, path);
}

/* ---- what kubectl would read ----------------------------------------------- */

static int
add_default(struct reader *r, struct kubeconfig_set *set,
            const struct environment *env)
{
    const char *home = environment_get(env, "HOME");
    auto_buf path = { 0 };

    buf_addf(&path, "%s/.kube/config", str_or(home, ""));
    if (!buf_ok(&path))
        return err_nomem(r->e);
    return add_file(r, set, buf_str(&path), true);
}

static int
add_list(struct reader *r, struct kubeconfig_set *set, const char *list)
{
    bool any = false;

    while (*list) {
        size_t len = strcspn(list, ":");
        const char *path = arena_strndup(r->snapshot->arena, list, len);

        if (!path)
            return err_nomem(r->e);
        list += len + (list[len] == ':');
        if (len == 0 || access(path, F_OK) != 0)
            continue;
        any = true;
        if (add_file(r, set, path, true) != 0)
            return -1;
    }
    return any ? 0
               : mark(r, "KUBECONFIG", COVERAGE_UNREACHABLE,
                      "none of the files that the variable names is there");
}

static int
read_default(struct reader *r, const struct environment *env)
{
    const char *list = environment_get(env, "KUBECONFIG");
    struct kubeconfig_set *set;
    int rc;

    if (kubeconfig_set_new(&set, r->snapshot, r->e) != 0)
        return -1;
    rc = list ? add_list(r, set, list) : add_default(r, set, env);
    if (rc == 0)
        rc = kubeconfig_set_finish(set, r->e);
    kubeconfig_set_free(set);
    return rc;
}

int
collect_kubeconfigs(struct snapshot *s, const struct text_list *paths,
                    const struct environment *env, struct err *e)
{
    struct reader r = { .snapshot = s, .e = e };
    int rc = 0;

    s->has_kubeconfigs = true;
    if (paths->len == 0)
        rc = read_default(&r, env);
    for (size_t i = 0; rc == 0 && i < paths->len; i++)
        rc = read_path(&r, paths->items[i]);
    return rc;
}
