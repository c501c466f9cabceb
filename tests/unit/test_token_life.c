/* SPDX-License-Identifier: MIT */
/* test_token_life.c - when a token is used, renewed and given up. */
#include "unit.h"

#include <string.h>

#include "stub/token_case.h"
#include "stub/http_stub.c"

static void
count_done(struct http *h, const struct http_reply *r)
{
    (void)h;
    if (r->status == 200)
        ++*(int *)r->arg;
}

/* Many that wait share one token. */
static void
test_shared_wait(void **state)
{
    struct fixture *f = *state;
    const struct http_gate *gate = start(f, 3600);
    int done = 0;
    struct http_request request = {
        .url = ARM "/x",
        .gate = gate,
        .done = count_done,
        .arg = &done,
    };

    advance_s(4000);
    grant(f, "t2", 3600);
    for (int i = 0; i < 20; i++)
        assert_int_equal(http_submit(f->http, &request, NULL), 0);
    assert_int_equal(http_run(f->http, NULL), 0);
    assert_int_equal(done, 20);
    assert_int_equal(token_requests(f), 2);
    assert_string_equal(
        http_stub_sent(f->http, http_stub_count(f->http) - 1)->authorization,
        "Bearer t2");
}

/* Five minutes before the end a new one is fetched beside the requests; the
 * last half minute of the old one is not trusted. */
static void
test_renewal(void **state)
{
    struct fixture *f = *state;
    const struct http_gate *gate = start(f, 3600);

    advance_s(3299);
    assert_string_equal(get(f, gate, ARM "/a"), "Bearer t1");
    assert_int_equal(token_requests(f), 1);
    grant(f, "t2", 3600);
    advance_s(1);
    /* It starts the renewal, and does not wait for it. */
    assert_string_equal(get(f, gate, ARM "/b"), "Bearer t1");
    assert_int_equal(token_requests(f), 2);
    assert_string_equal(get(f, gate, ARM "/c"), "Bearer t2");
    grant(f, "t3", 3600);
    advance_s(3575);
    assert_string_equal(get(f, gate, ARM "/d"), "Bearer t3");
    assert_int_equal(token_requests(f), 3);
}

static void
test_short_lives(void **state)
{
    struct fixture *f = *state;
    const struct http_gate *gate = start(f, 4);

    advance_s(1);
    assert_string_equal(get(f, gate, ARM "/a"), "Bearer t1");
    advance_s(1);
    grant(f, "t2", 0);
    assert_string_equal(get(f, gate, ARM "/b"), "Bearer t2");
    /* It claims to have ended: it is tried all the same, not asked for in
     * circles. */
    assert_string_equal(get(f, gate, ARM "/c"), "Bearer t2");
    assert_int_equal(token_requests(f), 2);
    advance_s(15);
    grant(f, "t3", 3600);
    assert_string_equal(get(f, gate, ARM "/d"), "Bearer t3");
}

/* When no other is to be had the old one is used to its end, and after that
 * the requests say why. */
static void
test_renewal_refused(void **state)
{
    struct fixture *f = *state;
    const struct http_gate *gate = start(f, 3600);

    http_stub_reply(f->http, LOGIN, 401, "",
                    "{\"error\":\"invalid_client\",\"error_description\":"
                    "\"AADSTS7000215: no\"}");
    advance_s(3400);
    assert_string_equal(get(f, gate, ARM "/a"), "Bearer t1");
    advance_s(199);
    assert_string_equal(get(f, gate, ARM "/b"), "Bearer t1");
    assert_int_equal(token_requests(f), 2);
    advance_s(1);
    assert_null(get(f, gate, ARM "/c"));
    assert_non_null(strstr(f->why, "AADSTS7000215"));
    assert_null(strstr(f->why, "hunter2"));
    assert_int_equal(token_requests(f), 2);
}

/* An issuer that gives no answer is asked again, though not at every turn. */
static void
test_renewal_broken(void **state)
{
    struct fixture *f = *state;
    const struct http_gate *gate = start(f, 3600);

    http_stub_fail(f->http, LOGIN, HTTP_TIMEOUT);
    advance_s(3600);
    assert_null(get(f, gate, ARM "/a"));
    assert_non_null(strstr(f->why, "Microsoft Entra"));
    advance_s(29);
    assert_null(get(f, gate, ARM "/b"));
    assert_int_equal(token_requests(f), 2);
    grant(f, "t2", 3600);
    advance_s(1);
    assert_string_equal(get(f, gate, ARM "/c"), "Bearer t2");
}

/* ---- 401 ----------------------------------------------------------------- */

static void
test_unauthorized(void **state)
{
    struct fixture *f = *state;
    const struct http_gate *gate = start(f, 3600);

    advance_s(10);
    grant(f, "t2", 3600);
    http_stub_reply(f->http, ARM "/x", 401, "", "");
    http_stub_reply(f->http, ARM "/x", 200, "", "{}");
    assert_string_equal(get(f, gate, ARM "/x"), "Bearer t2");
    assert_int_equal(f->status, 200);
    assert_int_equal(token_requests(f), 2);
}

/* A reply that was on its way with the old token does not cost the new one. */
static void
test_late_unauthorized(void **state)
{
    struct fixture *f = *state;
    const struct http_gate *gate = start(f, 3600);
    struct http_reply late = http_stub_made(401, "", "");

    late.started_ms = clock_monotonic_ms();
    advance_s(3600);
    grant(f, "t2", 3600);
    assert_string_equal(get(f, gate, ARM "/a"), "Bearer t2");
    assert_true(gate->unauthorized(gate->arg, &late));
    assert_string_equal(get(f, gate, ARM "/b"), "Bearer t2");
    assert_int_equal(token_requests(f), 2);
}

/* A service that takes no token at all does not get new ones for ever. */
static void
test_always_unauthorized(void **state)
{
    struct fixture *f = *state;
    const struct http_gate *gate = start(f, 3600);

    grant(f, "t2", 3600);
    http_stub_reply(f->http, "https://arm.example/denied", 401, "", "");
    for (int i = 0; i < 10; i++) {
        http_stub_clock_advance(100);
        http_stub_get(f->http, ARM "/denied", gate, &f->status, f->why);
        assert_int_equal(f->status, 401);
    }
    assert_int_equal(token_requests(f), 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_shared_wait),       TEST(test_renewal),
        TEST(test_short_lives),       TEST(test_renewal_refused),
        TEST(test_renewal_broken),    TEST(test_unauthorized),
        TEST(test_late_unauthorized), TEST(test_always_unauthorized),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
