/* SPDX-License-Identifier: MIT */
/* audit.h - the pipeline: scope -> collect -> evaluate -> decide. Read this
 * first, then src/audit/audit.c. Reports are rendered from the results. */
#ifndef AKSENTRA_AUDIT_AUDIT_H
#define AKSENTRA_AUDIT_AUDIT_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "audit/exit_status.h"
#include "audit/inventory.h"
#include "audit/scope.h"
#include "model/results.h"
#include "support/clock.h"
#include "support/environment.h"
#include "support/err.h"
#include "support/http.h"

/* How far a live audit is. */
struct audit_progress {
    size_t subscriptions_done;
    size_t subscriptions;
    size_t clusters;
    int64_t elapsed_ms;
    struct http_stats http;
};

/* What is told while the audit runs. All may be NULL. */
struct audit_listener {
    /* The scope is known and nothing has been read of it yet. `passed_over`
     * says which credentials were not used, and why; "" if none. */
    void (*scope)(void *arg, const struct results *r, const char *passed_over);
    /* No program is started and no file written from here on, but for the
     * reports: the time to give up rights. Called once in each audit that is
     * made, as early as the credential allows. -1: there is no audit. */
    int (*alone)(void *arg, struct err *e);
    /* At least five times a second while requests are under way. */
    void (*progress)(void *arg, const struct audit_progress *p);
    void *arg;
};

struct audit_request {
    struct text_list from; /* exports; empty: a live audit */
    struct scope_request scope;
    struct text_list include;
    struct text_list exclude;
    struct text_list tags;
    struct text_list kubeconfigs; /* files and folders; empty: none */
    const char *cloud;
    const char *auth;
    enum inventory_way inventory;
    struct text_list owner_tags;       /* empty: the usual ones */
    struct text_list environment_tags; /* the same */
    const char *production; /* pattern: which environments are production */
    const char *plan;       /* file; NULL: none */
    const char *waivers;    /* file; NULL: none */
    const char *baseline;   /* an earlier results.json; NULL: none */
    bool no_apps;           /* leave app registrations and groups out */
    bool no_bindings;       /* leave bindings and role assignments out */
    /* The two privileged ways to read bindings. */
    bool allow_admin_credential;
    bool allow_run_command;
    const char *fail_on;
    unsigned parallel;
    unsigned timeout_s;
    unsigned retries;
    const char *ca_file;
    const struct environment *env;
    const struct clock *clock;
    volatile sig_atomic_t *interrupted;
    struct audit_listener listener;
};

/* Makes the audit. On 0 the results are whole (which does not mean that
 * everything could be seen) and the caller frees them with results_free().
 * -1: no audit could be made; *e says why, its code tells a usage error (exit
 * 64) from the rest (exit 1); the results are empty. */
int audit_run(const struct audit_request *request, struct results *r,
              struct err *e);

#endif
