/* SPDX-License-Identifier: MIT */
/* cloud.c - the endpoints of a cloud. */
#include "sources/cloud.h"

#include <stdio.h>
#include <string.h>

#include "sources/azure_error.h"
#include "support/buf.h"
#include "support/json.h"
#include "support/str.h"
#include "support/url.h"

#define METADATA_PATH "/metadata/endpoints?api-version=2022-09-01"

/* Azure CLI endpoints page; Microsoft Graph national cloud deployments. */
static const struct cloud known_clouds[] = {
    { "AzureCloud", "https://login.microsoftonline.com",
      "https://management.azure.com", "https://management.azure.com/.default",
      "https://graph.microsoft.com", "https://portal.azure.com" },
    { "AzureUSGovernment", "https://login.microsoftonline.us",
      "https://management.usgovcloudapi.net",
      "https://management.usgovcloudapi.net/.default",
      "https://graph.microsoft.us", "https://portal.azure.us" },
    { "AzureChinaCloud", "https://login.chinacloudapi.cn",
      "https://management.chinacloudapi.cn",
      "https://management.chinacloudapi.cn/.default",
      "https://microsoftgraph.chinacloudapi.cn", "https://portal.azure.cn" },
};

/* A copy without slashes at its end. NULL: no memory, or no https URL. */
static const char *
copy_url(struct arena *arena, const char *url, struct err *e)
{
    char origin[URL_ORIGIN_MAX];
    size_t len = strlen(url);

    if (url_origin(url, origin, e) != 0)
        return NULL;
    if (strncmp(origin, "https:", 6) != 0) {
        err_set(e, ERR_INPUT, "expected an https:// URL, found '%s'", url);
        return NULL;
    }
    while (len > 0 && url[len - 1] == '/')
        len--;
    url = arena_strndup(arena, url, len);
    if (!url)
        err_nomem(e);
    return url;
}

struct metadata {
    const char *arm; /* as asked for */
    struct arena *arena;
    struct cloud *cloud;
    struct err failure;
};

/* The cloud whose ARM was asked; the only one, where none names it. */
static const json_t *
pick_cloud(const json_t *body, const char *arm)
{
    const json_t *item;
    size_t i;

    if (json_is_object(body))
        return body;
    json_array_foreach(body, i, item)
    {
        const char *url = json_get_text(item, "resourceManager");

        if (url && url_same_origin(url, arm))
            return item;
    }
    return json_array_size(body) == 1 ? json_array_get(body, 0) : NULL;
}

/* A token is asked for the first audience that is named. */
static const char *
scope_of(struct metadata *m, const json_t *authentication)
{
    const char *audience = json_string_value(
        json_array_get(json_get_fold(authentication, "audiences", NULL), 0));
    size_t len;

    if (!audience)
        audience = m->cloud->arm;
    len = strlen(audience);
    while (len > 0 && audience[len - 1] == '/')
        len--;
    return arena_printf(m->arena, "%.*s/.default", (int)len, audience);
}

static int
optional_url(struct metadata *m, const json_t *item, const char *key,
             const char **ret)
{
    const char *url = json_get_text(item, key);
    struct err ignored = { 0 };

    *ret = NULL;
    if (str_empty(url))
        return 0;
    *ret = copy_url(m->arena, url, &ignored);
    return ignored.code == ERR_NOMEM ? -1 : 0;
}

static int
read_metadata(struct metadata *m, const json_t *body)
{
    const json_t *item = pick_cloud(body, m->arm);
    const json_t *authentication = json_get_fold(item, "authentication", NULL);
    const char *login = json_get_text(authentication, "loginEndpoint");
    const char *name = json_get_text(item, "name");
    struct cloud *c = m->cloud;

    if (!item)
        return err_set(&m->failure, ERR_INPUT,
                       "none of the clouds it lists has this endpoint");
    if (!login)
        return err_set(&m->failure, ERR_INPUT,
                       "expected authentication.loginEndpoint as a string");
    c->authority = copy_url(m->arena, login, &m->failure);
    if (!c->authority)
        return err_wrap(&m->failure, "authentication.loginEndpoint");
    c->name = arena_strdup(m->arena, name ? name : m->arm);
    c->arm_scope = scope_of(m, authentication);
    if (!c->name || !c->arm_scope ||
        optional_url(m, item, "microsoftGraphResourceId", &c->graph) != 0 ||
        optional_url(m, item, "portal", &c->portal) != 0)
        return err_nomem(&m->failure);
    return 0;
}

static void
metadata_done(struct http *h, const struct http_reply *reply)
{
    struct metadata *m = reply->arg;
    struct azure_error error;
    json_auto_t *body = NULL;

    (void)h;
    if (reply->failure != HTTP_OK) {
        err_set(&m->failure,
                reply->failure == HTTP_INTERRUPTED ? ERR_INTERRUPTED
                                                   : ERR_NETWORK,
                "%s", reply->error);
        return;
    }
    if (reply->status != 200) {
        azure_error_parse(&error, reply->body, reply->len);
        err_set(&m->failure, ERR_NETWORK, "HTTP %d %s %s", reply->status,
                error.code, error.message);
        return;
    }
    body = json_read(reply->body, reply->len, "reply", &m->failure);
    if (body)
        read_metadata(m, body);
}

static int
ask_metadata(struct cloud *ret, struct arena *arena, struct http *http,
             struct err *e)
{
    auto_buf url = { 0 };
    struct metadata m = { .arm = ret->arm, .arena = arena, .cloud = ret };
    struct http_request request = { .done = metadata_done, .arg = &m };

    buf_addf(&url, "%s" METADATA_PATH, ret->arm);
    if (!buf_ok(&url))
        return err_nomem(e);
    request.url = buf_str(&url);
    if (http_submit(http, &request, e) != 0)
        return -1;
    http_run(http, &m.failure);
    if (m.failure.code == ERR_NONE)
        return 0;
    err_set(e, m.failure.code, "%s", m.failure.text);
    return err_wrap(e, "--cloud: %s" METADATA_PATH, ret->arm);
}

static int
resolve_by_name(struct cloud *ret, const char *name, struct err *e)
{
    for (size_t i = 0; i < sizeof(known_clouds) / sizeof(*known_clouds); i++) {
        if (str_eq_fold(name, known_clouds[i].name)) {
            *ret = known_clouds[i];
            return 0;
        }
    }
    return err_set(e, ERR_USAGE,
                   "--cloud: expected AzureCloud, AzureUSGovernment, "
                   "AzureChinaCloud or the https:// URL of an Azure Resource "
                   "Manager, found '%s'",
                   name);
}

static int
resolve_by_url(struct cloud *ret, struct arena *arena, struct http *http,
               const char *url, struct err *e)
{
    struct err why = { 0 };

    memset(ret, 0, sizeof(*ret));
    ret->arm = copy_url(arena, url, &why);
    if (!ret->arm)
        return err_set(e, why.code == ERR_NOMEM ? ERR_NOMEM : ERR_USAGE,
                       "--cloud: %s", why.text);
    return ask_metadata(ret, arena, http, e);
}

int
cloud_resolve(struct cloud *ret, struct arena *arena, struct http *http,
              const char *name, const struct environment *env, struct err *e)
{
    const char *authority = environment_get(env, "AZURE_AUTHORITY_HOST");
    struct err why = { 0 };

    if (strstr(name, "://") ? resolve_by_url(ret, arena, http, name, e) != 0
                            : resolve_by_name(ret, name, e) != 0)
        return -1;
    if (!authority)
        return 0;
    ret->authority = copy_url(arena, authority, &why);
    if (!ret->authority)
        return err_set(e, why.code == ERR_NOMEM ? ERR_NOMEM : ERR_USAGE,
                       "AZURE_AUTHORITY_HOST: %s", why.text);
    return 0;
}
