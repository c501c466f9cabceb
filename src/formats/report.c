/* SPDX-License-Identifier: MIT */
/* report.c - the table of formats; write all, then rename all. */
#include "formats/report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "formats/writers.h"
#include "html/report_html.h"
#include "json/report_json.h"
#include "markdown/documents.h"
#include "report/writer.h"
#include "support/files.h"
#include "support/str.h"
#include "workbook/report_xlsx.h"

static int
write_clusters_csv(FILE *out, const struct overview *o, struct err *e)
{
    return write_csv(out, &cluster_columns, o, e);
}

static int
write_findings_csv(FILE *out, const struct overview *o, struct err *e)
{
    return write_csv(out, &finding_columns, o, e);
}

static int
write_apps_csv(FILE *out, const struct overview *o, struct err *e)
{
    return write_csv(out, &app_columns, o, e);
}

static int
write_left_overs_csv(FILE *out, const struct overview *o, struct err *e)
{
    return write_csv(out, &left_over_columns, o, e);
}

static int
write_bindings_csv(FILE *out, const struct overview *o, struct err *e)
{
    return write_csv(out, &binding_columns, o, e);
}

static int
write_roles_csv(FILE *out, const struct overview *o, struct err *e)
{
    return write_csv(out, &azure_role_columns, o, e);
}

static int
write_plan_csv(FILE *out, const struct overview *o, struct err *e)
{
    return write_csv(out, &plan_columns, o, e);
}

static int
write_since_csv(FILE *out, const struct overview *o, struct err *e)
{
    return write_csv(out, &since_columns, o, e);
}

static int
write_kubeconfigs_csv(FILE *out, const struct overview *o, struct err *e)
{
    return write_csv(out, &kubeconfig_columns, o, e);
}

static int
write_tools_csv(FILE *out, const struct overview *o, struct err *e)
{
    return write_csv(out, &tool_columns, o, e);
}

static bool
has_tools(const struct overview *o)
{
    return o->results->snapshot.has_tools;
}

static bool
has_kubeconfigs(const struct overview *o)
{
    return o->results->snapshot.has_kubeconfigs;
}

/* Not an audit of kubeconfig files alone. */
static bool
of_clusters(const struct overview *o)
{
    return !o->results->snapshot.kubeconfigs_only;
}

static bool
has_baseline(const struct overview *o)
{
    return o->results->since != NULL;
}

struct job {
    const struct overview *overview;
    const char *dir;
    const char *formats; /* NULL: those that are not only on request */
};

/* A format is a row; one that has several files has several rows. */
struct format {
    const char *name;
    const char *file_name;
    int (*write)(FILE *out, const struct overview *o, struct err *e);
    /* NULL, or what writes the file by itself. */
    int (*write_file)(struct files_draft *draft, const struct job *job,
                      struct err *e);
    /* NULL: always; else where there is nothing to write, an earlier file of
     * this name goes too: it would speak of another audit. */
    bool (*applies)(const struct overview *o);
};

static int
write_xlsx(struct files_draft *draft, const struct job *job, struct err *e)
{
    return write_workbook(draft, job->dir, job->overview,
                          &workbook_limits_default, e);
}

static const struct format formats[] = {
    { "access", "access-after-migration.md", write_access_md, NULL,
      of_clusters },
    { "csv", "clusters.csv", write_clusters_csv, NULL, of_clusters },
    { "csv", "findings.csv", write_findings_csv, NULL, NULL },
    { "csv", "apps.csv", write_apps_csv, NULL, of_clusters },
    { "csv", "left-overs.csv", write_left_overs_csv, NULL, of_clusters },
    { "csv", "bindings.csv", write_bindings_csv, NULL, of_clusters },
    { "csv", "azure-roles.csv", write_roles_csv, NULL, of_clusters },
    { "csv", "migration-plan.csv", write_plan_csv, NULL, of_clusters },
    { "csv", "kubeconfigs.csv", write_kubeconfigs_csv, NULL, has_kubeconfigs },
    { "csv", "since-baseline.csv", write_since_csv, NULL, has_baseline },
    { "csv", "not-audited.csv", write_gaps_csv, NULL, NULL },
    { "csv", "tools.csv", write_tools_csv, NULL, has_tools },
    { "emails", "kubeconfig-emails.md", write_emails_md, NULL, of_clusters },
    { "html", "report.html", write_html, NULL, NULL },
    { "json", "results.json", write_json, NULL, NULL },
    { "junit", "junit.xml", write_junit, NULL, NULL },
    { "kubeconfig-refresh", "kubeconfig-refresh.md", write_refresh_md, NULL,
      NULL },
    { "kubeconfig-refresh", "kubeconfig-refresh.sh", write_refresh_sh, NULL,
      of_clusters },
    { "markdown", "report.md", write_report_md, NULL, NULL },
    { "metrics", "metrics.prom", write_metrics, NULL, NULL },
    { "migration-plan", "migration-plan.md", write_migration_md, NULL,
      of_clusters },
    { "sarif", "results.sarif", write_sarif, NULL, NULL },
    { "xlsx", "report.xlsx", NULL, write_xlsx, NULL },
};

/* The word for every format. */
#define ALL "all"

/* For programs alone: written when they are named, or with all. */
static const char *const on_request[] = { "junit", "metrics", "sarif" };

enum { N_FORMATS = sizeof(formats) / sizeof(formats[0]) };

/* Whether the word of `len` bytes is this name. */
static bool
is_word(const char *word, size_t len, const char *name)
{
    return strlen(name) == len && strncmp(word, name, len) == 0;
}

static bool
is_known(const char *word, size_t len)
{
    if (is_word(word, len, ALL))
        return true;
    for (size_t i = 0; i < N_FORMATS; i++) {
        if (is_word(word, len, formats[i].name))
            return true;
    }
    return false;
}

static bool
is_default(const struct format *f)
{
    for (size_t i = 0; i < sizeof(on_request) / sizeof(on_request[0]); i++) {
        if (strcmp(f->name, on_request[i]) == 0)
            return false;
    }
    return true;
}

static bool
is_wanted(const struct format *f, const char *list)
{
    for (const char *word = list; word; word = strchr(word, ',')) {
        word += *word == ',';
        if (is_word(word, strcspn(word, ","), f->name) ||
            is_word(word, strcspn(word, ","), ALL))
            return true;
    }
    return !list && is_default(f);
}

void
report_list_formats(struct buf *out)
{
    for (size_t i = 0; i < N_FORMATS; i++) {
        if (i > 0 && strcmp(formats[i].name, formats[i - 1].name) == 0)
            continue;
        buf_addf(out, "%s, ", formats[i].name);
    }
    buf_adds(out, ALL);
}

int
report_check_formats(const char *list, struct err *e)
{
    auto_buf known = { 0 };

    for (;;) {
        size_t len = strcspn(list, ",");

        if (!is_known(list, len)) {
            report_list_formats(&known);
            return err_set(e, ERR_USAGE,
                           "--format: expected one or more of %s, found "
                           "'%.*s'",
                           buf_str(&known), (int)(len < 100 ? len : 100), list);
        }
        if (!list[len])
            return 0;
        list += len + 1;
    }
}

bool
report_has_file(const char *list, const char *file_name)
{
    for (size_t i = 0; i < N_FORMATS; i++) {
        if (strcmp(formats[i].file_name, file_name) == 0)
            return is_wanted(&formats[i], list);
    }
    return false;
}

static int
open_draft(struct files_draft *draft, const char *dir, const char *name,
           struct err *e)
{
    auto_buf path = { 0 };

    buf_addf(&path, "%s/%s", dir, name);
    if (!buf_ok(&path))
        return err_nomem(e);
    /* Found out now, while every earlier report is still there. */
    if (files_is_dir(buf_str(&path)))
        return err_set(e, ERR_IO, "%s: expected a file, found a folder",
                       buf_str(&path));
    return files_draft_open(draft, buf_str(&path), e);
}

static int
write_draft(struct files_draft *draft, const struct format *f,
            const struct job *job, struct err *e)
{
    int ret;

    if (open_draft(draft, job->dir, f->file_name, e) != 0)
        return -1;
    if (f->write)
        ret = f->write(draft->stream, job->overview, e);
    else
        ret = f->write_file(draft, job, e);
    /* What is still in a buffer must be on the disk before the first report
     * is replaced. */
    if (ret == 0) {
        fflush(draft->stream);
        ret = writer_check(draft->stream, e);
    }
    return ret == 0 ? 0 : err_wrap(e, "%s/%s", job->dir, f->file_name);
}

static bool
applies(const struct format *f, const struct overview *o)
{
    return !f->applies || f->applies(o);
}

static int
write_drafts(struct files_draft *drafts, const struct job *job, struct err *e)
{
    for (size_t i = 0; i < N_FORMATS; i++) {
        if (is_wanted(&formats[i], job->formats) &&
            applies(&formats[i], job->overview) &&
            write_draft(&drafts[i], &formats[i], job, e) != 0)
            return -1;
    }
    return 0;
}

static int
commit_drafts(struct files_draft *drafts, struct err *e)
{
    for (size_t i = 0; i < N_FORMATS; i++) {
        if (drafts[i].stream && files_draft_commit(&drafts[i], e) != 0)
            return -1;
    }
    return 0;
}

/* What an earlier audit wrote and this one has nothing to say of. */
static int
remove_stale(const struct job *job, struct err *e)
{
    for (size_t i = 0; i < N_FORMATS; i++) {
        auto_buf path = { 0 };

        if (!is_wanted(&formats[i], job->formats) ||
            applies(&formats[i], job->overview))
            continue;
        buf_addf(&path, "%s/%s", job->dir, formats[i].file_name);
        if (!buf_ok(&path))
            return err_nomem(e);
        if (unlink(buf_str(&path)) != 0 && errno != ENOENT)
            return err_set(e, ERR_IO, "%s: cannot be removed: %m",
                           buf_str(&path));
    }
    return 0;
}

static int
write_files(const struct job *job, struct err *e)
{
    struct files_draft drafts[N_FORMATS] = { 0 };
    bool is_new = !files_is_dir(job->dir);
    int ret = -1;

    if (files_make_dir(job->dir, e) != 0)
        return -1;
    if (write_drafts(drafts, job, e) == 0)
        ret = commit_drafts(drafts, e);
    if (ret == 0)
        ret = remove_stale(job, e);
    for (size_t i = 0; i < N_FORMATS; i++)
        files_draft_abort(&drafts[i]);
    if (ret != 0 && is_new)
        rmdir(job->dir);
    return ret;
}

int
report_write_all(const struct results *r, const char *dir,
                 const struct report_options *options, struct err *e)
{
    struct overview overview;
    struct job job = { .overview = &overview,
                       .dir = dir,
                       .formats = options->formats };
    int ret;

    if (overview_init(&overview, r, e) != 0)
        return -1;
    overview.csv = options->csv;
    ret = write_files(&job, e);
    overview_free(&overview);
    return ret;
}
