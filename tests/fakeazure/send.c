/* SPDX-License-Identifier: MIT */
/* send.c - replies on the wire: gzip, headers, and what can go wrong there. */
#include "server.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <zlib.h>

#define HANG_MS (600 * 1000L)
#define STEP_MS 20
#define WORTH_COMPRESSING 1024

void
send_sleep(const struct fake *f, long ms)
{
    struct timespec step = { .tv_nsec = STEP_MS * 1000 * 1000 };

    for (; ms > STEP_MS && !f->stopping; ms -= STEP_MS)
        nanosleep(&step, NULL);
    step.tv_nsec = ms * 1000 * 1000;
    if (ms > 0 && ms <= STEP_MS)
        nanosleep(&step, NULL);
}

void
send_compress(const struct fake *f, const struct request *r,
              struct reply *reply)
{
    const char *accept = request_header(r, "accept-encoding");
    struct text out = { 0 };
    z_stream z = { 0 };

    if (!accept || !strstr(accept, "gzip") || reply->misdeed != MISDEED_NONE ||
        reply->body.len < WORTH_COMPRESSING || f->options.journal_bodies ||
        /* A fault says that it is encoded already, true or not. */
        (reply->headers.data &&
         strcasestr(reply->headers.data, "Content-Encoding:")))
        return;
    if (deflateInit2(&z, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        abort();
    out.cap = deflateBound(&z, reply->body.len) + 1;
    out.data = malloc(out.cap);
    if (!out.data)
        abort();
    z.next_in = (unsigned char *)reply->body.data;
    z.avail_in = (unsigned)reply->body.len;
    z.next_out = (unsigned char *)out.data;
    z.avail_out = (unsigned)out.cap;
    deflate(&z, Z_FINISH);
    out.len = z.total_out;
    deflateEnd(&z);
    text_free(&reply->body);
    reply->body = out;
    reply->gzip = true;
}

/* ---- bodies that misbehave ------------------------------------------------- */

struct trickle {
    const struct fake *fake;
    char *data;
    size_t len;
    enum misdeed misdeed;
};

static ssize_t
read_trickle(void *cls, uint64_t pos, char *buf, size_t max)
{
    struct trickle *t = cls;
    size_t left, end = t->len;

    if (t->fake->stopping)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    if (t->misdeed == MISDEED_ENDLESS) {
        memset(buf, ' ', max);
        return (ssize_t)max;
    }
    if (t->misdeed == MISDEED_CUT) {
        end = t->len / 2;
        if (pos >= end)
            return MHD_CONTENT_READER_END_WITH_ERROR;
    } else {
        send_sleep(t->fake, 200);
        max = max < 8 ? max : 8;
    }
    if (pos >= end)
        return MHD_CONTENT_READER_END_OF_STREAM;
    left = end - (size_t)pos;
    if (left > max)
        left = max;
    memcpy(buf, t->data + pos, left);
    return (ssize_t)left;
}

static void
free_trickle(void *cls)
{
    struct trickle *t = cls;

    free(t->data);
    free(t);
}

static struct MHD_Response *
trickling_response(const struct fake *f, struct reply *reply)
{
    struct trickle *t = calloc(1, sizeof(*t));

    if (!t)
        abort();
    t->fake = f;
    t->data = reply->body.data;
    t->len = reply->body.len;
    t->misdeed = reply->misdeed;
    return MHD_create_response_from_callback(
        t->misdeed == MISDEED_ENDLESS ? MHD_SIZE_UNKNOWN : t->len, 1024,
        read_trickle, t, free_trickle);
}

/* Takes the body. */
static struct MHD_Response *
make_response(const struct fake *f, struct reply *reply)
{
    struct MHD_Response *response;

    if (reply->misdeed >= MISDEED_CUT)
        response = trickling_response(f, reply);
    else
        response = MHD_create_response_from_buffer(
            reply->body.len, reply->body.data, MHD_RESPMEM_MUST_FREE);
    if (!response)
        abort();
    memset(&reply->body, 0, sizeof(reply->body));
    return response;
}

/* ---- headers ---------------------------------------------------------------- */

static void
add_headers(struct MHD_Response *response, const struct reply *reply)
{
    char *lines = text_copy(reply->headers.data ? reply->headers.data : "");
    char *save = NULL;

    for (char *line = strtok_r(lines, "\n", &save); line;
         line = strtok_r(NULL, "\n", &save)) {
        char *colon = strstr(line, ": ");

        if (!colon)
            continue;
        *colon = '\0';
        MHD_add_response_header(response, line, colon + 2);
    }
    free(lines);
    MHD_add_response_header(response, "Content-Type",
                            reply->content_type
                                ? reply->content_type
                                : "application/json; charset=utf-8");
    MHD_add_response_header(response, "Cache-Control", "no-cache");
    if (reply->gzip) {
        MHD_add_response_header(response, "Content-Encoding", "gzip");
        MHD_add_response_header(response, "Vary", "Accept-Encoding");
    }
}

/* With no time to linger, closing sends RST instead of an orderly end. */
static enum MHD_Result
reset_connection(struct MHD_Connection *c)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct linger none = { .l_onoff = 1 };

    if (info)
        setsockopt(info->connect_fd, SOL_SOCKET, SO_LINGER, &none,
                   sizeof(none));
    return MHD_NO;
}

enum MHD_Result
send_reply(struct fake *f, struct MHD_Connection *c, struct reply *reply)
{
    struct MHD_Response *response;
    enum MHD_Result result;

    if (reply->misdeed == MISDEED_RESET)
        return reset_connection(c);
    if (reply->misdeed == MISDEED_HANG)
        send_sleep(f, HANG_MS);
    if (!reply->body.data)
        text_add(&reply->body, "", 0);
    response = make_response(f, reply);
    add_headers(response, reply);
    result = MHD_queue_response(c, (unsigned)reply->status, response);
    MHD_destroy_response(response);
    return result;
}
