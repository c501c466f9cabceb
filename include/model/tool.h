/* SPDX-License-Identifier: MIT */
/* tool.h - the kubectl, kubelogin and az of the machine that aksentra runs on.
 * Texts live in the arena of the snapshot. */
#ifndef AKSENTRA_MODEL_TOOL_H
#define AKSENTRA_MODEL_TOOL_H

#include <stdbool.h>
#include <stddef.h>

#include "model/cluster.h"
#include "support/vec.h"

enum tool_kind { TOOL_KUBECTL, TOOL_KUBELOGIN, TOOL_AZ, TOOL_KIND_COUNT };

struct tool_version {
    bool known;
    unsigned major, minor, patch;
};

struct tool {
    enum tool_kind kind;
    const char *path;      /* as PATH leads to it */
    const char *real_path; /* without symbolic links */
    bool is_used;          /* the first of its kind: what a shell runs */
    const char *version;   /* as it says, without "v"; NULL: not known */
    struct tool_version number;
    bool is_foreign; /* a kubelogin, but not Azure's */
    /* kubelogin: the ways to sign in that its help names. */
    bool logins_known;
    struct text_list logins;
    const char *problem; /* why something of it is not known; NULL: nothing */
};

/* "kubectl", "kubelogin", "az" */
const char *tool_name(enum tool_kind kind);

/* The version that a text begins with ("v1.29.4-dispatcher", "0.1.3"): two or
 * three numbers with dots between them. Not known where there is none. */
struct tool_version tool_version_read(const char *text);
/* <0, 0, >0; both must be known. */
int tool_version_compare(const struct tool_version *a,
                         const struct tool_version *b);

/* The one of this kind that a shell runs; NULL: none is on PATH. */
const struct tool *tool_used(const struct vec *tools, enum tool_kind kind);

bool tool_knows_login(const struct tool *t, const char *login);

#endif
