/* SPDX-License-Identifier: MIT */
/* refresh_parts.h - the parts of kubeconfig-refresh.md. */
#ifndef AKSENTRA_MARKDOWN_REFRESH_PARTS_H
#define AKSENTRA_MARKDOWN_REFRESH_PARTS_H

#include "report/overview.h"
#include "support/buf.h"

/* The part of the document about who gets in, which points to the report above.
 */
void refresh_access(struct buf *out, const struct overview *o);

/* The part of the document about the kubeconfig files that were looked at; nothing
 * where none were. */
void refresh_kubeconfigs(struct buf *out, const struct overview *o);

/* The same about the tools of the machine, nothing where nobody looked; and
 * about a sign-in that is refused, by what the audit knows. */
void refresh_tools(struct buf *out, const struct overview *o);
void refresh_trouble(struct buf *out, const struct overview *o);

/* The part of the document about old app registrations. */
void refresh_apps(struct buf *out, const struct overview *o);

/* What Microsoft announced when, under a heading of its own. */
void refresh_dates(struct buf *out);

#endif
