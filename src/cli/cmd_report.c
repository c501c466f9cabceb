/* SPDX-License-Identifier: MIT */
/* cmd_report.c - `aksentra report`: saved results into every format. */
#include "cli/commands.h"

#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>

#include "audit/exit_status.h"
#include "audit/saved_results.h"
#include "cli/help.h"
#include "cli/report_settings.h"
#include "cli/settings.h"
#include "cli/table.h"
#include "cli/table_kubeconfigs.h"
#include "cli/terminal.h"
#include "json/report_json.h"
#include "formats/report.h"
#include "support/log.h"
#include "support/sandbox.h"

static int
fail(const struct err *e)
{
    return cli_fail(e->code == ERR_USAGE ? EXIT_STATUS_USAGE
                                         : EXIT_STATUS_NOT_MADE,
                    e->text);
}

static void
set_up_messages(const struct report_settings *s)
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

static int
print_results(const struct results *r, const struct report_settings *s,
              struct err *e)
{
    struct table_style style = {
        .width = terminal_width(),
        .colour = terminal_colour(stdout, s->no_color),
    };

    switch (s->output) {
    case OUTPUT_TABLE:
        return r->snapshot.kubeconfigs_only
                   ? table_print_kubeconfigs(stdout, r, &style, e)
                   : table_print(stdout, r, &style, e);
    case OUTPUT_JSON:
        return report_write_json(stdout, r, e);
    case OUTPUT_TSV:
        return r->snapshot.kubeconfigs_only
                   ? report_write_kubeconfigs_tsv(stdout, r, e)
                   : report_write_tsv(stdout, r, e);
    case OUTPUT_GITHUB:
        return report_write_github(stdout, r, e);
    case OUTPUT_AZURE_PIPELINES:
        return report_write_azure_pipelines(stdout, r, e);
    default:
        return 0;
    }
}

/* Merged or redacted results beside what they were made of would be written over
 * it. */
static int
spare_inputs(const struct report_settings *s, struct err *e)
{
    struct stat target, input;
    auto_buf path = { 0 };

    if ((s->files.len < 2 && !s->redact) ||
        !report_has_file(s->formats, "results.json"))
        return 0;
    buf_addf(&path, "%s/results.json", s->report_dir);
    if (!buf_ok(&path))
        return err_nomem(e);
    if (stat(buf_str(&path), &target) != 0)
        return 0;
    for (size_t i = 0; i < s->files.len; i++) {
        if (stat(s->files.items[i], &input) == 0 &&
            input.st_dev == target.st_dev && input.st_ino == target.st_ino)
            return err_set(e, ERR_USAGE,
                           "--report-dir: expected another folder than that "
                           "of %s, which the new results.json would replace",
                           s->files.items[i]);
    }
    return 0;
}

static int
write_files(const struct results *r, struct report_settings *s,
            const struct report_options *options, struct err *e)
{
    if (!s->report_dir && s->formats)
        s->report_dir = REPORT_DIR_DEFAULT;
    if (!s->report_dir)
        return 0;
    if (report_dir_expand(&s->report_dir, s->arena, r->snapshot.taken_at, e) !=
            0 ||
        spare_inputs(s, e) != 0)
        return -1;
    return report_write_all(r, s->report_dir, options, e);
}

static int
report(const struct results *r, struct report_settings *s,
       const struct report_options *options)
{
    struct err e = { 0 };

    if (write_files(r, s, options, &e) != 0 || print_results(r, s, &e) != 0)
        return fail(&e);
    if (!s->quiet && !says_exit_code(s->output))
        fprintf(stderr, "Exit code %d: %s\n", r->summary.exit_code,
                r->summary.exit_reason);
    if (!s->quiet && s->report_dir)
        fprintf(stderr, "Reports: %s\n", s->report_dir);
    return cli_finish(r->summary.exit_code);
}

static int
render(struct report_settings *s)
{
    const struct saved_request request = {
        .files = s->files,
        .fail_on = s->fail_on,
        .redact = s->redact,
        .redact_map = s->redact_map,
    };
    struct report_options options = { .formats = s->formats,
                                      .csv.bom = s->csv_bom };
    struct results results;
    struct err e = { 0 };
    int status;

    if (s->files.len == 0)
        return cli_fail(EXIT_STATUS_USAGE,
                        "report: expected one or more results.json; see "
                        "'aksentra report --help'");
    if ((s->formats && report_check_formats(s->formats, &e) != 0) ||
        csv_delimiter_parse(s->csv_delimiter, &options.csv.delimiter, &e) !=
            0 ||
        saved_results_check_redact(s->redact, s->redact_map, &e) != 0)
        return fail(&e);
    /* Where the reports go may depend on what the file says (strftime). */
    sandbox_enter(&(const struct sandbox){ .writable = "/", .offline = true });
    if (saved_results_load(&request, &results, &e) != 0)
        return fail(&e);
    status = report(&results, s, &options);
    results_free(&results);
    return status;
}

static int
print_usage(void)
{
    auto_buf text = { 0 };

    help_command(&text, &report_options);
    fputs(buf_str(&text), stdout);
    return cli_finish(EXIT_STATUS_CLEAN);
}

int
cmd_report(int argc, char **argv)
{
    struct report_settings s = { .arena = arena_new() };
    struct option_values v = { .set = &report_options,
                               .target = &s,
                               .arena = s.arena };
    struct err e = { 0 };
    int status;

    if (!s.arena)
        err_nomem(&e);
    if (!s.arena ||
        options_load(&v, argc, argv, &environment_system, &e) != 0) {
        status = fail(&e);
    } else if (s.help) {
        status = print_usage();
    } else {
        set_up_messages(&s);
        status = render(&s);
    }
    arena_free(s.arena);
    return status;
}
