/* SPDX-License-Identifier: MIT */
/* instructions.c - what people with kubeconfigs do, as data. */
#include "report/instructions.h"

#include "model/command.h"
#include "support/shell_quote.h"
#include "support/str.h"

static void
resolve_private_name(struct buf *out, const struct cluster *c)
{
    buf_adds(out, "nslookup ");
    shell_quote(out, c->private_fqdn);
}

static bool
has_private_name(const struct cluster *c)
{
    return !str_empty(c->private_fqdn) && c->private_fqdn[0] != '-';
}

/* The names that get-credentials gives to the user entry of a kubeconfig. */
static void
delete_user(struct buf *out, const struct cluster *c)
{
    auto_buf name = { 0 };

    buf_addf(&name, "clusterUser_%s_%s", c->resource_group, c->name);
    if (!buf_ok(&name))
        out->failed = true;
    buf_adds(out, "kubectl config delete-user -- ");
    shell_quote(out, buf_str(&name));
}

static void
delete_context(struct buf *out, const struct cluster *c)
{
    buf_adds(out, "kubectl config delete-context -- ");
    shell_quote(out, c->name);
}

/* Works through Azure Resource Manager, wherever one sits. */
static void
run_inside(struct buf *out, const struct cluster *c)
{
    command_aks(out, "command invoke", c);
    buf_adds(out, " --command 'kubectl get nodes'");
}

static bool
allows_run_command(const struct cluster *c)
{
    return c->disable_run_command != TRI_YES;
}

static void
enable_local_accounts(struct buf *out, const struct cluster *c)
{
    command_aks(out, "update", c);
    buf_adds(out, " --enable-local-accounts");
}

static bool
has_no_local_accounts(const struct cluster *c)
{
    return c->disable_local_accounts == TRI_YES;
}

static void
get_admin_file(struct buf *out, const struct cluster *c)
{
    command_get_admin_credentials(out, c);
    buf_adds(out, " --file break-glass.kubeconfig");
}

static void
repair_admin_groups(struct buf *out, const struct cluster *c)
{
    command_aks(out, "update", c);
    buf_adds(out,
             " --aad-admin-group-object-ids '" COMMAND_GROUP_PLACEHOLDER "'");
}

static void
disable_local_accounts(struct buf *out, const struct cluster *c)
{
    command_aks(out, "update", c);
    buf_adds(out, " --disable-local-accounts");
}

const struct instruction instructions[] = {
    { AUDIENCE_PEOPLE, PHASE_BEFORE, "People: before the migration",
      "Install kubectl and kubelogin now; both are needed afterwards. Keep "
      "your kubeconfig as it is: until the cluster is migrated, the old one "
      "works and a new one would not.",
      .commands = { { .text = "az aks install-cli" },
                    { .text = "kubelogin --version" },
                    { .text = "kubectl version --client" } } },
    { AUDIENCE_PEOPLE, PHASE_AFTER, "People: after the migration",
      "The old kubeconfig names the old app registrations and gets "
      "Unauthorized. Fetch a new one, drop the cached tokens, and let "
      "kubelogin use your Azure CLI sign-in. Converting the old file alone "
      "does not help: it keeps the old server id.",
      .commands = { { .make = command_select_subscription },
                    { .make = command_get_credentials },
                    { .text = "kubelogin remove-cache-dir" },
                    { .text = "kubelogin convert-kubeconfig -l azurecli" },
                    { .text = "kubectl get nodes" } } },
    { AUDIENCE_PEOPLE, PHASE_AFTER,
      "People: when get-credentials refuses to merge",
      "\"A different object named ... already exists in your kubeconfig "
      "file\": --overwrite-existing replaces it. If it still refuses, because "
      "the file was converted or renamed meanwhile, delete the old entries and "
      "fetch the kubeconfig again.",
      .only_if_needed = true,
      .commands = { { .make = delete_context },
                    { .make = delete_user },
                    { .make = command_get_credentials },
                    { .text = "kubelogin convert-kubeconfig -l azurecli" } } },
    { AUDIENCE_PIPELINES, PHASE_BEFORE, "Pipelines: before the migration",
      "Find every pipeline, bot and dashboard that holds a kubeconfig of this "
      "cluster, and install kubelogin there. A service principal or managed "
      "identity is bound by the object id of its service principal, not by its "
      "client id: look it up and bind it.",
      .commands = { { .text = "az ad sp show --id '<client-id>' --query id "
                              "--output tsv" } } },
    { AUDIENCE_PIPELINES, PHASE_AFTER,
      "Pipelines with a service principal: after the migration",
      "Fetch the kubeconfig in the pipeline instead of storing one. kubelogin "
      "reads AAD_SERVICE_PRINCIPAL_CLIENT_ID and "
      "AAD_SERVICE_PRINCIPAL_CLIENT_SECRET from the environment; keep the "
      "secret in the pipeline's secret store.",
      .commands = { { .make = command_select_subscription },
                    { .make = command_get_credentials },
                    { .text = "kubelogin convert-kubeconfig -l spn" },
                    { .text = "kubectl get nodes" } } },
    { AUDIENCE_PIPELINES, PHASE_AFTER,
      "Pipelines with a managed identity: after the migration",
      "On an Azure machine with a managed identity; for a user-assigned one, "
      "kubelogin reads its client id from AZURE_CLIENT_ID.",
      .commands = { { .make = command_select_subscription },
                    { .make = command_get_credentials },
                    { .text = "kubelogin convert-kubeconfig -l msi" },
                    { .text = "kubectl get nodes" } } },
    { AUDIENCE_PIPELINES, PHASE_AFTER,
      "Pipelines with workload identity federation: after the migration",
      "The pipeline's own token is exchanged, and no secret is stored: "
      "kubelogin reads AZURE_CLIENT_ID, AZURE_TENANT_ID and "
      "AZURE_FEDERATED_TOKEN_FILE.",
      .commands = { { .make = command_select_subscription },
                    { .make = command_get_credentials },
                    { .text =
                          "kubelogin convert-kubeconfig -l workloadidentity" },
                    { .text = "kubectl get nodes" } } },
    { AUDIENCE_PRIVATE_CLUSTER, PHASE_BEFORE,
      "Private cluster: before the migration",
      "The API server answers inside its network only. Make sure of a machine "
      "that reaches it, and of az aks command invoke, which goes through Azure "
      "Resource Manager.",
      .commands = { { .make = resolve_private_name,
                      .applies = has_private_name },
                    { .make = run_inside, .applies = allows_run_command } } },
    { AUDIENCE_PRIVATE_CLUSTER, PHASE_AFTER,
      "Private cluster: after the migration",
      "Run these on a machine inside the cluster's network. The command that "
      "goes through Azure Resource Manager needs no kubeconfig, and shows "
      "whether the cluster is well when nobody can sign in.",
      .commands = { { .make = command_select_subscription },
                    { .make = command_get_credentials },
                    { .text = "kubelogin remove-cache-dir" },
                    { .text = "kubelogin convert-kubeconfig -l azurecli" },
                    { .text = "kubectl get nodes" },
                    { .make = run_inside, .applies = allows_run_command } } },
    { AUDIENCE_BREAK_GLASS, PHASE_BEFORE, "Break-glass: before the migration",
      "Prove the way in that does not need Entra, before the switch. The file "
      "holds a full administrator certificate: keep it out of backups and "
      "delete it when the migration is done.",
      .commands = { { .make = enable_local_accounts,
                      .applies = has_no_local_accounts },
                    { .make = get_admin_file },
                    { .text = "kubectl --kubeconfig break-glass.kubeconfig get "
                              "nodes" } } },
    { AUDIENCE_BREAK_GLASS, PHASE_AFTER,
      "Break-glass: after the migration, once people can sign in",
      "managed: true says that the cluster is migrated. Delete the file, "
      "switch local accounts off, and plan az aks rotate-certs: until then "
      "copies of the certificate work.",
      .commands = { { .make = command_verify },
                    { .text = "rm break-glass.kubeconfig" },
                    { .make = disable_local_accounts } } },
    { AUDIENCE_BREAK_GLASS, PHASE_AFTER,
      "Break-glass: after the migration, if nobody can sign in",
      "Wrong admin groups are mended through Azure Resource Manager, without "
      "access to Kubernetes; it needs "
      "Microsoft.ContainerService/managedClusters/write.",
      .only_if_needed = true,
      .commands = { { .make = command_verify },
                    { .make = repair_admin_groups } } },
};

const size_t n_instructions = sizeof(instructions) / sizeof(instructions[0]);

const char *
audience_name(enum audience a)
{
    static const char *const names[AUDIENCE_COUNT] = {
        [AUDIENCE_PEOPLE] = "people",
        [AUDIENCE_PIPELINES] = "pipelines",
        [AUDIENCE_PRIVATE_CLUSTER] = "private-cluster",
        [AUDIENCE_BREAK_GLASS] = "break-glass",
    };

    return names[a];
}

const char *
phase_name(enum phase p)
{
    return p == PHASE_BEFORE ? "before" : "after";
}

bool
instruction_suits(const struct instruction *i, const struct cluster *c)
{
    return i->audience != AUDIENCE_PRIVATE_CLUSTER ||
           c->private_cluster == TRI_YES;
}

bool
instruction_applies(const struct instruction *i, const struct cluster *c)
{
    return c->integration == INTEGRATION_LEGACY && instruction_suits(i, c);
}

bool
instruction_command(struct buf *out, const struct instruction *i, size_t place,
                    const struct cluster *c)
{
    const struct instruction_command *command = &i->commands[place];

    if ((!command->text && !command->make) ||
        (command->applies && !command->applies(c)))
        return false;
    if (command->text)
        buf_adds(out, command->text);
    else
        command->make(out, c);
    return true;
}

void
instruction_commands(struct buf *out, const struct instruction *i,
                     const struct cluster *c)
{
    for (size_t n = 0; n < INSTRUCTION_COMMANDS_MAX; n++) {
        if (instruction_command(out, i, n, c))
            buf_addc(out, '\n');
    }
}
