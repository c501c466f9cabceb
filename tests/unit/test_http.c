/* SPDX-License-Identifier: MIT */
/* test_http.c - the HTTP engine: replies, retries, waiting. */
#include "support/http.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "http_case.h"
#include "support/buf.h"
#include "support/clock.h"
#include "unit.h"

#define PATH(name, list)            \
    {                               \
        name, list, ARRAY_LEN(list) \
    }

static const struct loopback_answer whole[] = {
    { .headers = "X-Note: first\r\nx-NOTE:  last \t\r\nX-Noted: no\r\n",
      .body = "hello" },
};
static const struct loopback_answer empty[] = { { .status = 204 } };
static const struct loopback_answer missing[] = {
    { .status = 404, .body = "no such thing" },
};
static const struct loopback_answer twice_busy[] = {
    { .status = 503, .body = "busy" },
    { .status = 500 },
    { .body = "at last" },
};
static const struct loopback_answer broken_for_ever[] = {
    { .status = 502, .body = "bad gateway" },
};
static const struct loopback_answer cut_once[] = {
    { .body = "0123456789", .how = LOOPBACK_CUT },
    { .body = "0123456789" },
};
static const struct loopback_answer cut[] = {
    { .body = "0123456789", .how = LOOPBACK_CUT },
};
static const struct loopback_answer closed_once[] = {
    { .how = LOOPBACK_CLOSE },
    { .body = "hello" },
};
static const struct loopback_answer hangs[] = { { .how = LOOPBACK_HANG } };
static const struct loopback_answer one_second[] = {
    { .status = 429, .headers = "Retry-After: 1\r\n", .body = "slow down" },
    { .body = "thanks" },
};
static const struct loopback_answer a_day[] = {
    { .status = 429, .headers = "Retry-After: 86400\r\n", .body = "no" },
};
static const struct loopback_answer absurd[] = {
    { .status = 503, .headers = "Retry-After: 99999999999999999999999999\r\n" },
};
static const struct loopback_answer at_once[] = {
    { .status = 429, .headers = "Retry-After: 0\r\n", .body = "no" },
};
static const struct loopback_answer nonsense[] = {
    { .status = 503, .headers = "Retry-After: soon\r\n" },
    { .body = "hello" },
};
static const struct loopback_answer told_in_body[] = {
    { .status = 429, .body = "300" },
    { .body = "thanks" },
};
static const struct loopback_answer tired[] = {
    { .headers = "X-Rest: 250\r\n" },
};
/* printf 'squeezed squeezed squeezed squeezed' | gzip -n -9: 32 bytes */
static const char squeezed[] =
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x2b\x2e\x2c\x4d\x4d\xad\x4a\x4d"
    "\x51\x28\xc6\xc9\x00\x00\x9e\xee\x3c\x1c\x23\x00\x00\x00";
static const struct loopback_answer gzipped[] = {
    { .headers = "Content-Encoding: gzip\r\n",
      .body = squeezed,
      .len = sizeof(squeezed) - 1 },
};
static char large_body[100002]; /* one more than the ceiling, and a NUL */
static const struct loopback_answer large[] = { { .body = large_body } };
static const struct loopback_answer full[] = { { .body = large_body + 1 } };

static const struct loopback_path paths[] = {
    PATH("/whole", whole),
    PATH("/empty", empty),
    PATH("/missing", missing),
    PATH("/twice-busy", twice_busy),
    PATH("/broken", broken_for_ever),
    PATH("/cut-once", cut_once),
    PATH("/cut", cut),
    PATH("/closed-once", closed_once),
    PATH("/hangs", hangs),
    PATH("/one-second", one_second),
    PATH("/a-day", a_day),
    PATH("/absurd", absurd),
    PATH("/at-once", at_once),
    PATH("/nonsense", nonsense),
    PATH("/told-in-body", told_in_body),
    PATH("/tired", tired),
    PATH("/gzipped", gzipped),
    PATH("/large", large),
    PATH("/full", full),
};

static int
set_up(void **state)
{
    *state = http_case_new(paths, ARRAY_LEN(paths));
    return 0;
}

static int
tear_down(void **state)
{
    http_case_close(*state);
    return 0;
}

/* The gap between two requests that the server saw. */
static int64_t
gap(struct http_case *c, size_t first, size_t second)
{
    return loopback_seen(c->server, second)->at_ms -
           loopback_seen(c->server, first)->at_ms;
}

static void
assert_between(int64_t value, int64_t least, int64_t most)
{
    if (value < least || value > most)
        fail_msg("%lld is not between %lld and %lld", (long long)value,
                 (long long)least, (long long)most);
}

static void
a_whole_reply(void **state)
{
    struct http_case *c = *state;
    const struct http_kept *k = http_case_get(c, "/whole");
    const struct loopback_seen *seen = loopback_seen(c->server, 0);

    assert_int_equal(k->failure, HTTP_OK);
    assert_string_equal(k->error, "");
    assert_int_equal(k->status, 200);
    assert_string_equal(k->body, "hello");
    assert_int_equal(k->len, 5);
    assert_int_equal(k->attempts, 1);
    assert_false(k->throttled_out);
    assert_string_equal(k->note, "last");
    assert_string_equal(k->url, loopback_url(c->server, "/whole"));
    assert_string_equal(seen->method, "GET");
    assert_non_null(strstr(seen->headers, "\r\nUser-Agent: aksentra/test\r\n"));
    assert_non_null(strstr(seen->headers, "\r\nAccept-Encoding: "));
    assert_null(strstr(seen->headers, "Authorization"));
    assert_null(strstr(seen->headers, "Cookie"));
}

static void
an_empty_reply(void **state)
{
    const struct http_kept *k = http_case_get(*state, "/empty");

    assert_int_equal(k->failure, HTTP_OK);
    assert_int_equal(k->status, 204);
    assert_string_equal(k->body, "");
    assert_int_equal(k->len, 0);
}

static void
a_refusal_is_a_reply(void **state)
{
    const struct http_kept *k = http_case_get(*state, "/missing");

    assert_int_equal(k->failure, HTTP_OK);
    assert_int_equal(k->status, 404);
    assert_string_equal(k->body, "no such thing");
    assert_int_equal(k->attempts, 1);
}

static void
a_post(void **state)
{
    struct http_case *c = *state;
    const char *const headers[] = { "Content-Type: text/plain", "X-Secret: s",
                                    NULL };
    struct http_request r = {
        .method = "POST", .headers = headers, .body = "a=b&c", .body_len = 5
    };
    const struct loopback_seen *seen;

    http_case_open(c);
    http_case_ask(c, "/twice-busy", &r);
    /* A GET with the same handle afterwards sends nothing of it. */
    http_case_run(c);
    http_case_ask(c, "/whole", NULL);
    http_case_run(c);
    /* All POSTs are reads, so they are repeated. */
    assert_int_equal(loopback_count(c->server), 4);
    assert_string_equal(c->kept[0].body, "at last");
    for (size_t i = 0; i < 3; i++) {
        seen = loopback_seen(c->server, i);
        assert_string_equal(seen->method, "POST");
        assert_string_equal(seen->body, "a=b&c");
        assert_non_null(strstr(seen->headers, "X-Secret: s\r\n"));
        assert_non_null(strstr(seen->headers, "Content-Type: text/plain\r\n"));
        assert_null(strstr(seen->headers, "Expect"));
    }
    seen = loopback_seen(c->server, 3);
    assert_string_equal(seen->method, "GET");
    assert_string_equal(seen->body, "");
    assert_null(strstr(seen->headers, "X-Secret"));
}

static void
a_post_without_a_body(void **state)
{
    struct http_case *c = *state;
    struct http_request r = { .method = "POST" };
    const struct loopback_seen *seen;

    http_case_open(c);
    http_case_ask(c, "/whole", &r);
    http_case_run(c);
    seen = loopback_seen(c->server, 0);
    assert_string_equal(seen->method, "POST");
    assert_non_null(strstr(seen->headers, "Content-Length: 0\r\n"));
}

static void
retried_until_it_succeeds(void **state)
{
    struct http_case *c = *state;
    const struct http_kept *k = http_case_get(c, "/twice-busy");
    struct http_stats s;

    assert_int_equal(k->failure, HTTP_OK);
    assert_int_equal(k->status, 200);
    assert_string_equal(k->body, "at last");
    assert_int_equal(k->attempts, 3);
    assert_false(k->throttled_out);
    /* 20 ms and 40 ms, of which half is random. */
    assert_between(gap(c, 0, 1), 10, 120);
    assert_between(gap(c, 1, 2), 20, 140);
    http_stats(c->h, &s);
    assert_int_equal(s.started, 3);
    assert_int_equal(s.finished, 1);
    assert_int_equal(s.retried, 2);
    assert_int_equal(s.throttled, 0);
    assert_int_equal(s.waited_ms, 0);
    assert_int_equal(s.bytes, strlen("busy") + strlen("at last"));
    assert_int_equal(s.queued, 0);
    assert_int_equal(s.in_flight, 0);
}

static void
retries_used_up(void **state)
{
    struct http_case *c = *state;
    const struct http_kept *k = http_case_get(c, "/broken");

    assert_int_equal(k->failure, HTTP_OK);
    assert_int_equal(k->status, 502);
    assert_string_equal(k->body, "bad gateway");
    assert_string_equal(k->error, "");
    assert_int_equal(k->attempts, 4);
    assert_int_equal(loopback_count(c->server), 4);
}

static void
once_is_once(void **state)
{
    struct http_case *c = *state;
    struct http_request r = { .once = true };

    http_case_open(c);
    http_case_ask(c, "/broken", &r);
    http_case_ask(c, "/cut", &r);
    http_case_ask(c, "/one-second", &r);
    http_case_run(c);
    assert_int_equal(c->n, 3);
    assert_int_equal(loopback_count(c->server), 3);
    for (size_t i = 0; i < c->n; i++)
        assert_int_equal(c->kept[i].throttled_out, c->kept[i].status == 429);
}

static void
retry_after_seconds(void **state)
{
    struct http_case *c = *state;
    const struct http_kept *k = http_case_get(c, "/one-second");
    struct http_stats s;

    assert_int_equal(k->status, 200);
    assert_between(gap(c, 0, 1), 995, 1200);
    http_stats(c->h, &s);
    assert_int_equal(s.throttled, 1);
    assert_int_equal(s.waited_ms, 1000);
}

static void
retry_after_a_date(void **state)
{
    struct http_case *c = *state;
    char text[64];
    struct loopback_answer answers[] = {
        { .status = 503, .headers = text },
        { .body = "thanks" },
    };
    struct loopback_path path = PATH("/date", answers);
    time_t then = time(NULL) + 2;
    struct tm tm;

    strftime(text, sizeof(text), "Retry-After: %a, %d %b %Y %T GMT\r\n",
             gmtime_r(&then, &tm));
    loopback_stop(c->server);
    c->server = loopback_start(&path, 1);
    assert_int_equal(http_case_get(c, "/date")->status, 200);
    /* The date has whole seconds. */
    assert_between(gap(c, 0, 1), 900, 2200);
}

static void
retry_after_beyond_patience(void **state)
{
    struct http_case *c = *state;
    const struct http_kept *k = http_case_get(c, "/a-day");

    assert_int_equal(k->failure, HTTP_OK);
    assert_int_equal(k->status, 429);
    assert_string_equal(k->body, "no");
    assert_true(k->throttled_out);
    assert_int_equal(k->attempts, 1);
    assert_non_null(strstr(k->error, "86400 s"));
}

static void
retry_after_without_sense(void **state)
{
    struct http_case *c = *state;
    const struct http_kept *k;

    http_case_open(c);
    http_case_ask(c, "/absurd", NULL);
    http_case_run(c);
    http_case_ask(c, "/nonsense", NULL);
    http_case_run(c);
    k = &c->kept[0];
    assert_int_equal(k->status, 503);
    assert_true(k->throttled_out);
    assert_int_equal(k->attempts, 1);
    /* What cannot be read is no wish: the ordinary wait. */
    k = &c->kept[1];
    assert_int_equal(k->status, 200);
    assert_int_equal(k->attempts, 2);
    assert_between(gap(c, 1, 2), 10, 120);
}

static void
throttled_for_ever(void **state)
{
    const struct http_kept *k = http_case_get(*state, "/at-once");

    assert_int_equal(k->status, 429);
    assert_int_equal(k->attempts, 4);
    assert_true(k->throttled_out);
    assert_string_equal(k->error, "still throttled after 4 attempts");
}

static int64_t
wish_in_body(const struct http_reply *r)
{
    assert_int_not_equal(r->status, 200);
    return r->len ? atoll(r->body) : RETRY_NO_WISH;
}

static void
a_wish_that_only_the_body_tells(void **state)
{
    struct http_case *c = *state;

    c->config.hooks.wish_ms = wish_in_body;
    assert_int_equal(http_case_get(c, "/told-in-body")->status, 200);
    assert_between(gap(c, 0, 1), 300, 450);
}

/* While one request of a lane is told to wait, the others of the lane do not
 * start; those of another lane do. */
static void
a_lane_rests(void **state)
{
    struct http_case *c = *state;
    struct http_request a = { .lane = "a" }, b = { .lane = "b" };
    int64_t started;

    c->config.parallel = 1;
    http_case_open(c);
    started = clock_monotonic_ms();
    http_case_ask(c, "/one-second", &a);
    http_case_ask(c, "/whole", &a);
    http_case_ask(c, "/empty", &b);
    http_case_run(c);
    assert_string_equal(c->kept[0].arg, "/empty");
    assert_between(c->kept[0].at_ms - started, 0, 300);
    /* In the order in which they were submitted. */
    assert_string_equal(c->kept[1].arg, "/one-second");
    assert_string_equal(c->kept[2].arg, "/whole");
    assert_between(c->kept[2].at_ms - started, 995, 1300);
    assert_int_equal(loopback_count(c->server), 4);
}

/* The lane rests too when the request itself is given up. */
static void
a_lane_rests_after_a_last_attempt(void **state)
{
    struct http_case *c = *state;
    struct http_request once = { .once = true };

    c->config.parallel = 1;
    http_case_open(c);
    http_case_ask(c, "/one-second", &once);
    http_case_ask(c, "/whole", NULL);
    http_case_run(c);
    assert_int_equal(c->kept[0].status, 429);
    assert_between(gap(c, 0, 1), 995, 1200);
}

static int64_t
rest_in_header(const struct http_reply *r)
{
    const char *text = http_header(r, "X-Rest");

    return text ? atoll(text) : 0;
}

static void
a_lane_rests_when_its_quota_is_low(void **state)
{
    struct http_case *c = *state;

    c->config.parallel = 1;
    c->config.hooks.rest_ms = rest_in_header;
    http_case_open(c);
    http_case_ask(c, "/tired", NULL);
    http_case_ask(c, "/whole", NULL);
    http_case_ask(c, "/whole", NULL);
    http_case_run(c);
    assert_between(gap(c, 0, 1), 250, 400);
    assert_between(gap(c, 1, 2), 0, 100);
}

static void
a_cut_body_is_no_reply(void **state)
{
    struct http_case *c = *state;
    const struct http_kept *k;

    http_case_open(c);
    http_case_ask(c, "/cut-once", NULL);
    http_case_ask(c, "/closed-once", NULL);
    http_case_run(c);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(c->kept[i].failure, HTTP_OK);
        assert_int_equal(c->kept[i].attempts, 2);
    }
    http_case_ask(c, "/cut", NULL);
    http_case_run(c);
    k = &c->kept[2];
    assert_int_equal(k->failure, HTTP_BROKEN);
    assert_int_equal(k->status, 0);
    assert_int_equal(k->attempts, 4);
    assert_non_null(strstr(k->error, "http://127.0.0.1:"));
}

static void
a_body_over_the_ceiling(void **state)
{
    struct http_case *c = *state;
    const struct http_kept *k;

    memset(large_body, 'x', sizeof(large_body) - 1);
    http_case_open(c);
    http_case_ask(c, "/full", NULL);
    http_case_run(c);
    assert_int_equal(c->kept[0].failure, HTTP_OK);
    assert_int_equal(c->kept[0].len, 100000);
    http_case_ask(c, "/large", NULL);
    http_case_run(c);
    k = &c->kept[1];
    assert_int_equal(k->failure, HTTP_TOO_LARGE);
    assert_int_equal(k->attempts, 1);
    assert_non_null(strstr(k->error, "100000 bytes"));
}

static void
a_compressed_body(void **state)
{
    struct http_case *c = *state;
    const struct http_kept *k = http_case_get(c, "/gzipped");
    struct http_stats s;

    assert_string_equal(k->body, "squeezed squeezed squeezed squeezed");
    http_stats(c->h, &s);
    assert_int_equal(s.bytes, k->len);
}

/* The ceiling is for what comes out: 32 bytes become 35. */
static void
a_compressed_body_over_the_ceiling(void **state)
{
    struct http_case *c = *state;

    c->config.body_limit = 34;
    assert_int_equal(http_case_get(c, "/gzipped")->failure, HTTP_TOO_LARGE);
}

static void
a_timeout(void **state)
{
    struct http_case *c = *state;
    struct http_request short_one = { .timeout_ms = 100 };
    int64_t took;

    c->config.retry.retries = 1;
    http_case_open(c);
    http_case_ask(c, "/hangs", &short_one);
    took = http_case_run(c);
    assert_int_equal(c->kept[0].failure, HTTP_TIMEOUT);
    assert_int_equal(c->kept[0].attempts, 2);
    assert_between(took, 200, 600);
}

static void
nobody_listens(void **state)
{
    struct http_case *c = *state;
    struct http_request nobody = { .url = "http://127.0.0.1:1/" };

    http_case_open(c);
    http_case_ask(c, "", &nobody);
    http_case_run(c);
    assert_int_equal(c->kept[0].failure, HTTP_REFUSED);
    assert_int_equal(c->kept[0].attempts, 4);
    assert_non_null(strstr(c->kept[0].error, "127.0.0.1:1"));
}

int
main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(a_whole_reply),
        CASE(an_empty_reply),
        CASE(a_refusal_is_a_reply),
        CASE(a_post),
        CASE(a_post_without_a_body),
        CASE(retried_until_it_succeeds),
        CASE(retries_used_up),
        CASE(once_is_once),
        CASE(retry_after_seconds),
        CASE(retry_after_a_date),
        CASE(retry_after_beyond_patience),
        CASE(retry_after_without_sense),
        CASE(throttled_for_ever),
        CASE(a_wish_that_only_the_body_tells),
        CASE(a_lane_rests),
        CASE(a_lane_rests_after_a_last_attempt),
        CASE(a_lane_rests_when_its_quota_is_low),
        CASE(a_cut_body_is_no_reply),
        CASE(a_body_over_the_ceiling),
        CASE(a_compressed_body),
        CASE(a_compressed_body_over_the_ceiling),
        CASE(a_timeout),
        CASE(nobody_listens),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
