/* SPDX-License-Identifier: MIT */
/* option_value.c - from the text of a value to the field of the settings. */
#include "cli/options.h"

#include <string.h>

#include "model/cluster.h"
#include "support/files.h"
#include "support/str.h"

/* Lists of subscriptions, not data. */
#define AT_FILE_BYTES ((size_t)4 * 1024 * 1024)

static void *
field(const struct option_values *v, const struct option_row *row)
{
    return (char *)v->target + row->offset;
}

/* "table, json, tsv or none" */
static void
add_choices(struct buf *out, const char *const *choices)
{
    for (size_t i = 0; choices[i]; i++) {
        if (i > 0)
            buf_adds(out, choices[i + 1] ? ", " : " or ");
        buf_adds(out, choices[i]);
    }
}

/* The place of `text` in the choices; -1 and *e: it is none of them. */
static int
find_choice(const struct option_row *row, const char *text, size_t len,
            struct err *e)
{
    auto_buf known = { 0 };

    for (int i = 0; row->choices[i]; i++) {
        if (strlen(row->choices[i]) == len &&
            strncasecmp(row->choices[i], text, len) == 0)
            return i;
    }
    add_choices(&known, row->choices);
    return err_set(e, ERR_USAGE, "expected %s, found '%.*s'", buf_str(&known),
                   (int)len, text);
}

static int
set_flag(bool *ret, const char *text, struct err *e)
{
    static const char *const words[] = { "false", "true", "no", "yes",
                                         "off",   "on",   "0",  "1" };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (str_eq_fold(text, words[i])) {
            *ret = i % 2;
            return 0;
        }
    }
    return err_set(e, ERR_USAGE, "expected true or false, found '%s'", text);
}

static int
set_number(unsigned *ret, const struct option_row *row, const char *text,
           struct err *e)
{
    long value;

    if (!str_to_long(text, row->min, row->max, &value))
        return err_set(e, ERR_USAGE,
                       "expected a whole number from %ld to %ld, found '%s'",
                       row->min, row->max, text);
    *ret = (unsigned)value;
    return 0;
}

static int
set_choice(unsigned *ret, const struct option_row *row, const char *text,
           struct err *e)
{
    int place = find_choice(row, text, strlen(text), e);

    if (place < 0)
        return -1;
    *ret = (unsigned)place;
    return 0;
}

static int
set_text(struct option_values *v, const struct option_row *row,
         const char *text, struct err *e)
{
    const char **ret = field(v, row);
    int place;

    if (row->choices) {
        place = find_choice(row, text, strlen(text), e);
        if (place < 0)
            return -1;
        *ret = row->choices[place];
        return 0;
    }
    *ret = arena_strdup(v->arena, text);
    return *ret ? 0 : err_nomem(e);
}

/* One word of a list, without the blanks around it. */
static int
add_word(struct buf *out, const struct option_row *row, const char *word,
         size_t len, struct err *e)
{
    int place;

    while (len > 0 && strchr(" \t", word[0])) {
        word++;
        len--;
    }
    while (len > 0 && strchr(" \t", word[len - 1]))
        len--;
    if (len == 0)
        return err_set(e, ERR_USAGE,
                       "expected words with commas between them, found an "
                       "empty one");
    place = row->choices ? find_choice(row, word, len, e) : 0;
    if (place < 0)
        return -1;
    if (out->len > 0)
        buf_addc(out, ',');
    if (row->choices)
        buf_adds(out, row->choices[place]);
    else
        buf_add(out, word, len);
    return 0;
}

static int
set_words(struct option_values *v, const struct option_row *row,
          const char *text, struct err *e)
{
    const char **ret = field(v, row);
    auto_buf words = { 0 };

    for (;;) {
        size_t len = strcspn(text, ",");

        if (add_word(&words, row, text, len, e) != 0)
            return -1;
        if (!text[len])
            break;
        text += len + 1;
    }
    *ret = buf_ok(&words) ? arena_strdup(v->arena, buf_str(&words)) : NULL;
    return *ret ? 0 : err_nomem(e);
}

static int
append(struct option_values *v, struct text_list *list, const char *text,
       size_t len, struct err *e)
{
    /* The arena gives nothing back: grow by doubling, at powers of two. */
    if ((list->len & (list->len - 1)) == 0) {
        size_t cap = list->len ? list->len * 2 : 1;
        const char **items = arena_alloc(v->arena, cap * sizeof(*items));

        if (!items)
            return err_nomem(e);
        if (list->len > 0)
            memcpy(items, list->items, list->len * sizeof(*items));
        list->items = items;
    }
    list->items[list->len] = arena_strndup(v->arena, text, len);
    if (!list->items[list->len])
        return err_nomem(e);
    list->len++;
    return 0;
}

/* Without the blanks and the carriage return that editors leave behind. */
static int
append_line(struct option_values *v, struct text_list *list, const char *line,
            size_t len, struct err *e)
{
    while (len > 0 && strchr(" \t\r", line[len - 1]))
        len--;
    while (len > 0 && strchr(" \t", line[0])) {
        line++;
        len--;
    }
    return len > 0 && line[0] != '#' ? append(v, list, line, len, e) : 0;
}

/* An empty file would widen the scope to everything: it is refused. */
static int
append_file(struct option_values *v, struct text_list *list, const char *path,
            struct err *e)
{
    struct err own = { 0 };
    auto_buf text = { 0 };
    size_t before = list->len;
    const char *line;

    if (files_read(path, AT_FILE_BYTES, &text, &own) != 0)
        return err_set(e, own.code == ERR_NOMEM ? ERR_NOMEM : ERR_USAGE, "%s",
                       own.text);
    line = buf_str(&text);
    if (strncmp(line, "\xef\xbb\xbf", 3) == 0)
        line += 3;
    for (;;) {
        size_t len = strcspn(line, "\n");

        if (append_line(v, list, line, len, e) != 0)
            return -1;
        if (!line[len])
            break;
        line += len + 1;
    }
    if (list->len == before)
        return err_set(e, ERR_USAGE,
                       "%s: expected one value a line, found none", path);
    return 0;
}

static int
set_list(struct option_values *v, const struct option_row *row,
         enum option_source source, const char *text, struct err *e)
{
    struct text_list *list = field(v, row);

    if (v->sources[row - v->set->rows] != source)
        list->len = 0;
    if ((row->traits & OPTION_AT_FILE) && text[0] == '@')
        return append_file(v, list, text + 1, e);
    return append(v, list, text, strlen(text), e);
}

static int
set_field(struct option_values *v, const struct option_row *row,
          enum option_source source, const char *text, struct err *e)
{
    switch (row->kind) {
    case OPTION_FLAG:
        return set_flag(field(v, row), text, e);
    case OPTION_COUNT:
    case OPTION_NUMBER:
        return set_number(field(v, row), row, text, e);
    case OPTION_CHOICE:
        return set_choice(field(v, row), row, text, e);
    case OPTION_TEXT:
        return set_text(v, row, text, e);
    case OPTION_WORDS:
        return set_words(v, row, text, e);
    case OPTION_LIST:
        return set_list(v, row, source, text, e);
    }
    return err_set(e, ERR_INTERNAL, "an option of no kind");
}

int
option_set_value(struct option_values *v, const struct option_row *row,
                 enum option_source source, const char *text, struct err *e)
{
    /* An unset variable of a script, most likely; never "no restriction". */
    if (str_empty(text))
        return err_set(e, ERR_USAGE, "expected a value, found nothing");
    if (set_field(v, row, source, text, e) != 0)
        return -1;
    v->sources[row - v->set->rows] = source;
    return 0;
}
