/* SPDX-License-Identifier: MIT */
/* arm_run_command.c - runCommand and its results: accepted at once, ended at the
 * second look, cut off at 512 kB. It runs one kind of command: the list of all
 * bindings, and slices of it. */
#include "kube.h"

#include <stdlib.h>
#include <string.h>

#define OUTPUT_MAX ((size_t)512 * 1024)
#define BEGINNING "kubectl get clusterrolebindings,rolebindings -A -o json "
#define SLICE "[.items["

static void
add_list(const struct fake *f, const json_t *cluster, const char *plural,
         const char *kind, json_t *all)
{
    json_t *list = kube_list(f, cluster, plural), *item;
    size_t i;

    json_array_foreach(list, i, item)
    {
        json_t *copy = json_copy(item);

        json_object_set_new(copy, "kind", json_string(kind));
        json_array_append_new(all, copy);
    }
    json_decref(list);
}

/* What kubectl and jq would write. The caller frees. */
static char *
output_of(const struct fake *f, const json_t *cluster, const char *command)
{
    const char *slice = strstr(command, SLICE);
    size_t from = 0, to = 0;
    json_t *all = json_array(), *items = json_array(), *body;
    char *text;

    if (!slice || sscanf(slice + strlen(SLICE), "%zu:%zu]", &from, &to) != 2) {
        json_decref(all);
        json_decref(items);
        return NULL;
    }
    add_list(f, cluster, "clusterrolebindings", "ClusterRoleBinding", all);
    add_list(f, cluster, "rolebindings", "RoleBinding", all);
    for (size_t i = from; i < to && i < json_array_size(all); i++)
        json_array_append(items, json_array_get(all, i));
    body = json_pack("{s:I, s:o}", "total", (json_int_t)json_array_size(all),
                     "items", items);
    text = json_dumps(body, JSON_COMPACT);
    json_decref(body);
    json_decref(all);
    if (text && strlen(text) > OUTPUT_MAX)
        text[OUTPUT_MAX] = '\0';
    return text;
}

/* The properties of the result. */
static json_t *
run(const struct fake *f, const json_t *cluster, const char *command)
{
    const json_t *forbid = json_object_get(kube_config(f, cluster), "forbid");
    char *text = NULL;
    json_t *result;

    if (strncmp(command, BEGINNING, strlen(BEGINNING)) != 0)
        return json_pack("{s:s, s:i, s:s}", "provisioningState", "Succeeded",
                         "exitCode", 127, "logs", "sh: command not found");
    if (json_array_size(forbid) > 0)
        return json_pack(
            "{s:s, s:i, s:s}", "provisioningState", "Succeeded", "exitCode", 1,
            "logs",
            "Error from server (Forbidden): rolebindings is forbidden: User "
            "\"auditor\" cannot list resource \"rolebindings\"");
    text = output_of(f, cluster, command);
    result = json_pack("{s:s, s:i, s:s}", "provisioningState", "Succeeded",
                       "exitCode", text ? 0 : 1, "logs", text ? text : "");
    free(text);
    return result;
}

/* Whether the token of the body fits the cluster. */
static bool
admits(const struct fake *f, const json_t *cluster, const json_t *body,
       struct reply *reply)
{
    const json_t *aad =
        json_object_get(json_object_get(cluster, "properties"), "aadProfile");
    bool managed = json_is_true(json_object_get(aad, "managed"));
    const char *token =
        json_string_value(json_object_get(body, "clusterToken"));
    json_t *claims = token ? token_claims(f, token) : NULL;
    const char *audience = json_string_value(json_object_get(claims, "aud"));
    bool ok = !managed;

    if (json_is_true(json_object_get(kube_config(f, cluster), "wantsToken")))
        ok = false;
    if (managed && audience && strcmp(audience, KUBE_SERVER_APP) == 0)
        ok = true;
    if (!ok)
        reply_error(reply, 400, "MissingAADClusterToken",
                    "This cluster have Azure Active Directory enabled, "
                    ".clusterToken is required.");
    json_decref(claims);
    return ok;
}

static void
accept(struct fake *f, const struct request *r, const json_t *cluster,
       const char *command, struct reply *reply)
{
    struct fake_id id = fake_id(f);
    const char *path = strcasestr(r->path, "/runCommand");
    char *location = text_format("%s%.*s/commandResults/%s?api-version=%s",
                                 r->base, (int)(path - r->path), r->path,
                                 id.text, request_query(r, "api-version"));

    pthread_mutex_lock(&f->lock);
    json_object_set_new(f->runs, id.text,
                        json_pack("{s:i, s:o}", "looks", 0, "properties",
                                  run(f, cluster, command)));
    pthread_mutex_unlock(&f->lock);
    reply->status = 202;
    reply_header(reply, "Location", location);
    reply_header(reply, "Retry-After", "0");
    free(location);
}

void
arm_run_command(struct fake *f, const struct request *r, struct reply *reply)
{
    json_t *cluster = arm_ask_cluster(f, r, true, reply);
    json_t *body =
        json_loadb(r->body.data ? r->body.data : "", r->body.len, 0, NULL);
    const json_t *server = json_object_get(
        json_object_get(cluster, "properties"), "apiServerAccessProfile");
    const char *command = json_string_value(json_object_get(body, "command"));

    if (cluster && json_is_true(json_object_get(server, "disableRunCommand")))
        reply_error(reply, 400, "RunCommandDisabled",
                    "Run command is disabled on this cluster.");
    else if (cluster && (!command || !json_object_get(body, "context")))
        reply_error(reply, 400, "InvalidParameter",
                    "command and context are required.");
    else if (cluster && admits(f, cluster, body, reply))
        accept(f, r, cluster, command, reply);
    json_decref(body);
    json_decref(cluster);
}

void
arm_command_result(struct fake *f, const struct request *r, struct reply *reply)
{
    const char *slash = strrchr(r->path, '/');
    json_t *found;
    json_int_t looks = 0;

    if (!arm_admit(f, r, reply))
        return;
    pthread_mutex_lock(&f->lock);
    found = json_object_get(f->runs, slash ? slash + 1 : "");
    if (found) {
        looks = json_integer_value(json_object_get(found, "looks")) + 1;
        json_object_set_new(found, "looks", json_integer(looks));
    }
    pthread_mutex_unlock(&f->lock);
    if (!found) {
        reply_error(reply, 404, "CommandNotFound", "There is no such command.");
    } else if (looks == 1) {
        reply_json(reply, 202,
                   json_pack("{s:s, s:{s:s}}", "id", slash + 1, "properties",
                             "provisioningState", "Running"));
        reply_header(reply, "Retry-After", "0");
    } else {
        reply_json(reply, 200,
                   json_pack("{s:s, s:O}", "id", slash + 1, "properties",
                             json_object_get(found, "properties")));
    }
}
