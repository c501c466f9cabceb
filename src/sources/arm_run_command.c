/* SPDX-License-Identifier: MIT */
/* arm_run_command.c - a command run inside a cluster through ARM. */
#include "sources/arm_cluster_call.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "sources/azure_error.h"
#include "support/buf.h"
#include "support/clock.h"
#include "support/json.h"
#include "support/retry.h"
#include "support/secret.h"
#include "support/str.h"

/* As the Azure CLI does. */
/* A wish of 0 is no leave to ask a thousand times a second. */
enum { POLL_MS = 5000, POLL_LEAST_MS = 100, POLL_LIMIT_MS = 300 * 1000 };

/* A token on its way is waited for: so often, so long each time. */
enum { TOKEN_WAITS = 50, TOKEN_WAIT_MS = 200 };

struct command_run {
    struct arm_run_call call;
    char *command;
    int64_t started_ms;
    char *location;
    unsigned waits;
    int timer; /* -1: none runs */
};

static void
finish(struct command_run *r, const char *logs, size_t len,
       const struct arm_refusal *why)
{
    r->call.done(r->call.arg, logs, len, why);
    free(r->location);
    free(r->command);
    free(r);
}

static void
fail(struct command_run *r, enum coverage_status status, const char *reason)
{
    const struct arm_refusal why = { status, reason, "", false };

    finish(r, NULL, 0, &why);
}

static void poll_done(struct http *h, const struct http_reply *reply);

static int64_t
wait_of(const struct http_reply *reply)
{
    const char *after = http_header(reply, "Retry-After");
    int64_t wish =
        after ? retry_after_ms(after, clock_wall_time()) : RETRY_NO_WISH;

    if (wish == RETRY_NO_WISH || wish < 0)
        return POLL_MS;
    return wish < POLL_LEAST_MS ? POLL_LEAST_MS : wish;
}

static int
poll_later(struct command_run *r, int64_t wait_ms, struct err *e)
{
    const struct http_request request = {
        .url = r->location,
        .lane = r->call.cluster->subscription->id,
        /* Shown to ARM alone, wherever Location leads. */
        .gate = r->call.arm->gate,
        .delay_ms = wait_ms > 0 ? wait_ms : 1,
        .done = poll_done,
        .arg = r,
    };

    if (clock_monotonic_ms() + wait_ms - r->started_ms > POLL_LIMIT_MS)
        return err_set(e, ERR_NETWORK,
                       "the command did not end within %d seconds",
                       POLL_LIMIT_MS / 1000);
    return http_submit(r->call.arm->http, &request, e);
}

/* Why a command that ran gave nothing. */
static void
fail_command(struct command_run *r, const json_t *p)
{
    const char *logs = str_or(json_get_text(p, "logs"), "");
    const char *why = json_get_text(p, "reason");
    bool forbidden = strstr(logs, "Forbidden") || strstr(logs, "forbidden");
    char reason[ERR_TEXT_MAX], excerpt[400];

    str_sanitize(excerpt, sizeof(excerpt), *logs ? logs : str_or(why, ""));
    snprintf(reason, sizeof(reason), "the command ended with %lld: %s",
             (long long)json_integer_value(json_get_fold(p, "exitCode", NULL)),
             str_or(excerpt, "(no output)"));
    fail(r, forbidden ? COVERAGE_DENIED : COVERAGE_UNREACHABLE, reason);
}

static void
take_result(struct command_run *r, const struct http_reply *reply)
{
    struct err e = { 0 };
    json_auto_t *body = json_read(reply->body, reply->len, "runCommand", &e);
    const json_t *p = json_get_fold(body, "properties", NULL);
    const json_t *code = json_get_fold(p, "exitCode", NULL);
    const json_t *logs = json_get_fold(p, "logs", NULL);

    if (!body)
        fail(r, COVERAGE_UNREACHABLE, e.text);
    else if (!json_is_integer(code))
        fail(r, COVERAGE_UNREACHABLE,
             str_or(json_get_text(p, "reason"),
                    "the result of the command has no exitCode"));
    else if (json_integer_value(code) != 0)
        fail_command(r, p);
    else if (!json_is_string(logs))
        fail(r, COVERAGE_UNREACHABLE, "the command ended without output");
    else
        finish(r, json_string_value(logs), json_string_length(logs), NULL);
}

static void
refuse(struct command_run *r, const struct http_reply *reply)
{
    char reason[ERR_TEXT_MAX], code[128];
    struct arm_refusal why;

    arm_refusal_set(&why, reason, code, reply);
    finish(r, NULL, 0, &why);
}

static void
poll_done(struct http *h, const struct http_reply *reply)
{
    struct command_run *r = reply->arg;
    struct err e = { 0 };

    (void)h;
    if (reply->failure == HTTP_OK && reply->status == 202) {
        if (poll_later(r, wait_of(reply), &e) != 0)
            fail(r, COVERAGE_UNREACHABLE, e.text);
    } else if (reply->failure == HTTP_OK && reply->status == 200) {
        take_result(r, reply);
    } else {
        refuse(r, reply);
    }
}

static void
started(struct http *h, const struct http_reply *reply)
{
    struct command_run *r = reply->arg;
    const char *location = http_header(reply, "Location");
    struct err e = { 0 };

    if (reply->failure != HTTP_OK || reply->status != 202) {
        poll_done(h, reply);
        return;
    }
    if (str_empty(location)) {
        fail(r, COVERAGE_UNREACHABLE,
             "the command was accepted, and no Location says where its "
             "result will be");
        return;
    }
    r->location = strdup(location);
    if (!r->location)
        fail(r, COVERAGE_UNREACHABLE, "out of memory");
    else if (poll_later(r, wait_of(reply), &e) != 0)
        fail(r, COVERAGE_UNREACHABLE, e.text);
}

/* The body, which may hold a token: for secret_free(). */
static char *
body_of(const struct command_run *r, const char *authorization)
{
    json_t *body =
        json_pack("{s:s, s:s}", "command", r->command, "context", "");
    char *text = NULL;

    if (!authorization ||
        json_object_set_new(body, "clusterToken",
                            json_string(authorization + strlen("Bearer "))) ==
            0)
        text = json_write_secret(body);
    json_free_secret(body);
    return text;
}

static int
submit(struct command_run *r, const char *authorization, struct err *e)
{
    static const char *const headers[] = {
        "Content-Type: application/json",
        NULL,
    };
    const struct arm_run_call *call = &r->call;
    char *body = body_of(r, authorization);
    auto_buf url = { 0 };
    struct http_request request = {
        .method = "POST",
        .headers = headers,
        .body = body,
        .body_len = body ? strlen(body) : 0,
        .secret = true,
        .lane = call->cluster->subscription->id,
        .gate = call->arm->gate,
        .done = started,
        .arg = r,
    };
    int rc = -1;

    buf_addf(&url, "%s%s/runCommand?api-version=" ARM_CLUSTERS_API,
             call->arm->endpoint, call->cluster->id);
    request.url = buf_str(&url);
    r->started_ms = clock_monotonic_ms();
    if (body && buf_ok(&url))
        rc = http_submit(call->arm->http, &request, e);
    else
        err_nomem(e);
    secret_free(body);
    return rc;
}

static int attempt(struct command_run *r, struct err *e);

static bool
timer_ended(struct http *h, void *arg)
{
    struct command_run *r = arg;
    struct err e = { 0 };

    close(r->timer);
    r->timer = -1;
    if (http_is_ending(h))
        err_set(&e, ERR_INTERRUPTED, "interrupted");
    if (e.code != ERR_NONE || attempt(r, &e) != 0)
        fail(r, COVERAGE_UNREACHABLE, e.text);
    return false;
}

/* The token is being renewed. It goes into the body, so that no gate of the
 * engine can wait for it. */
static int
wait_for_token(struct command_run *r, struct err *e)
{
    const struct itimerspec span = {
        .it_value.tv_nsec = TOKEN_WAIT_MS * 1000000L,
    };

    if (r->waits++ == TOKEN_WAITS)
        return err_set(e, ERR_AUTH, "no token for the cluster came in time");
    r->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
    if (r->timer >= 0 && timerfd_settime(r->timer, 0, &span, NULL) == 0 &&
        http_watch(r->call.arm->http, r->timer, timer_ended, r, e) == 0)
        return 0;
    if (r->timer >= 0)
        close(r->timer);
    return err_set(e, ERR_INTERNAL, "no timer can be had");
}

static int
attempt(struct command_run *r, struct err *e)
{
    const struct http_gate *gate = r->call.cluster_gate;
    const char *authorization = NULL;

    if (!gate)
        return submit(r, NULL, e);
    switch (gate->enter(gate->arg, r->call.arm->endpoint, &authorization, e)) {
    case HTTP_GATE_OPEN:
        return submit(r, authorization, e);
    case HTTP_GATE_WAIT:
        return wait_for_token(r, e);
    default:
        return -1;
    }
}

int
arm_run_start(const struct arm_run_call *call, struct err *e)
{
    struct command_run *r = calloc(1, sizeof(*r));

    if (!r)
        return err_nomem(e);
    r->call = *call;
    r->timer = -1;
    r->command = strdup(call->command);
    if (r->command && attempt(r, e) == 0)
        return 0; // NOLINT(clang-analyzer-unix.Malloc)
    if (!r->command)
        err_nomem(e);
    free(r->command);
    free(r);
    return -1;
}
