/* SPDX-License-Identifier: MIT */
/* redact_id.c - ids and addresses that are made of several names. */
#include "redact/redact_text.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "redact/vocabulary.h"
#include "support/guid.h"
#include "support/str.h"

/* Microsoft's own, the same in every tenant. */
static bool
is_public(const char *guid)
{
    static const char *const ids[] = {
        "00000002-0000-0000-c000-000000000000", /* Azure AD Graph */
        "00000003-0000-0000-c000-000000000000", /* Microsoft Graph */
        "6dae42f8-4368-4678-94ff-3960e28e3630", /* AKS AAD Server */
        "80faf920-1908-4b52-b5ef-a8e7bedfc67a", /* AKS AAD Client */
    };

    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        if (str_eq_fold(ids[i], guid))
            return true;
    }
    return vocabulary_has(guid, strlen(guid));
}

static void
put_name(struct buf *out, struct names *n, const char *kind, const char *text)
{
    const char *other = text;

    if (guid_is(text))
        other = is_public(text) ? text : names_pseudonym(n, "id", text);
    else if (*text)
        other = names_pseudonym(n, kind, text);
    if (!other)
        out->failed = true;
    else
        buf_adds(out, other);
}

/* ---- paths of Azure Resource Manager ------------------------------------------- */

/* What stands before a name, and what the name is. */
static const struct {
    const char *word;
    const char *kind;
} holders[] = {
    { "subscriptions", "subscription" },
    { "resourceGroups", "rg" },
    { "managedClusters", "cluster" },
    { "managementGroups", "management-group" },
    { "locks", "lock" },
};

static const char *
kind_after(const char *word)
{
    for (size_t i = 0; i < sizeof(holders) / sizeof(holders[0]); i++) {
        if (str_eq_fold(holders[i].word, word))
            return holders[i].kind;
    }
    return "resource";
}

/* /TYPE/NAME/TYPE/NAME, where TYPE "providers" has a namespace and a type after
 * it. Types are words of Azure, names are not. */
static void
put_path(struct buf *out, struct names *n, char *path)
{
    const char *kind = NULL; /* of the name that is to come */
    bool is_namespace = false;
    char *next;

    for (char *part = path; part; part = next) {
        next = strchr(part, '/');
        if (next)
            *next++ = '\0';
        if (kind) {
            put_name(out, n, kind, part);
            kind = NULL;
        } else if (is_namespace) {
            redact_words(out, part);
            is_namespace = false;
        } else {
            redact_words(out, part);
            is_namespace = str_eq_fold(part, "providers");
            kind = *part && !is_namespace ? kind_after(part) : NULL;
        }
        if (next)
            buf_addc(out, '/');
    }
}

/* KIND/NAMESPACE/NAME or KIND/NAME. */
static void
put_binding(struct buf *out, struct names *n, char *text)
{
    char *slash = strchr(text, '/'), *second;

    if (!slash) {
        put_name(out, n, "binding", text);
        return;
    }
    *slash++ = '\0';
    redact_words(out, text);
    buf_addc(out, '/');
    second = strchr(slash, '/');
    if (second) {
        *second++ = '\0';
        put_name(out, n, "namespace", slash);
        buf_addc(out, '/');
        slash = second;
    }
    put_name(out, n, "binding", slash);
}

/* ---- ids ------------------------------------------------------------------------ */

/* FILE#CONTEXT; both may hold a '#', and then both are known already. */
static void
put_context(struct buf *out, struct names *n, char *text, char *hash)
{
    for (char *at = hash; at; at = strchr(at + 1, '#')) {
        *at = '\0';
        if (map_get(&n->by_text, text) && map_get(&n->by_text, at + 1))
            hash = at;
        *at = '#';
    }
    *hash++ = '\0';
    put_name(out, n, "file", text);
    buf_addc(out, '#');
    put_name(out, n, "context", hash);
}

/* The '#' before a binding of a cluster; NULL: there is none. A hostile name may
 * hold a '#', too. */
static char *
find_binding(char *text)
{
    for (char *at = strchr(text, '#'); at; at = strchr(at + 1, '#')) {
        if (str_has_prefix_fold(at + 1, "RoleBinding/") ||
            str_has_prefix_fold(at + 1, "ClusterRoleBinding/"))
            return at;
    }
    return NULL;
}

/* A cluster is often called like its resource group, which comes first; the name
 * is to be known as that of a cluster. */
static void
learn_cluster(struct buf *out, struct names *n, const char *path)
{
    static const char type[] = "/managedClusters/";
    const char *name = str_find_fold(path, type);

    if (!name)
        return;
    name += sizeof(type) - 1;
    if (*name && !strchr(name, '/') && !names_pseudonym(n, "cluster", name))
        out->failed = true;
}

static void
put_resource(struct buf *out, struct names *n, char *text)
{
    char *hash = find_binding(text);

    if (hash)
        *hash++ = '\0';
    learn_cluster(out, n, text);
    put_path(out, n, text);
    if (!hash)
        return;
    buf_addc(out, '#');
    put_binding(out, n, hash);
}

static void
put_id(struct buf *out, struct names *n, char *text)
{
    char *colon = strchr(text, ':'), *hash = strchr(text, '#');

    if (str_has_prefix_fold(text, "/subscriptions/") ||
        str_has_prefix_fold(text, "/providers/")) {
        put_resource(out, n, text);
    } else if (colon && guid_is(colon + 1)) {
        *colon = '\0';
        redact_words(out, text);
        buf_addc(out, ':');
        put_name(out, n, "id", colon + 1);
    } else if (hash) {
        put_context(out, n, text, hash);
    } else if (!guid_is(text) && !strpbrk(text, "/.") &&
               vocabulary_has_all(text)) {
        buf_adds(out, text); /* "oauth2PermissionGrants", "msi" */
    } else {
        put_name(out, n, guid_is(text) ? "id" : "file", text);
    }
}

static void
with_copy(struct buf *out, struct names *n, const char *text,
          void (*put)(struct buf *, struct names *, char *))
{
    auto_buf copy = { 0 };
    char *own;

    if (str_empty(text))
        return;
    buf_adds(&copy, text);
    if (!buf_ok(&copy)) {
        out->failed = true;
        return;
    }
    own = copy.data;
    put(out, n, own);
}

void
redact_id(struct buf *out, struct names *n, const char *text)
{
    with_copy(out, n, text, put_id);
}

/* ---- URIs ------------------------------------------------------------------------ */

/* https://portal.azure.com, http://localhost; a name without a dot is the
 * customer's, of whatever words it is made, and so is an address. */
static bool
is_own_uri(const char *text)
{
    const char *host = strstr(text, "://");

    if (!vocabulary_has_all(text))
        return false;
    if (!host)
        return strchr(text, '.') != NULL;
    host += strlen("://");
    if (str_has_prefix_fold(host, "localhost") ||
        str_has_prefix_fold(host, "127.0.0.1"))
        return true;
    return strchr(host, '.') && !(*host >= '0' && *host <= '9');
}

static void
put_uri(struct buf *out, struct names *n, char *text)
{
    char *host = strstr(text, "://"), *end;
    const char *port, *path;
    auto_buf name = { 0 };

    if (is_own_uri(text)) {
        buf_adds(out, text);
        return;
    }
    if (!host) {
        put_name(out, n, "uri", text);
        return;
    }
    host += strlen("://");
    end = host + strcspn(host, *host == '[' ? "]/?#" : ":/?#");
    port = *end == ']' ? end + 1 : end;
    path = host + strcspn(host, "/?#");
    buf_add(out, text, (size_t)(host - text));
    buf_add(&name, host, (size_t)(end - host));
    out->failed |= !buf_ok(&name);
    put_name(out, n, "host", buf_str(&name));
    buf_add(out, port, strspn(port, ":0123456789"));
    if (*path)
        buf_adds(out, path[1] ? "/" REDACTED : "/");
}

void
redact_uri(struct buf *out, struct names *n, const char *text)
{
    with_copy(out, n, text, put_uri);
}
