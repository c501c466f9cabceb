/* SPDX-License-Identifier: MIT */
/* sandbox.h - rights that this process gives up for good.
 *
 * Whoever finds a hole in a parser or a library gets what the process may do.
 * From sandbox_enter() on that is little: no program is started, no file is
 * written but below one folder, and the system calls that attackers like and we
 * have no use for answer EPERM. Landlock, seccomp (libseccomp) and no_new_privs
 * do it; each that the kernel does not offer is left out. */
#ifndef AKSENTRA_SUPPORT_SANDBOX_H
#define AKSENTRA_SUPPORT_SANDBOX_H

#include <stdbool.h>

struct sandbox {
    const char *writable; /* an existing folder; NULL: nothing is written */
    const char *also_writable; /* one more; NULL: none */
    bool offline;              /* no connection is made any more, either */
};

/* Call it from the only thread, once no program is to be started any more.
 * Never fails: what could not be had is told to the log, for --verbose. */
void sandbox_enter(const struct sandbox *s);

/* Before anything else: no core dump, nobody of the same user looks into the
 * memory or the environment, new files are for the owner alone, and standard
 * input, output and error are open, so that no other file takes their place. */
void sandbox_protect_process(void);

#endif
