/* SPDX-License-Identifier: MIT */
/* cmd_kubeconfig.c - `aksentra kubeconfig`: which contexts are stale. */
#include "cli/commands.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "audit/exit_status.h"
#include "audit/kubeconfig_audit.h"
#include "audit/saved_results.h"
#include "cli/help.h"
#include "cli/kubeconfig_settings.h"
#include "cli/settings.h"
#include "cli/table_kubeconfigs.h"
#include "cli/terminal.h"
#include "report/email.h"
#include "json/report_json.h"
#include "formats/report.h"
#include "support/files.h"
#include "support/log.h"
#include "support/sandbox.h"
#include "support/str.h"

static int
fail(const struct err *e)
{
    return cli_fail(e->code == ERR_USAGE ? EXIT_STATUS_USAGE
                                         : EXIT_STATUS_NOT_MADE,
                    e->text);
}

static void
set_up_messages(const struct kubeconfig_settings *s)
{
    struct log_settings log = {
        .stream = stderr,
        .level = s->quiet ? LOG_ERROR : LOG_WARNING,
        .format = (enum log_format)s->log_format,
        .colour = terminal_colour(stderr, s->no_color),
    };

    if (!s->quiet && s->verbose > 0)
        log.level = s->verbose > 1 ? LOG_DEBUG : LOG_INFO;
    log_setup(&log);
    signal(SIGPIPE, SIG_IGN);
}

/* ---- the audit ------------------------------------------------------------- */

static int
print_results(const struct results *r, const struct kubeconfig_settings *s,
              struct err *e)
{
    struct table_style style = {
        .width = terminal_width(),
        .colour = terminal_colour(stdout, s->no_color),
    };

    switch (s->output) {
    case OUTPUT_TABLE:
        return table_print_kubeconfigs(stdout, r, &style, e);
    case OUTPUT_JSON:
        return report_write_json(stdout, r, e);
    case OUTPUT_TSV:
        return report_write_kubeconfigs_tsv(stdout, r, e);
    case OUTPUT_GITHUB:
        return report_write_github(stdout, r, e);
    case OUTPUT_AZURE_PIPELINES:
        return report_write_azure_pipelines(stdout, r, e);
    default:
        return 0;
    }
}

static int
report(const struct results *r, const struct kubeconfig_settings *s,
       const struct report_options *options)
{
    struct err e = { 0 };

    if ((s->report_dir &&
         report_write_all(r, s->report_dir, options, &e) != 0) ||
        print_results(r, s, &e) != 0)
        return fail(&e);
    if (!s->quiet && !says_exit_code(s->output))
        fprintf(stderr, "Exit code %d: %s\n", r->summary.exit_code,
                r->summary.exit_reason);
    if (!s->quiet && s->report_dir)
        fprintf(stderr, "Reports: %s\n", s->report_dir);
    return cli_finish(r->summary.exit_code);
}

/* Files are read, and the report folder is written to: nothing else. */
static int
give_up_rights(const struct kubeconfig_settings *s, struct err *e)
{
    auto_buf map_folder = { 0 };
    struct sandbox sandbox = {
        .writable = s->report_dir,
        .offline = true,
    };

    if (s->report_dir && files_make_dir(s->report_dir, e) != 0)
        return -1;
    if (s->redact_map) {
        files_folder(&map_folder, s->redact_map);
        if (!buf_ok(&map_folder))
            return err_nomem(e);
        sandbox.also_writable = buf_str(&map_folder);
    }
    sandbox_enter(&sandbox);
    return 0;
}

static int
run(const struct kubeconfig_request *request,
    const struct kubeconfig_settings *s, struct results *r, struct err *e)
{
    /* --tools starts programs, which must not have less rights for that. */
    if (!s->tools && give_up_rights(s, e) != 0)
        return -1;
    if (kubeconfig_audit_run(request, r, e) != 0)
        return -1;
    if (!s->tools || give_up_rights(s, e) == 0)
        return 0;
    results_free(r);
    return -1;
}

static int
audit(const struct kubeconfig_settings *s, const struct clock *clock)
{
    bool is_new = s->report_dir && !files_is_dir(s->report_dir);
    const struct kubeconfig_request request = {
        .paths = s->paths,
        .results = s->results,
        .waivers = s->waivers,
        .fail_on = s->fail_on,
        .tools = s->tools,
        .env = &environment_system,
        .clock = clock,
    };
    struct report_options options = { .formats = s->formats,
                                      .csv.bom = s->csv_bom };
    struct results results;
    struct err e = { 0 };
    int status;

    if ((s->formats && report_check_formats(s->formats, &e) != 0) ||
        csv_delimiter_parse(s->csv_delimiter, &options.csv.delimiter, &e) !=
            0 ||
        saved_results_check_redact(s->redact, s->redact_map, &e) != 0)
        return fail(&e);
    if (run(&request, s, &results, &e) == 0) {
        status =
            s->redact && saved_results_redact(&results, s->redact_map, &e) != 0
                ? fail(&e)
                : report(&results, s, &options);
        results_free(&results);
    } else {
        status = fail(&e);
    }
    /* Which takes it away where it is empty. */
    if (is_new &&
        (status == EXIT_STATUS_NOT_MADE || status == EXIT_STATUS_USAGE))
        rmdir(s->report_dir);
    return status;
}

/* ---- --for ------------------------------------------------------------------ */

/* The one cluster with this name or id. */
static const struct cluster *
find_cluster(const struct snapshot *s, const char *name, struct err *e)
{
    const struct cluster *found = map_get(&s->cluster_by_id, name);

    for (size_t i = 0; !found && i < s->clusters.len; i++) {
        const struct cluster *c = s->clusters.items[i];
        const struct cluster *next =
            i + 1 < s->clusters.len ? s->clusters.items[i + 1] : NULL;

        if (!str_eq_fold(c->name, name))
            continue;
        found = c;
        for (size_t k = i + 1; next && k < s->clusters.len; k++) {
            const struct cluster *other = s->clusters.items[k];

            if (!str_eq_fold(other->name, name))
                continue;
            err_set(e, ERR_USAGE,
                    "--for: several clusters are called '%s'; name one by its "
                    "id: %s or %s",
                    name, c->id, other->id);
            return NULL;
        }
    }
    if (!found)
        err_set(e, ERR_USAGE,
                "--for: expected the name or id of a cluster in --results, "
                "found '%s'",
                name);
    return found;
}

static int
add_text(struct buf *out, const struct results *r,
         const struct kubeconfig_settings *s, struct err *e)
{
    const struct cluster *c = find_cluster(&r->snapshot, s->for_cluster, e);
    enum audience audience = (enum audience)s->audience;
    enum phase phase;
    struct overview o;

    if (!c)
        return -1;
    phase = s->phase ? str_eq(s->phase, "after") ? PHASE_AFTER : PHASE_BEFORE
            : c->integration == INTEGRATION_MANAGED ? PHASE_AFTER
                                                    : PHASE_BEFORE;
    if (!email_applies(c, audience, phase))
        return err_set(e, ERR_USAGE,
                       "--for: there is nothing to tell %s of %s %s the "
                       "migration: its integration is %s%s",
                       audience_name(audience), c->name, phase_name(phase),
                       integration_name(c->integration),
                       audience == AUDIENCE_PRIVATE_CLUSTER
                           ? ", or it is not private"
                           : "");
    if (overview_init(&o, r, e) != 0)
        return -1;
    email_text(out, &o, c, audience, phase);
    overview_free(&o);
    return buf_ok(out) ? 0 : err_nomem(e);
}

static int
print_text(const struct kubeconfig_settings *s, const struct clock *clock)
{
    struct results results;
    auto_buf text = { 0 };
    struct err e = { 0 };
    int rc;

    if (!s->results)
        return cli_fail(EXIT_STATUS_USAGE,
                        "--for: expected --results with it: the results.json "
                        "that knows the cluster");
    if (kubeconfig_audit_clusters(s->results, clock, &results, &e) != 0)
        return fail(&e);
    rc = add_text(&text, &results, s, &e);
    results_free(&results);
    if (rc != 0)
        return fail(&e);
    fputs(buf_str(&text), stdout);
    return cli_finish(EXIT_STATUS_CLEAN);
}

/* ---- the command ------------------------------------------------------------ */

static int
print_usage(void)
{
    auto_buf text = { 0 };

    help_command(&text, &kubeconfig_options);
    fputs(buf_str(&text), stdout);
    return cli_finish(EXIT_STATUS_CLEAN);
}

int
cmd_kubeconfig(int argc, char **argv)
{
    struct kubeconfig_settings s = { .arena = arena_new() };
    struct option_values v = { .set = &kubeconfig_options,
                               .target = &s,
                               .arena = s.arena };
    struct clock clock;
    struct err e = { 0 };
    int status;

    if (!s.arena)
        err_nomem(&e);
    if (!s.arena || clock_init(&clock, getenv("SOURCE_DATE_EPOCH"), &e) != 0 ||
        options_load(&v, argc, argv, &environment_system, &e) != 0) {
        status = fail(&e);
    } else if (s.help) {
        status = print_usage();
    } else {
        set_up_messages(&s);
        status = s.for_cluster ? print_text(&s, &clock) : audit(&s, &clock);
    }
    arena_free(s.arena);
    return status;
}
