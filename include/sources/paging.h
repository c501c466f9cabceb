/* SPDX-License-Identifier: MIT */
/* paging.h - a collection of an Azure API, read page by page to its end.
 *
 * Azure answers {"value": [...], "nextLink": "..."}. A link is followed as it
 * is, and only on the host that was asked: the token is for that host. A link
 * seen before, or more pages than any tenant has, is an error and not a reason
 * to go on for ever. (Azure REST API Guidelines, "Collections".) Microsoft
 * Graph calls the link "@odata.nextLink", and wants special headers again on
 * every page ("Paging Microsoft Graph data in your app"). */
#ifndef AKSENTRA_SOURCES_PAGING_H
#define AKSENTRA_SOURCES_PAGING_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "model/verdict.h"
#include "support/err.h"
#include "support/http.h"

/* More than ten thousand pages of one collection is no real answer. */
#define PAGING_MAX_PAGES 10000
/* Empty pages with a link do come, and not so many one after another. */
#define PAGING_MAX_EMPTY 1000

/* How it ended. Texts are valid during the call of `end` alone. */
struct paging_end {
    enum coverage_status status; /* AUDITED: to the end; PARTIAL: some pages;
                                    DENIED, UNREACHABLE: none */
    const char *reason;          /* "" when audited */
    const char *code;            /* Azure's error code, or "" */
    int http_status;             /* of the last reply; 0: none */
    bool interrupted;
    size_t pages;
};

struct paging {
    struct http *http;
    const struct http_gate *gate;
    const char *url;
    const char *lane; /* as in struct http_request; copied */
    const char *link; /* the member with the next page; NULL: "nextLink" */
    const char *const *headers; /* of every page; NULL: none; both literals */
    /* One element of "value". -1 ends the reading; *e becomes the reason. */
    int (*item)(void *arg, const json_t *item, struct err *e);
    /* Called exactly once when paging_start() returned 0. */
    void (*end)(void *arg, const struct paging_end *end);
    void *arg;
};

/* Starts reading; pages arrive while http_run() runs. The struct is copied,
 * its url and lane too. -1: nothing was started. */
int paging_start(const struct paging *p, struct err *e);

#endif
