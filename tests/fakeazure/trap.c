/* SPDX-License-Identifier: MIT */
/* trap.c - ports on which no HTTP is spoken: what can go wrong before it. */
#include "server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char *const kinds[] = {
    [TRAP_CLOSED] = "closed", [TRAP_FULL] = "full",   [TRAP_SILENT] = "silent",
    [TRAP_SLAM] = "slam",     [TRAP_NOISE] = "noise",
};

bool
trap_add(struct fake *f, const char *word)
{
    for (int i = 0; i < TRAP_KINDS; i++) {
        if (strcmp(word, kinds[i]) == 0) {
            f->traps[i].wanted = true;
            return true;
        }
    }
    return false;
}

/* Answers what is no TLS, or resets the connection at once. */
static void *
serve(void *arg)
{
    const struct trap *t = arg;
    static const char noise[] = "220 this is another service\r\n";
    struct linger none = { .l_onoff = 1 };
    int c;

    while ((c = accept4(t->fd, NULL, NULL, SOCK_CLOEXEC)) >= 0) {
        if (t->noisy)
            (void)!write(c, noise, sizeof(noise) - 1);
        else
            setsockopt(c, SOL_SOCKET, SO_LINGER, &none, sizeof(none));
        close(c);
    }
    return NULL;
}

/* Connections of our own take all the room there is; whoever comes after them
 * gets no answer at all. */
static void
fill_up(const struct sockaddr_in *address)
{
    for (int i = 0; i < 4; i++) {
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

        /* It stays open to the end of the process. */
        if (fd < 0 || (connect(fd, (const struct sockaddr *)address,
                               sizeof(*address)) != 0 &&
                       errno != EINPROGRESS))
            abort();
    }
}

static bool
set_trap(struct trap *t, enum trap_kind kind)
{
    struct sockaddr_in address = { .sin_family = AF_INET };
    socklen_t len = sizeof(address);
    pthread_t thread;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    t->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (t->fd < 0 ||
        bind(t->fd, (struct sockaddr *)&address, sizeof(address)) != 0 ||
        getsockname(t->fd, (struct sockaddr *)&address, &len) != 0)
        return false;
    t->port = ntohs(address.sin_port);
    /* The port is ours, and nobody listens. */
    if (kind == TRAP_CLOSED)
        return true;
    if (listen(t->fd, kind == TRAP_FULL ? 0 : 128) != 0)
        return false;
    if (kind == TRAP_FULL)
        fill_up(&address);
    t->noisy = kind == TRAP_NOISE;
    if (kind != TRAP_SLAM && kind != TRAP_NOISE)
        return true;
    return pthread_create(&thread, NULL, serve, t) == 0 &&
           pthread_detach(thread) == 0;
}

bool
trap_start_all(struct fake *f)
{
    for (int i = 0; i < TRAP_KINDS; i++) {
        if (f->traps[i].wanted && !set_trap(&f->traps[i], (enum trap_kind)i))
            return false;
    }
    return true;
}

void
trap_tell(const struct fake *f, FILE *ready)
{
    for (int i = 0; i < TRAP_KINDS; i++) {
        if (f->traps[i].wanted)
            fprintf(ready, "%s_url=https://127.0.0.1:%u\n", kinds[i],
                    f->traps[i].port);
    }
}
