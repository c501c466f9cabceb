/* SPDX-License-Identifier: MIT */
/* html_data.c - the JSON behind the tables of report.html. It is written as a
 * stream: one row is in memory at a time. */
#include "html/html_parts.h"

#include <string.h>

#include "html/html_text.h"
#include "report/instructions.h"

struct stream {
    FILE *out;
    const struct overview *o;
    struct buf text; /* what is not written yet */
    struct cell cell;
    bool failed;
};

static void
flush(struct stream *s)
{
    if (buf_ok(&s->text))
        fwrite(buf_str(&s->text), 1, s->text.len, s->out);
    else
        s->failed = true;
    buf_reset(&s->text);
}

/* ---- tables ---------------------------------------------------------------- */

static const struct column *
find_column(const struct column_set *set, const char *key)
{
    for (size_t i = 0; i < set->n; i++) {
        if (strcmp(set->columns[i].key, key) == 0)
            return &set->columns[i];
    }
    return NULL;
}

static void
add_column(struct stream *s, const struct html_table *t, const char *key)
{
    static const char *const kinds[] = {
        [COLUMN_TEXT] = "text", [COLUMN_NUMBER] = "number",
        [COLUMN_BOOL] = "bool", [COLUMN_DATE] = "text",
        [COLUMN_URL] = "url",
    };
    const struct column *column = find_column(t->set, key);

    buf_adds(&s->text, "{\"key\":");
    html_json_text(&s->text, key);
    buf_adds(&s->text, ",\"heading\":");
    html_json_text(&s->text, column->heading);
    buf_addf(&s->text, ",\"kind\":\"%s\",\"wraps\":%s,\"cluster\":%s}",
             kinds[column->kind], column->wraps ? "true" : "false",
             t->set->cluster_key && strcmp(t->set->cluster_key, key) == 0
                 ? "true"
                 : "false");
}

static void
add_value(struct stream *s, const struct column *column, const void *item)
{
    struct cell *cell = &s->cell;

    if (!column_get(column, cell, s->o, item)) {
        s->failed = true;
        return;
    }
    if (cell->empty)
        buf_adds(&s->text, "null");
    else if (column->kind == COLUMN_NUMBER)
        buf_addf(&s->text, "%lld", (long long)cell->number);
    else if (column->kind == COLUMN_BOOL)
        buf_adds(&s->text, cell->truth ? "true" : "false");
    else
        html_json_text(&s->text, cell->text);
}

static void
add_row(struct stream *s, const struct html_table *t, const void *item)
{
    buf_addc(&s->text, '[');
    for (size_t i = 0; t->keys[i]; i++) {
        if (i > 0)
            buf_addc(&s->text, ',');
        add_value(s, find_column(t->set, t->keys[i]), item);
    }
    buf_addc(&s->text, ']');
}

/* The place of the cluster that a row is about. */
static void
add_place(struct stream *s, const struct html_table *t, const void *item)
{
    const struct cluster *c = t->set->cluster_of(item);
    const bool known = c && !s->o->results->snapshot.kubeconfigs_only &&
                       map_get(&s->o->by_cluster, c->id);

    if (known)
        buf_addf(&s->text, "%zu",
                 (size_t)(overview_tally(s->o, c) - s->o->tallies));
    else
        buf_adds(&s->text, "null");
}

static void
each_row(struct stream *s, const struct html_table *t,
         void (*add)(struct stream *s, const struct html_table *t,
                     const void *item))
{
    const struct vec *items = t->set->items(s->o);
    bool first = true;

    for (size_t i = 0; i < items->len; i++) {
        if (t->set->shows && !t->set->shows(items->items[i]))
            continue;
        buf_adds(&s->text, first ? "\n" : ",\n");
        first = false;
        add(s, t, items->items[i]);
        flush(s);
    }
}

static void
add_table(struct stream *s, const struct html_table *t)
{
    html_json_text(&s->text, t->id);
    buf_addf(&s->text, ":{\"shown\":%zu,\"columns\":[", t->shown);
    for (size_t i = 0; t->keys[i]; i++) {
        if (i > 0)
            buf_addc(&s->text, ',');
        add_column(s, t, t->keys[i]);
    }
    buf_adds(&s->text, "],\"rows\":[");
    each_row(s, t, add_row);
    buf_adds(&s->text, "]");
    if (t->set->cluster_of) {
        buf_adds(&s->text, ",\"clusters\":[");
        each_row(s, t, add_place);
        buf_adds(&s->text, "]");
    }
    buf_adds(&s->text, "}");
}

/* ---- what rows refer to ---------------------------------------------------- */

static void
add_checks(struct stream *s)
{
    const struct results *r = s->o->results;

    buf_adds(&s->text, "\"checks\":{");
    for (size_t i = 0; i < r->n_rules; i++) {
        const struct rule *rule = r->rules[i];

        buf_adds(&s->text, i ? ",\n" : "\n");
        html_json_text(&s->text, rule->id);
        buf_adds(&s->text, ":{\"title\":");
        html_json_text(&s->text, rule->title);
        buf_adds(&s->text, ",\"fix\":");
        html_json_text(&s->text, rule->fix);
        buf_adds(&s->text, ",\"reference\":");
        html_json_text(&s->text, rule->reference);
        buf_adds(&s->text, "}");
    }
    buf_adds(&s->text, "},\n");
}

static void
add_instructions(struct stream *s)
{
    buf_adds(&s->text, "\"instructions\":[");
    for (size_t i = 0; i < n_instructions; i++) {
        buf_adds(&s->text, i ? ",\n" : "\n");
        buf_addf(&s->text, "{\"audience\":\"%s\",\"phase\":\"%s\",\"title\":",
                 audience_name(instructions[i].audience),
                 phase_name(instructions[i].phase));
        html_json_text(&s->text, instructions[i].title);
        buf_adds(&s->text, ",\"text\":");
        html_json_text(&s->text, instructions[i].text);
        buf_adds(&s->text, "}");
    }
    buf_adds(&s->text, "],\n");
}

/* For each cluster, the instructions that apply to it. */
static void
add_commands(struct stream *s)
{
    const struct snapshot *snapshot = &s->o->results->snapshot;
    auto_buf commands = { 0 };

    buf_adds(&s->text, "\"commands\":[");
    for (size_t i = 0; i < snapshot->clusters.len; i++) {
        const struct cluster *c = snapshot->clusters.items[i];
        bool first = true;

        buf_adds(&s->text, i ? ",\n[" : "\n[");
        for (size_t k = 0; k < n_instructions; k++) {
            if (!instruction_applies(&instructions[k], c))
                continue;
            buf_reset(&commands);
            instruction_commands(&commands, &instructions[k], c);
            s->failed |= !buf_ok(&commands);
            buf_addf(&s->text, "%s[%zu,", first ? "" : ",", k);
            html_json_text(&s->text, buf_str(&commands));
            buf_adds(&s->text, "]");
            first = false;
        }
        buf_adds(&s->text, "]");
        flush(s);
    }
    buf_adds(&s->text, "],\n");
}

int
html_data(FILE *out, const struct overview *o)
{
    struct stream s = { .out = out, .o = o };
    bool first = true;

    buf_addf(&s.text, "{\"complete\":%s,\n",
             o->results->summary.complete ? "true" : "false");
    add_checks(&s);
    add_instructions(&s);
    add_commands(&s);
    buf_adds(&s.text, "\"tables\":{");
    for (size_t i = 0; i < n_html_tables; i++) {
        if (!html_tables[i].applies(o->results))
            continue;
        buf_adds(&s.text, first ? "\n" : ",\n");
        first = false;
        add_table(&s, &html_tables[i]);
    }
    buf_adds(&s.text, "}}");
    flush(&s);
    cell_free(&s.cell);
    buf_free(&s.text);
    return s.failed ? -1 : 0;
}
