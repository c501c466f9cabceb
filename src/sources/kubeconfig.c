/* SPDX-License-Identifier: MIT */
/* kubeconfig.c - kubeconfig files, merged as kubectl does. */
#include "sources/kubeconfig.h"

#include <stdlib.h>
#include <string.h>

#include "model/kubeconfig.h"
#include "sources/kubeconfig_user.h"
#include "support/files.h"
#include "support/str.h"
#include "support/url.h"
#include "support/yaml.h"

/* An entry of one of the three lists. */
struct entry {
    const char *name;
    const char *file;
    size_t line;
    const char *server; /* of a cluster */
    const char *tls_server_name;
    const char *cluster; /* of a context */
    const char *user;
    struct kubeconfig_user sign_in; /* of a user */
    size_t contexts;                /* that name this user */
    struct entry *next; /* of a name that differs in upper and lower case */
};

struct entry_list {
    struct vec entries; /* struct entry *, in the arena */
    struct map by_name; /* the same */
};

struct kubeconfig_set {
    struct snapshot *snapshot;
    struct entry_list clusters, users, contexts;
    const char *current;
};

int
kubeconfig_set_new(struct kubeconfig_set **ret, struct snapshot *s,
                   struct err *e)
{
    *ret = calloc(1, sizeof(**ret));
    if (!*ret)
        return err_nomem(e);
    (*ret)->snapshot = s;
    return 0;
}

static void
free_list(struct entry_list *list)
{
    vec_free(&list->entries);
    map_free(&list->by_name);
}

struct kubeconfig_set *
kubeconfig_set_free(struct kubeconfig_set *set)
{
    if (set) {
        free_list(&set->clusters);
        free_list(&set->users);
        free_list(&set->contexts);
    }
    free(set);
    return NULL;
}

/* Names of kubeconfig tell upper and lower case apart, the map does not. */
static struct entry *
find(const struct entry_list *list, const char *name)
{
    struct entry *entry = name ? map_get(&list->by_name, name) : NULL;

    while (entry && strcmp(entry->name, name) != 0)
        entry = entry->next;
    return entry;
}

static int
push(struct entry_list *list, struct entry *entry)
{
    entry->next = map_get(&list->by_name, entry->name);
    if (map_put(&list->by_name, entry->name, entry) != 0)
        return -1;
    return vec_push(&list->entries, entry);
}

/* Takes back what a file added before it turned out to be wrong. */
static void
cut(struct entry_list *list, size_t len)
{
    while (list->entries.len > len) {
        struct entry *entry = list->entries.items[--list->entries.len];

        /* It replaces the value under a key that is there: no memory is
         * needed. */
        map_put(&list->by_name, entry->name, entry->next);
    }
}

/* ---- reading ------------------------------------------------------------- */

static const char *
text_of(const struct yaml_node *mapping, const char *key)
{
    const struct yaml_node *node = mapping && mapping->kind == YAML_MAPPING
                                       ? yaml_get(mapping, key)
                                       : NULL;

    if (!node || node->kind != YAML_SCALAR || yaml_is_null(node))
        return NULL;
    return str_empty(node->text) ? NULL : node->text;
}

static bool
keep(struct arena *arena, const char **to, const char *text)
{
    *to = text ? arena_intern(arena, text) : NULL;
    return !text || *to;
}

typedef bool fill_entry(struct kubeconfig_set *set, struct entry *entry,
                        const struct yaml_node *value);

static bool
fill_cluster(struct kubeconfig_set *set, struct entry *entry,
             const struct yaml_node *value)
{
    struct arena *arena = set->snapshot->arena;

    return keep(arena, &entry->server, text_of(value, "server")) &&
           keep(arena, &entry->tls_server_name,
                text_of(value, "tls-server-name"));
}

static bool
fill_context(struct kubeconfig_set *set, struct entry *entry,
             const struct yaml_node *value)
{
    struct arena *arena = set->snapshot->arena;

    return keep(arena, &entry->cluster, text_of(value, "cluster")) &&
           keep(arena, &entry->user, text_of(value, "user"));
}

static bool
fill_user(struct kubeconfig_set *set, struct entry *entry,
          const struct yaml_node *value)
{
    entry->sign_in.arena = set->snapshot->arena;
    return kubeconfig_user_read(&entry->sign_in, value);
}

static int
add_entry(struct kubeconfig_set *set, struct entry_list *list, const char *file,
          const struct yaml_node *item, const char *name,
          const struct yaml_node *value, fill_entry *fill)
{
    struct entry *entry = arena_alloc(set->snapshot->arena, sizeof(*entry));

    if (!entry)
        return -1;
    entry->file = file;
    entry->line = item->line;
    if (!keep(set->snapshot->arena, &entry->name, name) ||
        (value && value->kind == YAML_MAPPING && !fill(set, entry, value)))
        return -1;
    return push(list, entry);
}

/* One list of a file: {name: ..., KEY: {...}} each. What came before under the
 * same name counts. */
static int
read_list(struct kubeconfig_set *set, const struct yaml_document *d,
          const char *file, const char *list_name, const char *key,
          struct entry_list *list, fill_entry *fill, struct err *e)
{
    const struct yaml_node *items = yaml_get(yaml_root(d), list_name);

    if (!items || yaml_is_null(items))
        return 0;
    if (items->kind != YAML_SEQUENCE)
        return yaml_fail(d, items, e, "%s: expected a sequence, found %s",
                         list_name, yaml_kind_name(items));
    for (size_t i = 0; i < items->len; i++) {
        const struct yaml_node *item = items->items[i];
        const char *name = text_of(item, "name");

        if (!name)
            return yaml_fail(d, item, e,
                             "%s: expected a mapping with a name, found %s%s",
                             list_name, yaml_kind_name(item),
                             item->kind == YAML_MAPPING ? " without one" : "");
        if (!find(list, name) && add_entry(set, list, file, item, name,
                                           yaml_get(item, key), fill) != 0)
            return err_nomem(e);
    }
    return 0;
}

/* A file of a folder may be anything. */
static bool
is_kubeconfig(const struct yaml_node *root)
{
    const char *kind = text_of(root, "kind");

    if (root->kind != YAML_MAPPING || (kind && !str_eq(kind, "Config")))
        return false;
    return yaml_get(root, "contexts") ||
           (yaml_get(root, "clusters") && yaml_get(root, "users"));
}

static int
read_lists(struct kubeconfig_set *set, const struct yaml_document *d,
           const char *file, struct err *e)
{
    if (read_list(set, d, file, "clusters", "cluster", &set->clusters,
                  fill_cluster, e) != 0 ||
        read_list(set, d, file, "users", "user", &set->users, fill_user, e) !=
            0)
        return -1;
    return read_list(set, d, file, "contexts", "context", &set->contexts,
                     fill_context, e);
}

static int
read_document(struct kubeconfig_set *set, const struct yaml_document *d,
              const char *path, struct err *e)
{
    struct arena *arena = set->snapshot->arena;
    const size_t before[] = { set->clusters.entries.len, set->users.entries.len,
                              set->contexts.entries.len };
    const char *file = arena_strdup(arena, path);
    const char *current = text_of(yaml_root(d), "current-context");

    if (!file)
        return err_nomem(e);
    if (read_lists(set, d, file, e) != 0) {
        cut(&set->clusters, before[0]);
        cut(&set->users, before[1]);
        cut(&set->contexts, before[2]);
        return -1;
    }
    return set->current || keep(arena, &set->current, current) ? 0
                                                               : err_nomem(e);
}

/* Whether a text has a word of a kubeconfig in its beginning: what a folder
 * holds beside them is not parsed. */
static bool
may_be_one(const char *text)
{
    static const char *const words[] = { "clusters", "contexts", "users",
                                         "kind: Config", "current-context" };

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        if (strstr(text, words[i]))
            return true;
    }
    return false;
}

/* The same of a text that could not be parsed, or was not read whole. */
static bool
looks_like_one(const char *text)
{
    return strstr(text, "kind: Config") || strstr(text, "current-context:") ||
           (strstr(text, "\nclusters:") && strstr(text, "server:"));
}

enum { HEAD_BYTES = 64 * 1024 };

/* Reads the file whole, or its beginning alone when that is enough to see that
 * it is none: *is_one then says no. */
static int
read_text(const char *path, bool named, struct buf *text, bool *is_one,
          struct err *e)
{
    auto_buf head = { .limit = HEAD_BYTES, .secret = true };
    struct err why = { 0 };
    bool likely = true;

    if (!named && files_read_head(path, HEAD_BYTES, &head, &why) == 0) {
        *is_one = may_be_one(buf_str(&head));
        likely = looks_like_one(buf_str(&head));
    }
    if (why.code != ERR_NONE)
        return err_set(e, why.code, "%s", why.text);
    if (!*is_one)
        return 0;
    if (files_read(path, KUBECONFIG_FILE_LIMIT, text, &why) == 0)
        return 0;
    if (why.code == ERR_LIMIT && !likely) {
        *is_one = false;
        return 0;
    }
    return err_set(e, why.code, "%s", why.text);
}

static int
read_yaml(struct kubeconfig_set *set, const char *path, const struct buf *text,
          bool named, bool *is_one, struct err *e)
{
    static const struct yaml_limits limits = { KUBECONFIG_FILE_LIMIT,
                                               KUBECONFIG_NODE_LIMIT };
    const char *name = str_eq(path, "-") ? "standard input" : path;
    struct yaml_document *d = NULL;
    struct err why = { 0 };
    int rc = 0;

    if (yaml_parse_within(&d, buf_str(text), text->len, name, &limits, &why) !=
        0) {
        *is_one =
            named || why.code == ERR_NOMEM || looks_like_one(buf_str(text));
        return *is_one ? err_set(e, why.code, "%s", why.text) : 0;
    }
    if (is_kubeconfig(yaml_root(d))) {
        rc = read_document(set, d, name, e);
    } else {
        *is_one = named;
        if (named)
            rc = yaml_fail(d, yaml_root(d), e,
                           "expected a kubeconfig (contexts, clusters, users), "
                           "found %s%s",
                           yaml_kind_name(yaml_root(d)),
                           yaml_root(d)->kind == YAML_MAPPING ? " without them"
                                                              : "");
    }
    yaml_document_free(d);
    return rc;
}

int
kubeconfig_set_add(struct kubeconfig_set *set, const char *path, bool named,
                   bool *is_one, struct err *e)
{
    auto_buf text = { .limit = KUBECONFIG_FILE_LIMIT, .secret = true };
    int rc;

    *is_one = true;
    rc = read_text(path, named, &text, is_one, e);
    if (rc == 0 && *is_one)
        rc = read_yaml(set, path, &text, named, is_one, e);
    return rc;
}

/* ---- contexts ------------------------------------------------------------ */

/* The host of a URL, without port. */
static const char *
host_of(struct arena *arena, const char *server)
{
    char origin[URL_ORIGIN_MAX];
    const char *host;

    if (!server || url_origin(server, origin, NULL) != 0)
        return NULL;
    host = strstr(origin, "://") + 3;
    if (*host == '[')
        return arena_strndup(arena, host + 1, strcspn(host + 1, "]"));
    return arena_strndup(arena, host, strcspn(host, ":"));
}

static void
take_user(struct kubeconfig_context *c, const struct entry *user)
{
    const struct kubeconfig_user *u = &user->sign_in;

    c->user_file = user->file;
    c->form = u->form;
    c->command = u->command;
    c->user_contexts = user->contexts;
    c->problem = u->problem;
    c->server_id = u->server_id;
    c->client_id = u->client_id;
    c->tenant_id = u->tenant_id;
    c->login = u->login;
    c->legacy = u->legacy;
    c->has_certificate = u->has_certificate;
    c->secrets = u->secrets;
}

static int
add_context(struct kubeconfig_set *set, const struct entry *entry)
{
    struct snapshot *s = set->snapshot;
    const struct entry *cluster = find(&set->clusters, entry->cluster);
    const struct entry *user = find(&set->users, entry->user);
    struct kubeconfig_context *c = arena_alloc(s->arena, sizeof(*c));

    if (!c)
        return -1;
    c->file = entry->file;
    c->line = entry->line;
    c->name = entry->name;
    c->cluster_name = entry->cluster;
    c->user_name = entry->user;
    c->is_current = set->current && strcmp(set->current, entry->name) == 0;
    c->server = cluster ? cluster->server : NULL;
    /* Through a tunnel the certificate is still that of the API server. */
    c->host = cluster && cluster->tls_server_name
                  ? cluster->tls_server_name
                  : host_of(s->arena, c->server);
    if (user)
        take_user(c, user);
    return vec_push(&s->kubeconfigs, c);
}

int
kubeconfig_set_finish(struct kubeconfig_set *set, struct err *e)
{
    const struct vec *contexts = &set->contexts.entries;

    for (size_t i = 0; i < contexts->len; i++) {
        const struct entry *context = contexts->items[i];
        struct entry *user = find(&set->users, context->user);

        if (user)
            user->contexts++;
    }
    for (size_t i = 0; i < contexts->len; i++) {
        if (add_context(set, contexts->items[i]) != 0)
            return err_nomem(e);
    }
    return 0;
}
