/* SPDX-License-Identifier: MIT */
/* principal.c - who a binding or an Azure role assignment names. */
#include "model/principal.h"

#include "support/str.h"

const char *
principal_kind_name(enum principal_kind k)
{
    static const char *const names[] = {
        [PRINCIPAL_OF_NO_KIND] = "unknown",
        [PRINCIPAL_USER] = "user",
        [PRINCIPAL_GROUP] = "group",
        [PRINCIPAL_SERVICE] = "servicePrincipal",
    };

    return names[k];
}

const char *
principal_presence_name(enum principal_presence p)
{
    static const char *const names[] = {
        [PRINCIPAL_UNKNOWN] = "unknown",
        [PRINCIPAL_PRESENT] = "present",
        [PRINCIPAL_DELETED] = "deleted",
        [PRINCIPAL_GONE] = "gone",
    };

    return names[p];
}

const char *
principal_label(const struct principal *p)
{
    if (p->kind == PRINCIPAL_USER && p->user_principal_name)
        return p->user_principal_name;
    if (p->display_name)
        return p->display_name;
    return p->name ? p->name : str_or(p->id, "nobody");
}

int
principal_compare(const void *a, const void *b)
{
    const struct principal *x = a, *y = b;
    int order = (x->kind > y->kind) - (x->kind < y->kind);

    if (order == 0)
        order = str_cmp_fold(principal_label(x), principal_label(y));
    return order ? order : str_cmp_fold(x->id, y->id);
}
