/* SPDX-License-Identifier: MIT */
/* http.c - the HTTP engine: its beginning, its end, what is asked of it. */
#include "support/http_private.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "support/clock.h"
#include "support/crypto.h"
#include "support/secret.h"
#include "support/str.h"
#include "support/url.h"

static const char *const failure_names[] = {
    [HTTP_OK] = "ok",
    [HTTP_UNRESOLVED] = "the host has no address",
    [HTTP_REFUSED] = "no connection",
    [HTTP_UNTRUSTED] = "untrusted",
    [HTTP_TIMEOUT] = "timeout",
    [HTTP_BROKEN] = "the connection broke",
    [HTTP_TOO_LARGE] = "too large",
    [HTTP_FOREIGN] = "redirect to another host",
    [HTTP_NO_TOKEN] = "no token",
    [HTTP_INTERRUPTED] = "interrupted",
    [HTTP_OUT_OF_MEMORY] = "out of memory",
};

const char *
http_failure_name(enum http_failure f)
{
    return failure_names[f];
}

const char *
http_header(const struct http_reply *r, const char *name)
{
    const struct buf *headers = r->headers;
    size_t len = strlen(name);
    const char *found = NULL;

    if (!headers || !headers->data)
        return NULL;
    /* Each line ends in NUL once the reply is handed over. */
    for (const char *line = headers->data; line < headers->data + headers->len;
         line += strlen(line) + 1) {
        if (str_has_prefix_fold(line, name) && line[len] == ':')
            found = line + len + 1 + strspn(line + len + 1, " \t");
    }
    return found;
}

static int
find_trust(struct http *h, const char *ca_file, struct err *e)
{
    char *bundle = NULL, *folder = NULL;
    CURL *easy = curl_easy_init();
    int rc;

    if (!easy)
        return err_nomem(e);
    curl_easy_getinfo(easy, CURLINFO_CAINFO, &bundle);
    curl_easy_getinfo(easy, CURLINFO_CAPATH, &folder);
    rc = http_trust_init(&h->trust, ca_file, bundle, folder, e);
    curl_easy_cleanup(easy);
    return rc;
}

static int
open_multi(struct http *h, const struct http_config *config, struct err *e)
{
    h->config = *config;
    h->config.ca_file = NULL;
    h->config.user_agent =
        strdup(config->user_agent ? config->user_agent : "aksentra");
    h->multi = curl_multi_init();
    if (!h->config.user_agent || !h->multi)
        return err_nomem(e);
    if (h->config.body_limit == 0)
        h->config.body_limit = HTTP_DEFAULT_BODY_LIMIT;
    if (h->config.parallel == 0)
        h->config.parallel = 1;
    curl_multi_setopt(h->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_MULTIPLEX);
    /* The spare ones are for token endpoints. */
    curl_multi_setopt(h->multi, CURLMOPT_MAXCONNECTS,
                      (long)h->config.parallel + 4);
    /* Only jitter comes from it: without randomness zero will do. */
    crypto_random(&h->random, sizeof(h->random));
    return find_trust(h, config->ca_file, e);
}

int
http_new(struct http **ret, const struct http_config *config, struct err *e)
{
    struct http *h = calloc(1, sizeof(*h));

    if (!h)
        return err_nomem(e);
    h->trust.merged_fd = -1;
    /* Headers with tokens, forms with secrets and what TLS decrypted go through
     * the memory of both libraries: what they free is overwritten. */
    crypto_wipe_what_is_freed();
    if (curl_global_init_mem(CURL_GLOBAL_DEFAULT, malloc, secret_wiping_free,
                             secret_wiping_realloc, strdup,
                             calloc) != CURLE_OK) {
        free(h);
        return err_set(e, ERR_INTERNAL, "libcurl cannot start");
    }
    if (open_multi(h, config, e) != 0) {
        http_free(h);
        return -1;
    }
    *ret = h;
    return 0;
}

struct http *
http_free(struct http *h)
{
    if (!h)
        return NULL;
    http_loop_end_all(h, HTTP_INTERRUPTED, "interrupted");
    for (size_t i = 0; i < h->idle.len; i++)
        http_transfer_free(h->idle.items[i]);
    vec_free(&h->running);
    vec_free(&h->delayed);
    vec_free(&h->idle);
    vec_free(&h->watches);
    free(h->wait_fds);
    http_parking_free(h);
    http_lane_free_all(h);
    curl_multi_cleanup(h->multi);
    http_trust_free(&h->trust);
    curl_global_cleanup();
    free((char *)h->config.user_agent);
    free(h);
    return NULL;
}

int
http_submit(struct http *h, const struct http_request *r, struct err *e)
{
    struct http_job *job = http_job_new(r, e);
    char origin[URL_ORIGIN_MAX];

    if (!job)
        return -1;
    if (!r->lane && url_origin(r->url, origin, e) != 0) {
        http_job_free(job);
        return -1;
    }
    job->lane = http_lane_get(h, r->lane ? r->lane : origin);
    if (!job->lane) {
        http_job_free(job);
        return err_nomem(e);
    }
    job->order = h->orders++;
    h->stats.queued++;
    if (r->delay_ms <= 0) {
        http_queue_add(h, job);
    } else if (http_queue_delay(h, job, clock_monotonic_ms() + r->delay_ms) !=
               0) {
        h->stats.queued--;
        http_job_free(job);
        return err_nomem(e);
    }
    return 0;
}

static int
add_watch(struct http *h, struct http_watch_entry *w)
{
    struct curl_waitfd *fds =
        reallocarray(h->wait_fds, h->watches.len + 1, sizeof(*fds));

    if (!fds)
        return -1;
    h->wait_fds = fds;
    return vec_push(&h->watches, w);
}

int
http_watch(struct http *h, int fd, bool (*ready)(struct http *h, void *arg),
           void *arg, struct err *e)
{
    struct http_watch_entry *w = calloc(1, sizeof(*w));
    int flags = fcntl(fd, F_GETFL);

    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0) {
        free(w);
        return err_set(e, ERR_INTERNAL, "a descriptor cannot be watched");
    }
    if (!w || add_watch(h, w) != 0) {
        free(w);
        return err_nomem(e);
    }
    w->fd = fd;
    w->ready = ready;
    w->arg = arg;
    return 0;
}

bool
http_is_ending(const struct http *h)
{
    return h->ending;
}

void
http_stats(const struct http *h, struct http_stats *ret)
{
    *ret = h->stats;
    ret->in_flight = (unsigned)h->running.len;
}
