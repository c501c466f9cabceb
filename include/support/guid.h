/* SPDX-License-Identifier: MIT */
/* guid.h - the GUIDs of Azure and Entra in their text form (RFC 9562). */
#ifndef AKSENTRA_SUPPORT_GUID_H
#define AKSENTRA_SUPPORT_GUID_H

#include <stdbool.h>

#define GUID_TEXT_SIZE 37 /* with the NUL */

/* xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx, hexadecimal, any case. */
bool guid_is(const char *text);

/* All zeroes: AKS shows such a tenant id for a while after creation. */
bool guid_is_zero(const char *text);

/* Formats 16 bytes as a version 4 GUID, whatever its source of bits. */
void guid_format(char out[GUID_TEXT_SIZE], const unsigned char bytes[16]);

#endif
