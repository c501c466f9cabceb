/* SPDX-License-Identifier: MIT */
/* refresh_sh.c - kubeconfig-refresh.sh: the steps for people after the
 * migration, as a script that is first of all a document. It changes nothing
 * unless a cluster is named on its command line. */
#include "markdown/documents.h"

#include <stdlib.h>
#include <string.h>

#include "report/instructions.h"
#include "report/writer.h"
#include "support/clock.h"
#include "support/shell_quote.h"
#include "support/str.h"

static const char head[] =
    "# Refreshes the kubeconfig on this machine once a cluster has been moved "
    "to\n"
    "# AKS-managed Microsoft Entra integration. Read it before you run it:\n"
    "#\n"
    "#   sh kubeconfig-refresh.sh                  says what it can do\n"
    "#   sh kubeconfig-refresh.sh --list           lists the clusters\n"
    "#   sh kubeconfig-refresh.sh --dry-run NAME   shows the commands\n"
    "#   sh kubeconfig-refresh.sh NAME             runs the commands\n"
    "#\n"
    "# NAME is a cluster's name or its resource id. Nothing is changed in "
    "Azure.\n"
    "#\n"
    "# Names are data and are not to be expanded:\n"
    "# shellcheck disable=SC2016\n"
    "set -eu\n"
    "\n"
    "dry_run=\n"
    "wanted=\n"
    "found=\n"
    "matches=0\n"
    "\n"
    "usage() {\n"
    "    sed -n 's/^#   //p' \"$0\"\n"
    "}\n"
    "\n"
    "# Prints a word as one would type it.\n"
    "show() {\n"
    "    case $1 in\n"
    "    '' | *[!A-Za-z0-9_@%+=:,./-]*)\n"
    "        printf \" '%s'\" \"$(printf '%s' \"$1\" | sed "
    "\"s/'/'\\\\\\\\''/g\")\"\n"
    "        ;;\n"
    "    *)\n"
    "        printf ' %s' \"$1\"\n"
    "        ;;\n"
    "    esac\n"
    "}\n"
    "\n"
    "# Shows a command, and runs it unless this is a dry run.\n"
    "run() {\n"
    "    printf '+'\n"
    "    for word in \"$@\"; do\n"
    "        show \"$word\"\n"
    "    done\n"
    "    printf '\\n'\n"
    "    if [ -z \"$dry_run\" ]; then\n"
    "        \"$@\"\n"
    "    fi\n"
    "}\n"
    "\n"
    "# Called for every cluster: lists it, or compares it with what is "
    "wanted.\n"
    "cluster() { # NUMBER NAME ID\n"
    "    if [ -z \"$wanted\" ]; then\n"
    "        printf '%s\\n    %s\\n' \"$2\" \"$3\"\n"
    "    elif [ \"$2\" = \"$wanted\" ] || [ \"$3\" = \"$wanted\" ]; then\n"
    "        found=$1\n"
    "        matches=$((matches + 1))\n"
    "    fi\n"
    "}\n"
    "\n";

static const char tail[] =
    "if [ $# -eq 0 ]; then\n"
    "    usage\n"
    "    exit 0\n"
    "fi\n"
    "if [ \"$1\" = --list ]; then\n"
    "    clusters\n"
    "    exit 0\n"
    "fi\n"
    "if [ \"$1\" = --dry-run ]; then\n"
    "    dry_run=yes\n"
    "    shift\n"
    "fi\n"
    "if [ $# -ne 1 ] || [ -z \"$1\" ]; then\n"
    "    usage >&2\n"
    "    exit 64\n"
    "fi\n"
    "wanted=$1\n"
    "clusters\n"
    "if [ \"$matches\" -eq 0 ]; then\n"
    "    echo 'No legacy cluster has this name or id; --list shows them.' >&2\n"
    "    exit 64\n"
    "fi\n"
    "if [ \"$matches\" -gt 1 ]; then\n"
    "    echo 'Several clusters have this name: give the id; --list shows "
    "them.' >&2\n"
    "    exit 64\n"
    "fi\n"
    "steps \"$found\"\n";

/* -1: out of memory. */
static int
is_harmful_text(const char *text)
{
    size_t size = strlen(text) + 1;
    char *safe = malloc(size);
    bool harmful;

    if (!safe)
        return -1;
    str_sanitize(safe, size, text);
    harmful = strcmp(safe, text) != 0;
    free(safe);
    return harmful;
}

/* Whether the cluster has names that Azure does not allow and that could break
 * a line in two: a POSIX shell has no way to write them on one line. -1: out of
 * memory. */
static int
is_harmful(const struct cluster *c)
{
    const char *const texts[] = { c->id, c->name, c->resource_group };
    int harmful = 0;

    for (size_t i = 0; i < 3 && harmful == 0; i++)
        harmful = is_harmful_text(str_or(texts[i], ""));
    return harmful;
}

static void
add_row(struct buf *out, size_t number, const struct cluster *c)
{
    buf_addf(out, "    cluster %zu ", number);
    shell_quote(out, c->name);
    buf_addc(out, ' ');
    shell_quote(out, c->id);
    buf_addc(out, '\n');
}

static void
add_steps(struct buf *out, size_t number, const struct cluster *c)
{
    buf_addf(out, "    %zu)\n", number);
    for (size_t i = 0; i < n_instructions; i++) {
        const struct instruction *in = &instructions[i];

        if (in->audience != AUDIENCE_PEOPLE || in->phase != PHASE_AFTER ||
            in->only_if_needed)
            continue;
        for (size_t n = 0; n < INSTRUCTION_COMMANDS_MAX; n++) {
            auto_buf line = { 0 };

            if (!instruction_command(&line, in, n, c))
                continue;
            if (!buf_ok(&line))
                out->failed = true;
            buf_addf(out, "        run %s\n", buf_str(&line));
        }
    }
    buf_adds(out, "        ;;\n");
}

/* What is written for each legacy cluster, by its number. */
typedef void add_part(struct buf *out, size_t number, const struct cluster *c);

/* -1: out of memory. *skipped counts those left out. */
static int
write_each(FILE *out, const struct overview *o, add_part *add, size_t *skipped)
{
    const struct vec *clusters = &o->results->snapshot.clusters;
    auto_buf text = { 0 };

    *skipped = 0;
    for (size_t i = 0; i < clusters->len; i++) {
        const struct cluster *c = clusters->items[i];

        int harmful;

        if (c->integration != INTEGRATION_LEGACY)
            continue;
        harmful = is_harmful(c);
        if (harmful < 0)
            return -1;
        if (harmful > 0) {
            ++*skipped;
            continue;
        }
        buf_reset(&text);
        add(&text, i + 1, c);
        if (!buf_ok(&text))
            return -1;
        fwrite(buf_str(&text), 1, text.len, out);
    }
    return 0;
}

static int
write_clusters(FILE *out, const struct overview *o)
{
    size_t skipped;

    fputs("clusters() {\n", out);
    if (write_each(out, o, add_row, &skipped) != 0)
        return -1;
    if (skipped > 0)
        fprintf(out,
                "    # %zu with control characters in the name are left out: "
                "see kubeconfig-refresh.md.\n",
                skipped);
    /* A function needs a command. */
    fputs("    :\n}\n\n", out);
    return 0;
}

static int
write_steps(FILE *out, const struct overview *o)
{
    size_t skipped;

    fputs("steps() { # NUMBER\n    case $1 in\n", out);
    if (write_each(out, o, add_steps, &skipped) != 0)
        return -1;
    fputs("    *)\n        exit 64\n        ;;\n    esac\n}\n\n", out);
    return 0;
}

int
write_refresh_sh(FILE *out, const struct overview *o, struct err *e)
{
    const struct run *run = &o->results->run;
    char when[CLOCK_TEXT_SIZE];

    clock_format(when, run->finished_at);
    fprintf(out,
            "#!/bin/sh\n"
            "# kubeconfig-refresh.sh, written by aksentra %s on %s\n#\n",
            run->version, when);
    fputs(head, out);
    if (write_clusters(out, o) != 0 || write_steps(out, o) != 0)
        return err_nomem(e);
    fputs(tail, out);
    return writer_check(out, e);
}
