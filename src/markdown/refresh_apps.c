/* SPDX-License-Identifier: MIT */
/* refresh_apps.c - when the old app registrations can be deleted: a part of
 * kubeconfig-refresh.md. */
#include "markdown/refresh_parts.h"

#include "markdown/markdown.h"
#include "model/left_over.h"
#include "report/app_words.h"
#include "support/str.h"

static void
add_users(struct buf *out, const struct app *a)
{
    size_t n = 0;

    for (const struct app_user *u = a->users; u; u = u->next, n++) {
        buf_adds(out, n ? ", " : "");
        markdown_code(out, u->cluster->name);
    }
}

static void
add_named(struct buf *out, const struct app *a)
{
    size_t group = app_migration_group(a);

    buf_adds(out, "- ");
    markdown_code(out, app_label(a));
    buf_adds(out, " (");
    markdown_code(out, a->app_id);
    buf_adds(out, "), named by ");
    add_users(out, a);
    if (group)
        buf_addf(out, "; migration group %zu", group);
    buf_addf(out, ". Not now: %s.\n", retire_obstacle(a));
}

static void
add_left_over(struct buf *out, const struct app *a)
{
    buf_adds(out, "### ");
    markdown_code(out, app_label(a));
    buf_addf(out, "\n\n`%s`, %s left over: ", a->app_id,
             certainty_name(a->certainty));
    for (size_t i = 0; i < a->signals.len; i++) {
        buf_adds(out, i ? "; " : "");
        markdown_code(out, a->signals.items[i]);
    }
    buf_adds(out, ".\n\n");
    for (int i = 0; i < RETIRE_STEP_COUNT; i++) {
        auto_buf commands = { 0 };

        buf_addf(out, "%d. %s\n", i + 1, retire_sentence((enum retire_step)i));
        retire_commands(&commands, a, (enum retire_step)i);
        if (commands.len > 0) {
            if (!buf_ok(&commands))
                out->failed = true;
            buf_addf(out, "\n```sh\n%s```\n\n", buf_str(&commands));
        }
    }
    buf_adds(out, "\n");
}

void
refresh_apps(struct buf *out, const struct overview *o)
{
    const struct snapshot *s = &o->results->snapshot;
    const char *doubt = left_over_doubt(s);

    if (s->directory.skipped) {
        buf_adds(out, "## When the old app registrations can be deleted\n\n"
                      "They were left out of this audit (--no-apps).\n\n");
        return;
    }
    buf_adds(out,
             "## When the old app registrations can be deleted\n\n"
             "Nothing in the migration deletes them. Each is safe to remove "
             "only after the **last** cluster that names it has been migrated, "
             "and never while a cluster lives by it as its own identity.\n\n");
    for (size_t i = 0; i < s->apps.len; i++) {
        const struct app *a = s->apps.items[i];

        if (retire_obstacle(a))
            add_named(out, a);
    }
    if (!directory_sees(&s->directory, DIRECTORY_APPLICATIONS))
        buf_addf(out,
                 "\nWhich registrations no cluster names any more is not "
                 "known: %s.\n",
                 str_or(s->directory.views[DIRECTORY_APPLICATIONS].reason,
                        "not read"));
    if (doubt)
        buf_addf(out,
                 "\n**A cluster that this audit did not see may still use what "
                 "looks left over here: %s.**\n",
                 doubt);
    buf_adds(out, "\n");
    for (size_t i = 0; i < s->apps.len; i++) {
        const struct app *a = s->apps.items[i];

        if (a->roles & APP_ROLE_LEFT_OVER)
            add_left_over(out, a);
    }
}
