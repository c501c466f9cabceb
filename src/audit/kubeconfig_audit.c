/* SPDX-License-Identifier: MIT */
/* kubeconfig_audit.c - kubeconfig files alone. */
#include "audit/kubeconfig_audit.h"

#include <string.h>

#include "audit/collect_kubeconfigs.h"
#include "audit/evaluate.h"
#include "audit/inputs.h"
#include "audit/run_id.h"
#include "model/kubeconfig_judge.h"
#include "sources/results_clusters.h"
#include "sources/tools.h"
#include "support/str.h"

/* What the files are held against. */
static int
read_clusters(struct results *r, const struct kubeconfig_request *request,
              struct err *e)
{
    struct snapshot *s = &r->snapshot;
    const char *finished_at;

    if (!request->results) {
        s->clusters_unknown = true;
        r->run.scope = "kubeconfig files";
        return 0;
    }
    if (results_clusters_read(r, request->results, &finished_at, e) != 0)
        return err_wrap(e, "--results");
    r->run.scope =
        arena_printf(s->arena, "kubeconfig files, held against the audit of %s",
                     finished_at);
    return r->run.scope ? 0 : err_nomem(e);
}

static int
describe_run(struct results *r, const struct kubeconfig_request *request,
             struct err *e)
{
    struct run *run = &r->run;

    r->snapshot.kubeconfigs_only = true;
    r->snapshot.no_bindings = true;
    r->snapshot.directory.skipped = true;
    r->snapshot.taken_at = clock_report_time(request->clock);
    run->version = AKSENTRA_VERSION;
    run->started_at = clock_report_time(request->clock);
    run->cloud = "none (kubeconfig files)";
    run->fail_on = arena_strdup(r->snapshot.arena, request->fail_on);
    return run->fail_on ? 0 : err_nomem(e);
}

static int
judge(struct results *r, const struct audit_inputs *inputs,
      const struct kubeconfig_request *request, struct err *e)
{
    if (snapshot_sort(&r->snapshot) != 0 || kubeconfig_judge(&r->snapshot) != 0)
        return err_nomem(e);
    if (evaluate(r, e) != 0 ||
        inputs_apply_waivers(inputs, r, request->clock, e) != 0)
        return -1;
    r->run.finished_at = clock_report_time(request->clock);
    if (run_id_make(r, request->clock, e) != 0)
        return -1;
    return exit_status_decide(r, &inputs->fail_on, e);
}

static int
run_stages(const struct kubeconfig_request *request,
           const struct audit_inputs *inputs, struct results *r, struct err *e)
{
    if (describe_run(r, request, e) != 0 || read_clusters(r, request, e) != 0 ||
        collect_kubeconfigs(&r->snapshot, &request->paths, request->env, e) !=
            0)
        return -1;
    if (request->tools && tools_collect(&r->snapshot, request->env, e) != 0)
        return -1;
    return judge(r, inputs, request, e);
}

int
kubeconfig_audit_run(const struct kubeconfig_request *request,
                     struct results *r, struct err *e)
{
    const struct audit_request files = {
        .fail_on = request->fail_on,
        .waivers = request->waivers,
    };
    struct audit_inputs inputs = { 0 };
    int rc;

    if (results_init(r, e) != 0)
        return -1;
    rc = inputs_read(&inputs, &files, e);
    if (rc == 0)
        rc = run_stages(request, &inputs, r, e);
    inputs_free(&inputs);
    if (rc != 0) {
        results_free(r);
        memset(r, 0, sizeof(*r));
    }
    return rc;
}

int
kubeconfig_audit_clusters(const char *path, const struct clock *clock,
                          struct results *r, struct err *e)
{
    const struct kubeconfig_request request = {
        .results = path,
        .fail_on = "never",
        .clock = clock,
    };

    if (results_init(r, e) != 0)
        return -1;
    if (describe_run(r, &request, e) == 0 &&
        read_clusters(r, &request, e) == 0) {
        if (snapshot_sort(&r->snapshot) == 0)
            return 0;
        err_nomem(e);
    }
    results_free(r);
    return -1;
}
