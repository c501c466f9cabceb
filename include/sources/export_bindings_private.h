/* SPDX-License-Identifier: MIT */
/* export_bindings_private.h - what the files of that reader share. */
#ifndef AKSENTRA_SOURCES_EXPORT_BINDINGS_PRIVATE_H
#define AKSENTRA_SOURCES_EXPORT_BINDINGS_PRIVATE_H

#include <jansson.h>

#include "sources/binding_objects.h"
#include "sources/export_bindings.h"

/* What is read of a file in one go: counts belong to somebody who must be known
 * by then. */
enum bindings_pass { PASS_ACCESS, PASS_PERSONS, PASS_COUNTS };

/* One file under bindings/. */
struct bindings_file {
    struct bindings_export *export;
    struct snapshot *snapshot;
    const char *path;
    const char *below; /* the path behind bindings/ */
    const char *name;  /* without folders */
    enum bindings_pass pass;
    size_t refused;
    const char *partial; /* why it is not all there is */
    const char *remedy;
    char trouble[ERR_TEXT_MAX];
};

/* What was read of one cluster so far. */
struct bindings_of {
    struct cluster *cluster;
    struct binding_list list;
    bool cluster_wide; /* ClusterRoleBindings were there */
    bool namespaced;
    const char *trouble;
};

struct bindings_export {
    struct arena *arena;
    struct vec of;         /* struct bindings_of * */
    struct vec again;      /* "FOLDER\nPATH" of every file, for later passes */
    struct map of_cluster; /* the same as `of`, by cluster id */
    bool all_principals;   /* principals.json was there, and whole */
};

/* export_paths.c */

/* The cluster that a path is of. NULL: *why says that there is none, or that
 * there are several. */
struct cluster *export_find_cluster(const struct snapshot *s, const char *below,
                                    char why[ERR_TEXT_MAX]);
/* The subscription whose id the file's name starts with; NULL: none. */
struct subscription *export_find_subscription(const struct snapshot *s,
                                              const char *name);

/* export_persons.c */

/* A user, group or service principal, by its members. */
bool export_is_person(const json_t *item);
int export_read_person(struct bindings_file *f, const json_t *item,
                       struct err *e);
/* ID.groups.json, ID.members.json: true when it was one. */
bool export_read_counts(struct bindings_file *f, const json_t *list);
/* What apps/ says of principals, and what nobody says. */
void export_settle_persons(struct bindings_export *x, struct snapshot *s);

#endif
