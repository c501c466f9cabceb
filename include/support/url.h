/* SPDX-License-Identifier: MIT */
/* url.h - absolute http(s) URLs (RFC 3986), as far as an auditor needs them:
 * where does a token go, and how is a name put into a path. */
#ifndef AKSENTRA_SUPPORT_URL_H
#define AKSENTRA_SUPPORT_URL_H

#include <stdbool.h>

#include "support/buf.h"
#include "support/err.h"

#define URL_ORIGIN_MAX 320

/* "https://host:port", host in lower case, the scheme's own port left out.
 * ERR_INPUT: not absolute http(s), has user info, control characters, spaces,
 * or is longer than `URL_ORIGIN_MAX` there. */
int url_origin(const char *url, char out[URL_ORIGIN_MAX], struct err *e);

/* Same scheme, host and port. False too when either is no URL. */
bool url_same_origin(const char *a, const char *b);

/* Percent-encodes all but the unreserved characters (RFC 3986 2.3). */
void url_encode(struct buf *out, const char *text);

#endif
