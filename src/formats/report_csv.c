/* SPDX-License-Identifier: MIT */
/* report_csv.c - comma-separated values (RFC 4180). */
#include "formats/writers.h"

#include <stdlib.h>
#include <string.h>

#include "formats/report.h"
#include "report/gaps.h"
#include "report/writer.h"
#include "support/memory.h"
#include "support/str.h"

/* What the writers of one file share. */
struct csv {
    FILE *out;
    const struct overview *o;
    const struct column *columns;
    size_t n;
    char delimiter;
    struct buf line;
    struct cell cell;
};

static const struct {
    const char *word;
    char delimiter;
} delimiters[] = {
    { "comma", ',' }, { "semicolon", ';' }, { "tab", '\t' },
    { "pipe", '|' },  { "\\t", '\t' },
};

int
csv_delimiter_parse(const char *text, char *ret, struct err *e)
{
    for (size_t i = 0; i < sizeof(delimiters) / sizeof(delimiters[0]); i++) {
        const char one[] = { delimiters[i].delimiter, '\0' };

        if (str_eq_fold(text, delimiters[i].word) || str_eq(text, one)) {
            *ret = delimiters[i].delimiter;
            return 0;
        }
    }
    return err_set(e, ERR_USAGE,
                   "--csv-delimiter: expected a comma, a semicolon, a tab or "
                   "|, or one of comma, semicolon, tab, pipe, found '%.100s'",
                   text);
}

/* What a spreadsheet program takes for a formula at the start of a cell; the
 * wide forms of these signs, U+FF0B, U+FF0D, U+FF1D and U+FF20, too. */
static bool
is_formula_sign(const char *text)
{
    static const char *const wide[] = { "\xef\xbc\x8b", "\xef\xbc\x8d",
                                        "\xef\xbc\x9d", "\xef\xbc\xa0" };

    if (*text && strchr("=+-@", *text))
        return true;
    for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++) {
        if (strncmp(text, wide[i], 3) == 0)
            return true;
    }
    return false;
}

/* Whether a cell may begin here: at the start, and for a program that was told
 * another delimiter than ours, after any of those in use. */
static bool
begins_cell(const char *text, const char *at)
{
    return at == text || strchr(",;|\t\r\n", at[-1]);
}

static void
add_text(struct buf *line, const char *text)
{
    for (const char *p = text; *p; p++) {
        if (begins_cell(text, p) &&
            (is_formula_sign(p) || (p == text && strchr("\t\r\n", *p))))
            buf_addc(line, '\'');
        if (*p == '"')
            buf_addc(line, '"');
        buf_addc(line, *p);
    }
}

/* Without what steers a terminal or turns the direction of writing; tabs and
 * line breaks stay. NULL: out of memory, which end() tells. */
static char *
harmless(const char *text)
{
    size_t size = strlen(text) + 1;
    char *safe = malloc(size);

    if (safe)
        str_sanitize_lines(safe, size, text);
    else
        memory_note_failure();
    return safe;
}

static void
add_field(struct csv *csv, const char *text, bool inert)
{
    char *safe = harmless(text);
    bool quoted;

    if (!safe)
        return;
    quoted = safe[strcspn(safe, ",;|\"\t\r\n")] != '\0';
    if (quoted)
        buf_addc(&csv->line, '"');
    if (inert)
        buf_adds(&csv->line, safe);
    else
        add_text(&csv->line, safe);
    if (quoted)
        buf_addc(&csv->line, '"');
    free(safe);
}

static void
begin_field(struct csv *csv, size_t place)
{
    if (place > 0)
        buf_addc(&csv->line, csv->delimiter);
}

static void
end_line(struct csv *csv)
{
    buf_adds(&csv->line, "\r\n");
    fwrite(buf_str(&csv->line), 1, csv->line.len, csv->out);
}

static void
begin(struct csv *csv)
{
    csv->delimiter = csv->o->csv.delimiter ? csv->o->csv.delimiter : ',';
    if (csv->o->csv.bom)
        buf_adds(&csv->line, "\xef\xbb\xbf");
    for (size_t i = 0; i < csv->n; i++) {
        begin_field(csv, i);
        add_field(csv, csv->columns[i].heading, true);
    }
    end_line(csv);
}

/* -1: out of memory. */
static int
add_row(struct csv *csv, const void *item)
{
    buf_reset(&csv->line);
    for (size_t i = 0; i < csv->n; i++) {
        const struct column *column = &csv->columns[i];
        const char *text = column_text(column, &csv->cell, csv->o, item);

        if (!text)
            return -1;
        begin_field(csv, i);
        add_field(csv, text,
                  column->kind == COLUMN_NUMBER || column->kind == COLUMN_BOOL);
    }
    end_line(csv);
    return buf_ok(&csv->line) ? 0 : -1;
}

static int
end(struct csv *csv, int status, struct err *e)
{
    cell_free(&csv->cell);
    buf_free(&csv->line);
    if (status != 0)
        return err_nomem(e);
    return writer_check(csv->out, e);
}

int
write_csv(FILE *out, const struct column_set *set, const struct overview *o,
          struct err *e)
{
    const struct vec *items = set->items(o);
    struct csv csv = {
        .out = out, .o = o, .columns = set->columns, .n = set->n
    };
    int ret = 0;

    begin(&csv);
    for (size_t i = 0; i < items->len && ret == 0; i++) {
        if (!set->shows || set->shows(items->items[i]))
            ret = add_row(&csv, items->items[i]);
    }
    return end(&csv, ret, e);
}

static int
add_gap(void *arg, const struct gap *gap)
{
    return add_row(arg, gap);
}

int
write_gaps_csv(FILE *out, const struct overview *o, struct err *e)
{
    struct csv csv = {
        .out = out, .o = o, .columns = gap_columns, .n = n_gap_columns
    };

    begin(&csv);
    return end(&csv, gaps_each(o, add_gap, &csv), e);
}
