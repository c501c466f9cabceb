/* SPDX-License-Identifier: MIT */
/* check_context.c - what the checks of kubeconfig contexts have in common. */
#include "checks/check.h"

void
judge_context_evidence(struct judgement *j, const struct kubeconfig_context *c)
{
    judge_evidence(j, "cluster", c->cluster ? c->cluster->id : NULL);
    judge_evidence(j, "server", c->host);
    judge_evidence(j, "signIn", user_form_name(c->form));
    judge_evidence(j, "serverId", c->server_id);
}

void
judge_context_commands(struct judgement *j, const struct kubeconfig_context *c)
{
    for (size_t i = 0; i < c->commands.len; i++) {
        if (j->n_commands < JUDGEMENT_COMMANDS_MAX)
            j->commands[j->n_commands++] = c->commands.items[i];
    }
}
