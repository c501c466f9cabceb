/* SPDX-License-Identifier: MIT */
/* server.h - the parts of the server that know libmicrohttpd. */
#ifndef FAKE_SERVER_H
#define FAKE_SERVER_H

#include <microhttpd.h>

#include "fake.h"

/* exchange.c: callbacks of MHD_start_daemon. */
void *exchange_begin(void *cls, const char *uri, struct MHD_Connection *c);
enum MHD_Result exchange_handle(void *cls, struct MHD_Connection *c,
                                const char *url, const char *method,
                                const char *version, const char *upload,
                                size_t *upload_size, void **con_cls);
void exchange_end(void *cls, struct MHD_Connection *c, void **con_cls,
                  enum MHD_RequestTerminationCode why);
void exchange_count(void *cls, struct MHD_Connection *c, void **socket_context,
                    enum MHD_ConnectionNotificationCode why);

/* send.c */
/* Sleeps, but not on when the server stops. */
void send_sleep(const struct fake *f, long ms);
/* Compresses the body, where the client takes gzip and it is worth it. */
void send_compress(const struct fake *f, const struct request *r,
                   struct reply *reply);
/* Takes the body. */
enum MHD_Result send_reply(struct fake *f, struct MHD_Connection *c,
                           struct reply *reply);

#endif
