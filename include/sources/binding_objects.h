/* SPDX-License-Identifier: MIT */
/* binding_objects.h - bindings of rbac.authorization.k8s.io/v1 as values of the
 * model, whoever listed them: the API server, kubectl, or a run command. */
#ifndef AKSENTRA_SOURCES_BINDING_OBJECTS_H
#define AKSENTRA_SOURCES_BINDING_OBJECTS_H

#include <jansson.h>
#include <stdbool.h>

#include "model/results.h"
#include "support/err.h"
#include "support/vec.h"

/* A list of bindings while it is read: structs in the arena. */
struct binding_list {
    struct arena *arena;
    struct vec items;           /* struct binding * */
    char trouble[ERR_TEXT_MAX]; /* the first that could not be read */
    size_t refused;
};

/* Adds one object. `kind` is that of the list ("ClusterRoleBinding"), for the
 * items of a raw list, which have none of their own; NULL: the object says it.
 * An object that is no binding is counted in `refused`. -1: no memory. */
int binding_list_add(struct binding_list *l, const json_t *object,
                     const char *kind, struct err *e);

/* Whether an object is one, by its members. */
bool binding_is_object(const json_t *object);

/* Gives the cluster what was read, sorted, and empties the list. One of a kind,
 * namespace and name that came twice (a list that was read in parts) stays
 * once. -1: no memory. */
int binding_list_give(struct binding_list *l, struct cluster_bindings *to);

void binding_list_free(struct binding_list *l);

#endif
