/* SPDX-License-Identifier: MIT */
/* test_alloc_files.c - out of memory in every parser of a file. */
#include "alloc_seeds.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/plan_file.h"
#include "audit/waiver_file.h"
#include "cli/config.h"
#include "cli/settings.h"
#include "fuzz.h"
#include "model/kubeconfig_judge.h"
#include "sources/kube_credential.h"
#include "sources/kubeconfig.h"
#include "sources/maintenance.h"
#include "sources/results_clusters.h"
#include "sources/results_file.h"
#include "sources/tool_reply.h"
#include "support/json.h"
#include "support/str.h"

/* ---- kubeconfig files ----------------------------------------------------------- */

static int
credential(const void *arg, struct buf *out, struct err *e)
{
    const struct input *in = arg;
    struct kube_credential *c = NULL;
    int rc = kube_credential_parse(&c, in->bytes, in->len, true, e);

    alloc_fail_stop();
    buf_adds(out, c ? c->server : "none");
    kube_credential_free(c);
    return rc;
}

static int
kubeconfig(const void *arg, struct buf *out, struct err *e)
{
    const struct input *in = arg;
    const char *path = fuzz_file((const uint8_t *)in->bytes, in->len);
    struct kubeconfig_set *set = NULL;
    struct results r = { 0 };
    bool is_one = false;
    int rc = results_init(&r, e);

    if (rc != 0)
        return -1;
    rc = kubeconfig_set_new(&set, &r.snapshot, e);
    if (rc == 0)
        rc = kubeconfig_set_add(set, path, true, &is_one, e);
    if (rc == 0)
        rc = kubeconfig_set_finish(set, e);
    if (rc == 0 && kubeconfig_judge(&r.snapshot) != 0)
        rc = err_nomem(e);
    alloc_fail_stop();
    for (size_t i = 0; i < r.snapshot.kubeconfigs.len; i++) {
        const struct kubeconfig_context *c = r.snapshot.kubeconfigs.items[i];

        buf_addf(out, "%s %d %s\n", c->name, (int)c->form,
                 str_or(c->problem, ""));
    }
    buf_adds(out, "end");
    kubeconfig_set_free(set);
    results_free(&r);
    return rc;
}

/* ---- files ---------------------------------------------------------------------- */

static const char *
as_file(const struct input *in)
{
    return fuzz_file((const uint8_t *)in->bytes, in->len);
}

static int
plan(const void *arg, struct buf *out, struct err *e)
{
    struct plan_file *p = NULL;
    int rc = plan_file_read(&p, as_file(arg), e);

    alloc_fail_stop();
    buf_addf(out, "%zu", rc == 0 ? plan_file_count(p) : 0);
    plan_file_free(p);
    return rc;
}

static bool
any_check(const char *id)
{
    (void)id;
    return true;
}

static int
waivers(const void *arg, struct buf *out, struct err *e)
{
    struct waiver_file *w = NULL;
    int rc = waiver_file_read(&w, as_file(arg), any_check, e);

    alloc_fail_stop();
    buf_addf(out, "%zu", rc == 0 ? waiver_file_count(w) : 0);
    waiver_file_free(w);
    return rc;
}

static int
config(const void *arg, struct buf *out, struct err *e)
{
    struct scan_settings settings = { 0 };
    struct option_values v = {
        .set = &scan_options,
        .target = &settings,
        .arena = arena_new(),
    };
    int rc = v.arena ? config_read(&v, as_file(arg), e) : err_nomem(e);

    alloc_fail_stop();
    buf_addf(out, "%u %zu %s", settings.parallel, settings.subscriptions.len,
             str_or(settings.fail_on, ""));
    arena_free(v.arena);
    return rc;
}

static int
record(const void *arg, struct buf *out, struct err *e)
{
    struct audit_record *old = NULL;
    int rc = results_file_read(&old, as_file(arg), e);

    alloc_fail_stop();
    buf_addf(out, "%zu", rc == 0 ? old->clusters.len : 0);
    audit_record_free(old);
    return rc;
}

static int
results_only(const void *arg, struct buf *out, struct err *e)
{
    const char *finished_at = NULL;
    struct results r = { 0 };
    int rc = results_init(&r, e);

    if (rc != 0)
        return -1;
    rc = results_clusters_read(&r, as_file(arg), &finished_at, e);
    alloc_fail_stop();
    buf_adds(out, str_or(finished_at, ""));
    alloc_add_coverage(out, &r.snapshot);
    results_free(&r);
    return rc;
}

static int
windows(const void *arg, struct buf *out, struct err *e)
{
    const struct input *in = arg;
    json_auto_t *body = json_read(in->bytes, in->len, "input", e);
    struct arena *arena = arena_new();
    struct cluster c = { 0 };
    int rc = body && arena ? maintenance_add(arena, &c, body, e) : err_nomem(e);

    alloc_fail_stop();
    if (rc == 0)
        buf_adds(out, c.maintenance_texts.items[0]);
    arena_free(arena);
    return rc;
}

static int
tools(const void *arg, struct buf *out, struct err *e)
{
    static const char version[] =
        "{\"clientVersion\":{\"gitVersion\":\"v1.29.4\"}}";
    static const char help[] = "Login. Supported methods: azurecli, msi, spn.";
    struct tool a = { .path = "kubectl" }, b = { .path = "kubelogin" };
    struct buf texts[2] = { { 0 } };
    struct arena *arena = arena_new();
    int rc = arena ? 0 : err_nomem(e);

    (void)arg;
    alloc_fail_pause(true);
    buf_adds(&texts[0], version);
    buf_adds(&texts[1], help);
    alloc_fail_pause(false);
    if (rc == 0)
        rc = tool_read_kubectl(&a, &texts[0], arena, e);
    if (rc == 0)
        rc = tool_read_logins(&b, &texts[1], arena, e);
    alloc_fail_stop();
    buf_addf(out, "%s %s %zu", str_or(a.version, ""), str_or(a.problem, ""),
             b.logins.len);
    buf_free(&texts[0]);
    buf_free(&texts[1]);
    arena_free(arena);
    return rc;
}

/* ---- running ------------------------------------------------------------------ */

static const struct scenario scenarios[] = {
    { "credential of a cluster", credential, "kube_credential", 0, 1 },
    { "kubeconfig", kubeconfig, "kubeconfig", 0, 1 },
    { "kubeconfig, another form", kubeconfig, "kubeconfig", 9, 1 },
    { "plan", plan, "plan", 1, 0 },
    { "waivers", waivers, "waivers", 0, 0 },
    { "config", config, "config", 0, 0 },
    { "results.json as baseline", record, "results", 0, 0 },
    { "results.json, the clusters", results_only, "results", 0, 0 },
    { "maintenance", windows, "maintenance", 0, 0 },
    { "tools", tools, "plan", 0, 0 },
};

int
main(void)
{
    return alloc_run_scenarios(scenarios, ARRAY_LEN(scenarios));
}
