/* SPDX-License-Identifier: MIT */
/* cloud.c - the endpoints of a cloud. */
#include "sources/cloud.h"

#include <string.h>

#include "sources/azure_error.h"
#include "support/buf.h"
#include "support/json.h"
#include "support/str.h"
#include "support/url.h"

#define METADATA_PATH "/metadata/endpoints?api-version=2022-09-01"

/* Sources: the endpoints table of the Azure CLI; "Microsoft Graph national
 * cloud deployments"; kubelogin's --environment. */
static const struct cloud known_clouds[] = {
    { .name = "AzureCloud",
      .authority = "https://login.microsoftonline.com",
      .arm = "https://management.azure.com",
      .arm_scope = "https://management.azure.com/.default",
      .graph = "https://graph.microsoft.com",
      .portal = "https://portal.azure.com",
      .environment = "AzurePublicCloud" },
    { .name = "AzureUSGovernment",
      .authority = "https://login.microsoftonline.us",
      .arm = "https://management.usgovcloudapi.net",
      .arm_scope = "https://management.usgovcloudapi.net/.default",
      .graph = "https://graph.microsoft.us",
      .portal = "https://portal.azure.us",
      .environment = "AzureUSGovernmentCloud" },
    { .name = "AzureChinaCloud",
      .authority = "https://login.chinacloudapi.cn",
      .arm = "https://management.chinacloudapi.cn",
      .arm_scope = "https://management.chinacloudapi.cn/.default",
      .graph = "https://microsoftgraph.chinacloudapi.cn",
      .portal = "https://portal.azure.cn",
      .environment = "AzureChinaCloud" },
};

/* A copy without slashes at its end. NULL: no memory, or no https URL that
 * more can be put behind. */
static const char *
copy_url(struct arena *arena, const char *url, struct err *e)
{
    char origin[URL_ORIGIN_MAX];
    size_t len = strlen(url);

    if (url_origin(url, origin, e) != 0)
        return NULL;
    if (strncmp(origin, "https:", 6) != 0 || strpbrk(url, "?#")) {
        err_set(e, ERR_INPUT,
                "expected an https:// URL without a query, found '%.200s'",
                url);
        return NULL;
    }
    while (len > 0 && url[len - 1] == '/')
        len--;
    url = arena_strndup(arena, url, len);
    if (!url)
        err_nomem(e);
    return url;
}

/* ---- the endpoints as ARM tells them ------------------------------------- */

struct metadata {
    struct arena *arena;
    struct cloud *cloud; /* its `arm` is the one asked */
    struct err failure;
};

/* Of several clouds the one whose ARM was asked; one that stands alone is
 * taken as it is: it may be asked under another name, through a gateway. */
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

/* What a token of Microsoft's own clouds can be asked for, and whose it is. */
static const struct {
    const char *audience, *arm;
} owned_audiences[] = {
    { "https://management.azure.com", "https://management.azure.com" },
    { "https://management.core.windows.net", "https://management.azure.com" },
    { "https://management.usgovcloudapi.net",
      "https://management.usgovcloudapi.net" },
    { "https://management.core.usgovcloudapi.net",
      "https://management.usgovcloudapi.net" },
    { "https://management.chinacloudapi.cn",
      "https://management.chinacloudapi.cn" },
    { "https://management.core.chinacloudapi.cn",
      "https://management.chinacloudapi.cn" },
};

/* The host itself, or one of its regions: westeurope.management.azure.com. */
static bool
is_host_of(const char *origin, const char *arm)
{
    const char *host = arm + strlen("https://");
    size_t len = strlen(origin), host_len = strlen(host);

    return str_eq(origin, arm) ||
           (len > host_len && str_eq(origin + len - host_len, host) &&
            origin[len - host_len - 1] == '.');
}

/* Whoever plays a Resource Manager must not be shown a token that the real one
 * would take. */
static int
check_audience(struct metadata *m, const char *audience)
{
    char asked[URL_ORIGIN_MAX] = "", wanted[URL_ORIGIN_MAX] = "";

    url_origin(m->cloud->arm, asked, NULL);
    if (!audience || url_origin(audience, wanted, NULL) != 0)
        return 0;
    for (size_t i = 0; i < sizeof(owned_audiences) / sizeof(*owned_audiences);
         i++) {
        if (str_eq(wanted, owned_audiences[i].audience) &&
            !is_host_of(asked, owned_audiences[i].arm))
            return err_set(&m->failure, ERR_INPUT,
                           "it wants to be shown tokens for %s, which only "
                           "%s is shown",
                           wanted, owned_audiences[i].arm);
    }
    return 0;
}

/* The first audience as it stands, slash included: the Azure CLI and SDKs put
 * "/.default" behind it as well. */
static const char *
scope_of(struct metadata *m, const json_t *authentication)
{
    const json_t *audiences = json_get_fold(authentication, "audiences", NULL);
    const char *audience = json_string_value(json_array_get(audiences, 0));

    if (check_audience(m, audience) != 0)
        return NULL;
    return arena_printf(m->arena, "%s/.default",
                        str_or(audience, m->cloud->arm));
}

/* What is not needed today may be missing or malformed. */
static int
optional_url(struct metadata *m, const json_t *item, const char *key,
             const char **ret)
{
    const char *url = json_get_text(item, key);
    struct err ignored = { 0 };

    *ret = str_empty(url) ? NULL : copy_url(m->arena, url, &ignored);
    return ignored.code == ERR_NOMEM ? -1 : 0;
}

static int
read_metadata(struct metadata *m, const json_t *body)
{
    const json_t *item = pick_cloud(body, m->cloud->arm);
    const json_t *authentication = json_get_fold(item, "authentication", NULL);
    const char *login = json_get_text(authentication, "loginEndpoint");
    struct cloud *c = m->cloud;

    if (!item)
        return err_set(&m->failure, ERR_INPUT,
                       "none of the clouds it lists has this endpoint as its "
                       "resourceManager");
    if (!login)
        return err_set(&m->failure, ERR_INPUT,
                       "expected authentication.loginEndpoint as a string");
    c->authority = copy_url(m->arena, login, &m->failure);
    if (!c->authority)
        return err_wrap(&m->failure, "authentication.loginEndpoint");
    c->name =
        arena_strdup(m->arena, str_or(json_get_text(item, "name"), c->arm));
    c->arm_scope = scope_of(m, authentication);
    if (m->failure.code != ERR_NONE)
        return -1;
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
    json_auto_t *body = NULL;

    (void)h;
    if (reply->failure != HTTP_OK || reply->status != 200) {
        azure_error_set(&m->failure, reply);
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
    struct metadata m = { .arena = arena, .cloud = ret };
    struct http_request request = { .done = metadata_done, .arg = &m };

    buf_addf(&url, "%s" METADATA_PATH, ret->arm);
    if (!buf_ok(&url))
        return err_nomem(e);
    request.url = buf_str(&url);
    if (http_submit(http, &request, e) != 0)
        return -1;
    /* What befell the request is said better by its reply. */
    http_run(http, &m.failure);
    if (m.failure.code == ERR_NONE)
        return 0;
    err_set(e, m.failure.code, "%s", m.failure.text);
    return err_wrap(e, "--cloud: %s", buf_str(&url));
}

/* ---- by name or by URL --------------------------------------------------- */

static int
resolve_by_name(struct cloud *ret, const char *name, struct err *e)
{
    for (size_t i = 0; i < sizeof(known_clouds) / sizeof(*known_clouds); i++) {
        if (str_eq_fold(name, known_clouds[i].name) ||
            str_eq_fold(name, known_clouds[i].environment)) {
            *ret = known_clouds[i];
            return 0;
        }
    }
    return err_set(e, ERR_USAGE,
                   "--cloud: expected AzureCloud, AzureUSGovernment, "
                   "AzureChinaCloud or the https:// URL of an Azure Resource "
                   "Manager, found '%.200s'",
                   name);
}

/* A URL that the user gave, `where`. */
static const char *
user_url(struct arena *arena, const char *url, const char *where, struct err *e)
{
    struct err why = { 0 };
    const char *copy = copy_url(arena, url, &why);

    if (!copy)
        err_set(e, why.code == ERR_NOMEM ? ERR_NOMEM : ERR_USAGE, "%s: %s",
                where, why.text);
    return copy;
}

static int
resolve_by_url(struct cloud *ret, struct arena *arena, struct http *http,
               const char *url, struct err *e)
{
    memset(ret, 0, sizeof(*ret));
    ret->arm = user_url(arena, url, "--cloud", e);
    return ret->arm ? ask_metadata(ret, arena, http, e) : -1;
}

static bool
ends_in_adfs(const char *authority)
{
    size_t len = strlen(authority);

    return len > 5 && str_eq_fold(authority + len - 5, "/adfs");
}

int
cloud_resolve(struct cloud *ret, struct arena *arena, struct http *http,
              const char *name, const struct environment *env, struct err *e)
{
    const char *authority = environment_get(env, "AZURE_AUTHORITY_HOST");

    if (strstr(name, "://") ? resolve_by_url(ret, arena, http, name, e) != 0
                            : resolve_by_name(ret, name, e) != 0)
        return -1;
    if (authority) {
        ret->authority = user_url(arena, authority, "AZURE_AUTHORITY_HOST", e);
        if (!ret->authority)
            return -1;
    }
    ret->adfs = ends_in_adfs(ret->authority);
    return 0;
}
