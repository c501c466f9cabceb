/* SPDX-License-Identifier: MIT */
/* saved_results.c - the results of audits made earlier. */
#include "audit/saved_results.h"

#include <stdlib.h>
#include <string.h>

#include "audit/exit_status.h"
#include "audit/merge.h"
#include "checks/registry.h"
#include "sources/results_read.h"
#include "support/str.h"

static const struct rule *
find_rule(const char *id)
{
    const struct check *check = check_find(id);

    return check ? &check->rule : NULL;
}

static const struct results_reading reading = { .find_rule = find_rule };

/* Into an arena that all parts share. */
static int
read_part(struct merge_part *part, const char *path, struct arena *arena,
          struct err *e)
{
    directory_init(&part->results.snapshot.directory);
    part->results.snapshot.arena = arena;
    part->name =
        str_eq(path, "-") ? "standard input" : arena_strdup(arena, path);
    if (!part->name)
        return err_nomem(e);
    return results_read(&part->results, path, &reading, e);
}

static int
read_parts(const struct text_list *files, struct results *r, struct err *e)
{
    struct merge_part *parts = calloc(files->len, sizeof(*parts));
    int rc = 0;

    if (!parts)
        return err_nomem(e);
    for (size_t i = 0; rc == 0 && i < files->len; i++)
        rc = read_part(&parts[i], files->items[i], r->snapshot.arena, e);
    if (rc == 0)
        rc = merge_results(r, parts, files->len, e);
    for (size_t i = 0; i < files->len; i++) {
        parts[i].results.snapshot.arena = NULL; /* shared */
        results_free(&parts[i].results);
    }
    free(parts);
    return rc;
}

static int
check_files(const struct text_list *files, struct err *e)
{
    size_t inputs = 0;

    for (size_t i = 0; i < files->len; i++)
        inputs += str_eq(files->items[i], "-");
    if (inputs > 1)
        return err_set(e, ERR_USAGE, "only one file can be standard input");
    return 0;
}

/* "new" is what an audit was compared with; without that nothing is. */
static int
check_new(const struct results *r, const struct fail_on *fail_on, struct err *e)
{
    if (!fail_on->only_new)
        return 0;
    for (size_t i = 0; i < r->findings.len; i++) {
        const struct finding *f = r->findings.items[i];

        if (f->verdict == VERDICT_FAIL && f->is_new == TRI_UNSET)
            return err_set(e, ERR_USAGE,
                           "--fail-on: 'new' needs results that were compared "
                           "with a baseline (scan --baseline)");
    }
    return 0;
}

static int
decide(struct results *r, const char *wish, struct err *e)
{
    size_t verdicts[CHECKS_MAX][VERDICT_COUNT];
    struct fail_on fail_on;

    if (wish)
        r->run.fail_on = arena_strdup(r->snapshot.arena, wish);
    else
        wish = r->run.fail_on = str_or(r->run.fail_on, FAIL_ON_DEFAULT);
    if (!r->run.fail_on)
        return err_nomem(e);
    if (fail_on_parse(&fail_on, wish, e) != 0 || check_new(r, &fail_on, e) != 0)
        return -1;
    memcpy(verdicts, r->summary.verdicts, sizeof(verdicts));
    memset(&r->summary, 0, sizeof(r->summary));
    memcpy(r->summary.verdicts, verdicts, sizeof(verdicts));
    return exit_status_decide(r, &fail_on, e);
}

int
saved_results_load(const struct saved_request *request, struct results *r,
                   struct err *e)
{
    const struct text_list *files = &request->files;
    int rc;

    if (check_files(files, e) != 0 || results_init(r, e) != 0)
        return -1;
    if (files->len == 1)
        rc = results_read(r, files->items[0], &reading, e);
    else
        rc = read_parts(files, r, e);
    if (rc == 0)
        rc = decide(r, request->fail_on, e);
    if (rc != 0) {
        results_free(r);
        memset(r, 0, sizeof(*r));
    }
    return rc;
}
