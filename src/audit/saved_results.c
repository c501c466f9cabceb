/* SPDX-License-Identifier: MIT */
/* saved_results.c - the results of audits made earlier. */
#include "audit/saved_results.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "audit/exit_status.h"
#include "audit/merge.h"
#include "checks/registry.h"
#include "json/report_json.h"
#include "redact/redactor.h"
#include "sources/results_read.h"
#include "support/str.h"

static const struct rule *
find_rule(const char *id)
{
    const struct check *check = check_find(id);

    return check ? &check->rule : NULL;
}

/* How the files of one request are read. */
struct reading {
    struct results_reading how;
    struct redactor *redactor; /* NULL: names stay */
    const char *map;
};

static int
learn_names(const struct reading *reading, const struct text_list *files,
            struct err *e)
{
    struct err why = { 0 };

    if (reading->map &&
        redactor_load_map(reading->redactor, reading->map, e) != 0)
        return -1;
    for (size_t i = 0; i < files->len; i++) {
        if (redactor_learn(reading->redactor, files->items[i], &why) != 0)
            return err_set(e, why.code == ERR_NOMEM ? ERR_NOMEM : ERR_USAGE,
                           "%s", why.text);
    }
    return 0;
}

static int
reading_start(struct reading *reading, const struct saved_request *request,
              struct err *e)
{
    *reading = (struct reading){ .how.find_rule = find_rule,
                                 .map = request->redact_map };
    if (!request->redact)
        return 0;
    reading->redactor = redactor_new();
    if (!reading->redactor)
        return err_nomem(e);
    reading->how.rewrite = redactor_rewrite;
    reading->how.arg = reading->redactor;
    return learn_names(reading, &request->files, e);
}

/* The map is written once everything was read: it has every name then. */
static int
reading_end(struct reading *reading, int rc, struct err *e)
{
    if (rc == 0 && reading->redactor && reading->map)
        rc = redactor_save_map(reading->redactor, reading->map, e);
    redactor_free(reading->redactor);
    return rc;
}

/* Into an arena that all parts share. */
static int
read_part(struct merge_part *part, const char *path, struct arena *arena,
          const struct reading *reading, struct err *e)
{
    const char *name = str_eq(path, "-") ? "standard input" : path;

    if (reading->redactor)
        name = redactor_file_name(reading->redactor, path);
    directory_init(&part->results.snapshot.directory);
    part->results.snapshot.arena = arena;
    part->name = name ? arena_strdup(arena, name) : NULL;
    if (!part->name)
        return err_nomem(e);
    return results_read(&part->results, path, &reading->how, e);
}

static int
read_parts(const struct text_list *files, struct results *r,
           const struct reading *reading, struct err *e)
{
    struct merge_part *parts = calloc(files->len, sizeof(*parts));
    int rc = 0;

    if (!parts)
        return err_nomem(e);
    for (size_t i = 0; rc == 0 && i < files->len; i++)
        rc = read_part(&parts[i], files->items[i], r->snapshot.arena, reading,
                       e);
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
check_files(const struct saved_request *request, struct err *e)
{
    const struct text_list *files = &request->files;
    size_t inputs = 0;

    for (size_t i = 0; i < files->len; i++)
        inputs += str_eq(files->items[i], "-");
    if (inputs > 1)
        return err_set(e, ERR_USAGE, "only one file can be standard input");
    if (inputs > 0 && request->redact)
        return err_set(e, ERR_USAGE,
                       "--redact: expected a file, found standard input (-): "
                       "it is read twice, for the names and for the rest");
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

static int
read_files(const struct saved_request *request, struct results *r,
           struct err *e)
{
    const struct text_list *files = &request->files;
    struct reading reading;
    int rc = reading_start(&reading, request, e);

    if (rc == 0 && files->len == 1)
        rc = results_read(r, files->items[0], &reading.how, e);
    else if (rc == 0)
        rc = read_parts(files, r, &reading, e);
    return reading_end(&reading, rc, e);
}

int
saved_results_load(const struct saved_request *request, struct results *r,
                   struct err *e)
{
    if (check_files(request, e) != 0 || results_init(r, e) != 0)
        return -1;
    if (read_files(request, r, e) == 0 && decide(r, request->fail_on, e) == 0)
        return 0;
    results_free(r);
    memset(r, 0, sizeof(*r));
    return -1;
}

/* ---- redacting ------------------------------------------------------------------ */

static FILE *
open_spool(void)
{
    int fd = memfd_create("aksentra-redact", MFD_CLOEXEC);
    FILE *file = fd >= 0 ? fdopen(fd, "w+") : NULL;

    if (fd >= 0 && !file)
        close(fd);
    return file;
}

int
saved_results_check_redact(bool redact, const char *redact_map, struct err *e)
{
    if (!redact_map)
        return 0;
    if (!redact)
        return err_set(e, ERR_USAGE,
                       "--redact-map: expected --redact with it, found no "
                       "--redact");
    return redactor_check_map(redact_map, e);
}

/* Through a file without a name or place: nothing is left on a disk, and the
 * sandbox lets nothing be written there. */
static int
spool(const struct results *r, FILE *file, struct err *e)
{
    if (report_write_json(file, r, e) != 0)
        return -1;
    if (fflush(file) != 0)
        return err_set(e, ERR_IO, "memory for --redact: %s", strerror(errno));
    return 0;
}

int
saved_results_redact(struct results *r, const char *redact_map, struct err *e)
{
    FILE *file = open_spool();
    struct saved_request request = { .redact = true, .redact_map = redact_map };
    struct results redacted;
    char path[64];
    const char *files[] = { path };
    int rc;

    if (!file)
        return err_set(e, ERR_IO, "memory for --redact: %s", strerror(errno));
    snprintf(path, sizeof(path), "/proc/self/fd/%d", fileno(file));
    request.files = (struct text_list){ files, 1 };
    rc = spool(r, file, e);
    if (rc == 0)
        rc = saved_results_load(&request, &redacted, e);
    fclose(file);
    if (rc != 0)
        return -1;
    results_free(r);
    *r = redacted;
    return 0;
}
