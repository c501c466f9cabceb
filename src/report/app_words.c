/* SPDX-License-Identifier: MIT */
/* app_words.c - how reports speak of app registrations. */
#include "report/app_words.h"

#include "support/guid.h"
#include "support/shell_quote.h"
#include "support/str.h"

const char *
app_permission_name(const char *id)
{
    static const struct {
        const char *id;
        const char *name;
    } rows[] = {
        { PERMISSION_USER_READ, "User.Read" },
        { PERMISSION_DIRECTORY_READ, "Directory.Read.All" },
        { ROLE_DIRECTORY_READ, "Directory.Read.All" },
        { AAD_GRAPH_DIRECTORY_READ, "Directory.Read.All" },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        if (str_eq_fold(rows[i].id, id))
            return rows[i].name;
    }
    return NULL;
}

size_t
app_migration_group(const struct app *a)
{
    for (const struct app_user *u = a->users; u; u = u->next) {
        if ((u->roles & (APP_ROLE_SERVER | APP_ROLE_CLIENT)) &&
            u->cluster->migration_group)
            return u->cluster->migration_group;
    }
    return 0;
}

/* ---- retiring ------------------------------------------------------------ */

const char *
retire_obstacle(const struct app *a)
{
    if (a->roles & APP_ROLE_IDENTITY)
        return "a cluster manages its own Azure resources with it: give the "
               "cluster a managed identity first";
    if (a->roles & (APP_ROLE_SERVER | APP_ROLE_CLIENT))
        return "a cluster still names it: migrate every cluster that does "
               "first";
    return NULL;
}

const char *
retire_sentence(enum retire_step step)
{
    static const char *const sentences[] = {
        [RETIRE_CONFIRM] = "Confirm with its owners that nothing uses it, also "
                           "in subscriptions that this audit did not see.",
        [RETIRE_DISABLE] = "Disable sign-in; this can be undone at once.",
        [RETIRE_WAIT] = "Wait some weeks: whoever still uses it will say so.",
        [RETIRE_CREDENTIALS] = "Remove its credentials.",
        [RETIRE_DELETE] = "Delete it; for 30 days it can be restored from the "
                          "deleted items.",
    };

    return sentences[step];
}

static void
add_command(struct buf *out, const char *before, const struct app *a,
            const char *after)
{
    buf_adds(out, before);
    shell_quote(out, a->app_id);
    buf_addf(out, "%s\n", after);
}

static void
add_credentials(struct buf *out, const struct app *a)
{
    for (const struct app_credential *c = a->credentials; c; c = c->next) {
        if (!c->key_id || !guid_is(c->key_id) || c->on_service_principal)
            continue;
        buf_adds(out, "az ad app credential delete --id ");
        shell_quote(out, a->app_id);
        buf_adds(out, c->certificate ? " --cert --key-id " : " --key-id ");
        shell_quote(out, c->key_id);
        buf_adds(out, "\n");
    }
}

void
retire_commands(struct buf *out, const struct app *a, enum retire_step step)
{
    switch (step) {
    case RETIRE_CONFIRM:
        add_command(out, "az ad app owner list --id ", a, "");
        break;
    case RETIRE_DISABLE:
        add_command(out, "az ad sp update --id ", a,
                    " --set accountEnabled=false");
        break;
    case RETIRE_CREDENTIALS:
        add_credentials(out, a);
        break;
    case RETIRE_DELETE:
        add_command(out, "az ad app delete --id ", a, "");
        break;
    default:
        break;
    }
}

/* ---- in one line --------------------------------------------------------- */

static void
add_counts(struct buf *out, const size_t *counts, size_t n,
           const char *const *words)
{
    bool open = false;

    for (size_t i = 0; i < n; i++) {
        if (counts[i] == 0 || !words[i])
            continue;
        buf_addf(out, "%s%zu %s", open ? ", " : " (", counts[i], words[i]);
        open = true;
    }
    if (open)
        buf_adds(out, ")");
}

void
app_summary(struct buf *out, const struct snapshot *s)
{
    static const char *const presences[] = { "not seen", NULL, "deleted",
                                             "of another tenant", "gone" };
    static const char *const certainties[] = { NULL, "possible", "likely",
                                               "certain" };
    size_t by_presence[5] = { 0 }, by_certainty[4] = { 0 };
    size_t named = 0, left = 0;

    for (size_t i = 0; i < s->apps.len; i++) {
        const struct app *a = s->apps.items[i];

        if (a->roles & APP_ROLE_LEFT_OVER) {
            left++;
            by_certainty[a->certainty]++;
        } else {
            named++;
            by_presence[a->presence]++;
        }
    }
    buf_addf(out, "%zu named by clusters", named);
    add_counts(out, by_presence, 5, presences);
    buf_addf(out, ", %zu left over", left);
    add_counts(out, by_certainty, 4, certainties);
}
