/* SPDX-License-Identifier: MIT */
/* kubeconfig_options.c - the options of `aksentra kubeconfig`, one row each. */
#include "cli/options.h"

#include "cli/kubeconfig_settings.h"

#define FIELD(name) offsetof(struct kubeconfig_settings, name)

/* In the order of enum audience, enum scan_output and enum log_format. */
static const char *const audiences[] = { "people", "pipelines",
                                         "private-cluster", "break-glass",
                                         NULL };
static const char *const outputs[] = {
    "table", "json", "tsv", "github", "azure-pipelines", "none", NULL
};
static const char *const log_formats[] = { "text", "json", NULL };
static const char *const phases[] = { "before", "after", NULL };
/* Those of scan, so that AKSENTRA_FAIL_ON serves both. */
static const char *const fail_words[] = { "legacy", "blocked", "critical",
                                          "high",   "medium",  "low",
                                          "never",  NULL };

static const struct option_row rows[] = {
    { .argument = "PATH",
      .kind = OPTION_LIST,
      .offset = FIELD(paths),
      .group = OPTION_SCOPE,
      .traits = OPTION_NOT_IN_FILE | OPTION_NOT_IN_ENV },
    { .name = "results",
      .argument = "RESULTS",
      .kind = OPTION_TEXT,
      .offset = FIELD(results),
      .group = OPTION_SCOPE,
      .help = "A results.json of aksentra scan: the clusters that the files "
              "are held against" },
    { .name = "tools",
      .kind = OPTION_FLAG,
      .offset = FIELD(tools),
      .group = OPTION_SCOPE,
      .help = "Look at the kubectl, kubelogin and az on PATH as well" },
    { .name = "for",
      .argument = "CLUSTER",
      .kind = OPTION_TEXT,
      .offset = FIELD(for_cluster),
      .group = OPTION_OUTPUT,
      .help = "Print the text to send to those who use this cluster of "
              "--results (name or resource id), and look at no file" },
    { .name = "audience",
      .argument = "people|pipelines|private-cluster|break-glass",
      .kind = OPTION_CHOICE,
      .offset = FIELD(audience),
      .choices = audiences,
      .fallback = "people",
      .group = OPTION_OUTPUT,
      .help = "To whom the text of --for speaks" },
    { .name = "phase",
      .argument = "before|after",
      .kind = OPTION_TEXT,
      .offset = FIELD(phase),
      .choices = phases,
      .group = OPTION_OUTPUT,
      .help = "Whether the text of --for speaks before or after the migration "
              "(default: as the cluster is)" },
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
      .help = "Folder for the report files (default: none are written)" },
    { .name = "format",
      .letter = 'f',
      .argument = "LIST",
      .kind = OPTION_WORDS,
      .offset = FIELD(formats),
      .group = OPTION_OUTPUT,
      .help = "Which report files: json, html, xlsx, markdown, csv, "
              "kubeconfig-refresh, for programs also sarif, junit and metrics, "
              "or all (default: all that people open, and json)" },
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
      .fallback = "high",
      .group = OPTION_OUTPUT,
      .help = "What makes the exit code 2: critical, high, medium, low (a "
              "severity means that one and above), or never" },
    { .name = "waivers",
      .argument = "FILE",
      .kind = OPTION_TEXT,
      .offset = FIELD(waivers),
      .group = OPTION_OUTPUT,
      .help = "YAML: accepted findings, each with owner, reason and expiry "
              "date" },
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

const struct option_set kubeconfig_options = {
    .command = "kubeconfig",
    .purpose =
        "Says for every context of kubeconfig files whether it still works, "
        "and prints the commands that refresh it. Reads files (- is standard "
        "input), folders and patterns; by default what KUBECONFIG or "
        "~/.kube/config names. Runs nothing of them and changes nothing.",
    .rows = rows,
    .n_rows = sizeof(rows) / sizeof(rows[0]),
};

_Static_assert(sizeof(rows) / sizeof(rows[0]) <= OPTIONS_MAX,
               "raise OPTIONS_MAX");
