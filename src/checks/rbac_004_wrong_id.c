/* SPDX-License-Identifier: MIT */
/* rbac_004_wrong_id.c - an id of an app that is not its service principal. */
#include "checks/registry.h"

#include "checks/check_binding.h"
#include "model/fate.h"
#include "support/str.h"

static enum verdict
run(struct judgement *j, const struct snapshot *s, const struct subject_at *at)
{
    const struct binding_subject *x = at->subject;
    enum verdict verdict;

    judge_subject_evidence(j, at);
    if (!(x->troubles & TROUBLE_WRONG_ID) && x->principal &&
        x->principal->presence == PRINCIPAL_GONE &&
        !(x->principal->app_ids_seen && x->principal->applications_seen))
        return judge_unknown(j,
                             "%s is no object of the tenant; whether it is an "
                             "app's id could not be seen",
                             x->name);
    if (!(x->troubles & TROUBLE_WRONG_ID)) {
        if (!judge_principal_known(j, s, at, &verdict))
            return verdict;
        return VERDICT_PASS;
    }
    judge_rebind(j, at, fate_right_name(x));
    return judge_fail(
        j,
        "%s is the %s of %s: a service principal is known by its own object "
        "id",
        x->name, x->principal->wrong_id,
        str_or(x->principal->wrong_id_app, "an app"));
}

const struct check check_rbac_004 = {
    .rule = {
        .id = "RBAC-004",
        .title = "A service principal is bound by the wrong id",
        .severity = SEVERITY_HIGH,
        .why = "Three ids belong to an app: the app id, the object id of "
               "the application and the object id of its service "
               "principal. Only the last one is in tokens, so that the "
               "binding gives the pipeline nothing.",
        .how = "A subject of kind User that is no object of the tenant, "
               "but the app id or the object id of an application.",
        .fix = "Bind the object id of the service principal (az ad sp show "
               "--id APP --query id) and take the wrong id out.",
        .reference = "https://azure.github.io/kubelogin/concepts/login-modes/sp.html",
    },
    .needs = NEED_CLUSTERS | NEED_BINDINGS | NEED_PRINCIPALS,
    .run_subject = run,
    .speaks_of = binding_names_user_id,
};
