/* SPDX-License-Identifier: MIT */
/* kube_credential.c - credentials of an API server, from ARM's replies. */
#include "sources/kube_credential.h"

#include <stdlib.h>
#include <string.h>

#include "support/crypto.h"
#include "support/json.h"
#include "support/secret.h"
#include "support/str.h"
#include "support/url.h"
#include "support/yaml.h"

#define WHAT "the credential that ARM handed out"
#define CA_DATA "certificate-authority-data"
#define CERT_DATA "client-certificate-data"
#define KEY_DATA "client-key-data"

/* The item of a list of {name: ..., KIND: {...}} with this name. */
static const struct yaml_node *
find_named(const struct yaml_node *root, const char *list, const char *kind,
           const char *name)
{
    const struct yaml_node *items = yaml_get(root, list);

    if (!items || items->kind != YAML_SEQUENCE)
        return NULL;
    for (size_t i = 0; i < items->len; i++) {
        const struct yaml_node *own = yaml_get(items->items[i], "name");

        if (!name || (own && str_eq(own->text, name)))
            return yaml_get(items->items[i], kind);
    }
    return NULL;
}

static const char *
text_of(const struct yaml_node *mapping, const char *key)
{
    const struct yaml_node *node = mapping ? yaml_get(mapping, key) : NULL;

    return node && node->kind == YAML_SCALAR ? node->text : NULL;
}

static bool
ran_out(const struct buf *b)
{
    return !buf_ok(b) && !b->full;
}

/* Decodes one PEM text. */
static int
read_pem(struct buf *out, const char *text, const char *key, struct err *e)
{
    bool decoded;

    if (str_empty(text))
        return err_set(e, ERR_INPUT, WHAT ": there is no %s in it", key);
    decoded = crypto_base64_decode(out, text) == 0;
    if (ran_out(out))
        return err_nomem(e);
    if (!decoded || !strstr(buf_str(out), "-----BEGIN "))
        return err_set(e, ERR_INPUT, WHAT ": %s: expected PEM in base64", key);
    return 0;
}

static int
read_server(struct kube_credential *c, const struct yaml_node *cluster,
            struct err *e)
{
    const char *server = text_of(cluster, "server");
    char origin[URL_ORIGIN_MAX];
    size_t len;

    if (str_empty(server))
        return err_set(e, ERR_INPUT, WHAT ": there is no server in it");
    if (url_origin(server, origin, e) != 0)
        return err_wrap(e, WHAT ": server");
    if (!str_has_prefix_fold(server, "https://"))
        return err_set(e, ERR_INPUT,
                       WHAT ": server: expected an https URL, found %.200s",
                       server);
    c->server = strdup(server);
    if (!c->server)
        return err_nomem(e);
    len = strlen(c->server);
    while (len > 0 && c->server[len - 1] == '/')
        c->server[--len] = '\0';
    return 0;
}

/* libyaml grows its texts with realloc(), which leaves copies behind. So it never
 * sees the private ones: they are kept, one after another with NULs between, and
 * a digit stands in the place of each. What is written in another way than ARM
 * does it is read all the same. */
static void
hide_secrets(struct buf *yaml, struct buf *hidden)
{
    static const char *const keys[] = { KEY_DATA ": ", "token: " };
    static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrs"
                                 "tuvwxyz0123456789+/=";
    char digit = '0';

    if (!yaml->data)
        return;
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
        char *at = yaml->data;

        while (digit <= '9' && (at = strstr(at, keys[i]))) {
            size_t len = strspn(at += strlen(keys[i]), base64);

            if (len < 2 || !strchr("\r\n", at[len]))
                continue;
            buf_add(hidden, at, len);
            buf_addc(hidden, '\0');
            secret_wipe(at, len);
            memset(at, ' ', len);
            *at = digit++;
        }
    }
}

/* What a digit stands for; NULL: the text is no such digit. */
static const char *
find_hidden(const struct buf *hidden, const char *text)
{
    const char *at = buf_str(hidden), *end = at + hidden->len;

    if (!text || *text < '0' || *text > '9' || text[1])
        return NULL;
    for (char digit = '0'; at < end && digit < *text; digit++)
        at += strlen(at) + 1;
    return at < end ? at : NULL;
}

/* `hidden`: for the client's identity too; NULL: the server alone. */
static int
read_config(struct kube_credential *c, const struct yaml_node *root,
            const struct buf *hidden, struct err *e)
{
    const struct yaml_node *context = find_named(
        root, "contexts", "context", text_of(root, "current-context"));
    const struct yaml_node *cluster =
        find_named(root, "clusters", "cluster", text_of(context, "cluster"));
    const struct yaml_node *user =
        find_named(root, "users", "user", text_of(context, "user"));
    const char *key, *shown;

    if (!cluster)
        return err_set(e, ERR_INPUT, WHAT ": there is no cluster in it");
    if (read_server(c, cluster, e) != 0 ||
        read_pem(&c->ca, text_of(cluster, CA_DATA), CA_DATA, e) != 0)
        return -1;
    c->tls.ca = buf_str(&c->ca);
    if (!hidden)
        return 0;
    key = text_of(user, KEY_DATA);
    shown = find_hidden(hidden, key);
    if (read_pem(&c->cert, text_of(user, CERT_DATA), CERT_DATA, e) != 0 ||
        read_pem(&c->key, shown ? shown : key, KEY_DATA, e) != 0)
        return -1;
    c->tls.cert = buf_str(&c->cert);
    c->tls.key = buf_str(&c->key);
    return 0;
}

static int
read_yaml(struct kube_credential *c, struct buf *yaml, bool with_identity,
          struct err *e)
{
    auto_buf hidden = { .secret = true };
    struct yaml_document *d;
    int rc;

    hide_secrets(yaml, &hidden);
    if (!buf_ok(&hidden))
        return err_nomem(e);
    if (yaml_parse(&d, buf_str(yaml), yaml->len, "kubeconfig", e) != 0)
        return err_wrap(e, WHAT);
    rc = read_config(c, yaml_root(d), with_identity ? &hidden : NULL, e);
    yaml_document_free(d);
    return rc;
}

/* The first one, as the Azure CLI takes it, whatever its name. */
static const json_t *
first_kubeconfig(const json_t *body)
{
    const json_t *list = json_get_fold(body, "kubeconfigs", NULL);

    return json_get_fold(json_array_get(list, 0), "value", NULL);
}

static int
read_kubeconfig(struct kube_credential **ret, const json_t *json,
                bool with_identity, struct err *e)
{
    const char *value = json_string_value(first_kubeconfig(json));
    auto_buf yaml = { .secret = true };
    struct kube_credential *c;
    int rc;

    if (!value)
        return err_set(e, ERR_INPUT, "expected kubeconfigs[0].value, found %s",
                       json_kind(json));
    c = calloc(1, sizeof(*c));
    if (!c)
        return err_nomem(e);
    c->cert.secret = c->key.secret = true;
    if (crypto_base64_decode(&yaml, value) != 0)
        rc = err_set(e, ERR_INPUT, "kubeconfigs[0].value: expected base64");
    else
        rc = read_yaml(c, &yaml, with_identity, e);
    if (rc != 0) {
        kube_credential_free(c);
        return -1;
    }
    *ret = c;
    return 0;
}

int
kube_credential_parse(struct kube_credential **ret, const char *body,
                      size_t len, bool with_identity, struct err *e)
{
    json_t *json = json_read_secret(body, len, "listCredential", e);
    int rc = json ? read_kubeconfig(ret, json, with_identity, e) : -1;

    json_free_secret(json);
    return rc;
}

struct kube_credential *
kube_credential_free(struct kube_credential *c)
{
    if (!c)
        return NULL;
    free(c->server);
    buf_free(&c->ca);
    buf_free(&c->cert);
    buf_free(&c->key);
    free(c);
    return NULL;
}
