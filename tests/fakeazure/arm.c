/* SPDX-License-Identifier: MIT */
/* arm.c - what every call of Azure Resource Manager has: token, api-version,
 * limits, headers, pages. */
#include "fake.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

static long long
now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* The token bucket of the reads of one subscription, or of the tenant ("Throttling
 * Resource Manager requests"). False: empty. */
static bool
take_read(struct fake *f, const char *id, const char *header,
          struct reply *reply)
{
    double full = (double)f->options.bucket, left;
    long long now = now_ms(), then;
    char text[32];
    json_t *bucket;

    pthread_mutex_lock(&f->lock);
    bucket = json_object_get(f->buckets, id);
    left = bucket ? json_real_value(json_array_get(bucket, 0)) : full;
    then = bucket ? json_integer_value(json_array_get(bucket, 1)) : now;
    left += (double)(now - then) / 1000 * (double)f->options.refill;
    left = (left > full ? full : left) - 1;
    json_object_set_new(
        f->buckets, id,
        json_pack("[f, I]", left < 0 ? 0 : left, (json_int_t)now));
    pthread_mutex_unlock(&f->lock);
    snprintf(text, sizeof(text), "%ld", left < 0 ? 0 : (long)left);
    reply_header(reply, header, text);
    return left >= 0 || !f->options.enforce_bucket;
}

static void
add_ids(struct fake *f, const struct request *r, struct reply *reply)
{
    const char *asked = request_header(r, "x-ms-correlation-request-id");
    struct fake_id request = fake_id(f);

    reply_header(reply, "x-ms-request-id", request.text);
    reply_header(reply, "x-ms-correlation-request-id",
                 asked ? asked : request.text);
}

/* 2022-12-01, and perhaps -preview. */
static bool
is_version(const char *text)
{
    static const char form[] = "dddd-dd-dd";

    for (size_t i = 0; form[i]; i++, text++) {
        if (form[i] == 'd' ? !isdigit((unsigned char)*text) : *text != '-')
            return false;
    }
    return *text == '\0' || strcmp(text, "-preview") == 0;
}

bool
arm_admit(struct fake *f, const struct request *r, struct reply *reply)
{
    const char *version = request_query(r, "api-version");

    add_ids(f, r, reply);
    if (!token_check(f, r, reply))
        return false;
    if (!version) {
        reply_error(reply, 400, "MissingApiVersionParameter",
                    "The api-version query parameter (?api-version=) is "
                    "required for all requests.");
        reply_problem(reply, "no api-version");
        return false;
    }
    if (!is_version(version)) {
        reply_error(reply, 400, "InvalidApiVersionParameter",
                    "The api-version '%s' is invalid. The supported versions "
                    "are '2022-12-01,2020-01-01,2019-11-01'.",
                    version);
        reply_problem(reply, "no such api-version: %.50s", version);
        return false;
    }
    if (strcasestr(r->path, "/subscriptions/"))
        return true;
    if (take_read(f, "tenant", "x-ms-ratelimit-remaining-tenant-reads", reply))
        return true;
    reply_status(f, r, reply, 429, 1);
    reply_header(reply, "Retry-After", "1");
    return false;
}

/* A status of the scenario: for every list of this subscription. */
static bool
refuse_access(struct fake *f, const struct request *r, const json_t *sub,
              struct reply *reply)
{
    const char *access = json_string_value(json_object_get(sub, "access"));

    if (!access)
        return false;
    reply_status(f, r, reply, atoi(access), 0);
    if (strcmp(access, "429") == 0)
        reply_header(reply, "Retry-After", "0");
    return true;
}

json_t *
arm_find_subscription(struct fake *f, const struct request *r,
                      struct reply *reply)
{
    char *id = request_segment(r, "subscriptions");
    json_t *sub = scenario_subscription(f, id);

    if (!sub) {
        reply_status(f, r, reply, 404, 0);
    } else if (!take_read(f, id, "x-ms-ratelimit-remaining-subscription-reads",
                          reply)) {
        reply_status(f, r, reply, 429, 1);
        reply_header(reply, "Retry-After", "1");
        sub = NULL;
    } else if (refuse_access(f, r, sub, reply)) {
        sub = NULL;
    }
    free(id);
    return sub;
}

/* The token of a page is the place of its first item, dressed up. */
size_t
arm_page_start(const struct request *r)
{
    const char *token = request_query(r, "$skiptoken");
    size_t from = 0;

    if (token)
        sscanf(token, "page-%zu", &from);
    return from;
}

char *
arm_next_link(const struct request *r, size_t from)
{
    return text_format("%s%.*s?api-version=%s&%%24skipToken=page-%zu", r->base,
                       (int)strcspn(r->raw, "?"), r->raw,
                       request_query(r, "api-version"), from);
}

json_t *
arm_page(const struct request *r, const json_t *all, size_t page_size)
{
    size_t from = arm_page_start(r), total = json_array_size(all), to = total;
    json_t *page = json_array(), *body;
    char *link;

    if (page_size > 0 && from < total && total - from > page_size)
        to = from + page_size;
    for (size_t i = from; i < to; i++)
        json_array_append(page, json_array_get(all, i));
    body = json_pack("{s:o}", "value", page);
    if (to < total) {
        link = arm_next_link(r, to);
        json_object_set_new(body, "nextLink", json_string(link));
        free(link);
    }
    return body;
}
