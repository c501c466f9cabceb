/* SPDX-License-Identifier: MIT */
/* test_graph_batch.c - single look-ups of Microsoft Graph, twenty a request. */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "sources/graph.h"
#include "stub/http_stub.c"
#include "support/json.h"

#define ENDPOINT "https://graph.example"
#define BATCH ENDPOINT "/v1.0/$batch"

enum { ITEMS_MAX = 64 };

struct place {
    int answers;
    int status;
    char reason[256];
    char code[64];
    char value[64];
    bool interrupted;
};

struct fixture {
    struct http *http;
    struct graph graph;
    struct place places[ITEMS_MAX];
};

static void
answered(void *arg, void *item, const struct graph_answer *a)
{
    struct place *p = item;
    const char *value = json_get_text(a->body, "value");

    (void)arg;
    p->answers++;
    p->status = a->status;
    p->interrupted = a->interrupted;
    snprintf(p->reason, sizeof(p->reason), "%s", a->reason);
    snprintf(p->code, sizeof(p->code), "%s", a->code);
    snprintf(p->value, sizeof(p->value), "%s", value ? value : "");
}

static void
open_fixture(struct fixture *f)
{
    memset(f, 0, sizeof(*f));
    http_stub_clock_reset();
    f->http = http_stub_new();
    f->graph.http = f->http;
    f->graph.endpoint = ENDPOINT;
    f->graph.retries = 2;
}

/* Sends `n` look-ups of /things/0, /things/1, ... and waits for the answers. */
static int
look_up(struct fixture *f, size_t n, bool eventual)
{
    struct graph_batch *b = graph_batch_new(&f->graph, answered, NULL);
    struct err e = { 0 };
    char path[32];

    assert_non_null(b);
    for (size_t i = 0; i < n; i++) {
        snprintf(path, sizeof(path), "/things/%zu", i);
        assert_int_equal(graph_batch_add(b, path, eventual, &f->places[i]), 0);
    }
    assert_int_equal(graph_batch_count(b), n);
    graph_batch_send(b);
    return http_run(f->http, &e);
}

/* {"responses": [...]} for items `from`..`to` of one request, backwards. */
static void
reply_all(struct fixture *f, size_t n)
{
    auto_buf body = { 0 };

    buf_adds(&body, "{\"responses\":[");
    for (size_t i = n; i > 0; i--)
        buf_addf(
            &body,
            "{\"id\":\"%zu\",\"status\":200,\"body\":{\"value\":\"%zu\"}}%s", i,
            i, i > 1 ? "," : "");
    buf_adds(&body, "]}");
    http_stub_reply(f->http, BATCH, 200, "", buf_str(&body));
}

static void
twenty_go_in_one_request(void **state)
{
    struct fixture f;
    json_t *sent, *requests;

    (void)state;
    open_fixture(&f);
    reply_all(&f, 20);
    reply_all(&f, 20);
    reply_all(&f, 5);
    assert_int_equal(look_up(&f, 45, false), 0);
    assert_int_equal(http_stub_count(f.http), 3);
    sent = json_loads(http_stub_sent(f.http, 2)->body, 0, NULL);
    requests = json_object_get(sent, "requests");
    assert_int_equal(json_array_size(requests), 5);
    assert_string_equal(json_get_text(json_array_get(requests, 0), "url"),
                        "/things/40");
    assert_string_equal(json_get_text(json_array_get(requests, 4), "id"), "5");
    assert_null(json_object_get(json_array_get(requests, 0), "headers"));
    json_decref(sent);
    assert_string_equal(http_stub_sent(f.http, 0)->method, "POST");
    assert_non_null(strstr(http_stub_sent(f.http, 0)->headers,
                           "Content-Type: application/json"));
    for (size_t i = 0; i < 45; i++) {
        char wanted[8];

        snprintf(wanted, sizeof(wanted), "%zu", i % 20 + 1);
        assert_int_equal(f.places[i].answers, 1);
        assert_int_equal(f.places[i].status, 200);
        assert_string_equal(f.places[i].value, wanted);
        assert_string_equal(f.places[i].reason, "");
    }
    http_free(f.http);
}

static void
advanced_queries_carry_their_header(void **state)
{
    struct fixture f;

    (void)state;
    open_fixture(&f);
    reply_all(&f, 1);
    assert_int_equal(look_up(&f, 1, true), 0);
    assert_non_null(strstr(http_stub_sent(f.http, 0)->body,
                           "\"headers\":{\"ConsistencyLevel\":\"eventual\"}"));
    http_free(f.http);
}

/* 4294967496 is 200 where only the low half is looked at. */
static void
a_status_that_is_none_is_no_success(void **state)
{
    struct fixture f;

    (void)state;
    open_fixture(&f);
    f.graph.retries = 0;
    http_stub_reply(f.http, BATCH, 200, "",
                    "{\"responses\":[{\"id\":\"1\",\"status\":4294967496,"
                    "\"body\":{\"value\":\"one\"}}]}");
    assert_int_equal(look_up(&f, 1, false), 0);
    assert_int_equal(f.places[0].answers, 1);
    assert_int_not_equal(f.places[0].status, 200);
    assert_string_not_equal(f.places[0].reason, "");
    http_free(f.http);
}

static void
only_throttled_items_are_asked_again(void **state)
{
    struct fixture f;

    (void)state;
    open_fixture(&f);
    http_stub_reply(
        f.http, BATCH, 200, "",
        "{\"responses\":["
        "{\"id\":\"3\",\"status\":429,\"headers\":{\"Retry-After\":\"7\"}},"
        "{\"id\":\"1\",\"status\":200,\"body\":{\"value\":\"one\"}},"
        "{\"id\":\"2\",\"status\":404,\"body\":{\"error\":{\"code\":"
        "\"Request_ResourceNotFound\",\"message\":\"gone\"}}},"
        "{\"id\":\"4\",\"status\":429,\"headers\":{\"Retry-After\":2}}]}");
    reply_all(&f, 1);
    assert_int_equal(look_up(&f, 4, false), 0);
    /* Each after its own delay, so in a request of its own. */
    assert_int_equal(http_stub_count(f.http), 3);
    assert_int_equal(http_stub_sent(f.http, 1)->delay_ms, 2000);
    assert_int_equal(http_stub_sent(f.http, 2)->delay_ms, 7000);
    assert_non_null(strstr(http_stub_sent(f.http, 1)->body, "/things/3"));
    assert_null(strstr(http_stub_sent(f.http, 1)->body, "/things/2"));
    assert_non_null(strstr(http_stub_sent(f.http, 2)->body, "/things/2"));
    assert_int_equal(f.places[0].status, 200);
    assert_int_equal(f.places[1].status, 404);
    assert_string_equal(f.places[1].code, "Request_ResourceNotFound");
    assert_int_equal(f.places[2].status, 200);
    assert_int_equal(f.places[3].status, 200);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(f.places[i].answers, 1);
    http_free(f.http);
}

static void
throttling_for_ever_ends(void **state)
{
    struct fixture f;

    (void)state;
    open_fixture(&f);
    http_stub_reply(f.http, BATCH, 200, "",
                    "{\"responses\":[{\"id\":\"1\",\"status\":429,\"body\":{"
                    "\"error\":{\"code\":\"TooManyRequests\",\"message\":"
                    "\"slow down\"}}}]}");
    assert_int_equal(look_up(&f, 1, false), 0);
    assert_int_equal(http_stub_count(f.http), 3); /* 1 + 2 retries */
    assert_int_equal(f.places[0].answers, 1);
    assert_int_equal(f.places[0].status, 429);
    assert_string_equal(f.places[0].reason,
                        "HTTP 429 TooManyRequests: slow down");
    http_free(f.http);
}

static void
a_refused_batch_answers_all(void **state)
{
    struct fixture f;

    (void)state;
    open_fixture(&f);
    http_stub_reply(f.http, BATCH, 403, "",
                    "{\"error\":{\"code\":\"Authorization_RequestDenied\","
                    "\"message\":\"Insufficient privileges\"}}");
    assert_int_equal(look_up(&f, 21, false), 0);
    for (size_t i = 0; i < 21; i++) {
        assert_int_equal(f.places[i].answers, 1);
        assert_int_equal(f.places[i].status, 403);
        assert_non_null(strstr(f.places[i].reason, "Insufficient privileges"));
    }
    http_free(f.http);
}

static void
what_an_answer_leaves_out_is_told(void **state)
{
    static const char *const bodies[] = {
        "{\"responses\":[]}",
        "{}",
        "[]",
        "not json",
        ("{\"responses\":[{\"id\":\"99\",\"status\":200},{\"status\":200},"
         "{\"id\":7,\"status\":200},null]}"),
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bodies); i++) {
        struct fixture f;

        open_fixture(&f);
        http_stub_reply(f.http, BATCH, 200, "", bodies[i]);
        assert_int_equal(look_up(&f, 2, false), 0);
        for (size_t k = 0; k < 2; k++) {
            assert_int_equal(f.places[k].answers, 1);
            assert_int_equal(f.places[k].status, 0);
            assert_true(strlen(f.places[k].reason) > 10);
        }
        http_free(f.http);
    }
}

static void
an_id_that_comes_twice_counts_once(void **state)
{
    struct fixture f;

    (void)state;
    open_fixture(&f);
    http_stub_reply(
        f.http, BATCH, 200, "",
        "{\"responses\":["
        "{\"id\":\"1\",\"status\":200,\"body\":{\"value\":\"a\"}},"
        "{\"id\":\"1\",\"status\":200,\"body\":{\"value\":\"b\"}}]}");
    assert_int_equal(look_up(&f, 1, false), 0);
    assert_int_equal(f.places[0].answers, 1);
    assert_string_equal(f.places[0].value, "a");
    http_free(f.http);
}

static void
an_interruption_reaches_all(void **state)
{
    struct fixture f;

    (void)state;
    open_fixture(&f);
    http_stub_interrupt(f.http);
    assert_int_equal(look_up(&f, 3, false), -1);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(f.places[i].answers, 1);
        assert_true(f.places[i].interrupted);
    }
    http_free(f.http);
}

static void
nothing_to_ask_asks_nothing(void **state)
{
    struct fixture f;

    (void)state;
    open_fixture(&f);
    assert_int_equal(look_up(&f, 0, false), 0);
    assert_int_equal(http_stub_count(f.http), 0);
    http_free(f.http);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twenty_go_in_one_request),
        cmocka_unit_test(advanced_queries_carry_their_header),
        cmocka_unit_test(a_status_that_is_none_is_no_success),
        cmocka_unit_test(only_throttled_items_are_asked_again),
        cmocka_unit_test(throttling_for_ever_ends),
        cmocka_unit_test(a_refused_batch_answers_all),
        cmocka_unit_test(what_an_answer_leaves_out_is_told),
        cmocka_unit_test(an_id_that_comes_twice_counts_once),
        cmocka_unit_test(an_interruption_reaches_all),
        cmocka_unit_test(nothing_to_ask_asks_nothing),
    };

    return cmocka_run_group_tests_name("graph_batch", tests, NULL, NULL);
}
