/* SPDX-License-Identifier: MIT */
/* test_http_gate.c - the HTTP engine: where tokens go and where they do not. */
#include "support/http.h"

#include <stdio.h>
#include <string.h>

#include "http_case.h"
#include "support/clock.h"
#include "unit.h"

#define PATH(name, list)            \
    {                               \
        name, list, ARRAY_LEN(list) \
    }

static const struct loopback_answer good[] = { { .body = "hello" } };
static const struct loopback_answer slow_token[] = {
    { .body = "token", .delay_ms = 150 },
};
static const struct loopback_answer unauthorized_once[] = {
    { .status = 401 },
    { .body = "hello" },
};
static const struct loopback_answer unauthorized[] = { { .status = 401 } };
static const struct loopback_answer to_good[] = {
    { .status = 302, .headers = "Location: /good\r\n" },
};
static const struct loopback_answer to_neighbour[] = {
    { .status = 308, .headers = "Location: good?x=1#part\r\n" },
};
static const struct loopback_answer good_1[] = { { .body = "one" } };
static const struct loopback_answer in_a_circle[] = {
    { .status = 307, .headers = "Location: /circle\r\n" },
};
static const struct loopback_answer nowhere[] = { { .status = 302 } };
static const struct loopback_answer not_modified[] = {
    { .status = 304, .headers = "Location: /good\r\n" },
};
static char foreign_location[256];
static const struct loopback_answer foreign[] = {
    { .status = 302, .headers = foreign_location },
};
static const struct loopback_answer busy_then_away[] = {
    { .status = 503 },
    { .status = 302, .headers = "Location: /busy-then-good\r\n" },
};
static const struct loopback_answer busy_then_good[] = {
    { .status = 503 },
    { .body = "hello" },
};

static const struct loopback_path paths[] = {
    PATH("/good", good),
    PATH("/good?x=1", good_1),
    PATH("/also-good", good),
    PATH("/token", slow_token),
    PATH("/unauthorized-once", unauthorized_once),
    PATH("/unauthorized", unauthorized),
    PATH("/to-good", to_good),
    PATH("/to-neighbour", to_neighbour),
    PATH("/circle", in_a_circle),
    PATH("/nowhere", nowhere),
    PATH("/not-modified", not_modified),
    PATH("/foreign", foreign),
    PATH("/busy-then-away", busy_then_away),
    PATH("/busy-then-good", busy_then_good),
};

/* A gate that opens once it has a token. */
struct door {
    struct http_gate gate;
    struct http_case *c;
    const char *token;   /* NULL: wait */
    const char *refusal; /* not NULL: never */
    bool fetch;          /* asks for a token when it has none */
    bool fetching;
    unsigned entered, turned_away;
    bool another; /* after a 401 there is another token */
};

static enum http_gate_answer
enter(void *arg, const char *url, const char **authorization, struct err *e)
{
    struct door *d = arg;
    const struct http_request urgent = { .urgent = true };

    assert_non_null(strstr(url, "http://127.0.0.1:"));
    d->entered++;
    if (d->refusal) {
        err_set(e, ERR_AUTH, "%s", d->refusal);
        return HTTP_GATE_REFUSED;
    }
    if (d->token) {
        *authorization = d->token;
        return HTTP_GATE_OPEN;
    }
    if (d->fetch && !d->fetching) {
        d->fetching = true;
        http_case_ask(d->c, "/token", &urgent);
    }
    return HTTP_GATE_WAIT;
}

static bool
turned_away(void *arg, const struct http_reply *r)
{
    struct door *d = arg;

    assert_int_equal(r->status, 401);
    d->turned_away++;
    d->token = "Bearer second";
    return d->another;
}

static struct door door, other_door;

static void
hang_door(struct door *d, struct http_case *c)
{
    *d = (struct door){
        .gate = { .enter = enter, .unauthorized = turned_away, .arg = d },
        .c = c,
        .token = "Bearer first",
        .another = true,
    };
}

static int
set_up(void **state)
{
    struct http_case *c = http_case_new(paths, ARRAY_LEN(paths));

    hang_door(&door, c);
    hang_door(&other_door, c);
    *state = c;
    return 0;
}

static int
tear_down(void **state)
{
    http_case_close(*state);
    return 0;
}

static const struct http_request gated = { .gate = &door.gate };
static const struct http_request gated_other = { .gate = &other_door.gate };

static void
assert_sent(struct http_case *c, size_t i, const char *path,
            const char *authorization)
{
    const struct loopback_seen *seen = loopback_seen(c->server, i);
    char line[128];

    assert_non_null(seen);
    assert_string_equal(seen->path, path);
    snprintf(line, sizeof(line), "\r\nAuthorization: %s\r\n",
             authorization ? authorization : "");
    if (authorization && !strstr(seen->headers, line))
        fail_msg("no '%s' in: %s", line, seen->headers);
    if (!authorization)
        assert_null(strstr(seen->headers, "Authorization"));
}

static void
a_token_is_sent(void **state)
{
    struct http_case *c = *state;

    http_case_open(c);
    http_case_ask(c, "/good", &gated);
    http_case_run(c);
    http_case_ask(c, "/good", NULL);
    http_case_run(c);
    assert_sent(c, 0, "/good", "Bearer first");
    /* The same handle later carries no token of another request. */
    assert_sent(c, 1, "/good", NULL);
}

static void
refused(void **state)
{
    struct http_case *c = *state;

    door.refusal = "the credential is wrong";
    http_case_open(c);
    http_case_ask(c, "/good", &gated);
    http_case_ask(c, "/also-good", NULL);
    http_case_run(c);
    assert_int_equal(c->kept[0].failure, HTTP_NO_TOKEN);
    assert_string_equal(c->kept[0].error, "the credential is wrong");
    assert_int_equal(c->kept[0].attempts, 0);
    assert_int_equal(c->kept[1].status, 200);
    assert_int_equal(loopback_count(c->server), 1);
}

static void
a_token_with_a_line_break(void **state)
{
    struct http_case *c = *state;

    door.token = "Bearer a\r\nX-Other: b";
    http_case_open(c);
    http_case_ask(c, "/good", &gated);
    http_case_run(c);
    assert_int_equal(c->kept[0].failure, HTTP_NO_TOKEN);
    assert_int_equal(loopback_count(c->server), 0);
}

static void
take_token(struct http_case *c, const struct http_kept *k)
{
    (void)c;
    if (strcmp(k->arg, "/token") == 0)
        door.token = "Bearer fetched";
}

/* The gate itself asks for a token; all wait for it, others pass by. */
static void
waits_for_a_token(void **state)
{
    struct http_case *c = *state;
    size_t n = 0;

    door.token = NULL;
    door.fetch = true;
    c->then = take_token;
    c->config.parallel = 4;
    http_case_open(c);
    for (int i = 0; i < 20; i++)
        http_case_ask(c, "/good", &gated);
    http_case_ask(c, "/also-good", &gated_other);
    http_case_ask(c, "/also-good", NULL);
    http_case_run(c);
    assert_int_equal(c->n, 23);
    assert_string_equal(c->kept[0].arg, "/also-good");
    assert_string_equal(c->kept[1].arg, "/also-good");
    assert_string_equal(c->kept[2].arg, "/token");
    for (size_t i = 0; i < loopback_count(c->server); i++) {
        if (strcmp(loopback_seen(c->server, i)->path, "/good") == 0) {
            assert_sent(c, i, "/good", "Bearer fetched");
            n++;
        }
    }
    assert_int_equal(n, 20);
    /* While it waits, it is asked once an event, not once a request. */
    assert_in_range(door.entered, 21, 40);
}

static void
refuse_all(struct http_case *c, const struct http_kept *k)
{
    (void)c;
    if (strcmp(k->arg, "/token") == 0)
        door.refusal = "no";
}

static void
waits_in_vain(void **state)
{
    struct http_case *c = *state;

    door.token = NULL;
    door.fetch = true;
    c->then = refuse_all;
    http_case_open(c);
    http_case_ask(c, "/good", &gated);
    http_case_ask(c, "/also-good", &gated);
    http_case_run(c);
    assert_int_equal(c->n, 3);
    assert_string_equal(c->kept[1].arg, "/good");
    assert_int_equal(c->kept[1].failure, HTTP_NO_TOKEN);
    assert_int_equal(c->kept[2].failure, HTTP_NO_TOKEN);
    assert_int_equal(loopback_count(c->server), 1);
}

/* With one place, the token request must not wait behind its own gate. */
static void
one_place_is_enough(void **state)
{
    struct http_case *c = *state;

    door.token = NULL;
    door.fetch = true;
    c->then = take_token;
    c->config.parallel = 1;
    http_case_open(c);
    http_case_ask(c, "/good", &gated);
    http_case_ask(c, "/also-good", &gated);
    http_case_run(c);
    assert_sent(c, 0, "/token", NULL);
    assert_sent(c, 1, "/good", "Bearer fetched");
    assert_sent(c, 2, "/also-good", "Bearer fetched");
}

static void
a_second_token_after_401(void **state)
{
    struct http_case *c = *state;

    http_case_open(c);
    http_case_ask(c, "/unauthorized-once", &gated);
    http_case_run(c);
    assert_int_equal(c->kept[0].status, 200);
    assert_int_equal(c->kept[0].attempts, 2);
    assert_int_equal(door.turned_away, 1);
    assert_sent(c, 0, "/unauthorized-once", "Bearer first");
    assert_sent(c, 1, "/unauthorized-once", "Bearer second");
}

static void
only_once_after_401(void **state)
{
    struct http_case *c = *state;

    http_case_open(c);
    http_case_ask(c, "/unauthorized", &gated);
    http_case_run(c);
    assert_int_equal(c->kept[0].failure, HTTP_OK);
    assert_int_equal(c->kept[0].status, 401);
    assert_int_equal(door.turned_away, 1);
    assert_int_equal(loopback_count(c->server), 2);
    /* And not at all when there is no other token, or no gate. */
    door.another = false;
    http_case_ask(c, "/unauthorized", &gated);
    http_case_ask(c, "/unauthorized", NULL);
    http_case_run(c);
    assert_int_equal(loopback_count(c->server), 4);
}

static void
a_redirect_on_the_same_host(void **state)
{
    struct http_case *c = *state;

    http_case_open(c);
    http_case_ask(c, "/to-good", &gated);
    http_case_run(c);
    assert_int_equal(c->kept[0].status, 200);
    assert_string_equal(c->kept[0].body, "hello");
    assert_string_equal(c->kept[0].url, loopback_url(c->server, "/good"));
    assert_int_equal(door.entered, 2);
    assert_sent(c, 0, "/to-good", "Bearer first");
    assert_sent(c, 1, "/good", "Bearer first");
    http_case_ask(c, "/to-neighbour", &gated);
    http_case_run(c);
    assert_string_equal(c->kept[1].body, "one");
    assert_sent(c, 3, "/good?x=1", "Bearer first");
}

static void
too_many_redirects(void **state)
{
    struct http_case *c = *state;

    http_case_open(c);
    http_case_ask(c, "/circle", &gated);
    /* Each starts at once, not with the next tick of the loop. */
    assert_in_range(http_case_run(c), 0, 300);
    assert_int_equal(c->kept[0].failure, HTTP_BROKEN);
    assert_non_null(strstr(c->kept[0].error, "more than 5 redirects"));
    assert_int_equal(loopback_count(c->server), 6);
}

static void
what_is_no_redirect(void **state)
{
    struct http_case *c = *state;
    struct http_request post = { .method = "POST" };

    http_case_open(c);
    http_case_ask(c, "/nowhere", NULL);
    http_case_run(c);
    http_case_ask(c, "/not-modified", NULL);
    http_case_run(c);
    http_case_ask(c, "/to-good", &post);
    http_case_run(c);
    assert_int_equal(c->kept[0].status, 302);
    assert_int_equal(c->kept[1].status, 304);
    assert_int_equal(c->kept[2].status, 302);
    assert_int_equal(loopback_count(c->server), 3);
}

static void
a_redirect_to_another_host(void **state)
{
    struct http_case *c = *state;
    struct loopback *other = loopback_start(paths, ARRAY_LEN(paths));
    const char *const locations[] = {
        loopback_url(other, "/good"),
        loopback_url(other, "/good") + strlen("http:"), /* "//host/good" */
        "http://127.0.0.1@127.0.0.2/",
        "https://127.0.0.1/good",
        "http:///good",
        "file:///etc/passwd",
    };

    http_case_open(c);
    for (size_t i = 0; i < ARRAY_LEN(locations); i++) {
        const struct http_kept *k = &c->kept[i];

        snprintf(foreign_location, sizeof(foreign_location), "Location: %s\r\n",
                 locations[i]);
        http_case_ask(c, "/foreign", &gated);
        http_case_run(c);
        if (k->failure != HTTP_FOREIGN)
            fail_msg("'%s' is followed", locations[i]);
        assert_int_equal(k->attempts, 1);
        assert_non_null(strstr(k->error, "http://127.0.0.1:"));
    }
    assert_non_null(
        strstr(c->kept[0].error,
               strndupa(locations[0], strlen(locations[0]) - strlen("/good"))));
    assert_int_equal(loopback_count(other), 0);
    assert_int_equal(loopback_count(c->server), ARRAY_LEN(locations));
    loopback_stop(other);
}

/* A redirect is no failure: it takes nothing from the retries. */
static void
redirects_and_retries(void **state)
{
    struct http_case *c = *state;

    c->config.retry.retries = 2;
    assert_int_equal(http_case_get(c, "/busy-then-away")->status, 200);
    assert_int_equal(c->kept[0].attempts, 4);
}

static void
what_is_not_taken(void **state)
{
    struct http_case *c = *state;
    const char *const bad_header[] = { "X-A: b\r\nX-C: secret", NULL };
    const struct {
        struct http_request request;
        const char *says;
    } rows[] = {
        { { .url = "http://host/" }, "https" },
        { { .url = "host" }, "https" },
        { { .url = "https://user:secret@host/" }, "user info" },
        { { .url = "https://host/", .method = "DELETE" }, "GET" },
        { { .url = "https://host/", .body = "x", .body_len = 1 }, "GET" },
        { { .url = "https://host/", .headers = bad_header }, "X-A" },
    };
    struct http_stats s;

    http_case_open(c);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err e = { 0 };

        assert_int_equal(http_submit(c->h, &rows[i].request, &e), -1);
        assert_int_equal(e.code, ERR_INPUT);
        assert_non_null(strstr(e.text, rows[i].says));
        assert_null(strstr(e.text, "secret"));
    }
    http_case_run(c);
    http_stats(c->h, &s);
    assert_int_equal(s.finished, 0);
    assert_int_equal(s.queued, 0);
}

int
main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(a_token_is_sent),
        CASE(refused),
        CASE(a_token_with_a_line_break),
        CASE(waits_for_a_token),
        CASE(waits_in_vain),
        CASE(one_place_is_enough),
        CASE(a_second_token_after_401),
        CASE(only_once_after_401),
        CASE(a_redirect_on_the_same_host),
        CASE(too_many_redirects),
        CASE(what_is_no_redirect),
        CASE(a_redirect_to_another_host),
        CASE(redirects_and_retries),
        CASE(what_is_not_taken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
