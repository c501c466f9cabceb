/* SPDX-License-Identifier: MIT */
/* export.h - clusters and subscriptions from files instead of the network.
 *
 * Reads what people can export with their own rights: `az aks list`, `az aks
 * show`, `az graph query`, `az account list`, and the bodies of ARM and Resource
 * Graph as `az rest` or curl save them. A file may hold one object, an array,
 * {"value": [...]} or {"data": [...]}, and resources of several kinds. */
#ifndef AKSENTRA_SOURCES_EXPORT_H
#define AKSENTRA_SOURCES_EXPORT_H

#include <stdbool.h>

#include "model/results.h"
#include "support/err.h"

/* How many folders deep files are looked for. */
#define EXPORT_FOLDER_DEPTH 8
/* The largest file that is read. */
#define EXPORT_FILE_LIMIT ((size_t)1024 * 1024 * 1024)

struct export_reader {
    struct snapshot *snapshot;
    /* A cluster was read; as in struct arm_cluster_list. */
    int (*found)(void *arg, struct cluster *c);
    void *arg;
};

/* Reads a file, a folder (the files *.json below it) or standard input ("-").
 * Every file is in the snapshot's coverage with what became of it. -1
 * (ERR_USAGE): the path cannot be read, or nothing in it makes sense; *e says
 * what was wrong first. */
int export_read(const struct export_reader *reader, const char *path,
                struct err *e);

/* When all paths were read: says of each subscription that the exports name
 * whether they show its clusters. An empty list leaves no trace of whose it
 * is, unless the file's path holds the subscription's id. */
int export_settle(struct snapshot *s, struct err *e);

/* Whether a file found below `dir` stands in a folder called `part`, at whatever
 * depth: apps/ and bindings/ are read by readers of their own. */
bool export_is_in_part(const char *dir, const char *path, const char *part);

#endif
