/* SPDX-License-Identifier: MIT */
/* email.c - what those who sign in to a cluster are told. */
#include "report/email.h"

#include <stdlib.h>
#include <string.h>

#include "model/retirement.h"
#include "report/migration_words.h"
#include "support/str.h"

enum { LINE_WIDTH = 72 };

/* What differs by audience. */
static const struct {
    const char *subject[PHASE_COUNT];
    const char *reason;
} letters[AUDIENCE_COUNT] = {
    [AUDIENCE_PEOPLE] = { { "your sign-in with kubectl will change",
                            "fetch a new kubeconfig" },
                          "You get this because you use kubectl, or a tool "
                          "like it, with this cluster." },
    [AUDIENCE_PIPELINES] = { { "pipelines will need a new sign-in",
                               "pipelines need a new kubeconfig" },
                             "You get this because a pipeline, bot or "
                             "dashboard of yours signs in to this cluster." },
    [AUDIENCE_PRIVATE_CLUSTER] = { { "make sure that you can reach it",
                                     "sign in again from inside its network" },
                                   "You get this because you work with this "
                                   "private cluster." },
    [AUDIENCE_BREAK_GLASS] = { { "prove the emergency way in",
                                 "close the emergency way in" },
                               "You get this because you keep the emergency "
                               "way in to this cluster." },
};

/* ---- prose --------------------------------------------------------------- */

/* A name on one line. */
static void
add_name(struct buf *out, const char *name)
{
    size_t size = strlen(name) + 1;
    char *safe = malloc(size);

    if (!safe) {
        out->failed = true;
        return;
    }
    str_sanitize(safe, size, name);
    buf_adds(out, safe);
    free(safe);
}

/* Adds a paragraph, broken at blanks, and an empty line. */
static void
add_wrapped(struct buf *out, const char *text, const char *first,
            const char *others)
{
    size_t column = strlen(first);
    bool open = false;

    buf_adds(out, first);
    while (*text) {
        size_t len = strcspn(text, " ");

        if (open && column + 1 + len > LINE_WIDTH) {
            buf_addf(out, "\n%s", others);
            column = strlen(others);
        } else if (open) {
            buf_addc(out, ' ');
            column++;
        }
        buf_add(out, text, len);
        column += len;
        open = true;
        text += len;
        text += *text == ' ';
    }
    buf_addc(out, '\n');
}

static void
add_paragraph(struct buf *out, const char *text)
{
    add_wrapped(out, text, "", "");
    buf_addc(out, '\n');
}

/* The same of what was made; empties it. */
static void
end_paragraph(struct buf *out, struct buf *made)
{
    if (!buf_ok(made))
        out->failed = true;
    add_paragraph(out, buf_str(made));
    buf_reset(made);
}

static void
add_heading(struct buf *out, const char *text)
{
    buf_addf(out, "%s\n", text);
    for (size_t i = strlen(text); i > 0; i--)
        buf_addc(out, '-');
    buf_adds(out, "\n\n");
}

/* ---- parts --------------------------------------------------------------- */

/* "The cluster NAME (resource group ..., subscription ...)" */
static void
add_cluster(struct buf *out, const struct cluster *c)
{
    buf_adds(out, "The cluster ");
    add_name(out, c->name);
    buf_adds(out, " (resource group ");
    add_name(out, c->resource_group);
    buf_adds(out, ", subscription ");
    add_name(out, str_or(c->subscription->name, c->subscription->id));
    buf_adds(out, ")");
}

/* Of a managed cluster nobody knows here whether it ever was legacy. */
static void
add_what(struct buf *out, const struct cluster *c, enum phase phase)
{
    auto_buf text = { 0 };

    add_heading(out,
                phase == PHASE_BEFORE ? "What will happen" : "What happened");
    add_cluster(&text, c);
    if (c->integration == INTEGRATION_MANAGED) {
        buf_adds(&text, " uses AKS-managed Microsoft Entra integration: "
                        "sign-in goes through Microsoft's own application. A "
                        "kubeconfig from before that is stale.");
    } else {
        buf_adds(&text, phase == PHASE_BEFORE ? " moves" : " moved on [date]");
        buf_adds(&text,
                 " from legacy to AKS-managed Microsoft Entra integration. "
                 "Sign-in goes through Microsoft's own application instead of "
                 "app registrations of ours. The move itself changes no role "
                 "binding in the cluster.");
        if (c->planned && c->planned->enable_azure_rbac == TRI_YES)
            buf_adds(&text, " Azure RBAC is enabled with it, so that what you "
                            "may do can change.");
    }
    end_paragraph(out, &text);
}

/* Windows that were not read whole are a matter of the plan, not of this. */
static void
add_when(struct buf *out, const struct cluster *c)
{
    auto_buf window = { 0 }, text = { 0 };

    add_heading(out, "When");
    buf_adds(&text, "[date and time].");
    if (c->maintenance.status == COVERAGE_AUDITED &&
        c->maintenance_texts.len > 0) {
        migration_window(&window, c);
        buf_adds(&text, " The maintenance windows of the cluster suggest: ");
        add_name(&text, buf_str(&window));
        buf_adds(&text, ".");
    }
    if (migration_night_reason(c))
        buf_addf(&text, " Outside business hours: %s.",
                 migration_night_reason(c));
    end_paragraph(out, &text);
    if (!buf_ok(&window))
        out->failed = true;
}

static void
add_commands(struct buf *out, const struct instruction *in,
             const struct cluster *c)
{
    for (size_t n = 0; n < INSTRUCTION_COMMANDS_MAX; n++) {
        auto_buf line = { 0 };

        if (!instruction_command(&line, in, n, c))
            continue;
        if (!buf_ok(&line))
            out->failed = true;
        buf_addf(out, "    %s\n", buf_str(&line));
    }
    buf_addc(out, '\n');
}

/* The instructions of one audience: those to follow, or those for trouble. */
static size_t
add_steps(struct buf *out, const struct cluster *c, enum audience audience,
          enum phase phase, bool trouble)
{
    size_t n = 0;

    for (size_t i = 0; i < n_instructions; i++) {
        const struct instruction *in = &instructions[i];
        auto_buf text = { 0 };

        if (in->audience != audience || in->phase != phase ||
            in->only_if_needed != trouble || !instruction_suits(in, c))
            continue;
        buf_addf(&text, "%s. %s", in->title, in->text);
        end_paragraph(out, &text);
        add_commands(out, in, c);
        n++;
    }
    return n;
}

static void
add_trouble(struct buf *out, const struct cluster *c, enum audience audience,
            enum phase phase)
{
    add_heading(out, "If something fails");
    if (phase == PHASE_BEFORE)
        add_paragraph(out, "Nothing has changed yet, so there is time. Send "
                           "the command and what it said to whoever is named "
                           "below.");
    else
        add_steps(out, c, audience, phase, true);
    if (phase == PHASE_AFTER)
        add_paragraph(out, "Else send the command and what it said to whoever "
                           "is named below.");
    add_paragraph(out, "Never send tokens, passwords, or the kubeconfig "
                       "itself.");
}

static void
add_retirement(struct buf *out)
{
    add_heading(out, "Why");
    add_paragraph(out, "Microsoft announced the end of legacy integration. The "
                       "dates moved several times; these are the public ones:");
    for (size_t i = 0; i < n_retirement_dates; i++) {
        const struct retirement_date *d = &retirement_dates[i];
        auto_buf text = { 0 };

        if (!d->for_everybody)
            continue;
        buf_addf(&text, "%s: %s. Source: %s", d->date, d->what, d->source);
        if (!buf_ok(&text))
            out->failed = true;
        add_wrapped(out, buf_str(&text), "- ", "  ");
    }
    buf_addc(out, '\n');
}

static void
add_owner(struct buf *out, const struct cluster *c)
{
    auto_buf text = { 0 };

    add_heading(out, "Whom to ask");
    if (c->owner)
        add_name(&text, c->owner);
    else
        buf_adds(&text, "[the cluster's owner: no tag of it names one]");
    end_paragraph(out, &text);
}

bool
email_applies(const struct cluster *c, enum audience audience, enum phase phase)
{
    if (audience == AUDIENCE_PRIVATE_CLUSTER && c->private_cluster != TRI_YES)
        return false;
    return c->integration == INTEGRATION_LEGACY ||
           (c->integration == INTEGRATION_MANAGED && phase == PHASE_AFTER);
}

void
email_text(struct buf *out, const struct overview *o, const struct cluster *c,
           enum audience audience, enum phase phase)
{
    (void)o;
    if (!email_applies(c, audience, phase))
        return;
    buf_adds(out, "Subject: AKS cluster ");
    add_name(out, c->name);
    buf_addf(out, ": %s\n\nHello,\n\n", letters[audience].subject[phase]);
    add_paragraph(out, letters[audience].reason);
    add_what(out, c, phase);
    if (phase == PHASE_BEFORE)
        add_when(out, c);
    add_heading(out, phase == PHASE_BEFORE ? "What to do now" : "What to do");
    add_steps(out, c, audience, phase, false);
    add_trouble(out, c, audience, phase);
    add_retirement(out);
    add_owner(out, c);
    buf_adds(out, "Best regards,\n[your name]\n");
}
