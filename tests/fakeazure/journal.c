/* SPDX-License-Identifier: MIT */
/* journal.c - one line of JSON for each request, for tests to look at. */
#include "fake.h"

#include <stdlib.h>
#include <time.h>

static json_t *
text_or_null(const char *text)
{
    return text && *text ? json_string(text) : json_null();
}

void
journal_write(struct fake *f, const struct request *r,
              const struct reply *reply)
{
    struct timespec now;
    json_t *line;
    char *text;

    if (!f->journal)
        return;
    clock_gettime(CLOCK_MONOTONIC, &now);
    line = json_pack("{s:f, s:s, s:s, s:o, s:o, s:i, s:I, s:o, s:i}", "time",
                     (double)now.tv_sec + (double)now.tv_nsec / 1e9, "method",
                     r->method, "path", r->raw, "apiVersion",
                     text_or_null(request_query(r, "api-version")), "audience",
                     text_or_null(reply->audience), "status", reply->status,
                     "bytes", (json_int_t)reply->body.len, "acceptEncoding",
                     text_or_null(request_header(r, "accept-encoding")),
                     "connection", (int)r->connection);
    if (reply->problem[0])
        json_object_set_new(line, "problem", json_string(reply->problem));
    if (f->options.journal_bodies && !reply->gzip)
        json_object_set_new(
            line, "body",
            json_loadb(reply->body.data, reply->body.len, 0, NULL));
    text = json_dumps(line, JSON_COMPACT);
    pthread_mutex_lock(&f->lock);
    fprintf(f->journal, "%s\n", text);
    fflush(f->journal);
    pthread_mutex_unlock(&f->lock);
    free(text);
    json_decref(line);
}
