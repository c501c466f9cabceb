/* SPDX-License-Identifier: MIT */
/* redact_text.h - texts that names stand in: sentences, commands, ids made of
 * several names. */
#ifndef AKSENTRA_REDACT_TEXT_H
#define AKSENTRA_REDACT_TEXT_H

#include "redact/names.h"
#include "support/buf.h"

/* What stands for a word of which no pseudonym is known; a plain word of a shell,
 * since commands are shown too. */
#define REDACTED "REDACTED"

/* All add to *out; NULL and "" add nothing. Failures show in buf_ok(). */

/* A text of the program: known names become pseudonyms, GUIDs too, and every word
 * that is not one of the program's own is taken out: an error message of Azure
 * may name anything. */
void redact_sentence(struct buf *out, struct names *n, const char *text);
/* The same, for a command line. */
void redact_command(struct buf *out, struct names *n, const char *text);
/* Of a closed list of words: names are not looked for. */
void redact_words(struct buf *out, const char *text);

/* What a resource is known by: a GUID, a path of Azure Resource Manager, with or
 * without "#RoleBinding/NAMESPACE/NAME", "app:GUID", "FILE#CONTEXT", or a file. */
void redact_id(struct buf *out, struct names *n, const char *text);

/* https://HOST[:PORT][/PATH], and other URIs. */
void redact_uri(struct buf *out, struct names *n, const char *text);

#endif
