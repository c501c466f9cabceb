/* SPDX-License-Identifier: MIT */
/* options.c - the command line, and which source wins. */
#include "cli/options.h"

#include <string.h>

#include "cli/config.h"
#include "support/str.h"
#include "support/vec.h"

/* One option as found on the command line. */
struct word {
    const struct option_row *row;
    const char *value; /* NULL: a flag or a count */
};

struct words {
    const struct option_set *set;
    struct arena *arena;
    struct vec list; /* struct word * */
    char **next;     /* the rest of argv, NULL-ended */
    struct err *e;
};

const struct option_row *
option_find(const struct option_set *set, const char *name)
{
    for (size_t i = 0; i < set->n_rows; i++) {
        if (str_eq(set->rows[i].name, name))
            return &set->rows[i];
    }
    return NULL;
}

void
option_variable(struct buf *out, const struct option_row *row)
{
    buf_adds(out, "AKSENTRA_");
    for (const char *c = row->name; *c; c++) {
        if (*c == '-')
            buf_addc(out, '_');
        else
            buf_addc(out, (char)(*c - 'a' + 'A'));
    }
}

static const struct option_row *
find_letter(const struct option_set *set, char letter)
{
    for (size_t i = 0; i < set->n_rows; i++) {
        if (set->rows[i].letter && set->rows[i].letter == letter)
            return &set->rows[i];
    }
    return NULL;
}

static int
add_word(struct words *w, const struct option_row *row, const char *value)
{
    struct word *word = arena_alloc(w->arena, sizeof(*word));

    if (!word || vec_push(&w->list, word) != 0)
        return err_nomem(w->e);
    word->row = row;
    word->value = value;
    return 0;
}

/* The value in the next word. One that looks like an option is more likely a
 * forgotten value than a value. */
static int
add_with_next(struct words *w, const struct option_row *row)
{
    const char *value = *w->next;

    if (!value)
        return err_set(w->e, ERR_USAGE, "--%s: expected %s after it", row->name,
                       row->argument);
    if (strncmp(value, "--", 2) == 0)
        return err_set(w->e, ERR_USAGE,
                       "--%s: expected %s, found '%s'; write '--%s=%s' if "
                       "that is meant",
                       row->name, row->argument, value, row->name, value);
    w->next++;
    return add_word(w, row, value);
}

static int
fail_unknown(struct words *w, const char *option, const char *name)
{
    const char *near = option_suggest(w->set, name);

    if (near)
        return err_set(w->e, ERR_USAGE,
                       "unknown option '%s' (did you mean '--%s'?); see "
                       "'aksentra %s --help'",
                       option, near, w->set->command);
    return err_set(w->e, ERR_USAGE,
                   "unknown option '%s'; see 'aksentra %s --help'", option,
                   w->set->command);
}

/* --name, --name=value, --name value */
static int
read_long(struct words *w, const char *text)
{
    const char *equals = strchr(text, '=');
    size_t len = equals ? (size_t)(equals - text) : strlen(text);
    char *name = arena_strndup(w->arena, text, len);
    const struct option_row *row;

    if (!name)
        return err_nomem(w->e);
    row = option_find(w->set, name + 2);
    if (!row)
        return fail_unknown(w, name, name + 2);
    if (!row->argument && equals)
        return err_set(w->e, ERR_USAGE, "%s: takes no value, found '%s'", name,
                       equals + 1);
    if (!row->argument || equals)
        return add_word(w, row, equals ? equals + 1 : NULL);
    return add_with_next(w, row);
}

/* -x, -xyz for flags, -xvalue, -x value */
static int
read_letters(struct words *w, const char *text)
{
    for (const char *c = text + 1; *c; c++) {
        const char option[] = { '-', *c, '\0' };
        const struct option_row *row = find_letter(w->set, *c);

        if (!row)
            return fail_unknown(w, option, "");
        if (row->argument)
            return c[1] ? add_word(w, row, c + 1) : add_with_next(w, row);
        if (add_word(w, row, NULL) != 0)
            return -1;
    }
    return 0;
}

/* The row that takes what is no option; NULL: such words are refused. */
static const struct option_row *
find_operand(const struct option_set *set)
{
    for (size_t i = 0; i < set->n_rows; i++) {
        if (!set->rows[i].name)
            return &set->rows[i];
    }
    return NULL;
}

static int
read_operand(struct words *w, const char *text)
{
    const struct option_row *row = find_operand(w->set);

    if (row)
        return add_word(w, row, text);
    return err_set(w->e, ERR_USAGE,
                   "expected an option, found '%s'; see 'aksentra %s --help'",
                   text, w->set->command);
}

static int
read_words(struct words *w)
{
    bool only_operands = false;

    while (*w->next) {
        const char *text = *w->next++;
        int status = 0;

        if (!only_operands && str_eq(text, "--")) {
            only_operands = true;
            continue;
        }
        if (!only_operands && strncmp(text, "--", 2) == 0)
            status = read_long(w, text);
        else if (!only_operands && text[0] == '-' && text[1])
            status = read_letters(w, text);
        else
            status = read_operand(w, text);
        if (status != 0)
            return -1;
    }
    return 0;
}

/* The last value of an option on the command line; NULL: not there. */
static const struct word *
find_word(const struct words *w, const char *name)
{
    for (size_t i = w->list.len; i > 0; i--) {
        const struct word *word = w->list.items[i - 1];

        if (str_eq(word->row->name, name))
            return word;
    }
    return NULL;
}

static void
apply_count(struct option_values *v, const struct option_row *row)
{
    void *field = (char *)v->target + row->offset;
    unsigned *count = field;
    enum option_source *source = &v->sources[row - v->set->rows];

    if (*source != OPTION_FROM_COMMAND_LINE)
        *count = 0;
    *source = OPTION_FROM_COMMAND_LINE;
    if (*count < (unsigned)row->max)
        (*count)++;
}

static int
apply_words(struct option_values *v, const struct words *w)
{
    for (size_t i = 0; i < w->list.len; i++) {
        const struct word *word = w->list.items[i];
        const char *value = word->value ? word->value : "true";

        if (word->row->kind == OPTION_COUNT)
            apply_count(v, word->row);
        else if (option_set_value(v, word->row, OPTION_FROM_COMMAND_LINE, value,
                                  w->e) != 0)
            return err_wrap(w->e, "--%s", word->row->name);
    }
    return 0;
}

static int
apply_defaults(struct option_values *v, struct err *e)
{
    for (size_t i = 0; i < v->set->n_rows; i++) {
        const struct option_row *row = &v->set->rows[i];

        if (row->fallback && option_set_value(v, row, OPTION_FROM_DEFAULT,
                                              row->fallback, e) != 0)
            return err_wrap(e, "the default of --%s", row->name);
    }
    return 0;
}

/* A list of subscriptions is one variable: commas part its items. */
static int
apply_commas(struct option_values *v, const struct option_row *row,
             const char *text, struct err *e)
{
    for (;;) {
        size_t blanks = strspn(text, " \t");
        size_t len = strcspn(text + blanks, ",");
        char *item = arena_strndup(v->arena, text + blanks, len);

        if (!item)
            return err_nomem(e);
        for (size_t end = len; end > 0 && strchr(" \t", item[end - 1]); end--)
            item[end - 1] = '\0';
        if (option_set_value(v, row, OPTION_FROM_ENV, item, e) != 0)
            return -1;
        text += blanks + len;
        if (!*text++)
            return 0;
    }
}

/* An empty variable counts as not set, as everywhere in Azure's tools. */
static int
apply_environment(struct option_values *v, const struct environment *env,
                  struct err *e)
{
    for (size_t i = 0; i < v->set->n_rows; i++) {
        const struct option_row *row = &v->set->rows[i];
        auto_buf name = { 0 };
        const char *text;
        int status;

        if (row->traits & OPTION_NOT_IN_ENV)
            continue;
        option_variable(&name, row);
        if (!buf_ok(&name))
            return err_nomem(e);
        text = environment_get(env, buf_str(&name));
        if (!text)
            continue;
        status = row->traits & OPTION_COMMAS
                     ? apply_commas(v, row, text, e)
                     : option_set_value(v, row, OPTION_FROM_ENV, text, e);
        if (status != 0)
            return err_wrap(e, "%s", buf_str(&name));
    }
    return 0;
}

static const char *
config_path(const struct words *w, const struct environment *env)
{
    const struct word *word = find_word(w, "config");

    return word ? word->value : environment_get(env, "AKSENTRA_CONFIG");
}

static int
apply_all(struct option_values *v, struct words *w,
          const struct environment *env, struct err *e)
{
    const struct word *help;
    const char *config;

    if (apply_defaults(v, e) != 0 || read_words(w) != 0)
        return -1;
    help = find_word(w, "help");
    if (help)
        return option_set_value(v, help->row, OPTION_FROM_COMMAND_LINE, "true",
                                e);
    config = option_find(v->set, "config") ? config_path(w, env) : NULL;
    if (!str_empty(config) && config_read(v, config, e) != 0)
        return -1;
    if (apply_environment(v, env, e) != 0)
        return -1;
    return apply_words(v, w);
}

int
options_load(struct option_values *v, int argc, char **argv,
             const struct environment *env, struct err *e)
{
    struct words w = { .set = v->set,
                       .arena = v->arena,
                       .next = argc > 0 ? argv + 1 : argv,
                       .e = e };
    int status = apply_all(v, &w, env, e);

    vec_free(&w.list);
    return status;
}
