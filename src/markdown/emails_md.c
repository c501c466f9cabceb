/* SPDX-License-Identifier: MIT */
/* emails_md.c - kubeconfig-emails.md: what to send to whom, for each legacy
 * cluster. */
#include "markdown/documents.h"

#include "markdown/markdown.h"
#include "model/command.h"
#include "report/email.h"
#include "report/writer.h"
#include "support/str.h"

static const char *const labels[AUDIENCE_COUNT][PHASE_COUNT] = {
    [AUDIENCE_PEOPLE] = { "To people with a kubeconfig, before",
                          "To people with a kubeconfig, after" },
    [AUDIENCE_PIPELINES] = { "To owners of pipelines, before",
                             "To owners of pipelines, after" },
    [AUDIENCE_PRIVATE_CLUSTER] = { "To those inside its network, before",
                                   "To those inside its network, after" },
    [AUDIENCE_BREAK_GLASS] = { "To the keepers of the emergency way in, before",
                               "To the keepers of the emergency way in, "
                               "after" },
};

static void
add_head(struct buf *out, const struct overview *o)
{
    const struct results *r = o->results;

    buf_adds(out,
             "# E-mails about the migration\n\n"
             "For each legacy cluster, a text for every audience, before and "
             "after. Fill in what stands in [square brackets]. **Those for "
             "after say that the cluster has moved: send them only when the "
             "verification says so.**\n\n");
    if (!r->summary.complete)
        buf_adds(out,
                 "**Not everything in scope could be audited: there may "
                 "be more legacy clusters.** See `migration-plan.md`.\n\n");
    if (r->summary.by_integration[INTEGRATION_LEGACY] == 0)
        buf_adds(out, "No legacy cluster was found.\n");
}

/* Longer than every run of backticks within, so that nothing there ends it. */
static void
add_fenced(struct buf *out, const char *text)
{
    size_t longest = 2, run = 0;

    for (const char *p = text; *p; p++) {
        run = *p == '`' ? run + 1 : 0;
        if (run > longest)
            longest = run;
    }
    for (size_t i = 0; i <= longest; i++)
        buf_addc(out, '`');
    buf_addf(out, "text\n%s", text);
    for (size_t i = 0; i <= longest; i++)
        buf_addc(out, '`');
    buf_adds(out, "\n\n");
}

static void
add_email(struct buf *out, const struct overview *o, const struct cluster *c,
          enum audience audience, enum phase phase)
{
    auto_buf text = { 0 }, verify = { 0 };

    buf_addf(out, "### %s\n\n", labels[audience][phase]);
    if (phase == PHASE_AFTER) {
        command_verify(&verify, c);
        buf_adds(out, "Send it only when `managed` is `true` here: ");
        markdown_code(out, buf_str(&verify));
        buf_adds(out, "\n\n");
    }
    email_text(&text, o, c, audience, phase);
    add_fenced(out, buf_str(&text));
    if (!buf_ok(&text) || !buf_ok(&verify))
        out->failed = true;
}

static void
add_cluster(struct buf *out, const struct overview *o, const struct cluster *c)
{
    buf_adds(out, "## ");
    markdown_code(out, c->name);
    buf_adds(out, "\n\nResource id: ");
    markdown_code(out, c->id);
    buf_adds(out, "\n\n");
    for (int a = 0; a < AUDIENCE_COUNT; a++) {
        for (int p = 0; p < PHASE_COUNT; p++) {
            if (email_applies(c, (enum audience)a, (enum phase)p))
                add_email(out, o, c, (enum audience)a, (enum phase)p);
        }
    }
}

int
write_emails_md(FILE *out, const struct overview *o, struct err *e)
{
    const struct vec *steps = &o->waves.steps;
    auto_buf text = { 0 };

    add_head(&text, o);
    for (size_t i = 0; i < steps->len; i++) {
        const struct migration_step *step = steps->items[i];

        add_cluster(&text, o, step->cluster);
        if (!buf_ok(&text))
            return err_nomem(e);
        fwrite(buf_str(&text), 1, text.len, out);
        buf_reset(&text);
    }
    if (!buf_ok(&text))
        return err_nomem(e);
    fwrite(buf_str(&text), 1, text.len, out);
    return writer_check(out, e);
}
