/* SPDX-License-Identifier: MIT */
/* match.c - regular expressions (PCRE2), with limits on matching effort. */
#include "support/match.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* Far above what names and ids need, far below what a person notices. */
enum { STEPS_MAX = 1000000, DEPTH_MAX = 10000, HEAP_KIB_MAX = 16384 };

struct match {
    char *pattern; /* for messages */
    pcre2_code *code;
    pcre2_match_context *limits;
    pcre2_match_data *data;
};

static int
compile(struct match *m, const char *pattern, struct err *e)
{
    const uint32_t options =
        PCRE2_UTF | PCRE2_CASELESS | PCRE2_NEVER_BACKSLASH_C;
    PCRE2_UCHAR why[256] = "";
    PCRE2_SIZE place = 0;
    int number = 0;

    m->code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, options,
                            &number, &place, NULL);
    if (m->code)
        return 0;
    if (number == PCRE2_ERROR_HEAP_FAILED)
        return err_nomem(e);
    pcre2_get_error_message(number, why, sizeof(why));
    return err_set(e, ERR_USAGE, "pattern '%s' at character %zu: %s", pattern,
                   place + 1, (const char *)why);
}

int
match_new(struct match **ret, const char *pattern, struct err *e)
{
    struct match *m = calloc(1, sizeof(*m));

    if (!m)
        return err_nomem(e);
    if (compile(m, pattern, e) != 0) {
        match_free(m);
        return -1;
    }
    m->pattern = strdup(pattern);
    m->limits = pcre2_match_context_create(NULL);
    m->data = pcre2_match_data_create_from_pattern(m->code, NULL);
    if (!m->pattern || !m->limits || !m->data) {
        match_free(m);
        return err_nomem(e);
    }
    pcre2_set_match_limit(m->limits, STEPS_MAX);
    pcre2_set_depth_limit(m->limits, DEPTH_MAX);
    pcre2_set_heap_limit(m->limits, HEAP_KIB_MAX);
    *ret = m;
    return 0;
}

struct match *
match_free(struct match *m)
{
    if (m) {
        pcre2_match_data_free(m->data);
        pcre2_match_context_free(m->limits);
        pcre2_code_free(m->code);
        free(m->pattern);
    }
    free(m);
    return NULL;
}

int
match_test(const struct match *m, const char *text, struct err *e)
{
    PCRE2_UCHAR why[256] = "";
    int found = pcre2_match(m->code, (PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED, 0,
                            0, m->data, m->limits);

    if (found >= 0)
        return 1;
    if (found == PCRE2_ERROR_NOMATCH)
        return 0;
    if (found == PCRE2_ERROR_NOMEMORY)
        return err_nomem(e);
    pcre2_get_error_message(found, why, sizeof(why));
    if (found == PCRE2_ERROR_MATCHLIMIT || found == PCRE2_ERROR_DEPTHLIMIT ||
        found == PCRE2_ERROR_HEAPLIMIT)
        return err_set(e, ERR_LIMIT,
                       "pattern '%s' takes too long on '%.200s': %s",
                       m->pattern, text, (const char *)why);
    return err_set(e, ERR_INPUT, "pattern '%s' cannot be tried on '%.200s': %s",
                   m->pattern, text, (const char *)why);
}

int
match_find(const struct match *m, const char *text, unsigned group,
           size_t *start, size_t *end, struct err *e)
{
    int found = match_test(m, text, e);
    const PCRE2_SIZE *places;

    if (found != 1)
        return found;
    *start = *end = 0;
    places = pcre2_get_ovector_pointer(m->data);
    if (group >= pcre2_get_ovector_count(m->data))
        return 1;
    places += 2 * (size_t)group;
    /* \K can put the start behind the end. */
    if (places[0] != PCRE2_UNSET && places[0] <= places[1]) {
        *start = places[0];
        *end = places[1];
    }
    return 1;
}
