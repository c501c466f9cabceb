/* SPDX-License-Identifier: MIT */
/* migration_cluster.c - one cluster of migration-plan.md. */
#include "markdown/migration_md.h"

#include "markdown/markdown.h"
#include "model/access.h"
#include "model/command.h"
#include "report/instructions.h"
#include "report/migration_words.h"
#include "support/str.h"

static void
add_item(struct buf *out, const char *label, const char *text)
{
    buf_addf(out, "- %s: ", label);
    markdown_code(out, text);
    buf_adds(out, "\n");
}

/* Why it is in this wave, when it would not be by itself. */
static void
add_held(struct buf *out, const struct migration_step *step)
{
    if (!step->held_by)
        return;
    buf_addf(out,
             "- By itself it would be in the wave \"%s\"; it is kept with ",
             wave_title(step->alone));
    markdown_code(out, step->held_by->name);
    buf_addf(out,
             ", with which it shares app registrations (migration group %zu). "
             "It can go earlier, as long as those are kept for the others\n",
             step->cluster->migration_group);
}

static void
add_access(struct buf *out, const struct snapshot *s, const struct cluster *c)
{
    struct access a;
    char sentence[512];

    if (s->no_bindings) {
        buf_adds(out, "- Who will be admin: not known, bindings were left out "
                      "(--no-bindings)\n");
        return;
    }
    if (access_after(s, c, &a) != 0) {
        out->failed = true;
        return;
    }
    access_sentence(&a, sentence, sizeof(sentence));
    buf_addf(out, "- Who will be admin: %s%s%s\n",
             a.locked_out == TRI_YES ? "**" : "", sentence,
             a.locked_out == TRI_YES ? "**" : "");
}

static void
add_facts(struct buf *out, const struct overview *o,
          const struct migration_step *step)
{
    const struct cluster *c = step->cluster;

    add_item(out, "Resource id", c->id);
    if (c->owner)
        add_item(out, "Owner", c->owner);
    else
        buf_adds(out, "- Owner: no tag names one\n");
    if (c->environment)
        add_item(out, "Environment", c->environment);
    else
        buf_adds(out, "- Environment: no tag names one, so it counts as "
                      "production\n");
    buf_addf(out, "- Readiness: %s\n", readiness_name(c->readiness));
    add_held(out, step);
    add_access(out, &o->results->snapshot, c);
    buf_adds(out, "\n");
}

/* The instructions of one audience and phase, without those for trouble. */
static void
add_instructions(struct buf *out, const struct cluster *c,
                 enum audience audience, enum phase phase)
{
    for (size_t i = 0; i < n_instructions; i++) {
        const struct instruction *in = &instructions[i];
        auto_buf commands = { 0 };

        if (in->audience != audience || in->phase != phase ||
            in->only_if_needed || !instruction_applies(in, c))
            continue;
        buf_addf(out, "**%s.** %s\n\n", in->title, in->text);
        instruction_commands(&commands, in, c);
        migration_md_shell(out, &commands);
    }
}

static void
add_before(struct buf *out, const struct overview *o, const struct cluster *c)
{
    buf_adds(out, "#### Before\n\n");
    migration_md_findings(out, o, c);
    add_instructions(out, c, AUDIENCE_PRIVATE_CLUSTER, PHASE_BEFORE);
    add_instructions(out, c, AUDIENCE_BREAK_GLASS, PHASE_BEFORE);
    buf_adds(out,
             "**Backup of the bindings.** In a folder of this cluster's own, "
             "with the way in that was just proved.\n\n"
             "```sh\n"
             "kubectl --kubeconfig break-glass.kubeconfig get "
             "clusterrolebindings,rolebindings -A -o yaml "
             ">bindings-before.yaml\n"
             "```\n\n");
}

static void
add_when(struct buf *out, const struct cluster *c)
{
    const struct text_list *lines = &c->maintenance_texts;
    auto_buf window = { 0 };

    buf_adds(out, "#### When\n\n");
    if (migration_night_reason(c))
        buf_addf(out, "**At night, outside business hours** (%s).\n\n",
                 migration_night_reason(c));
    if (lines->len == 0) {
        migration_window(&window, c);
        buf_adds(out, "Maintenance window: ");
        markdown_text(out, buf_str(&window));
        buf_adds(out, ". Agree on a time with its owner.\n\n");
    } else {
        buf_adds(out, "What its maintenance configurations suggest:\n\n");
        for (size_t i = 0; i < lines->len; i++) {
            buf_adds(out, "- ");
            markdown_code(out, lines->items[i]);
            buf_adds(out, "\n");
        }
        if (c->maintenance.status != COVERAGE_AUDITED)
            buf_adds(out, "- not all of them could be read\n");
        buf_adds(out, "\n");
    }
    if (!buf_ok(&window))
        out->failed = true;
}

static void
add_command(struct buf *out, const struct cluster *c)
{
    auto_buf command = { 0 };

    buf_adds(out, "#### The command\n\n");
    if (c->readiness == READINESS_BLOCKED)
        buf_adds(out, "**Blocked: not before that is mended which stands "
                      "above.**\n\n");
    else if (c->readiness == READINESS_UNKNOWN)
        buf_adds(out, "**Not before that is known which stands above.**\n\n");
    if (!migration_has_group(c))
        buf_adds(out, "**No group is planned: do not run it.** The command "
                      "would leave nobody as admin. Name the group with "
                      "`--plan` and make this plan again.\n\n");
    if (c->planned && c->planned->enable_azure_rbac == TRI_YES)
        buf_adds(out, "It enables Azure RBAC too; sources disagree on what "
                      "becomes of bindings then (see below), so migrate first "
                      "and enable it later where you can.\n\n");
    migration_command(&command, c);
    buf_addc(&command, '\n');
    migration_md_shell(out, &command);
}

static void
add_verification(struct buf *out, const struct cluster *c)
{
    auto_buf command = { 0 };

    buf_adds(out, "#### Verification\n\n"
                  "`managed` must be `true`, `clientAppId` and `serverAppId` "
                  "`null`, and `adminGroupObjectIDs` ");
    if (migration_has_group(c)) {
        const struct text_list *ids = &c->planned->admin_group_object_ids;

        for (size_t i = 0; i < ids->len; i++) {
            buf_adds(out, i ? ", " : "");
            markdown_code(out, ids->items[i]);
        }
    } else {
        buf_adds(out, "those that were planned");
    }
    buf_adds(out, ":\n\n");
    command_verify(&command, c);
    buf_addc(&command, '\n');
    migration_md_shell(out, &command);
    buf_adds(out, "The bindings must be as before, apart from "
                  "`" BINDING_AKS_ADMIN "`, which AKS makes for the admin "
                  "groups:\n\n"
                  "```sh\n"
                  "kubectl --kubeconfig break-glass.kubeconfig get "
                  "clusterrolebindings,rolebindings -A -o yaml "
                  ">bindings-after.yaml\n"
                  "diff bindings-before.yaml bindings-after.yaml\n"
                  "```\n\n"
                  "Then a member of the admin group signs in with a new "
                  "kubeconfig, and is admin when the answer is `yes`:\n\n");
    command_get_credentials(&command, c);
    buf_adds(&command, "\nkubelogin remove-cache-dir\n"
                       "kubelogin convert-kubeconfig -l azurecli\n"
                       "kubectl auth can-i '*' '*' -A\n");
    migration_md_shell(out, &command);
}

static void
add_after(struct buf *out, const struct migration_md *md,
          const struct migration_step *step)
{
    buf_adds(out,
             "#### What cannot be undone\n\n"
             "The command itself: there is no way back to legacy integration, "
             "and managed integration cannot be switched off. The admin groups "
             "can be changed at any time.\n\n"
             "#### Clean-up\n\n"
             "Everybody with a kubeconfig fetches a new one: "
             "`kubeconfig-refresh.md`, and `kubeconfig-emails.md` to tell "
             "them.\n\n");
    add_instructions(out, step->cluster, AUDIENCE_BREAK_GLASS, PHASE_AFTER);
    migration_md_apps(out, md, step);
}

void
migration_md_cluster(struct buf *out, const struct migration_md *md,
                     const struct migration_step *step)
{
    buf_adds(out, "### ");
    markdown_code(out, step->cluster->name);
    buf_adds(out, "\n\n");
    add_facts(out, md->o, step);
    add_before(out, md->o, step->cluster);
    add_when(out, step->cluster);
    add_command(out, step->cluster);
    add_verification(out, step->cluster);
    add_after(out, md, step);
}
