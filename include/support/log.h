/* SPDX-License-Identifier: MIT */
/* log.h - messages for the person or the log collector, on standard error.
 *
 * The only module below cli/ that writes to a stream of its own, and only once
 * cli/ has named one: silent until then. One line a message, control
 * characters made harmless. Secrets never come here. */
#ifndef AKSENTRA_SUPPORT_LOG_H
#define AKSENTRA_SUPPORT_LOG_H

#include <stdbool.h>
#include <stdio.h>

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG };
enum log_format { LOG_TEXT, LOG_JSON };

struct log_settings {
    FILE *stream; /* NULL: silent */
    enum log_level level;
    enum log_format format;
    bool colour;
    /* Called before a line is written, so that a progress line can be
     * cleared; may be NULL. */
    void (*before)(void);
};

void log_setup(const struct log_settings *settings); /* copied */

bool log_enabled(enum log_level level);
void log_write(enum log_level level, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
