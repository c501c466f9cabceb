/* SPDX-License-Identifier: MIT */
/* cmd_checks.c - `aksentra checks`: list the checks, or explain some. */
#include "cli/commands.h"

#include <stdio.h>
#include <string.h>

#include "audit/exit_status.h"
#include "checks/check.h"
#include "support/json.h"
#include "support/str.h"

static const char usage[] =
    "Usage: aksentra checks [-o table|json] [ID...]\n"
    "\n"
    "Lists the checks. With ids, explains them: why, how it is decided, how\n"
    "to fix it.\n"
    "\n"
    "  -o, --output table|json   form of the list (default table)\n"
    "  -h, --help                this text\n";

static void
list_as_table(void)
{
    printf("%-8s  %-8s  %-6s  %s\n", "ID", "SEVERITY", "BLOCKS", "TITLE");
    for (const struct check *const *c = check_registry; *c; c++) {
        const struct rule *r = &(*c)->rule;

        printf("%-8s  %-8s  %-6s  %s\n", r->id, severity_name(r->severity),
               r->blocks ? "yes" : "-", r->title);
    }
}

static json_t *
describe(const struct rule *r)
{
    return json_pack("{s:s, s:s, s:s, s:b, s:s, s:s, s:s, s:s}", "id", r->id,
                     "title", r->title, "severity", severity_name(r->severity),
                     "blocks", r->blocks, "why", r->why, "how", r->how, "fix",
                     r->fix, "reference", r->reference);
}

static int
list_as_json(void)
{
    json_auto_t *list = json_array();

    for (const struct check *const *c = check_registry; *c; c++) {
        if (json_array_append_new(list, describe(&(*c)->rule)) != 0)
            return cli_fail(EXIT_STATUS_NOT_MADE, "out of memory");
    }
    json_dumpf(list, stdout, JSON_INDENT(2));
    putchar('\n');
    return 0;
}

/* Also the text of docs/checks/ID.md, which a test holds to this. */
static void
explain(const struct rule *r)
{
    printf("# %s: %s\n\n", r->id, r->title);
    printf("Severity: **%s**%s\n\n", severity_name(r->severity),
           r->blocks ? ". A failure blocks the migration until it is mended."
                     : ".");
    printf("## Why\n\n%s\n\n", r->why);
    printf("## How it is decided\n\n%s\n\n", r->how);
    printf("## How to fix it\n\n%s\n\n", r->fix);
    printf("Reference: <%s>\n", r->reference);
}

static int
explain_all(char *const *ids)
{
    for (char *const *id = ids; *id; id++) {
        const struct check *check = check_find(*id);
        char text[256];

        if (!check) {
            snprintf(text, sizeof(text),
                     "checks: there is no check '%.100s'; `aksentra checks` "
                     "lists them",
                     *id);
            return cli_fail(EXIT_STATUS_USAGE, text);
        }
        if (id != ids)
            putchar('\n');
        explain(&check->rule);
    }
    return 0;
}

/* The word after -o, --output or --output=; NULL: it is none of these. */
static const char *
output_word(char ***arg)
{
    const char *word = **arg;

    if (strncmp(word, "--output=", 9) == 0)
        return word + 9;
    if (strcmp(word, "-o") != 0 && strcmp(word, "--output") != 0)
        return NULL;
    (*arg)++;
    return **arg ? **arg : "";
}

int
cmd_checks(int argc, char **argv)
{
    char **arg = argv + 1;
    const char *output = "table";

    (void)argc;
    for (; *arg && **arg == '-'; arg++) {
        const char *word = output_word(&arg);

        if (strcmp(*arg ? *arg : "", "-h") == 0 ||
            strcmp(*arg ? *arg : "", "--help") == 0) {
            fputs(usage, stdout);
            return cli_finish(0);
        }
        if (!word || (strcmp(word, "table") != 0 && strcmp(word, "json") != 0))
            return cli_fail(EXIT_STATUS_USAGE,
                            word ? "checks: --output: expected table or json"
                                 : "checks: unknown option; see 'aksentra "
                                   "checks --help'");
        output = word;
    }
    if (*arg)
        return cli_finish(explain_all(arg));
    if (strcmp(output, "json") == 0)
        return cli_finish(list_as_json());
    list_as_table();
    return cli_finish(0);
}
