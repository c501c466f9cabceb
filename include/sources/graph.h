/* SPDX-License-Identifier: MIT */
/* graph.h - asking Microsoft Graph: whole collections page by page, and single
 * objects twenty a request. JSON stops in sources; see graph_apps.h.
 *
 * Sources: Microsoft Graph docs "Combine multiple HTTP requests using JSON
 * batching", "Throttling guidance", "Advanced query capabilities". */
#ifndef AKSENTRA_SOURCES_GRAPH_H
#define AKSENTRA_SOURCES_GRAPH_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "sources/paging.h"
#include "support/err.h"
#include "support/http.h"

/* As many as Graph takes in one $batch. */
enum { GRAPH_BATCH_SIZE = 20 };

struct graph {
    struct http *http;
    const struct http_gate *gate;
    const char *endpoint; /* https://graph.microsoft.com, no slash at end */
    unsigned retries;     /* of one throttled item of a batch */
};

/* Reads a collection; `path` is "/applications?$select=...". `eventual` sends
 * ConsistencyLevel: eventual with every page, for advanced queries. `item` and
 * `end` are those of struct paging. -1: nothing was started. */
int graph_read(const struct graph *g, const char *path, bool eventual,
               int (*item)(void *arg, const json_t *item, struct err *e),
               void (*end)(void *arg, const struct paging_end *end), void *arg,
               struct err *e);

/* How one look-up of a batch ended; texts are valid during the call alone. */
struct graph_answer {
    int status;         /* of this item; 0: no answer */
    const json_t *body; /* borrowed; NULL: none, or no JSON */
    const char *reason; /* "" when the status is 200 */
    const char *code;   /* Graph's error code, or "" */
    /* Graph itself says that there is no such object. A 404 of another's words,
     * or of the batch as a whole, says nothing of the object. */
    bool absent;
    bool interrupted;
};

struct graph_batch;

/* Look-ups that are sent together. `answer` is called once for each of them. */
struct graph_batch *graph_batch_new(
    const struct graph *g,
    void (*answer)(void *arg, void *item, const struct graph_answer *a),
    void *arg);

/* Adds a GET of `path` ("/groups/ID?..."), which is copied. -1: no memory. */
int graph_batch_add(struct graph_batch *b, const char *path, bool eventual,
                    void *item);
size_t graph_batch_count(const struct graph_batch *b);

/* Sends all that was added; the answers come while http_run() runs. Items that
 * are throttled or fail for the moment are asked again after their own
 * Retry-After, the others are not. What cannot be sent is answered at once. The
 * batch frees itself with its last answer. */
void graph_batch_send(struct graph_batch *b);
/* For one that is not sent. Accepts NULL. */
void graph_batch_free(struct graph_batch *b);

/* The coverage that a failed read deserves. */
enum coverage_status graph_coverage(int http_status);

#endif
