/* SPDX-License-Identifier: MIT */
/* graph.h - Microsoft Graph v1.0, as far as the fake plays it. */
#ifndef FAKE_GRAPH_H
#define FAKE_GRAPH_H

#include "fake.h"

/* graph_data.c: the directory, an object of lists; see docs/FAKE-AZURE.md. */
/* A list of it, never NULL. Borrowed. */
json_t *graph_list(const struct fake *f, const char *name);
/* The object whose member has this value, without case; NULL: none. */
json_t *graph_find(const json_t *list, const char *member, const char *value);
/* The status with which calls of this kind are refused; 0: none. */
int graph_access(const struct fake *f, const char *kind);
/* Dates "+20d" become moments, and Microsoft Graph's own principal is there. */
void graph_complete(struct fake *f);

/* graph_query.c */
/* One collection as the query asks for it: $filter, $select, $top, $count, and
 * the link to the next page. */
void graph_collection(const struct request *r, struct reply *reply,
                      const json_t *items);
/* One object, with $select. */
void graph_object(const struct request *r, struct reply *reply,
                  const json_t *item);
/* "12", as text; an advanced query. */
void graph_count(const struct request *r, struct reply *reply,
                 const json_t *items);

/* graph_error.c: {"error": {"code", "message", "innerError"}}. */
void graph_refuse(struct fake *f, struct reply *reply, int status,
                  const char *code, const char *message);
void graph_not_found(struct fake *f, struct reply *reply, const char *id);
void graph_status(struct fake *f, struct reply *reply, int status);

/* graph_groups.c: members, nested ones too with `transitive`, of one kind
 * (NULL: all). New reference. */
json_t *graph_members(const struct fake *f, const json_t *group,
                      bool transitive, const char *kind);

/* graph_route.c: one GET, or getByIds, without looking at the token. */
void graph_answer(struct fake *f, const struct request *r, struct reply *reply);

/* graph_people.c: POST /directoryObjects/getByIds. */
void graph_get_by_ids(struct fake *f, const struct request *r,
                      struct reply *reply);
/* The groups that an object is in. New reference. */
json_t *graph_member_of(const struct fake *f, const json_t *item);

/* graph_batch.c */
void graph_batch(struct fake *f, const struct request *r, struct reply *reply);

#endif
