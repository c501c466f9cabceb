/* SPDX-License-Identifier: MIT */
/* maintenance.c - a maintenance configuration of AKS in one line. */
#include "sources/maintenance.h"

#include <string.h>

#include "sources/maintenance_private.h"
#include "support/json.h"
#include "support/str.h"

/* ---- troubles ------------------------------------------------------------ */

void
maintenance_trouble(struct maintenance *m, const char *path, const char *key,
                    const char *wanted, const json_t *found)
{
    const char *text = json_string_value(found);
    char value[80];

    if (!found || json_is_null(found)) {
        err_set(m->e, ERR_INPUT, "%s%s: expected %s, found nothing", path, key,
                wanted);
    } else if (text) {
        str_sanitize(value, sizeof(value), text);
        err_set(m->e, ERR_INPUT, "%s%s: expected %s, found '%s'", path, key,
                wanted, value);
    } else if (json_is_integer(found)) {
        err_set(m->e, ERR_INPUT, "%s%s: expected %s, found %lld", path, key,
                wanted, (long long)json_integer_value(found));
    } else {
        err_set(m->e, ERR_INPUT, "%s%s: expected %s, found %s", path, key,
                wanted, json_kind(found));
    }
}

const json_t *
maintenance_member(const json_t *object, const char *key)
{
    const json_t *value = json_get_fold(object, key, NULL);

    return json_is_null(value) ? NULL : value;
}

const char *
maintenance_day(struct maintenance *m, const char *path, const char *key,
                const json_t *found)
{
    static const char *const days[] = { "Monday",   "Tuesday", "Wednesday",
                                        "Thursday", "Friday",  "Saturday",
                                        "Sunday" };

    for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
        if (str_eq_fold(json_string_value(found), days[i]))
            return days[i];
    }
    maintenance_trouble(m, path, key, "a day of the week", found);
    return NULL;
}

/* ---- the older form: timeInWeek, notAllowedTime -------------------------- */

/* Hours stand for themselves and the hour that follows: 1 and 2 are 01:00 to
 * 03:00. */
static unsigned
hours_of(struct maintenance *m, const char *path, const json_t *slots)
{
    unsigned hours = 0;
    const json_t *slot;
    size_t i;

    if (!json_is_array(slots) || json_array_size(slots) == 0) {
        maintenance_trouble(m, path, "hourSlots",
                            "an array of hours from 0 to 23", slots);
        return 0;
    }
    json_array_foreach(slots, i, slot)
    {
        json_int_t hour = json_is_integer(slot) ? json_integer_value(slot) : -1;

        if (hour >= 0 && hour < 24)
            hours |= 1U << hour;
        else
            maintenance_trouble(m, path, "hourSlots",
                                "whole hours from 0 to 23", slot);
    }
    return hours;
}

static void
add_hours(struct buf *out, unsigned hours)
{
    bool open = false;

    for (unsigned from = 0; from < 24; from++) {
        unsigned to = from;

        while (to < 24 && (hours & (1U << to)))
            to++;
        if (to == from)
            continue;
        buf_addf(out, "%s%02u:00-%02u:00", open ? " and " : " ", from, to);
        open = true;
        from = to;
    }
}

static void
add_times_in_week(struct maintenance *m, const json_t *list)
{
    const json_t *item;
    size_t i;

    if (!json_is_array(list)) {
        maintenance_trouble(m, "", "timeInWeek", "an array", list);
        return;
    }
    json_array_foreach(list, i, item)
    {
        char path[40];
        const char *day;

        snprintf(path, sizeof(path), "timeInWeek[%zu].", i);
        day = maintenance_day(m, path, "day", maintenance_member(item, "day"));
        buf_addf(&m->text, "%s%s", i ? ", " : "", str_or(day, "?"));
        add_hours(&m->text,
                  hours_of(m, path, maintenance_member(item, "hourSlots")));
    }
    if (json_array_size(list) > 0)
        buf_adds(&m->text, " UTC");
}

/* ---- one configuration --------------------------------------------------- */

static void
add_sentence(struct maintenance *m, const json_t *p)
{
    static const struct maintenance_spans older = { "notAllowedTime", "",
                                                    MAINTENANCE_MOMENT,
                                                    "a date and time in UTC" };
    const json_t *times = maintenance_member(p, "timeInWeek");
    const json_t *window = maintenance_member(p, "maintenanceWindow");
    const json_t *closed = maintenance_member(p, "notAllowedTime");
    size_t start = m->text.len;

    if (times)
        add_times_in_week(m, times);
    if (window) {
        if (m->text.len > start)
            buf_adds(&m->text, "; ");
        maintenance_add_window(m, window);
    }
    if (m->text.len == start)
        buf_adds(&m->text,
                 json_array_size(closed) > 0 ? "any time" : "names no time");
    if (closed)
        maintenance_add_spans(m, &older, closed);
}

/* What --query has cut away is not taken for a configuration without times. */
static const json_t *
properties_of(struct maintenance *m, const json_t *body)
{
    const json_t *p = maintenance_member(body, "properties");

    if (json_is_object(p))
        return p;
    if (!p && (json_get_fold(body, "timeInWeek", NULL) ||
               json_get_fold(body, "notAllowedTime", NULL) ||
               json_get_fold(body, "maintenanceWindow", NULL)))
        return body;
    maintenance_trouble(m, "", "properties", "an object", p);
    return NULL;
}

static const char *
name_of(const json_t *body)
{
    const char *name = json_get_text(body, "name");
    const char *id = json_get_text(body, "id");
    const char *slash = id ? strrchr(id, '/') : NULL;

    return str_or(name, str_or(slash ? slash + 1 : NULL, "(no name)"));
}

/* Keeps the list sorted; a line that is there is not added again. */
static int
keep(struct arena *arena, struct cluster *c, const char *line)
{
    struct text_list *list = &c->maintenance_texts;
    const char **items =
        arena_alloc(arena, (list->len + 1) * sizeof(*list->items));
    size_t place = 0;

    if (!items || !line)
        return -1;
    while (place < list->len && str_cmp_fold(list->items[place], line) < 0)
        place++;
    if (place < list->len && str_eq(list->items[place], line))
        return 0;
    for (size_t i = 0; i < list->len; i++)
        items[i + (i >= place)] = list->items[i];
    items[place] = line;
    list->items = items;
    c->maintenance_windows = ++list->len;
    return 0;
}

int
maintenance_add(struct arena *arena, struct cluster *c, const json_t *body,
                struct err *e)
{
    struct err trouble = { 0 };
    struct maintenance m = { .e = &trouble };
    auto_buf line = { 0 };
    const json_t *p;
    int rc;

    if (!json_is_object(body))
        return err_set(e, ERR_INPUT,
                       "expected a maintenance configuration, found %s",
                       json_kind(body));
    p = properties_of(&m, body);
    if (p)
        add_sentence(&m, p);
    buf_addf(&line, "%s: ", name_of(body));
    if (trouble.code != ERR_NONE)
        buf_addf(&line, "cannot be read: %s", trouble.text);
    else
        buf_adds(&line, buf_str(&m.text));
    rc = buf_ok(&line) && buf_ok(&m.text)
             ? keep(arena, c, arena_strdup(arena, buf_str(&line)))
             : -1;
    buf_free(&m.text);
    if (rc != 0)
        return err_nomem(e);
    if (trouble.code == ERR_NONE)
        return 0;
    return err_set(e, ERR_INPUT, "maintenance configuration %s: %s",
                   name_of(body), trouble.text);
}
