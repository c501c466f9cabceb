/* SPDX-License-Identifier: MIT */
/* cmd_scan.c - `aksentra scan`: audit live subscriptions, or exports. */
#include "cli/commands.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit/audit.h"
#include "audit/saved_results.h"
#include "cli/dry_run.h"
#include "cli/help.h"
#include "cli/progress.h"
#include "cli/settings.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "json/report_json.h"
#include "formats/report.h"
#include "support/files.h"
#include "support/log.h"
#include "support/sandbox.h"
#include "support/str.h"

static volatile sig_atomic_t interrupted;

static void
on_signal(int number)
{
    (void)number;
    interrupted = 1;
}

/* The first signal ends the audit in order; the second one ends the process. */
static void
catch_signals(void)
{
    struct sigaction action = { .sa_handler = on_signal };

    action.sa_flags = (int)SA_RESETHAND;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static void
set_up_messages(const struct scan_settings *s)
{
    struct log_settings log = {
        .stream = stderr,
        .level = s->quiet ? LOG_ERROR : LOG_WARNING,
        .format = (enum log_format)s->log_format,
        .colour = terminal_colour(stderr, s->no_color),
        .before = progress_clear,
    };
    bool shown =
        s->progress == PROGRESS_ALWAYS ||
        (s->progress == PROGRESS_AUTO && !s->quiet && isatty(STDERR_FILENO));

    if (!s->quiet && s->verbose > 0)
        log.level = s->verbose > 1 ? LOG_DEBUG : LOG_INFO;
    log_setup(&log);
    progress_start(shown);
}

static int
fail(const struct err *e)
{
    progress_clear();
    return cli_fail(e->code == ERR_USAGE ? EXIT_STATUS_USAGE
                                         : EXIT_STATUS_NOT_MADE,
                    e->text);
}

/* What is about to be audited, and with whose rights. */
static void
show_scope(void *arg, const struct results *r, const char *passed_over)
{
    const struct scan_settings *s = arg;
    const struct run *run = &r->run;
    size_t n = r->snapshot.subscriptions.len;

    if (s->quiet)
        return;
    progress_clear();
    fprintf(stderr, "Scope: %zu subscription%s (%s)\n", n, n == 1 ? "" : "s",
            run->scope);
    if (!run->credential)
        return;
    fprintf(stderr, "Credential: %s; tenant %s; cloud %s\n", run->credential,
            str_or(run->tenant_id, "not known"), run->cloud);
    if (*passed_over)
        fprintf(stderr, "Passed over: %s\n", passed_over);
}

/* The folder has to be there: the kernel is told it, not its name. */
static int
give_up_rights(void *arg, struct err *e)
{
    const struct scan_settings *s = arg;
    auto_buf map_folder = { 0 };
    struct sandbox sandbox = {
        .writable = s->report_dir,
        .offline = s->from.len > 0,
    };

    if (files_make_dir(s->report_dir, e) != 0)
        return -1;
    if (files_others_write(s->report_dir))
        log_write(LOG_WARNING,
                  "%s: others can write to this folder, and replace the "
                  "reports",
                  s->report_dir);
    if (s->redact_map) {
        files_folder(&map_folder, s->redact_map);
        if (!buf_ok(&map_folder))
            return err_nomem(e);
        sandbox.also_writable = buf_str(&map_folder);
    }
    sandbox_enter(&sandbox);
    return 0;
}

static void
fill_request(struct audit_request *request, const struct scan_settings *s,
             const struct clock *clock)
{
    request->from = s->from;
    request->scope.subscriptions = s->subscriptions;
    request->scope.management_groups = s->management_groups;
    request->include = s->include;
    request->exclude = s->exclude;
    request->tags = s->tags;
    request->kubeconfigs = s->kubeconfigs;
    request->cloud = s->cloud;
    request->auth = s->auth;
    request->inventory = (enum inventory_way)s->inventory;
    request->plan = s->plan;
    request->owner_tags = s->owner_tags;
    request->environment_tags = s->environment_tags;
    request->production = s->production;
    request->waivers = s->waivers;
    request->baseline = s->baseline;
    request->no_apps = s->no_apps;
    request->no_bindings = s->no_bindings;
    request->allow_admin_credential = s->allow_admin_credential;
    request->allow_run_command = s->allow_run_command;
    request->fail_on = s->fail_on;
    request->parallel = s->parallel;
    request->timeout_s = s->timeout_s;
    request->retries = s->retries;
    request->ca_file = s->ca_file;
    request->env = &environment_system;
    request->clock = clock;
    request->interrupted = &interrupted;
    request->listener.scope = show_scope;
    request->listener.alone = give_up_rights;
    request->listener.progress = progress_update;
    request->listener.arg = (void *)s;
}

static int
print_results(const struct results *r, const struct scan_settings *s,
              struct err *e)
{
    struct table_style style = {
        .width = terminal_width(),
        .colour = terminal_colour(stdout, s->no_color),
    };

    switch (s->output) {
    case OUTPUT_TABLE:
        return table_print(stdout, r, &style, e);
    case OUTPUT_JSON:
        return report_write_json(stdout, r, e);
    case OUTPUT_TSV:
        return report_write_tsv(stdout, r, e);
    case OUTPUT_GITHUB:
        return report_write_github(stdout, r, e);
    case OUTPUT_AZURE_PIPELINES:
        return report_write_azure_pipelines(stdout, r, e);
    default:
        return 0;
    }
}

/* The audit stands, and is shown, where its reports could not be written. */
static void
note_unwritten(struct results *r, const struct err *why)
{
    const char *reason = arena_printf(
        r->snapshot.arena, "the reports could not be written: %s", why->text);

    r->summary.exit_code = EXIT_STATUS_NOT_MADE;
    r->summary.exit_reason = str_or(reason, "the reports could not be written");
}

static int
report_all(struct results *r, const struct scan_settings *s,
           const struct report_options *options)
{
    struct err unwritten = { 0 }, e = { 0 };

    progress_clear();
    if (report_write_all(r, s->report_dir, options, &unwritten) != 0)
        note_unwritten(r, &unwritten);
    if (print_results(r, s, &e) != 0)
        return fail(unwritten.code == ERR_NONE ? &e : &unwritten);
    if (!s->quiet && !says_exit_code(s->output))
        fprintf(stderr, "Exit code %d: %s\n", r->summary.exit_code,
                r->summary.exit_reason);
    if (unwritten.code != ERR_NONE)
        return cli_finish(fail(&unwritten));
    if (!s->quiet)
        fprintf(stderr, "Reports: %s\n", s->report_dir);
    return cli_finish(r->summary.exit_code);
}

static int
audit_and_report(const struct audit_request *request,
                 const struct scan_settings *s,
                 const struct report_options *options)
{
    bool is_new = !files_is_dir(s->report_dir);
    struct results results;
    struct err e = { 0 };
    int status;

    if (audit_run(request, &results, &e) == 0) {
        status =
            s->redact && saved_results_redact(&results, s->redact_map, &e) != 0
                ? fail(&e)
                : report_all(&results, s, options);
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

static int
audit(struct scan_settings *s, const struct clock *clock)
{
    struct audit_request request = { 0 };
    struct report_options options = { .formats = s->formats,
                                      .csv.bom = s->csv_bom };
    struct err e = { 0 };

    if ((s->formats && report_check_formats(s->formats, &e) != 0) ||
        csv_delimiter_parse(s->csv_delimiter, &options.csv.delimiter, &e) !=
            0 ||
        shard_parse(&request.scope.shard, s->shard, &e) != 0 ||
        saved_results_check_redact(s->redact, s->redact_map, &e) != 0 ||
        report_dir_expand(&s->report_dir, s->arena, clock_report_time(clock),
                          &e) != 0)
        return fail(&e);
    if (s->shard && s->from.len > 0)
        return cli_fail(EXIT_STATUS_USAGE,
                        "--shard: expected a live audit, found --from: exports "
                        "are read whole");
    fill_request(&request, s, clock);
    if (s->dry_run)
        return dry_run(&request);
    catch_signals();
    return audit_and_report(&request, s, &options);
}

static int
print_usage(void)
{
    auto_buf text = { 0 };

    help_command(&text, &scan_options);
    fputs(buf_str(&text), stdout);
    return cli_finish(EXIT_STATUS_CLEAN);
}

int
cmd_scan(int argc, char **argv)
{
    struct scan_settings settings = { 0 };
    struct clock clock;
    struct err e = { 0 };
    int status;

    if (clock_init(&clock, getenv("SOURCE_DATE_EPOCH"), &e) != 0 ||
        scan_settings_load(&settings, argc, argv, &environment_system, &e) !=
            0) {
        status = fail(&e);
    } else if (settings.help) {
        status = print_usage();
    } else {
        set_up_messages(&settings);
        status = audit(&settings, &clock);
    }
    scan_settings_free(&settings);
    return status;
}
