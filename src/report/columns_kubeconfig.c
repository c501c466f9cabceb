/* SPDX-License-Identifier: MIT */
/* columns_kubeconfig.c - the columns of contexts of kubeconfig files. */
#include "report/columns.h"

#include <stddef.h>

#include "model/kubeconfig.h"
#include "support/str.h"

static void
get_verdict(struct cell *cell, const struct overview *o, const void *item)
{
    const struct kubeconfig_context *c = item;

    (void)o;
    cell_set_text(cell, context_verdict_name(c->verdict));
}

static void
get_current(struct cell *cell, const struct overview *o, const void *item)
{
    const struct kubeconfig_context *c = item;

    (void)o;
    cell->empty = false;
    cell->truth = c->is_current;
}

static void
get_cluster(struct cell *cell, const struct overview *o, const void *item)
{
    const struct kubeconfig_context *c = item;

    (void)o;
    cell_set_text(cell, c->cluster ? c->cluster->name : NULL);
}

static void
get_integration(struct cell *cell, const struct overview *o, const void *item)
{
    const struct kubeconfig_context *c = item;

    (void)o;
    cell_set_text(cell, c->cluster ? integration_name(c->cluster->integration)
                                   : NULL);
}

static void
get_form(struct cell *cell, const struct overview *o, const void *item)
{
    const struct kubeconfig_context *c = item;

    (void)o;
    cell_set_text(cell, user_form_name(c->form));
}

static void
get_secrets(struct cell *cell, const struct overview *o, const void *item)
{
    const struct kubeconfig_context *c = item;

    (void)o;
    kubeconfig_describe_secrets(&cell->made, c->secrets);
    cell_set_text(cell, buf_str(&cell->made));
}

static void
get_commands(struct cell *cell, const struct overview *o, const void *item)
{
    const struct kubeconfig_context *c = item;

    (void)o;
    for (size_t i = 0; i < c->commands.len; i++)
        buf_addf(&cell->made, "%s%s", i ? "\n" : "", c->commands.items[i]);
    cell_set_text(cell, buf_str(&cell->made));
}

static void
get_join(struct cell *cell, const struct overview *o, const void *item)
{
    const struct kubeconfig_context *c = item;

    (void)o;
    cell_set_text(cell, context_join_name(c->join));
}

static void
get_cluster_id(struct cell *cell, const struct overview *o, const void *item)
{
    const struct kubeconfig_context *c = item;

    (void)o;
    cell_set_text(cell, c->cluster ? c->cluster->id : NULL);
}

static void
get_line(struct cell *cell, const struct overview *o, const void *item)
{
    (void)o;
    cell_set_number(cell, ((const struct kubeconfig_context *)item)->line);
}

#define MEMBER(name) \
    COLUMN_TEXT, .member = offsetof(struct kubeconfig_context, name)

static const struct column list_columns[] = {
    { "Context", "context", 28, MEMBER(name) },
    { "Verdict", "verdict", 15, COLUMN_TEXT, .get = get_verdict },
    { "Why", "why", 60, MEMBER(why), .wraps = true },
    { "File", "file", 44, MEMBER(file) },
    { "Line", "line", 8, COLUMN_NUMBER, .get = get_line },
    { "Current", "current", 10, COLUMN_BOOL, .get = get_current },
    { "Cluster", "cluster", 26, COLUMN_TEXT, .get = get_cluster },
    { "Integration", "integration", 12, COLUMN_TEXT, .get = get_integration },
    { "Signs in by", "form", 14, COLUMN_TEXT, .get = get_form },
    { "Login", "login", 16, MEMBER(login) },
    { "Holds", "secrets", 34, COLUMN_TEXT, .get = get_secrets },
    { "What refreshes it", "commands", 80, COLUMN_TEXT, .get = get_commands },
    { "Server app", "serverId", 38, MEMBER(server_id) },
    { "Client app", "clientId", 38, MEMBER(client_id) },
    { "API server", "server", 50, MEMBER(server) },
    { "User entry", "user", 40, MEMBER(user_name) },
    { "Joined by", "joinedBy", 13, COLUMN_TEXT, .get = get_join },
    { "Cluster id", "clusterId", 60, COLUMN_TEXT, .get = get_cluster_id },
};

static const struct cluster *
cluster_of(const void *item)
{
    return ((const struct kubeconfig_context *)item)->cluster;
}

static const struct vec *
items(const struct overview *o)
{
    return &o->results->snapshot.kubeconfigs;
}

const struct column_set kubeconfig_columns = {
    .title = "Kubeconfigs",
    .columns = list_columns,
    .n = sizeof(list_columns) / sizeof(list_columns[0]),
    .items = items,
    .cluster_of = cluster_of,
    .cluster_key = "cluster",
};
