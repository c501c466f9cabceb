/* SPDX-License-Identifier: MIT */
/* server.c - listens, says where, and serves until a signal. */
#include "server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_CONNECTIONS 512u

/* One thread a connection, so that a handler may simply sleep. */
static struct MHD_Daemon *
start_daemon(struct fake *f, unsigned port, char *cert, char *key,
             char *client_ca)
{
    struct sockaddr_in address = { .sin_family = AF_INET };
    struct MHD_OptionItem tls[] = {
        { MHD_OPTION_HTTPS_MEM_CERT, 0, cert },
        { MHD_OPTION_HTTPS_MEM_KEY, 0, key },
        /* With it a certificate of the client is asked for, and not needed. */
        { client_ca ? MHD_OPTION_HTTPS_MEM_TRUST : MHD_OPTION_END, 0,
          client_ca },
        { MHD_OPTION_END, 0, NULL },
    };
    struct MHD_OptionItem none[] = { { MHD_OPTION_END, 0, NULL } };
    unsigned flags = MHD_USE_THREAD_PER_CONNECTION |
                     MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL;

    if (cert)
        flags |= MHD_USE_TLS;
    address.sin_port = htons((uint16_t)port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return MHD_start_daemon(
        flags, 0, NULL, NULL, exchange_handle, f, MHD_OPTION_SOCK_ADDR,
        &address, MHD_OPTION_URI_LOG_CALLBACK, exchange_begin, NULL,
        MHD_OPTION_NOTIFY_COMPLETED, exchange_end, NULL,
        MHD_OPTION_NOTIFY_CONNECTION, exchange_count, f,
        MHD_OPTION_CONNECTION_LIMIT, MAX_CONNECTIONS, MHD_OPTION_ARRAY,
        cert ? tls : none, MHD_OPTION_END);
}

static unsigned
port_of(struct MHD_Daemon *d)
{
    return d ? MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT)->port : 0;
}

static void
write_ready(const struct fake *f, FILE *file, unsigned port, unsigned http_port)
{
    fprintf(file, "url=https://localhost:%u\n", port);
    if (f->kube_port)
        fprintf(file, "kube_url=https://127.0.0.1:%u\n", f->kube_port);
    trap_tell(f, file);
    if (http_port)
        fprintf(file, "http_url=http://127.0.0.1:%u\n", http_port);
    fprintf(file, "pid=%ld\n", (long)getpid());
    fflush(file);
}

/* Written beside and renamed: whoever waits for it never sees half of it. */
static int
tell_ready(const struct fake *f, unsigned port, unsigned http_port)
{
    const char *path = f->options.ready_file;
    char *temporary;
    FILE *file;
    int status = -1;

    if (!path) {
        write_ready(f, stdout, port, http_port);
        return 0;
    }
    temporary = text_format("%s.new", path);
    file = fopen(temporary, "w");
    if (file) {
        write_ready(f, file, port, http_port);
        if (fclose(file) == 0 && rename(temporary, path) == 0)
            status = 0;
    }
    if (status != 0)
        fprintf(stderr, "fakeazure: --ready-file: cannot write %s: %s\n", path,
                strerror(errno));
    free(temporary);
    return status;
}

static void
block_signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGINT);
    /* Every thread inherits it, so that sigwait alone gets them. */
    pthread_sigmask(SIG_BLOCK, set, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static char *
read_pem(const char *option, const char *path)
{
    char *text = text_read_file(path, NULL);

    if (!text)
        fprintf(stderr, "fakeazure: %s: cannot read %s\n", option, path);
    return text;
}

/* The API servers of the clusters. False: they do not start. */
static bool
start_kube(struct fake *f, struct MHD_Daemon **daemon, char *pems[3])
{
    static const char *const names[3] = { "kube-server.pem", "kube-server.key",
                                          "kube-ca.pem" };

    if (!f->options.kube_dir)
        return true;
    for (int i = 0; i < 3; i++) {
        char *path = text_format("%s/%s", f->options.kube_dir, names[i]);

        pems[i] = read_pem("--kube-dir", path);
        free(path);
        if (!pems[i])
            return false;
    }
    *daemon = start_daemon(f, 0, pems[0], pems[1], pems[2]);
    f->kube_port = port_of(*daemon);
    return *daemon != NULL;
}

int
server_run(struct fake *f)
{
    struct MHD_Daemon *kube = NULL;
    char *pems[3] = { NULL };
    char *cert = read_pem("--cert", f->options.cert);
    char *key = read_pem("--key", f->options.key);
    struct MHD_Daemon *tls = NULL, *plain = NULL;
    int status = 1, number;
    sigset_t set;

    block_signals(&set);
    if (cert && key) {
        tls = start_daemon(f, f->options.port, cert, key, NULL);
        if (tls && f->options.with_http)
            plain = start_daemon(f, f->options.http_port, NULL, NULL, NULL);
        if (!tls || (f->options.with_http && !plain) ||
            !start_kube(f, &kube, pems) || !trap_start_all(f)) {
            fprintf(stderr, "fakeazure: the server does not start: %s\n",
                    strerror(errno));
        } else if (tell_ready(f, port_of(tls), port_of(plain)) == 0) {
            sigwait(&set, &number);
            status = 0;
        }
    }
    f->stopping = true;
    if (tls)
        MHD_stop_daemon(tls);
    if (plain)
        MHD_stop_daemon(plain);
    if (kube)
        MHD_stop_daemon(kube);
    for (int i = 0; i < 3; i++)
        free(pems[i]);
    free(cert);
    free(key);
    return status;
}
