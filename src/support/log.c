/* SPDX-License-Identifier: MIT */
/* log.c - messages for the person or the log collector. */
#include "support/log.h"

#include <stdarg.h>

#include "support/clock.h"
#include "support/json.h"
#include "support/str.h"

enum { LINE_MAX_BYTES = 4096 };

/* Silent until cli/ says where to. */
static struct log_settings settings;

static const struct {
    const char *name;
    const char *colour; /* SGR: red, yellow, none, dim */
} levels[] = {
    [LOG_ERROR] = { "error", "\033[31m" },
    [LOG_WARNING] = { "warning", "\033[33m" },
    [LOG_INFO] = { "info", NULL },
    [LOG_DEBUG] = { "debug", "\033[2m" },
};

void
log_setup(const struct log_settings *wanted)
{
    settings = *wanted;
}

bool
log_enabled(enum log_level level)
{
    return settings.stream && level <= settings.level;
}

/* The level is told where it matters; colour only repeats it. */
static void
write_text(enum log_level level, const char *text)
{
    const char *colour = settings.colour ? levels[level].colour : NULL;

    fprintf(settings.stream, "%saksentra: %s%s%s%s\n", colour ? colour : "",
            level == LOG_INFO ? "" : levels[level].name,
            level == LOG_INFO ? "" : ": ", text, colour ? "\033[0m" : "");
}

static void
write_json(enum log_level level, const char *text)
{
    char now[CLOCK_TEXT_SIZE];
    json_t *line;

    clock_format(now, clock_wall_time());
    line = json_pack("{s:s, s:s, s:s}", "time", now, "level",
                     levels[level].name, "message", text);
    if (line && json_write_line(settings.stream, line) == 0)
        putc('\n', settings.stream);
    json_decref(line);
}

void
log_write(enum log_level level, const char *fmt, ...)
{
    char raw[LINE_MAX_BYTES], text[LINE_MAX_BYTES];
    va_list args;

    if (!log_enabled(level))
        return;
    va_start(args, fmt);
    vsnprintf(raw, sizeof(raw), fmt, args);
    va_end(args);
    str_sanitize(text, sizeof(text), raw);
    if (settings.before)
        settings.before();
    if (settings.format == LOG_JSON)
        write_json(level, text);
    else
        write_text(level, text);
    fflush(settings.stream);
}
