/* SPDX-License-Identifier: MIT */
/* kubeconfig_audit.h - kubeconfig files alone, held against the clusters of an
 * earlier audit where there is one: no network. */
#ifndef AKSENTRA_AUDIT_KUBECONFIG_AUDIT_H
#define AKSENTRA_AUDIT_KUBECONFIG_AUDIT_H

#include <stdbool.h>

#include "model/results.h"
#include "support/clock.h"
#include "support/environment.h"
#include "support/err.h"

struct kubeconfig_request {
    struct text_list
        paths;           /* see collect_kubeconfigs.h; empty: kubectl's own */
    const char *results; /* results.json of an audit; NULL: none */
    const char *waivers; /* file; NULL: none */
    const char *fail_on;
    bool tools; /* look at kubectl, kubelogin and az on PATH too */
    const struct environment *env;
    const struct clock *clock;
};

/* Makes the audit; as audit_run() of audit.h. */
int kubeconfig_audit_run(const struct kubeconfig_request *request,
                         struct results *r, struct err *e);

/* The clusters of a results.json alone. The caller frees with results_free();
 * -1: as above. */
int kubeconfig_audit_clusters(const char *path, const struct clock *clock,
                              struct results *r, struct err *e);

#endif
