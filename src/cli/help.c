/* SPDX-License-Identifier: MIT */
/* help.c - what --help and --version print, made from the tables. */
#include "cli/help.h"

#include <stdio.h>
#include <string.h>

#include "audit/exit_status.h"
#include "cli/commands.h"

enum { WIDTH = 80, OPTION_COLUMN = 30, COMMAND_COLUMN = 15, CODE_COLUMN = 6 };

static const char *const headings[OPTION_GROUPS] = {
    [OPTION_SCOPE] = "Scope",
    [OPTION_ACCESS] = "Access",
    [OPTION_OUTPUT] = "Output",
    [OPTION_RUN] = "Run",
};

/* Also in the manual, which a lint holds to this. */
static const struct {
    enum exit_status code;
    const char *meaning;
} exit_codes[] = {
    { EXIT_STATUS_CLEAN,
      "everything in scope was audited, and nothing reaches --fail-on" },
    { EXIT_STATUS_NOT_MADE,
      "the audit could not be made: no credential, an unreachable or untrusted "
      "host, a subscription named with -s that does not exist, no subscription "
      "readable, reports that could not be written, or interrupted" },
    { EXIT_STATUS_FOUND,
      "something reaches --fail-on (also when the audit is incomplete)" },
    { EXIT_STATUS_INCOMPLETE,
      "nothing found reaches --fail-on, but something in scope could not be "
      "audited" },
    { EXIT_STATUS_USAGE,
      "the command line is wrong, or a file it names cannot be read or makes "
      "no sense; told before anything is asked" },
};

static const char with_file[] =
    "Every option can also be set in the environment (--report-dir as "
    "AKSENTRA_REPORT_DIR) and in the file of --config (report-dir: DIR). The "
    "command line wins over the environment, the environment over the file. A "
    "secret is never an argument: see the manual for the AZURE_* variables.";

static const char without_file[] =
    "Every option can also be set in the environment (--report-dir as "
    "AKSENTRA_REPORT_DIR). The command line wins over the environment.";

static void
fill_to(struct buf *out, size_t from, size_t column)
{
    for (; from < column; from++)
        buf_addc(out, ' ');
}

/* Adds the words from `column` on, where the cursor is, and a newline. */
static void
add_wrapped(struct buf *out, const char *text, size_t column)
{
    size_t cursor = column;

    while (*text) {
        size_t len = strcspn(text, " ");

        if (cursor > column && cursor + 1 + len > WIDTH) {
            buf_addc(out, '\n');
            fill_to(out, 0, column);
            cursor = column;
        }
        if (cursor > column) {
            buf_addc(out, ' ');
            cursor++;
        }
        buf_add(out, text, len);
        cursor += len;
        text += len;
        text += strspn(text, " ");
    }
    buf_addc(out, '\n');
}

/* `left`, then the text in its column; below, when `left` is too long. */
static void
add_entry(struct buf *out, const char *left, const char *text, size_t column)
{
    size_t len = strlen(left);

    buf_adds(out, left);
    if (len + 2 > column) {
        buf_addc(out, '\n');
        len = 0;
    }
    fill_to(out, len, column);
    add_wrapped(out, text, column);
}

static void
add_option(struct buf *out, const struct option_row *row)
{
    auto_buf left = { 0 }, text = { 0 };

    if (row->letter)
        buf_addf(&left, "  -%c, --%s", row->letter, row->name);
    else
        buf_addf(&left, "      --%s", row->name);
    if (row->argument)
        buf_addf(&left, " %s", row->argument);
    buf_adds(&text, row->help);
    if (row->kind == OPTION_NUMBER)
        buf_addf(&text, " (%ld to %ld, default: %s)", row->min, row->max,
                 row->fallback);
    else if (row->fallback)
        buf_addf(&text, " (default: %s)", row->fallback);
    if (!buf_ok(&left) || !buf_ok(&text))
        out->failed = true;
    add_entry(out, buf_str(&left), buf_str(&text), OPTION_COLUMN);
}

static void
add_group(struct buf *out, const struct option_set *set,
          enum option_group group)
{
    bool empty = true;

    for (size_t i = 0; i < set->n_rows; i++) {
        if (set->rows[i].group != group || !set->rows[i].name)
            continue;
        if (empty)
            buf_addf(out, "\n%s:\n", headings[group]);
        empty = false;
        add_option(out, &set->rows[i]);
    }
}

static void
add_exit_codes(struct buf *out)
{
    buf_adds(out, "\nExit codes:\n");
    for (size_t i = 0; i < sizeof(exit_codes) / sizeof(exit_codes[0]); i++) {
        char left[8];

        snprintf(left, sizeof(left), "%4d", exit_codes[i].code);
        add_entry(out, left, exit_codes[i].meaning, CODE_COLUMN);
    }
}

void
help_command(struct buf *out, const struct option_set *set)
{
    buf_addf(out, "Usage: aksentra %s [OPTION...]", set->command);
    for (size_t i = 0; i < set->n_rows; i++) {
        if (!set->rows[i].name)
            buf_addf(out, " [%s...]", set->rows[i].argument);
    }
    buf_adds(out, "\n\n");
    add_wrapped(out, set->purpose, 0);
    for (enum option_group g = OPTION_SCOPE; g < OPTION_GROUPS; g++)
        add_group(out, set, g);
    buf_addc(out, '\n');
    add_wrapped(out, option_find(set, "config") ? with_file : without_file, 0);
    add_exit_codes(out);
}

void
help_program(struct buf *out)
{
    buf_adds(out, "Usage: aksentra COMMAND [OPTION...]\n\n");
    add_wrapped(out,
                "Audits the move of Azure Kubernetes Service clusters from "
                "legacy Microsoft Entra integration to the AKS-managed one.",
                0);
    buf_adds(out, "\nCommands:\n");
    for (size_t i = 0; i < n_commands; i++) {
        auto_buf left = { 0 };

        buf_addf(&left, "  %s", commands[i].name);
        if (!buf_ok(&left))
            out->failed = true;
        add_entry(out, buf_str(&left), commands[i].summary, COMMAND_COLUMN);
    }
    buf_adds(out, "\n"
                  "  -h, --help     this text; `aksentra COMMAND --help` for a "
                  "command\n"
                  "      --version  the version\n");
    add_exit_codes(out);
}

void
help_version(struct buf *out)
{
    buf_adds(out, "aksentra " AKSENTRA_VERSION "\n");
}
