/* SPDX-License-Identifier: MIT */
/* kubeconfig.c - what listClusterUserCredential and its sister hand out: the
 * forms of legacy, managed and plain clusters. */
#include "kube.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#define AKS_SERVER "6dae42f8-4368-4678-94ff-3960e28e3630"
#define AKS_CLIENT "80faf920-1908-4b52-b5ef-a8e7bedfc67a"
/* base64 of placeholders: no real key ever stands here. */
#define CERT "ZmFrZSBjZXJ0aWZpY2F0ZQ=="
#define PRIVATE "ZmFrZSBrZXk="

static const char *
text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text ? text : "";
}

static char *
encode(struct text *yaml)
{
    char *out = malloc(4 * ((yaml->len + 2) / 3) + 1);

    if (!out)
        abort();
    EVP_EncodeBlock((unsigned char *)out, (unsigned char *)yaml->data,
                    (int)yaml->len);
    text_free(yaml);
    return out;
}

/* A file of the API servers' certificates in base64, or a placeholder where none
 * run. The caller frees. */
static char *
pem_of(const struct fake *f, const char *file, const char *placeholder)
{
    struct text pem = { 0 };
    char *path, *content;

    if (!f->options.kube_dir)
        return text_copy(placeholder);
    path = text_format("%s/%s", f->options.kube_dir, file);
    content = text_read_file(path, NULL);
    text_addf(&pem, "%s", content ? content : "");
    free(content);
    free(path);
    return encode(&pem);
}

/* What the scenario says of the cluster's API server, else `otherwise`. */
static const char *
kube_text(const struct fake *f, const json_t *cluster, const char *key,
          const char *otherwise)
{
    const char *own = text_of(kube_config(f, cluster), key);

    return *own ? own : otherwise;
}

/* Where the API server is: ours, or what the body says. The caller frees. */
static char *
server_of(const struct fake *f, const json_t *cluster)
{
    const json_t *p = json_object_get(cluster, "properties");
    const char *fqdn = text_of(p, "fqdn"), *id = text_of(cluster, "id");
    const char *group = strcasestr(id, "/resourcegroups/");
    const char *sub = id + strlen("/subscriptions/");
    const char *own = kube_text(f, cluster, "server", "");

    if (*own)
        return text_copy(own);
    if (!f->kube_port || !group)
        return text_format("https://%s:443",
                           *fqdn ? fqdn : text_of(p, "privateFQDN"));
    group += strlen("/resourcegroups/");
    return text_format("https://127.0.0.1:%u/kube/%.*s/%.*s/%s", f->kube_port,
                       (int)strcspn(sub, "/"), sub, (int)strcspn(group, "/"),
                       group, text_of(cluster, "name"));
}

static void
add_head(const struct fake *f, struct text *y, const json_t *cluster,
         const char *user, const char *context_suffix)
{
    const char *name = text_of(cluster, "name");
    char *ca = pem_of(f, kube_text(f, cluster, "ca", "kube-ca.pem"), CERT);
    char *server = server_of(f, cluster);

    text_addf(y,
              "apiVersion: v1\nkind: Config\npreferences: {}\nclusters:\n"
              "- cluster:\n    certificate-authority-data: %s\n"
              "    server: %s\n  name: %s\ncontexts:\n"
              "- context:\n    cluster: %s\n    user: %s\n  name: %s%s\n"
              "current-context: %s%s\nusers:\n- name: %s\n  user:\n",
              ca, server, name, name, user, name, context_suffix, name,
              context_suffix, user);
    free(ca);
    free(server);
}

static void
add_static(const struct fake *f, struct text *y, const json_t *cluster)
{
    const char *who = kube_text(f, cluster, "user", "kube-admin");
    char *cert_file = text_format("%s.pem", who);
    char *key_file = text_format("%s.key", who);
    char *cert = pem_of(f, cert_file, CERT),
         *key = pem_of(f, key_file, PRIVATE);

    text_addf(y,
              "    client-certificate-data: %s\n    client-key-data: %s\n"
              "    token: fake-static-token\n",
              cert, key);
    free(cert_file);
    free(key_file);
    free(cert);
    free(key);
}

static void
add_exec(struct text *y, const char *server, const char *client,
         const char *tenant, const char *legacy)
{
    text_addf(y,
              "    exec:\n      apiVersion: client.authentication.k8s.io/"
              "v1beta1\n      command: kubelogin\n      args:\n"
              "      - get-token\n      - --environment\n"
              "      - AzurePublicCloud\n      - --server-id\n      - %s\n"
              "      - --client-id\n      - %s\n      - --tenant-id\n"
              "      - %s\n      - --login\n      - devicecode\n%s"
              "      env: null\n      provideClusterInfo: false\n",
              server, client, tenant, legacy);
}

static void
add_auth_provider(struct text *y, const char *server, const char *client,
                  const char *tenant, const char *mode)
{
    text_addf(y,
              "    auth-provider:\n      name: azure\n      config:\n"
              "        apiserver-id: %s\n        client-id: %s\n"
              "        config-mode: \"%s\"\n"
              "        environment: AzurePublicCloud\n"
              "        tenant-id: %s\n",
              server, client, mode, tenant);
}

static char *
user_name(const json_t *cluster, const char *kind)
{
    const char *id = text_of(cluster, "id");
    const char *group = strcasestr(id, "/resourcegroups/");

    group = group ? group + strlen("/resourcegroups/") : "";
    return text_format("%s_%.*s_%s", kind, (int)strcspn(group, "/"), group,
                       text_of(cluster, "name"));
}

/* AKS hands out the exec form by itself from Kubernetes 1.24 on. */
static bool
wants_exec(const json_t *properties, const char *format)
{
    int minor = 0;

    if (format)
        return strcmp(format, "exec") == 0;
    sscanf(text_of(properties, "kubernetesVersion"), "1.%d", &minor);
    return minor >= 24;
}

char *
kubeconfig_user(const struct fake *f, const json_t *cluster, const char *format)
{
    const json_t *p = json_object_get(cluster, "properties");
    const json_t *aad = json_object_get(p, "aadProfile");
    bool managed = json_is_true(json_object_get(aad, "managed"));
    const char *server = managed ? AKS_SERVER : text_of(aad, "serverAppID");
    const char *client = managed ? AKS_CLIENT : text_of(aad, "clientAppID");
    const char *tenant = text_of(aad, "tenantID");
    char *user = user_name(cluster, "clusterUser");
    struct text y = { 0 };

    if (!*tenant)
        tenant = scenario_tenant_id(f);
    add_head(f, &y, cluster, user, "");
    if (!json_is_object(aad))
        add_static(f, &y, cluster);
    else if (wants_exec(p, format))
        add_exec(&y, server, client, tenant,
                 managed ? "" : "      - --legacy\n");
    else
        add_auth_provider(&y, server, client, tenant, managed ? "1" : "0");
    free(user);
    return encode(&y);
}

char *
kubeconfig_admin(const struct fake *f, const json_t *cluster)
{
    char *user = user_name(cluster, "clusterAdmin");
    struct text y = { 0 };

    add_head(f, &y, cluster, user, "");
    add_static(f, &y, cluster);
    free(user);
    return encode(&y);
}
