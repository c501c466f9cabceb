/* SPDX-License-Identifier: MIT */
/* report_options.c - the options of `aksentra report`, one row each. */
#include "cli/options.h"

#include "cli/report_settings.h"

#define FIELD(name) offsetof(struct report_settings, name)

/* In the order of enum scan_output and enum log_format. */
static const char *const outputs[] = {
    "table", "json", "tsv", "github", "azure-pipelines", "none", NULL
};
static const char *const log_formats[] = { "text", "json", NULL };
/* Those of scan, so that AKSENTRA_FAIL_ON serves both. */
static const char *const fail_words[] = { "legacy", "blocked", "critical",
                                          "high",   "medium",  "low",
                                          "new",    "never",   NULL };

static const struct option_row rows[] = {
    { .argument = "RESULTS",
      .kind = OPTION_LIST,
      .offset = FIELD(files),
      .group = OPTION_SCOPE,
      .traits = OPTION_NOT_IN_FILE | OPTION_NOT_IN_ENV },
    { .name = "output",
      .letter = 'o',
      .argument = "table|json|tsv|github|azure-pipelines|none",
      .kind = OPTION_CHOICE,
      .offset = FIELD(output),
      .choices = outputs,
      .fallback = "table",
      .group = OPTION_OUTPUT,
      .help = "What goes to standard output" },
    { .name = "report-dir",
      .letter = 'd',
      .argument = "DIR",
      .kind = OPTION_TEXT,
      .offset = FIELD(report_dir),
      .group = OPTION_OUTPUT,
      .help =
          "Folder for the report files; strftime sequences such as %Y-%m-%d "
          "are replaced, in UTC, by when the audit was made (default: "
          "aksentra-report with --format, else none are written)" },
    { .name = "format",
      .letter = 'f',
      .argument = "LIST",
      .kind = OPTION_WORDS,
      .offset = FIELD(formats),
      .group = OPTION_OUTPUT,
      .help = "Which report files: json, html, xlsx, markdown, csv, access, "
              "kubeconfig-refresh, migration-plan, emails, for programs also "
              "sarif, junit and metrics, or all (default: all that people "
              "open, and json)" },
    { .name = "csv-delimiter",
      .argument = "CHAR",
      .kind = OPTION_TEXT,
      .offset = FIELD(csv_delimiter),
      .fallback = "comma",
      .group = OPTION_OUTPUT,
      .help = "What parts the cells of CSV files: comma, semicolon, tab, pipe, "
              "or the sign itself" },
    { .name = "csv-bom",
      .kind = OPTION_FLAG,
      .offset = FIELD(csv_bom),
      .group = OPTION_OUTPUT,
      .help = "Begin CSV files with a byte order mark, by which spreadsheet "
              "programs know UTF-8" },
    { .name = "redact",
      .kind = OPTION_FLAG,
      .offset = FIELD(redact),
      .group = OPTION_OUTPUT,
      .help = "Put stable pseudonyms for names and ids into every report" },
    { .name = "redact-map",
      .argument = "FILE",
      .kind = OPTION_TEXT,
      .offset = FIELD(redact_map),
      .group = OPTION_OUTPUT,
      .help =
          "With --redact: which pseudonym is whose goes to this file; where "
          "it is there already, its pseudonyms are kept" },
    { .name = "fail-on",
      .argument = "LIST",
      .kind = OPTION_WORDS,
      .offset = FIELD(fail_on),
      .choices = fail_words,
      .group = OPTION_OUTPUT,
      .help = "What makes the exit code 2: legacy, blocked, critical, high, "
              "medium, low (a severity means that one and above), new (of "
              "these only what the baseline did not have), or never (default: "
              "as the audit was made; where these differ, legacy,high)" },
    { .name = "quiet",
      .letter = 'q',
      .kind = OPTION_FLAG,
      .offset = FIELD(quiet),
      .group = OPTION_RUN,
      .help = "Only errors on standard error; wins over -v" },
    { .name = "verbose",
      .letter = 'v',
      .kind = OPTION_COUNT,
      .offset = FIELD(verbose),
      .max = 2,
      .group = OPTION_RUN,
      .help = "More messages on standard error; repeatable" },
    { .name = "log-format",
      .argument = "text|json",
      .kind = OPTION_CHOICE,
      .offset = FIELD(log_format),
      .choices = log_formats,
      .fallback = "text",
      .group = OPTION_RUN,
      .help = "Form of the messages" },
    { .name = "no-color",
      .kind = OPTION_FLAG,
      .offset = FIELD(no_color),
      .group = OPTION_RUN,
      .help = "No colours; NO_COLOR does the same" },
    { .name = "help",
      .letter = 'h',
      .kind = OPTION_FLAG,
      .offset = FIELD(help),
      .group = OPTION_RUN,
      .traits = OPTION_NOT_IN_FILE | OPTION_NOT_IN_ENV,
      .help = "Show this help" },
};

const struct option_set report_options = {
    .command = "report",
    .purpose =
        "Renders saved results.json (- is standard input) into every format of "
        "scan, as if the audit had just been made, with the same exit code. "
        "Several are merged: shards of one audit, or several tenants; of a "
        "cluster in two of them the newer audit counts. Asks nobody.",
    .rows = rows,
    .n_rows = sizeof(rows) / sizeof(rows[0]),
};

_Static_assert(sizeof(rows) / sizeof(rows[0]) <= OPTIONS_MAX,
               "raise OPTIONS_MAX");
