/* SPDX-License-Identifier: MIT */
/* cmd_diff.c - `aksentra diff`: what changed between two results. */
#include "cli/commands.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "audit/diff_status.h"
#include "cli/diff_table.h"
#include "cli/terminal.h"
#include "json/report_diff.h"
#include "sources/results_file.h"
#include "support/sandbox.h"
#include "support/str.h"

static const char usage[] =
    "Usage: aksentra diff [-o table|json] [--no-color] OLD NEW\n"
    "\n"
    "Says what changed between two results.json: of each cluster whether it\n"
    "was migrated, is still legacy, has become legacy, is new or gone; and\n"
    "which failures are new or mended. What one of the audits did not see is\n"
    "never called gone, new or mended. - reads one of them from standard "
    "input.\n"
    "\n"
    "  -o, --output table|json   form (default table)\n"
    "      --no-color            no colours; NO_COLOR does the same\n"
    "  -h, --help                this text\n"
    "\n"
    "Exit codes:\n"
    "   0  nothing is newly legacy, and no new failure is of severity high or\n"
    "      above; everything could be compared\n"
    "   2  something is newly legacy, or a new failure is that severe\n"
    "   3  neither, but something could not be compared, since one of the\n"
    "      audits did not see it\n"
    "  64  the command line is wrong, or a file cannot be read or is no\n"
    "      results.json\n";

struct wish {
    const char *output;
    bool no_color;
};

static int
fail(const struct err *e)
{
    char text[ERR_TEXT_MAX + 16];

    snprintf(text, sizeof(text), "diff: %s", e->text);
    return cli_fail(
        e->code == ERR_USAGE ? EXIT_STATUS_USAGE : EXIT_STATUS_NOT_MADE, text);
}

static int
print(const struct audit_diff *d, const struct wish *w)
{
    const struct table_style style = {
        .width = terminal_width(),
        .colour = terminal_colour(stdout, w->no_color),
    };
    auto_buf reason = { 0 };
    struct err e = { 0 };
    enum exit_status status = diff_status(d, &reason);
    int rc;

    if (!buf_ok(&reason))
        rc = -1;
    else if (str_eq(w->output, "json"))
        rc = report_write_diff_json(stdout, d, (int)status, buf_str(&reason),
                                    &e);
    else
        rc = diff_table_print(stdout, d, (int)status, buf_str(&reason), &style);
    if (rc != 0)
        return cli_fail(EXIT_STATUS_NOT_MADE, "diff: out of memory");
    return (int)status;
}

static int
compare(struct audit_record *was, struct audit_record *is, const struct wish *w)
{
    struct audit_diff *d;
    int status;

    if (strcmp(was->finished_at, is->finished_at) > 0)
        fprintf(stderr,
                "aksentra: diff: the first audit is the later one (%s, then "
                "%s): are they the wrong way round?\n",
                was->finished_at, is->finished_at);
    d = audit_diff_clusters(was, is);
    if (!d || audit_diff_findings(d) != 0)
        status = cli_fail(EXIT_STATUS_NOT_MADE, "diff: out of memory");
    else
        status = print(d, w);
    audit_diff_free(d);
    return status;
}

static int
compare_files(const char *was_path, const char *is_path, const struct wish *w)
{
    struct audit_record *was, *is;
    struct err e = { 0 };

    if (str_eq(was_path, "-") && str_eq(is_path, "-"))
        return cli_fail(EXIT_STATUS_USAGE,
                        "diff: only one of the two can be standard input");
    sandbox_enter(&(const struct sandbox){ .offline = true });
    if (results_file_read(&was, was_path, &e) != 0)
        return fail(&e);
    if (results_file_read(&is, is_path, &e) != 0) {
        audit_record_free(was);
        return fail(&e);
    }
    return compare(was, is, w);
}

int
cmd_diff(int argc, char **argv)
{
    static const struct option options[] = {
        { "output", required_argument, NULL, 'o' },
        { "no-color", no_argument, NULL, 'n' },
        { "help", no_argument, NULL, 'h' },
        { 0 },
    };
    struct wish w = { .output = "table" };
    int option;

    opterr = 0;
    while ((option = getopt_long(argc, argv, "o:h", options, NULL)) != -1) {
        if (option == 'h') {
            fputs(usage, stdout);
            return cli_finish(EXIT_STATUS_CLEAN);
        }
        if (option == 'n')
            w.no_color = true;
        else if (option != 'o')
            return cli_fail(EXIT_STATUS_USAGE,
                            "diff: unknown option, or one without its value; "
                            "see 'aksentra diff --help'");
        else
            w.output = optarg;
    }
    if (!str_eq(w.output, "table") && !str_eq(w.output, "json"))
        return cli_fail(EXIT_STATUS_USAGE,
                        "diff: --output: expected table or json");
    if (argc - optind != 2)
        return cli_fail(EXIT_STATUS_USAGE,
                        "diff: expected two results.json, the earlier one "
                        "first; see 'aksentra diff --help'");
    return cli_finish(compare_files(argv[optind], argv[optind + 1], &w));
}
