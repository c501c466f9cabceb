/* SPDX-License-Identifier: MIT */
/* rbac_016_admin_credential.c - who can take a key that Entra does not see. */
#include "checks/registry.h"

#include "checks/check_binding.h"
#include "model/command.h"
#include "support/str.h"

enum { NAMES_MAX = 8 };

struct takers {
    struct buf names;
    size_t n;
};

static void
add_taker(void *arg, const struct role_assignment *a)
{
    struct takers *t = arg;

    if (t->n++ >= NAMES_MAX)
        return;
    buf_addf(&t->names, "%s%s (%s, %s)", t->names.len ? ", " : "",
             a->principal ? principal_label(a->principal) : a->principal_id,
             str_or(a->role->name, a->role->id), role_scope_level(a->scope));
}

static enum verdict
judge(struct judgement *j, const struct snapshot *s, const struct cluster *c,
      struct takers *t)
{
    size_t unread = each_assignment(s, c, POWER_ADMIN_CREDENTIAL, add_taker, t);
    enum verdict verdict;

    judge_evidence(j, "holders", judge_text(j, "%s", buf_str(&t->names)));
    if (t->n == 0 && !judge_assignments_read(j, c, &verdict))
        return verdict;
    if (t->n == 0 && unread > 0)
        return judge_unknown(j,
                             "%zu assigned roles could not be read, and may "
                             "give the admin credential",
                             unread);
    if (t->n == 0)
        return VERDICT_PASS;
    return judge_fail(j,
                      "%zu role assignment%s can take the local admin "
                      "credential: %s%s",
                      t->n, t->n == 1 ? "" : "s", buf_str(&t->names),
                      t->n > NAMES_MAX ? ", and more" : "");
}

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct cluster *c)
{
    struct takers t = { 0 };
    auto_buf command = { 0 };
    enum verdict verdict;

    judge_evidence_tri(j, "disableLocalAccounts", c->disable_local_accounts);
    if (c->disable_local_accounts == TRI_YES)
        return judge_not_applicable(j, "Local accounts are off");
    verdict = judge(j, s, c, &t);
    buf_free(&t.names);
    if (verdict == VERDICT_FAIL && c->integration == INTEGRATION_MANAGED) {
        command_aks(&command, "update", c);
        buf_adds(&command, " --disable-local-accounts");
        judge_command(j, &command);
    }
    return verdict;
}

const struct check check_rbac_016 = {
    .rule = {
        .id = "RBAC-016",
        .title = "Who can take the local admin credential while local "
               "accounts are on",
        .severity = SEVERITY_MEDIUM,
        .why = "The admin certificate is the same for everyone who takes "
               "it, names nobody, and Entra sees none of its use. During "
               "the migration it is the way in if something goes wrong; "
               "after it, it is a way around every group.",
        .how = "Local accounts are not off, and a role at, above or below "
               "the cluster holds listClusterAdminCredential, wildcards "
               "and custom roles included, notActions taken away.",
        .fix = "Once the migration is done and the admin group works, turn "
               "local accounts off and rotate the certificates; until then "
               "give the role to few.",
        .reference = "https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad",
    },
    .needs = NEED_CLUSTERS | NEED_ASSIGNMENTS,
    .run = run,
};
