/* SPDX-License-Identifier: MIT */
/* report_tsv.c - tab-separated values, for cut and awk. */
#include "formats/writers.h"

#include <stdlib.h>
#include <string.h>

#include "formats/report.h"
#include "report/writer.h"
#include "support/str.h"

/* Adds a text of one line that holds nothing that steers a terminal. */
static void
add_field(struct buf *line, const char *text)
{
    size_t size = strlen(text) + 1;
    char *clean = strdup(text);
    char *safe = malloc(size);

    if (clean && safe) {
        for (char *p = clean; *p; p++) {
            if (*p == '\t' || *p == '\n' || *p == '\r')
                *p = ' ';
        }
        str_sanitize(safe, size, clean);
        buf_adds(line, safe);
    } else {
        line->failed = true;
    }
    free(clean);
    free(safe);
}

static int
add_row(struct buf *line, const struct column_set *set, struct cell *cell,
        const struct overview *o, const void *item)
{
    for (size_t i = 0; i < set->n; i++) {
        const char *text = column_text(&set->columns[i], cell, o, item);

        if (!text)
            return -1;
        if (i > 0)
            buf_addc(line, '\t');
        add_field(line, text);
    }
    buf_addc(line, '\n');
    return buf_ok(line) ? 0 : -1;
}

static void
write_header(FILE *out, const struct column_set *set)
{
    for (size_t i = 0; i < set->n; i++)
        fprintf(out, "%s%s", i ? "\t" : "", set->columns[i].key);
    fputc('\n', out);
}

int
write_tsv(FILE *out, const struct column_set *set, const struct overview *o,
          struct err *e)
{
    const struct vec *items = set->items(o);
    struct cell cell = { 0 };
    auto_buf line = { 0 };
    int ret = 0;

    write_header(out, set);
    for (size_t i = 0; i < items->len && ret == 0; i++) {
        if (set->shows && !set->shows(items->items[i]))
            continue;
        buf_reset(&line);
        ret = add_row(&line, set, &cell, o, items->items[i]);
        fwrite(buf_str(&line), 1, line.len, out);
    }
    cell_free(&cell);
    if (ret != 0)
        return err_nomem(e);
    return writer_check(out, e);
}

static int
write_set(FILE *out, const struct results *r, const struct column_set *set,
          struct err *e)
{
    struct overview o;
    int ret;

    if (overview_init(&o, r, e) != 0)
        return -1;
    ret = write_tsv(out, set, &o, e);
    overview_free(&o);
    return ret == 0 ? 0 : err_wrap(e, "standard output");
}

int
report_write_tsv(FILE *out, const struct results *r, struct err *e)
{
    return write_set(out, r, &cluster_columns, e);
}

int
report_write_kubeconfigs_tsv(FILE *out, const struct results *r, struct err *e)
{
    return write_set(out, r, &kubeconfig_columns, e);
}
