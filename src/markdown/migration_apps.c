/* SPDX-License-Identifier: MIT */
/* migration_apps.c - when the old app registrations of a cluster can go: a part
 * of migration-plan.md. */
#include "markdown/migration_md.h"

#include "markdown/markdown.h"
#include "model/left_over.h"
#include "report/app_words.h"
#include "support/str.h"

enum { NAMES_MAX = 5 };

static bool
names_it(const struct app_user *u)
{
    return (u->roles & (APP_ROLE_SERVER | APP_ROLE_CLIENT)) != 0;
}

/* Clusters that name it and are in no wave: nobody knows when they let go. */
static void
add_outsiders(struct buf *out, const struct app *a)
{
    size_t n = 0;

    for (const struct app_user *u = a->users; u; u = u->next) {
        if (!names_it(u) || u->cluster->integration == INTEGRATION_LEGACY)
            continue;
        if (n++ >= NAMES_MAX)
            continue;
        buf_adds(out, n > 1 ? ", " : " **It is also named by ");
        markdown_code(out, u->cluster->name);
        buf_addf(out, " (%s)", integration_name(u->cluster->integration));
    }
    if (n > NAMES_MAX)
        buf_addf(out, " and %zu more", n - NAMES_MAX);
    if (n > 0)
        buf_adds(out, ", which is in no wave: look there first.**");
}

static void
add_steps(struct buf *out, const struct app *a)
{
    buf_adds(out, "\n\n");
    for (int i = 0; i < RETIRE_STEP_COUNT; i++) {
        auto_buf commands = { 0 };

        buf_addf(out, "%d. %s\n", i + 1, retire_sentence((enum retire_step)i));
        retire_commands(&commands, a, (enum retire_step)i);
        if (commands.len > 0) {
            buf_adds(out, "\n");
            migration_md_shell(out, &commands);
        }
    }
}

static const char *
state_of(const struct app *a)
{
    switch (a->presence) {
    case APP_MISSING:
        return "it is gone already";
    case APP_DELETED:
        return "it is deleted already, and can still be restored";
    case APP_FOREIGN:
        return "it belongs to another tenant: its owners there decide";
    default:
        return NULL;
    }
}

static void
add_app(struct buf *out, const struct migration_md *md,
        const struct migration_step *step, const char *role, const char *id)
{
    const struct app *a =
        directory_find_app(&md->o->results->snapshot.directory, id);
    const struct migration_step *last = map_get(&md->last_user, id);

    buf_addf(out, "The %s app ", role);
    if (!a) {
        markdown_code(out, id);
        buf_adds(out, " was not looked at.\n\n");
        return;
    }
    markdown_code(out, app_label(a));
    if (!str_eq(app_label(a), a->app_id)) {
        buf_adds(out, " (");
        markdown_code(out, a->app_id);
        buf_adds(out, ")");
    }
    if (a->presence == APP_UNKNOWN && a->presence_reason) {
        buf_adds(out, ", which could not be looked at (");
        markdown_text(out, a->presence_reason);
        buf_adds(out, ")");
    }
    if (a->roles & APP_ROLE_IDENTITY)
        buf_addf(out, ": keep it, %s%s%s.\n\n", retire_obstacle(a),
                 state_of(a) ? "; " : "", str_or(state_of(a), ""));
    else if (state_of(a))
        buf_addf(out, ": %s.\n\n", state_of(a));
    if ((a->roles & APP_ROLE_IDENTITY) || state_of(a))
        return;
    if (last && last != step) {
        buf_adds(out, ": not now, but after ");
        markdown_code(out, last->cluster->name);
        buf_addf(out, ", the last of migration group %zu that names it.\n\n",
                 last->cluster->migration_group);
        return;
    }
    buf_adds(out, step->cluster->migration_group
                      ? ": this is the last cluster of its group that names "
                        "it. Once all of them are migrated:"
                      : ": no other cluster in a wave names it. Once this one "
                        "is migrated:");
    add_outsiders(out, a);
    add_steps(out, a);
}

void
migration_md_apps(struct buf *out, const struct migration_md *md,
                  const struct migration_step *step)
{
    const struct snapshot *s = &md->o->results->snapshot;
    const struct aad_profile *p = &step->cluster->aad;
    const char *doubt = left_over_doubt(s);

    if (p->server_app_id)
        add_app(out, md, step, "server", p->server_app_id);
    if (p->client_app_id && !str_eq_fold(p->client_app_id, p->server_app_id))
        add_app(out, md, step, "client", p->client_app_id);
    if (s->directory.skipped)
        buf_adds(out, "App registrations were left out of this audit "
                      "(--no-apps): look at them before you remove one.\n\n");
    if (doubt) {
        buf_adds(out, "A cluster that this audit did not see may name these "
                      "apps too: ");
        markdown_text(out, doubt);
        buf_adds(out, ".\n\n");
    }
}
