/* SPDX-License-Identifier: MIT */
/* settings.c - what one scan was asked to do. */
#include "cli/settings.h"

#include <string.h>
#include <time.h>

#include "cli/options.h"

int
scan_settings_load(struct scan_settings *s, int argc, char **argv,
                   const struct environment *env, struct err *e)
{
    struct option_values v = { .set = &scan_options, .target = s };

    memset(s, 0, sizeof(*s));
    s->arena = v.arena = arena_new();
    if (!s->arena)
        return err_nomem(e);
    if (options_load(&v, argc, argv, env, e) != 0)
        return -1;
    /* https://no-color.org: present and not empty. */
    if (environment_get(env, "NO_COLOR"))
        s->no_color = true;
    return 0;
}

void
scan_settings_free(struct scan_settings *s)
{
    arena_free(s->arena);
    memset(s, 0, sizeof(*s));
}

/* The user's format is safe here: strftime reads no memory by it, and stops at
 * the size. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static size_t
expand(char *out, size_t size, const char *format, const struct tm *tm)
{
    return strftime(out, size, format, tm);
}
#pragma GCC diagnostic pop

int
report_dir_expand(const char **dir, struct arena *arena, int64_t now,
                  struct err *e)
{
    char text[4096];
    time_t when = now;
    struct tm tm;

    if (!strchr(*dir, '%'))
        return 0;
    if (!gmtime_r(&when, &tm) || expand(text, sizeof(text), *dir, &tm) == 0)
        return err_set(e, ERR_USAGE,
                       "--report-dir: expected a name with strftime "
                       "sequences, found '%s'",
                       *dir);
    *dir = arena_strdup(arena, text);
    return *dir ? 0 : err_nomem(e);
}

bool
says_exit_code(unsigned output)
{
    return output == OUTPUT_TABLE || output == OUTPUT_GITHUB ||
           output == OUTPUT_AZURE_PIPELINES;
}
