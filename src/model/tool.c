/* SPDX-License-Identifier: MIT */
/* tool.c - the kubectl, kubelogin and az of the machine. */
#include "model/tool.h"

#include <ctype.h>

#include "support/str.h"

const char *
tool_name(enum tool_kind kind)
{
    static const char *const names[TOOL_KIND_COUNT] = {
        [TOOL_KUBECTL] = "kubectl",
        [TOOL_KUBELOGIN] = "kubelogin",
        [TOOL_AZ] = "az",
    };

    return names[kind];
}

/* Digits at *p, which moves behind them. More than a version has: no number. */
static bool
read_number(const char **p, unsigned *ret)
{
    const char *start = *p;

    *ret = 0;
    while (isdigit((unsigned char)**p) && *p - start < 6)
        *ret = *ret * 10 + (unsigned)(*(*p)++ - '0');
    return *p > start && !isdigit((unsigned char)**p);
}

struct tool_version
tool_version_read(const char *text)
{
    struct tool_version v = { 0 };
    const char *p = text ? text + (*text == 'v') : "";

    if (!read_number(&p, &v.major) || *p++ != '.' || !read_number(&p, &v.minor))
        return v;
    v.known = true;
    if (*p++ == '.' && !read_number(&p, &v.patch))
        v.patch = 0;
    return v;
}

static int
compare(unsigned a, unsigned b)
{
    return a < b ? -1 : a > b;
}

int
tool_version_compare(const struct tool_version *a, const struct tool_version *b)
{
    int order = compare(a->major, b->major);

    if (order == 0)
        order = compare(a->minor, b->minor);
    return order ? order : compare(a->patch, b->patch);
}

const struct tool *
tool_used(const struct vec *tools, enum tool_kind kind)
{
    for (size_t i = 0; i < tools->len; i++) {
        const struct tool *t = tools->items[i];

        if (t->kind == kind && t->is_used)
            return t;
    }
    return NULL;
}

bool
tool_knows_login(const struct tool *t, const char *login)
{
    for (size_t i = 0; i < t->logins.len; i++) {
        if (str_eq_fold(t->logins.items[i], login))
            return true;
    }
    return false;
}
