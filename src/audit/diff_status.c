/* SPDX-License-Identifier: MIT */
/* diff_status.c - the exit code of `aksentra diff`, and why. */
#include "audit/diff_status.h"

enum exit_status
diff_status(const struct audit_diff *d, struct buf *reason)
{
    size_t legacy = d->newly_legacy - d->newly_legacy_waived, severe = 0;

    for (int i = SEVERITY_HIGH; i < SEVERITY_COUNT; i++)
        severe += d->new_failures[i];
    if (legacy > 0)
        buf_addf(reason, "%zu cluster%s newly legacy, which must never happen",
                 legacy, legacy == 1 ? " is" : "s are");
    if (severe > 0)
        buf_addf(reason, "%s%zu new failure%s of severity high or above",
                 legacy > 0 ? "; " : "", severe, severe == 1 ? "" : "s");
    if (legacy + severe > 0)
        return EXIT_STATUS_FOUND;
    buf_adds(reason, audit_diff_is_empty(d)
                         ? "nothing changed"
                         : "nothing is newly legacy, and no new failure is of "
                           "severity high or above");
    if (audit_diff_is_complete(d))
        return EXIT_STATUS_CLEAN;
    buf_adds(reason, ", but something could not be compared: one of the audits "
                     "did not see it");
    return EXIT_STATUS_INCOMPLETE;
}
