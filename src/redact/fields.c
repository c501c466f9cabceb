/* SPDX-License-Identifier: MIT */
/* fields.c - the strings of results.json, a row each. reports/schema has the same
 * members; what is left out here are words of closed lists, times and ids of
 * checks. */
#include "redact/fields.h"

#include <string.h>

#include "redact/redact_text.h"
#include "redact/vocabulary.h"
#include "support/str.h"

#define ROW(path, rule, kind)    \
    {                            \
        path, FIELD_##rule, kind \
    }

static const struct field fields[] = {
    ROW("run.tenantId", ID, NULL),
    ROW("run.portal", URI, NULL),
    ROW("run.credential", SENTENCE, NULL),
    ROW("run.scope", SENTENCE, NULL),
    ROW("run.scopeLimit", SENTENCE, NULL),
    ROW("run.shard", PLAIN, NULL),
    ROW("run.filters", NAME, "filter"),
    ROW("run.ownerTags", SETTING, "tag"),
    ROW("run.environmentTags", SETTING, "tag"),
    ROW("run.production", SETTING, "pattern"),
    ROW("run.id", PLAIN, NULL),
    ROW("run.mergedFrom.name", NAME, "file"),
    ROW("run.mergedFrom.runId", PLAIN, NULL),
    ROW("run.mergedFrom.tenantId", ID, NULL),
    ROW("run.mergedFrom.credential", SENTENCE, NULL),
    ROW("run.mergedFrom.scope", SENTENCE, NULL),
    ROW("run.mergedFrom.shard", PLAIN, NULL),
    ROW("run.notAssessed.part", SENTENCE, NULL),
    ROW("run.notAssessed.what", SENTENCE, NULL),
    ROW("summary.exitReason", SENTENCE, NULL),
    ROW("baseline.name", NAME, "file"),
    ROW("baseline.runId", PLAIN, NULL),
    ROW("baseline.changed.id", ID, NULL),
    ROW("baseline.changed.name", NAME, "cluster"),
    ROW("baseline.changed.subscriptionId", ID, NULL),
    ROW("baseline.changed.subscriptionName", NAME, "subscription"),
    ROW("baseline.changed.reason", SENTENCE, NULL),
    ROW("baseline.missing.id", ID, NULL),
    ROW("baseline.missing.name", NAME, "cluster"),
    ROW("baseline.missing.subscriptionId", ID, NULL),
    ROW("baseline.missing.subscriptionName", NAME, "subscription"),
    ROW("baseline.missing.reason", SENTENCE, NULL),
    ROW("coverage.id", ID, NULL),
    ROW("coverage.name", NAME, "subscription"),
    ROW("coverage.tenantId", ID, NULL),
    ROW("coverage.reason", SENTENCE, NULL),
    ROW("coverage.remedy", SENTENCE, NULL),
    ROW("clusters.id", ID, NULL),
    ROW("clusters.name", NAME, "cluster"),
    ROW("clusters.subscriptionId", ID, NULL),
    ROW("clusters.subscriptionName", NAME, "subscription"),
    ROW("clusters.resourceGroup", NAME, "rg"),
    ROW("clusters.nodeResourceGroup", NAME, "rg"),
    ROW("clusters.tags.*", NAME, "value"),
    ROW("clusters.owner", NAME, "owner"),
    ROW("clusters.environment", NAME, "environment"),
    ROW("clusters.integrationReason", SENTENCE, NULL),
    ROW("clusters.nextStep", SENTENCE, NULL),
    ROW("clusters.aadProfile.serverAppID", ID, NULL),
    ROW("clusters.aadProfile.clientAppID", ID, NULL),
    ROW("clusters.aadProfile.tenantID", ID, NULL),
    ROW("clusters.aadProfile.adminGroupObjectIDs", ID, NULL),
    ROW("clusters.aadProfileProblem", SENTENCE, NULL),
    ROW("clusters.planned.rule", NAME, "rule"),
    ROW("clusters.planned.adminGroupObjectIDs", ID, NULL),
    ROW("clusters.planned.tenantID", ID, NULL),
    ROW("clusters.location", PLAIN, NULL),
    ROW("clusters.kubernetesVersion", PLAIN, NULL),
    ROW("clusters.skuTier", PLAIN, NULL),
    ROW("clusters.provisioningState", PLAIN, NULL),
    ROW("clusters.powerState", PLAIN, NULL),
    ROW("clusters.identityType", PLAIN, NULL),
    ROW("clusters.publicNetworkAccess", PLAIN, NULL),
    ROW("clusters.fqdn", NAME, "host"),
    ROW("clusters.privateFQDN", NAME, "host"),
    ROW("clusters.azurePortalFQDN", NAME, "host"),
    ROW("clusters.identityTenantId", ID, NULL),
    ROW("clusters.servicePrincipalClientId", ID, NULL),
    ROW("clusters.source", NAME, "source"),
    ROW("clusters.problems", SENTENCE, NULL),
    ROW("clusters.portalUrl", URI, NULL), /* made anew from the id */
    ROW("clusters.readOnlyLock", ID, NULL),
    ROW("clusters.maintenanceWindows", SENTENCE, NULL),
    ROW("clusters.maintenance.reason", SENTENCE, NULL),
    ROW("clusters.maintenance.remedy", SENTENCE, NULL),
    ROW("clusters.bindings.reason", SENTENCE, NULL),
    ROW("clusters.bindings.remedy", SENTENCE, NULL),
    ROW("clusters.bindings.otherWays.reason", SENTENCE, NULL),
    ROW("clusters.bindings.otherWays.remedy", SENTENCE, NULL),
    ROW("clusters.accessAfter.summary", SENTENCE, NULL),
    ROW("apps.appId", ID, NULL),
    ROW("apps.tenantId", ID, NULL),
    ROW("apps.displayName", NAME, "app"),
    ROW("apps.objectId", ID, NULL),
    ROW("apps.presenceReason", SENTENCE, NULL),
    ROW("apps.signInAudience", PLAIN, NULL),
    ROW("apps.groupMembershipClaims", PLAIN, NULL),
    ROW("apps.clusters.id", ID, NULL),
    ROW("apps.identifierUris", URI, NULL),
    ROW("apps.redirectUris", URI, NULL),
    ROW("apps.servicePrincipal.objectId", ID, NULL),
    ROW("apps.servicePrincipal.type", PLAIN, NULL),
    ROW("apps.servicePrincipal.ownerTenantId", ID, NULL),
    ROW("apps.credentials.displayName", SETTING, "credential"),
    ROW("apps.credentials.keyId", ID, NULL),
    ROW("apps.federatedCredentials.name", NAME, "federated-credential"),
    ROW("apps.federatedCredentials.issuer", URI, NULL),
    ROW("apps.federatedCredentials.subject", NAME, "subject"),
    ROW("apps.owners.id", ID, NULL),
    ROW("apps.owners.name", NAME, "person"),
    ROW("apps.declaredPermissions.resourceAppId", ID, NULL),
    ROW("apps.declaredPermissions.id", ID, NULL),
    ROW("apps.grantedPermissions.resourceAppId", ID, NULL),
    ROW("apps.grantedPermissions.value", SENTENCE, NULL),
    ROW("apps.grantedPermissions.resourceId", ID, NULL),
    ROW("apps.leftOver.signals", SENTENCE, NULL),
    ROW("apps.leftOver.namedByBaseline", ID, NULL),
    ROW("apps.problems", SENTENCE, NULL),
    ROW("bindings.cluster", ID, NULL),
    ROW("bindings.namespace", SUBJECT, "namespace"),
    ROW("bindings.name", SUBJECT, "binding"),
    ROW("bindings.roleName", SUBJECT, "role"),
    ROW("bindings.subjects.name", SUBJECT, "subject"),
    ROW("bindings.subjects.namespace", SUBJECT, "namespace"),
    ROW("bindings.subjects.principalId", ID, NULL),
    ROW("bindings.subjects.why", SENTENCE, NULL),
    ROW("bindings.subjects.rightName", SUBJECT, "subject"),
    ROW("principals.id", ID, NULL),
    ROW("principals.name", SUBJECT, "subject"),
    ROW("principals.displayName", NAME, "person"),
    ROW("principals.userPrincipalName", NAME, "person"),
    ROW("principals.appId", ID, NULL),
    ROW("principals.rightId", ID, NULL),
    ROW("principals.reason", SENTENCE, NULL),
    ROW("groups.id", ID, NULL),
    ROW("groups.displayName", NAME, "group"),
    ROW("groups.reason", SENTENCE, NULL),
    ROW("roleAssignments.id", ID, NULL),
    ROW("roleAssignments.scope", ID, NULL),
    ROW("roleAssignments.principalId", ID, NULL),
    ROW("roleAssignments.principalType", PLAIN, NULL),
    ROW("roleAssignments.roleDefinitionId", ID, NULL),
    ROW("roleAssignments.roleName", SETTING, "role"),
    ROW("roleAssignments.roleReason", SENTENCE, NULL),
    ROW("roleAssignments.condition", SENTENCE, NULL),
    ROW("kubeconfigs.file", NAME, "file"),
    ROW("kubeconfigs.userFile", NAME, "file"),
    ROW("kubeconfigs.context", NAME, "context"),
    ROW("kubeconfigs.clusterEntry", NAME, "cluster-entry"),
    ROW("kubeconfigs.userEntry", NAME, "user-entry"),
    ROW("kubeconfigs.server", URI, NULL),
    ROW("kubeconfigs.command", SETTING, "program"),
    ROW("kubeconfigs.serverId", ID, NULL),
    ROW("kubeconfigs.clientId", ID, NULL),
    ROW("kubeconfigs.tenantId", ID, NULL),
    ROW("kubeconfigs.clusterId", ID, NULL),
    ROW("kubeconfigs.why", SENTENCE, NULL),
    ROW("kubeconfigs.commands", COMMAND, NULL),
    ROW("tools.path", NAME, "file"),
    ROW("tools.realPath", NAME, "file"),
    ROW("tools.version", PLAIN, NULL),
    ROW("tools.problem", SENTENCE, NULL),
    ROW("findings.resource", ID, NULL),
    ROW("findings.cluster", ID, NULL),
    ROW("findings.tenantId", ID, NULL),
    ROW("findings.message", SENTENCE, NULL),
    ROW("findings.evidence.*", SENTENCE, NULL),
    ROW("findings.remediation.text", SENTENCE, NULL),
    ROW("findings.remediation.commands", COMMAND, NULL),
    ROW("findings.waiver.owner", NAME, "person"),
    ROW("findings.waiver.reason", NAME, "reason"),
    ROW("findings.expiredWaiver.owner", NAME, "person"),
    ROW("findings.expiredWaiver.reason", NAME, "reason"),
};

/* Whether `path` is one that the row names; a "*" ends it. */
static bool
matches(const char *row, const char *path)
{
    size_t n = strlen(row);

    if (row[n - 1] != '*')
        return strcmp(row, path) == 0;
    return strncmp(row, path, n - 1) == 0;
}

const struct field *
field_find(const char *path)
{
    static const struct field others = { "", FIELD_WORDS, NULL };

    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        if (matches(fields[i].path, path))
            return &fields[i];
    }
    return &others;
}

bool
field_has_names(const struct field *f)
{
    return f->rule >= FIELD_NAME;
}

/* ---- what becomes of them --------------------------------------------------------- */

/* Kubernetes RBAC docs, "Default roles and role bindings", "Referring to
 * subjects"; the namespaces that every cluster has. */
static bool
is_kubernetes_own(const char *text)
{
    static const char *const names[] = {
        "cluster-admin", "admin",       "edit",        "view",
        "default",       "kube-system", "kube-public", "kube-node-lease",
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(names[i], text) == 0)
            return true;
    }
    return strncmp(text, "system:", strlen("system:")) == 0 &&
           vocabulary_has_all(text);
}

/* Locations, versions, states: no word of the customer's is of this form alone,
 * but what is not must not slip through here. */
static void
put_plain(struct buf *out, const char *text)
{
    if (strlen(text) <= 64 &&
        strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                     "0123456789-._, ") == strlen(text))
        buf_adds(out, text);
    else
        redact_words(out, text);
}

static void
put_name(const struct field *f, struct buf *out, struct names *n,
         const char *text)
{
    const char *other = names_pseudonym(n, f->kind, text);

    if (other)
        buf_adds(out, other);
    else
        out->failed = true;
}

void
field_rewrite(const struct field *f, struct buf *out, struct names *n,
              const char *text)
{
    if (str_empty(text))
        return;
    switch (f->rule) {
    case FIELD_WORDS:
        redact_words(out, text);
        return;
    case FIELD_PLAIN:
        put_plain(out, text);
        return;
    case FIELD_SENTENCE:
        redact_sentence(out, n, text);
        return;
    case FIELD_COMMAND:
        redact_command(out, n, text);
        return;
    case FIELD_ID:
        redact_id(out, n, text);
        return;
    case FIELD_URI:
        redact_uri(out, n, text);
        return;
    case FIELD_SUBJECT:
        if (is_kubernetes_own(text)) {
            buf_adds(out, text);
            return;
        }
        break;
    case FIELD_SETTING:
        if (vocabulary_has_all(text)) {
            buf_adds(out, text);
            return;
        }
        break;
    case FIELD_NAME:
        break;
    }
    put_name(f, out, n, text);
}
