/* SPDX-License-Identifier: MIT */
/* command.c - the commands that a person runs about a cluster. */
#include "model/command.h"

#include <stdlib.h>

#include "support/shell_quote.h"
#include "support/str.h"

/* A value that starts with '-' would be read as an option of its own: resource
 * group names may start like that. */
static void
add_option(struct buf *out, const char *option, const char *value)
{
    buf_addf(out, " %s%c", option, value && value[0] == '-' ? '=' : ' ');
    shell_quote(out, value);
}

static void
add_group_ids(struct buf *out, const struct text_list *ids)
{
    auto_buf joined = { 0 };

    for (size_t i = 0; i < ids->len; i++)
        buf_addf(&joined, "%s%s", i ? "," : "", ids->items[i]);
    if (!buf_ok(&joined))
        out->failed = true;
    add_option(out, "--aad-admin-group-object-ids",
               joined.len ? buf_str(&joined) : COMMAND_GROUP_PLACEHOLDER);
}

/* AKS hands out the exec format by itself from 1.24 on. A version that is not
 * known is taken for a newer one: --format exec would not hurt, but looks as
 * if something had been found. */
static bool
hands_out_removed_format(const struct cluster *c)
{
    const char *version = c->kubernetes_version;
    char *rest;
    long major, minor;

    if (str_empty(version))
        return false;
    major = strtol(version, &rest, 10);
    if (*rest != '.')
        return false;
    minor = strtol(rest + 1, NULL, 10);
    return major < 1 || (major == 1 && minor < 24);
}

void
command_select_subscription(struct buf *out, const struct cluster *c)
{
    buf_adds(out, "az account set");
    add_option(out, "--subscription", c->subscription->id);
}

void
command_add_cluster(struct buf *out, const struct cluster *c,
                    const char *name_option)
{
    add_option(out, "--subscription", c->subscription->id);
    add_option(out, "--resource-group", c->resource_group);
    add_option(out, name_option, c->name);
}

void
command_aks(struct buf *out, const char *verb, const struct cluster *c)
{
    buf_addf(out, "az aks %s", verb);
    command_add_cluster(out, c, "--name");
}

void
command_migrate(struct buf *out, const struct cluster *c)
{
    static const struct text_list nobody = { 0 };
    const struct planned_integration *p = c->planned;

    command_aks(out, "update", c);
    buf_adds(out, " --enable-aad");
    add_group_ids(out, p ? &p->admin_group_object_ids : &nobody);
    if (p && p->tenant_id)
        add_option(out, "--aad-tenant-id", p->tenant_id);
    if (p && p->enable_azure_rbac == TRI_YES)
        buf_adds(out, " --enable-azure-rbac");
}

void
command_verify(struct buf *out, const struct cluster *c)
{
    command_aks(out, "show", c);
    buf_adds(out, " --query aadProfile");
}

void
command_get_credentials(struct buf *out, const struct cluster *c)
{
    command_aks(out, "get-credentials", c);
    buf_adds(out, " --overwrite-existing");
    if (c->private_cluster == TRI_YES &&
        c->private_cluster_public_fqdn == TRI_YES)
        buf_adds(out, " --public-fqdn");
    if (hands_out_removed_format(c))
        buf_adds(out, " --format exec");
}

void
command_get_admin_credentials(struct buf *out, const struct cluster *c)
{
    command_aks(out, "get-credentials", c);
    buf_adds(out, " --admin --overwrite-existing");
    if (c->private_cluster == TRI_YES &&
        c->private_cluster_public_fqdn == TRI_YES)
        buf_adds(out, " --public-fqdn");
}

/* ---- kubectl ------------------------------------------------------------- */

/* The context is called like the cluster, as get-credentials makes it. */
static void
add_kubectl(struct buf *out, const struct cluster *c, const struct binding *b,
            const char *verb)
{
    auto_buf object = { 0 };

    buf_adds(out, "kubectl");
    add_option(out, "--context", c->name);
    if (!b->cluster_wide)
        add_option(out, "--namespace", b->name_space);
    buf_addf(out, " %s ", verb);
    /* TYPE/NAME, so that no name is read as an option. */
    buf_addf(&object, "%s/%s",
             b->cluster_wide ? "clusterrolebinding" : "rolebinding", b->name);
    shell_quote(out, buf_str(&object));
    if (!buf_ok(&object))
        out->failed = true;
}

void
command_bind(struct buf *out, const struct cluster *c, const struct binding *b,
             enum subject_kind kind, const char *name)
{
    add_kubectl(out, c, b, "set subject");
    buf_adds(out, kind == SUBJECT_GROUP ? " --group=" : " --user=");
    shell_quote(out, name);
}

void
command_unbind(struct buf *out, const struct cluster *c,
               const struct binding *b, const struct binding_subject *x,
               bool refilled)
{
    if (b->n_subjects == 1 && !refilled) {
        add_kubectl(out, c, b, "delete");
        return;
    }
    add_kubectl(out, c, b, "get");
    buf_adds(out, " --output json | jq --arg kind ");
    shell_quote(out, x->kind_text);
    buf_adds(out, " --arg name ");
    shell_quote(out, x->name);
    buf_adds(out, " 'del(.subjects[] | select(.kind == $kind and .name == "
                  "$name))' | kubectl");
    add_option(out, "--context", c->name);
    buf_adds(out, " replace --filename -");
}

void
command_assign(struct buf *out, const struct cluster *c, const char *role,
               const char *principal_id, const char *principal_type,
               const char *name_space)
{
    auto_buf scope = { 0 };

    buf_adds(out, "az role assignment create");
    add_option(out, "--role", role);
    add_option(out, "--assignee-object-id", principal_id);
    add_option(out, "--assignee-principal-type", principal_type);
    buf_adds(&scope, c->id);
    if (name_space)
        buf_addf(&scope, "/namespaces/%s", name_space);
    add_option(out, "--scope", buf_str(&scope));
    if (!buf_ok(&scope))
        out->failed = true;
}
