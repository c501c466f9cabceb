/* SPDX-License-Identifier: MIT */
/* jwt.h - a look into an access token (RFC 7519), for what is told to people.
 * Nothing is verified and nothing is decided by it. */
#ifndef AKSENTRA_SOURCES_JWT_H
#define AKSENTRA_SOURCES_JWT_H

#include <stdbool.h>

#include "support/guid.h"

/* The claim "tid". False, and *tenant untouched: none, or no such token. */
bool jwt_tenant_id(const char *token, char tenant[GUID_TEXT_SIZE]);

#endif
