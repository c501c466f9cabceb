/* SPDX-License-Identifier: MIT */
/* loopback.c - a small HTTP/1.1 server on loopback. */
#include "loopback.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/clock.h"
#include "unit.h"

enum { CONNECTIONS_MAX = 256, SEEN_MAX = 1024, URLS = 8 };

struct loopback {
    const struct loopback_path *paths;
    size_t n_paths;
    size_t asked[64]; /* per path */
    int fd;
    unsigned port;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t ended;
    bool ending;
    int connections[CONNECTIONS_MAX];
    pthread_t workers[CONNECTIONS_MAX];
    unsigned n_connections;
    unsigned at_once, most_at_once;
    struct loopback_seen seen[SEEN_MAX];
    size_t n_seen;
    char urls[URLS][256];
    unsigned next_url;
};

struct connection {
    struct loopback *s;
    int fd;
    char data[16384];
    size_t len;
};

/* Waits unless the server ends before. */
static void
wait_ms(struct loopback *s, int64_t ms)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += ms % 1000 * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&s->lock);
    while (!s->ending &&
           pthread_cond_timedwait(&s->ended, &s->lock, &until) == 0)
        ;
    pthread_mutex_unlock(&s->lock);
}

/* Reads one request; its whole length, 0: the connection ended. */
static size_t
read_request(struct connection *c)
{
    for (;;) {
        const char *end, *length;
        ssize_t n;

        c->data[c->len] = '\0';
        end = strstr(c->data, "\r\n\r\n");
        if (end) {
            size_t whole = (size_t)(end + 4 - c->data);

            length = strcasestr(c->data, "\r\nContent-Length:");
            if (length && length < end)
                whole += strtoul(length + 17, NULL, 10);
            if (c->len >= whole)
                return whole;
        }
        n = recv(c->fd, c->data + c->len, sizeof(c->data) - 1 - c->len, 0);
        if (n <= 0)
            return 0;
        c->len += (size_t)n;
    }
}

static void
note(struct loopback *s, const char *text, size_t whole)
{
    struct loopback_seen *seen = &s->seen[s->n_seen];
    const char *head = strstr(text, "\r\n"), *body = strstr(text, "\r\n\r\n");

    if (s->n_seen >= SEEN_MAX)
        abort();
    sscanf(text, "%7s %127s", seen->method, seen->path);
    snprintf(seen->headers, sizeof(seen->headers), "%.*s",
             (int)(body + 2 - head), head);
    snprintf(seen->body, sizeof(seen->body), "%.*s",
             (int)(text + whole - body - 4), body + 4);
    seen->at_ms = clock_monotonic_ms();
    s->n_seen++;
}

static struct loopback_answer
next_answer(struct loopback *s, const char *path)
{
    for (size_t i = 0; i < s->n_paths; i++) {
        const struct loopback_path *p = &s->paths[i];
        size_t turn;

        if (strcmp(p->path, path) != 0)
            continue;
        turn = s->asked[i]++;
        return p->answers[turn < p->n ? turn : p->n - 1];
    }
    return (struct loopback_answer){ .status = 404 };
}

static bool
send_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        ssize_t n = send(fd, data, len, MSG_NOSIGNAL);

        if (n <= 0)
            return false;
        data += n;
        len -= (size_t)n;
    }
    return true;
}

static bool
send_answer(struct connection *c, const struct loopback_answer *a)
{
    const char *body = a->body ? a->body : "";
    size_t len = a->len ? a->len : strlen(body);
    char head[1024];
    int n = snprintf(
        head, sizeof(head), "HTTP/1.1 %d Said\r\nContent-Length: %zu\r\n%s\r\n",
        a->status ? a->status : 200, len, a->headers ? a->headers : "");

    if (!send_all(c->fd, head, (size_t)n))
        return false;
    if (a->how == LOOPBACK_CUT)
        len /= 2;
    return send_all(c->fd, body, len) && a->how == LOOPBACK_WHOLE;
}

static bool
answer(struct connection *c, size_t whole)
{
    struct loopback *s = c->s;
    struct loopback_answer a;

    pthread_mutex_lock(&s->lock);
    note(s, c->data, whole);
    a = next_answer(s, s->seen[s->n_seen - 1].path);
    if (++s->at_once > s->most_at_once)
        s->most_at_once = s->at_once;
    pthread_mutex_unlock(&s->lock);
    if (a.delay_ms > 0)
        wait_ms(s, a.delay_ms);
    if (a.how == LOOPBACK_HANG)
        wait_ms(s, 60000);
    /* Before the answer is sent: the next request may come at once. */
    pthread_mutex_lock(&s->lock);
    s->at_once--;
    pthread_mutex_unlock(&s->lock);
    if (a.how == LOOPBACK_HANG || a.how == LOOPBACK_CLOSE)
        return false;
    return send_answer(c, &a);
}

static void *
serve(void *arg)
{
    struct connection *c = arg;
    size_t whole;

    while ((whole = read_request(c)) > 0 && answer(c, whole)) {
        c->len -= whole;
        memmove(c->data, c->data + whole, c->len);
    }
    shutdown(c->fd, SHUT_RDWR);
    free(c);
    return NULL;
}

static void *
listen_for(void *arg)
{
    struct loopback *s = arg;

    for (;;) {
        int fd = accept(s->fd, NULL, NULL), on = 1;
        struct connection *c;

        if (fd < 0)
            return NULL;
        /* Head and body are sent apart. */
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
        c = calloc(1, sizeof(*c));
        if (!c || s->n_connections >= CONNECTIONS_MAX)
            abort();
        c->s = s;
        c->fd = fd;
        pthread_mutex_lock(&s->lock);
        s->connections[s->n_connections] = fd;
        pthread_create(&s->workers[s->n_connections], NULL, serve, c);
        s->n_connections++;
        pthread_mutex_unlock(&s->lock);
    }
}

struct loopback *
loopback_start(const struct loopback_path *paths, size_t n)
{
    struct loopback *s = calloc(1, sizeof(*s));
    struct sockaddr_in address = { .sin_family = AF_INET };
    socklen_t size = sizeof(address);

    assert_non_null(s);
    assert_true(n <= ARRAY_LEN(s->asked));
    s->paths = paths;
    s->n_paths = n;
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->ended, NULL);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    s->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(s->fd, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(s->fd, 128), 0);
    getsockname(s->fd, (struct sockaddr *)&address, &size);
    s->port = ntohs(address.sin_port);
    assert_int_equal(pthread_create(&s->thread, NULL, listen_for, s), 0);
    return s;
}

void
loopback_stop(struct loopback *s)
{
    shutdown(s->fd, SHUT_RDWR);
    pthread_join(s->thread, NULL);
    close(s->fd);
    pthread_mutex_lock(&s->lock);
    s->ending = true;
    pthread_cond_broadcast(&s->ended);
    pthread_mutex_unlock(&s->lock);
    for (unsigned i = 0; i < s->n_connections; i++) {
        shutdown(s->connections[i], SHUT_RDWR);
        pthread_join(s->workers[i], NULL);
        close(s->connections[i]);
    }
    pthread_cond_destroy(&s->ended);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

const char *
loopback_url(struct loopback *s, const char *path)
{
    char *url = s->urls[s->next_url++ % URLS];

    snprintf(url, sizeof(s->urls[0]), "http://127.0.0.1:%u%s", s->port, path);
    return url;
}

const struct loopback_seen *
loopback_seen(struct loopback *s, size_t i)
{
    const struct loopback_seen *seen;

    pthread_mutex_lock(&s->lock);
    seen = i < s->n_seen ? &s->seen[i] : NULL;
    pthread_mutex_unlock(&s->lock);
    return seen;
}

size_t
loopback_count(struct loopback *s)
{
    size_t n;

    pthread_mutex_lock(&s->lock);
    n = s->n_seen;
    pthread_mutex_unlock(&s->lock);
    return n;
}

unsigned
loopback_most_at_once(struct loopback *s)
{
    return s->most_at_once;
}

unsigned
loopback_connections(struct loopback *s)
{
    return s->n_connections;
}
