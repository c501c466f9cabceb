/* SPDX-License-Identifier: MIT */
/* columns_app.c - the columns of app registrations and of left-overs. */
#include "report/columns.h"

#include <stddef.h>
#include <string.h>

#include "report/app_words.h"
#include "support/str.h"

static void
get_name(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, app_label(item));
}

static void
get_roles(struct cell *cell, const struct overview *o, const void *item)
{
    const struct app *a = item;

    (void)o;
    for (unsigned bit = 1; bit <= APP_ROLE_LEFT_OVER; bit <<= 1) {
        if (a->roles & bit)
            buf_addf(&cell->made, "%s%s", cell->made.len ? ", " : "",
                     app_role_name((enum app_role)bit));
    }
    cell_set_text(cell, buf_str(&cell->made));
}

static void
get_presence(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell,
                  app_presence_name(((const struct app *)item)->presence));
}

static void
get_cluster_count(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_number(cell, ((const struct app *)item)->n_users);
}

/* As many names as can be read; the ids are in results.json. */
static void
get_clusters(struct cell *cell, const struct overview *o, const void *item)
{
    const struct app *a = item;
    size_t n = 0;

    (void)o;
    for (const struct app_user *u = a->users; u; u = u->next, n++) {
        if (n == 20) {
            buf_addf(&cell->made, " and %zu more", a->n_users - n);
            break;
        }
        buf_addf(&cell->made, "%s%s", n ? ", " : "", u->cluster->name);
    }
    cell_set_text(cell, buf_str(&cell->made));
}

static void
get_group(struct cell *cell, const struct overview *o, const void *item)
{
    size_t group = app_migration_group(item);

    (void)o;
    if (group)
        cell_set_number(cell, group);
}

static void
get_end(struct cell *cell, const struct overview *o, const void *item)
{
    const struct app_credential *c = app_newest_credential(item);

    (void)o;
    if (!c || c->end_unknown || !c->end)
        return;
    buf_add(&cell->made, c->end, strcspn(c->end, "Tt"));
    cell_set_text(cell, buf_str(&cell->made));
}

static void
get_days(struct cell *cell, const struct overview *o, const void *item)
{
    const struct app_credential *c = app_newest_credential(item);

    if (c && !c->end_unknown && c->ends_at != INT64_MAX)
        cell_set_signed(cell, app_days_left(c, o->results->snapshot.taken_at));
}

static void
get_live(struct cell *cell, const struct overview *o, const void *item)
{
    const struct app *a = item;

    if (!a->read)
        return;
    cell->empty = false;
    cell->truth = app_live_credential(a, o->results->snapshot.taken_at) != NULL;
}

/* Empty where the grants could not be seen: nobody may read that as "no". */
static void
get_directory_read(struct cell *cell, const struct overview *o,
                   const void *item)
{
    const struct app *a = item;

    if (!directory_sees(&o->results->snapshot.directory,
                        DIRECTORY_ROLE_GRANTS) ||
        (!a->principal && a->presence == APP_UNKNOWN))
        return;
    cell->empty = false;
    cell->truth = app_has_role(a, APP_ID_GRAPH, ROLE_DIRECTORY_READ) ||
                  app_has_role(a, APP_ID_AAD_GRAPH, AAD_GRAPH_DIRECTORY_READ);
}

static void
get_owners(struct cell *cell, const struct overview *o, const void *item)
{
    const struct app *a = item;

    (void)o;
    if (a->owners_known && !a->owners)
        buf_adds(&cell->made, "none");
    for (const struct app_owner *w = a->owners; w; w = w->next)
        buf_addf(&cell->made, "%s%s", cell->made.len ? ", " : "",
                 str_or(w->name, w->id));
    cell_set_text(cell, buf_str(&cell->made));
}

static void
get_enabled(struct cell *cell, const struct overview *o, const void *item)
{
    const struct app *a = item;

    (void)o;
    if (!a->principal || a->principal->enabled == TRI_UNSET)
        return;
    cell->empty = false;
    cell->truth = a->principal->enabled == TRI_YES;
}

static void
get_certainty(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_text(cell, certainty_name(((const struct app *)item)->certainty));
}

static void
get_signals(struct cell *cell, const struct overview *o, const void *item)
{
    const struct app *a = item;

    (void)o;
    for (size_t i = 0; i < a->signals.len; i++)
        buf_addf(&cell->made, "%s%s", i ? "; " : "", a->signals.items[i]);
    cell_set_text(cell, buf_str(&cell->made));
}

static void
get_steps(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    for (int i = 0; i < RETIRE_STEP_COUNT; i++) {
        buf_addf(&cell->made, "%s%d. %s", i ? "\n" : "", i + 1,
                 retire_sentence((enum retire_step)i));
        if (i == RETIRE_WAIT)
            continue;
        buf_adds(&cell->made, "\n");
        retire_commands(&cell->made, item, (enum retire_step)i);
        if (cell->made.len > 0 && buf_ok(&cell->made) &&
            cell->made.data[cell->made.len - 1] == '\n')
            cell->made.data[--cell->made.len] = '\0';
    }
    cell_set_text(cell, buf_str(&cell->made));
}

#define TEXT_MEMBER(name) COLUMN_TEXT, .member = offsetof(struct app, name)

#define SHARED_COLUMNS                                                       \
    { "Newest credential ends", "newestCredentialEnds", 22, COLUMN_DATE,     \
      .get = get_end },                                                      \
        { "Days to expiry", "daysToExpiry", 15, COLUMN_NUMBER,               \
          .get = get_days },                                                 \
        { "Live credential", "liveCredential", 16, COLUMN_BOOL,              \
          .get = get_live },                                                 \
        { "May read the directory", "grantedDirectoryReadAll", 24,           \
          COLUMN_BOOL, .get = get_directory_read },                          \
        { "Sign-in enabled", "signInEnabled", 16, COLUMN_BOOL,               \
          .get = get_enabled },                                              \
        { "Owners", "owners", 30, COLUMN_TEXT, .get = get_owners },          \
        { "Audience", "signInAudience", 18, TEXT_MEMBER(sign_in_audience) }, \
        { "Created", "createdDateTime", 22, TEXT_MEMBER(created) },          \
        { "App id", "appId", 38, TEXT_MEMBER(app_id) },                      \
    {                                                                        \
        "Object id", "objectId", 38, TEXT_MEMBER(object_id)                  \
    }

static const struct column app_list[] = {
    { "App registration", "name", 38, COLUMN_TEXT, .get = get_name },
    { "Role", "roles", 18, COLUMN_TEXT, .get = get_roles },
    { "Presence", "presence", 11, COLUMN_TEXT, .get = get_presence },
    { "Clusters", "clusterCount", 10, COLUMN_NUMBER, .get = get_cluster_count },
    { "Named by", "clusters", 40, COLUMN_TEXT, .get = get_clusters },
    { "Migration group", "migrationGroup", 15, COLUMN_NUMBER,
      .get = get_group },
    SHARED_COLUMNS,
    { "Why not seen", "presenceReason", 40, TEXT_MEMBER(presence_reason) },
};

static const struct column left_over_list[] = {
    { "App registration", "name", 38, COLUMN_TEXT, .get = get_name },
    { "Certainty", "certainty", 11, COLUMN_TEXT, .get = get_certainty },
    { "Signals", "signals", 60, COLUMN_TEXT, .get = get_signals,
      .wraps = true },
    SHARED_COLUMNS,
    { "Named earlier by", "namedByBaseline", 40,
      TEXT_MEMBER(named_by_baseline) },
    { "What to do, in order", "steps", 70, COLUMN_TEXT, .get = get_steps },
};

static const struct vec *
items(const struct overview *o)
{
    return &o->results->snapshot.apps;
}

static bool
is_left_over(const void *item)
{
    return (((const struct app *)item)->roles & APP_ROLE_LEFT_OVER) != 0;
}

static bool
is_named(const void *item)
{
    return !is_left_over(item);
}

const struct column_set app_columns = {
    .title = "App registrations",
    .columns = app_list,
    .n = sizeof(app_list) / sizeof(app_list[0]),
    .items = items,
    .shows = is_named,
};

const struct column_set left_over_columns = {
    .title = "Left-over registrations",
    .columns = left_over_list,
    .n = sizeof(left_over_list) / sizeof(left_over_list[0]),
    .items = items,
    .shows = is_left_over,
};
