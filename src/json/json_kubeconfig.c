/* SPDX-License-Identifier: MIT */
/* json_kubeconfig.c - one context of a kubeconfig file. Of secrets it says that
 * there are some. */
#include "json/json_values.h"

#include "model/kubeconfig.h"

static json_t *
secrets_of(const struct kubeconfig_context *c)
{
    json_auto_t *list = json_array();
    const char *name;
    bool is_there;

    for (size_t i = 0;
         (name = kubeconfig_secret_name(i, c->secrets, &is_there)); i++) {
        if (is_there && json_array_append_new(list, json_string(name)) != 0)
            return NULL;
    }
    return json_incref(list);
}

json_t *
json_from_kubeconfig(const struct kubeconfig_context *c)
{
    const struct {
        const char *key;
        const char *text;
    } texts[] = {
        { "file", c->file },
        { "context", c->name },
        { "clusterEntry", c->cluster_name },
        { "userEntry", c->user_name },
        { "userFile", c->user_file },
        { "server", c->server },
        { "form", user_form_name(c->form) },
        { "command", c->command },
        { "serverId", c->server_id },
        { "clientId", c->client_id },
        { "tenantId", c->tenant_id },
        { "login", c->login },
        { "clusterId", c->cluster ? c->cluster->id : NULL },
        { "joinedBy", context_join_name(c->join) },
        { "verdict", context_verdict_name(c->verdict) },
        { "why", c->why },
    };
    json_auto_t *o = json_object();

    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        if (json_put(o, texts[i].key, json_from_text(texts[i].text)) != 0)
            return NULL;
    }
    if (json_put(o, "line", json_integer((json_int_t)c->line)) != 0 ||
        json_put(o, "current", json_boolean(c->is_current)) != 0 ||
        json_put(o, "legacy", json_boolean(c->legacy)) != 0 ||
        json_put(o, "certificate", json_boolean(c->has_certificate)) != 0 ||
        json_put(o, "secrets", secrets_of(c)) != 0 ||
        json_put(o, "commands", json_from_list(&c->commands)) != 0)
        return NULL;
    return json_incref(o);
}
