/* SPDX-License-Identifier: MIT */
/* cmd_permissions.c - `aksentra permissions`: the least that an audit needs, as
 * the checks declare it. */
#include "cli/commands.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "audit/exit_status.h"
#include "audit/plan.h"
#include "checks/check.h"
#include "support/buf.h"
#include "support/guid.h"
#include "support/json.h"
#include "support/str.h"

#define PLACEHOLDER "/subscriptions/00000000-0000-0000-0000-000000000000"
#define GROUPS_READ "Microsoft.Management/managementGroups/subscriptions/read"

static const char usage[] =
    "Usage: aksentra permissions [OPTION...] [CHECK...]\n"
    "\n"
    "Prints the least that an audit with these checks (default: all) needs: "
    "an\n"
    "Azure custom role, and application permissions of Microsoft Graph.\n"
    "\n"
    "  -s, --subscription ID         where the role may be assigned; "
    "repeatable\n"
    "  -m, --management-group ID     the same; repeatable\n"
    "      --no-apps                 without the checks of apps and groups\n"
    "      --no-bindings             without the checks of bindings\n"
    "      --allow-admin-credential  with what these two ways to read\n"
    "      --allow-run-command       bindings need\n"
    "  -o, --output table|json|role|graph|kubernetes\n"
    "                                role: what az role definition create\n"
    "                                takes; graph: what az ad app update\n"
    "                                --required-resource-accesses takes;\n"
    "                                kubernetes: what kubectl apply takes\n"
    "  -h, --help                    this text\n";

/* What was asked for. */
struct wish {
    unsigned needs;
    bool management_groups;
    json_t *scopes; /* texts */
    const char *output;
    bool no_apps;
    bool no_bindings;
    bool admin_credential;
    bool run_command;
};

/* ---- what it takes ------------------------------------------------------- */

static bool
holds(const json_t *list, const char *text)
{
    const json_t *item;
    size_t i;

    json_array_foreach(list, i, item)
    {
        if (str_eq_fold(json_string_value(item), text))
            return true;
    }
    return false;
}

/* The permissions of one service, each once. New reference. */
static json_t *
permissions_of(const struct wish *w, enum plan_service service)
{
    const struct plan_step *steps[PLAN_STEPS_MAX];
    size_t n = plan_steps(w->needs, steps, PLAN_STEPS_MAX);
    json_t *list = json_array();

    for (size_t i = 0; i < n; i++) {
        if (steps[i]->service == service && !holds(list, steps[i]->permission))
            json_array_append_new(list, json_string(steps[i]->permission));
    }
    if (service == PLAN_ARM && w->management_groups)
        json_array_append_new(list, json_string(GROUPS_READ));
    return list;
}

static json_t *
role_of(const struct wish *w)
{
    json_auto_t *none = json_array();

    return json_pack(
        "{s:s, s:b, s:s, s:o, s:O, s:o, s:O, s:O}", "Name", "aksentra auditor",
        "IsCustom", 1, "Description",
        "Reads what aksentra needs to audit the Microsoft Entra integration of "
        "AKS clusters. Changes nothing.",
        "Actions", permissions_of(w, PLAN_ARM), "NotActions", none,
        "DataActions", permissions_of(w, PLAN_KUBERNETES), "NotDataActions",
        none, "AssignableScopes", w->scopes);
}

/* In the form of requiredResourceAccess. */
static json_t *
required_access(const struct wish *w)
{
    json_auto_t *names = permissions_of(w, PLAN_GRAPH);
    json_auto_t *access = json_array();
    json_t *list = json_array();
    const json_t *name;
    size_t i;

    json_array_foreach(names, i, name)
    {
        const char *id = directory_permission_id(json_string_value(name));

        json_array_append_new(
            access, json_pack("{s:s, s:s}", "id", id, "type", "Role"));
    }
    if (json_array_size(access) > 0)
        json_array_append_new(list, json_pack("{s:s, s:O}", "resourceAppId",
                                              APP_ID_GRAPH, "resourceAccess",
                                              access));
    return list;
}

static json_t *
everything(const struct wish *w)
{
    json_auto_t *names = permissions_of(w, PLAN_GRAPH);
    json_auto_t *graph = json_array();
    const json_t *name;
    size_t i;

    json_array_foreach(names, i, name)
    {
        const char *text = json_string_value(name);

        json_array_append_new(
            graph, json_pack("{s:s, s:s, s:s, s:s}", "value", text, "id",
                             directory_permission_id(text), "type", "Role",
                             "resourceAppId", APP_ID_GRAPH));
    }
    return json_pack("{s:o, s:O}", "azureRole", role_of(w), "graphPermissions",
                     graph);
}

/* ---- printing ------------------------------------------------------------ */

static int
print_json(json_t *value)
{
    if (!value)
        return cli_fail(EXIT_STATUS_NOT_MADE, "out of memory");
    json_dumpf(value, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(value);
    return EXIT_STATUS_CLEAN;
}

static void
print_lines(const json_t *list)
{
    const json_t *item;
    size_t i;

    json_array_foreach(list, i, item)
    {
        const char *text = json_string_value(item);
        const char *id = directory_permission_id(text);

        if (id)
            printf("  %-22s  %s\n", text, id);
        else
            printf("  %s\n", text);
    }
}

/* Each action below the least built-in role that holds it. */
static void
print_actions(const struct wish *w)
{
    const struct plan_step *steps[PLAN_STEPS_MAX];
    size_t n = plan_steps(w->needs, steps, PLAN_STEPS_MAX);

    for (size_t i = 0; i < n; i++) {
        bool told = steps[i]->service != PLAN_ARM;

        for (size_t k = 0; k < i && !told; k++)
            told = steps[k]->service == PLAN_ARM &&
                   str_eq(steps[k]->role, steps[i]->role);
        if (told)
            continue;
        printf("Azure actions that the built-in role %s holds:\n",
               steps[i]->role);
        for (size_t k = i; k < n; k++) {
            if (steps[k]->service == PLAN_ARM &&
                str_eq(steps[k]->role, steps[i]->role))
                printf("  %s\n", steps[k]->permission);
        }
    }
    if (w->management_groups)
        printf("Azure actions that the built-in role Management Group Reader "
               "holds:\n  " GROUPS_READ "\n");
}

static int
print_kubernetes(void)
{
    puts("apiVersion: rbac.authorization.k8s.io/v1\n"
         "kind: ClusterRole\n"
         "metadata:\n"
         "  name: aksentra-auditor\n"
         "rules:\n"
         "- apiGroups: [rbac.authorization.k8s.io]\n"
         "  resources: [clusterrolebindings, rolebindings]\n"
         "  verbs: [get, list]\n"
         "---\n"
         "apiVersion: rbac.authorization.k8s.io/v1\n"
         "kind: ClusterRoleBinding\n"
         "metadata:\n"
         "  name: aksentra-auditor\n"
         "roleRef:\n"
         "  apiGroup: rbac.authorization.k8s.io\n"
         "  kind: ClusterRole\n"
         "  name: aksentra-auditor\n"
         "subjects:\n"
         "- apiGroup: rbac.authorization.k8s.io\n"
         "  kind: User\n"
         "  # the object id of the auditor's service principal: az ad sp show\n"
         "  # --id APP --query id\n"
         "  name: 00000000-0000-0000-0000-000000000000");
    return EXIT_STATUS_CLEAN;
}

static int
print_table(const struct wish *w)
{
    json_auto_t *graph = permissions_of(w, PLAN_GRAPH);
    json_auto_t *data = permissions_of(w, PLAN_KUBERNETES);

    print_actions(w);
    if (json_array_size(data) > 0)
        printf("\nAzure data actions, for clusters with Azure RBAC:\n");
    print_lines(data);
    if (json_array_size(data) > 0)
        printf("and for other clusters a ClusterRole:\n"
               "  aksentra permissions -o kubernetes | kubectl apply -f -\n");
    printf("\nMicrosoft Graph, application permissions with admin consent:\n");
    print_lines(graph);
    if (json_array_size(graph) == 0)
        printf("  none\n");
    printf("\nA custom role with these actions alone:\n"
           "  aksentra permissions -o role -s SUBSCRIPTION > role.json\n"
           "  az role definition create --role-definition role.json\n");
    if (json_array_size(graph) > 0)
        printf("For the app that signs in:\n"
               "  aksentra permissions -o graph > graph.json\n"
               "  az ad app update --id APP "
               "--required-resource-accesses @graph.json\n"
               "  az ad app permission admin-consent --id APP\n");
    return EXIT_STATUS_CLEAN;
}

static int
print(const struct wish *w)
{
    if (str_eq(w->output, "json"))
        return print_json(everything(w));
    if (str_eq(w->output, "role"))
        return print_json(role_of(w));
    if (str_eq(w->output, "graph"))
        return print_json(required_access(w));
    if (str_eq(w->output, "kubernetes"))
        return print_kubernetes();
    return print_table(w);
}

/* ---- command line -------------------------------------------------------- */

static int
fail(const char *fmt, const char *word)
{
    char text[256];

    /* NOLINTNEXTLINE(clang-diagnostic-format-nonliteral) */
    snprintf(text, sizeof(text), "permissions: %s: '%.100s'", fmt, word);
    return cli_fail(EXIT_STATUS_USAGE, text);
}

static int
add_scope(struct wish *w, const char *before, const char *id)
{
    auto_buf scope = { 0 };

    buf_addf(&scope, "%s%s", before, id);
    if (!buf_ok(&scope) ||
        json_array_append_new(w->scopes, json_string(buf_str(&scope))) != 0)
        return fail("this is no id", id);
    return 0;
}

/* The needs of the checks that are named, or of all. */
static int
choose_checks(struct wish *w, char *const *ids)
{
    /* Which subscriptions there are has to be asked in any case. */
    w->needs = NEED_SUBSCRIPTIONS | NEED_CLUSTERS;
    if (!*ids)
        w->needs |= plan_needs(w->no_apps, w->no_bindings, w->admin_credential,
                               w->run_command);
    for (; *ids; ids++) {
        const struct check *check = check_find(*ids);

        if (!check)
            return fail("there is no such check", *ids);
        w->needs |= check->needs;
    }
    return 0;
}

static int
read_option(struct wish *w, int option)
{
    switch (option) {
    case 's':
        if (!guid_is(optarg))
            return fail("--subscription: expected an id (a GUID), found",
                        optarg);
        return add_scope(w, "/subscriptions/", optarg);
    case 'm':
        w->management_groups = true;
        return add_scope(w, "/providers/Microsoft.Management/managementGroups/",
                         optarg);
    case 'n':
        w->no_apps = true;
        return 0;
    case 'b':
        w->no_bindings = true;
        return 0;
    case 'A':
        w->admin_credential = true;
        return 0;
    case 'R':
        w->run_command = true;
        return 0;
    case 'o':
        w->output = optarg;
        if (str_eq(optarg, "table") || str_eq(optarg, "json") ||
            str_eq(optarg, "role") || str_eq(optarg, "graph") ||
            str_eq(optarg, "kubernetes"))
            return 0;
        return fail("--output: expected table, json, role, graph or "
                    "kubernetes, found",
                    optarg);
    default:
        return cli_fail(EXIT_STATUS_USAGE,
                        "permissions: unknown option, or one without its "
                        "value; see 'aksentra permissions --help'");
    }
}

static int
run(struct wish *w, int argc, char **argv)
{
    static const struct option options[] = {
        { "subscription", required_argument, NULL, 's' },
        { "management-group", required_argument, NULL, 'm' },
        { "no-apps", no_argument, NULL, 'n' },
        { "no-bindings", no_argument, NULL, 'b' },
        { "allow-admin-credential", no_argument, NULL, 'A' },
        { "allow-run-command", no_argument, NULL, 'R' },
        { "output", required_argument, NULL, 'o' },
        { "help", no_argument, NULL, 'h' },
        { 0 },
    };
    int option, rc;

    opterr = 0;
    while ((option = getopt_long(argc, argv, "s:m:o:h", options, NULL)) != -1) {
        if (option == 'h') {
            fputs(usage, stdout);
            return EXIT_STATUS_CLEAN;
        }
        rc = read_option(w, option);
        if (rc != 0)
            return rc;
    }
    rc = choose_checks(w, argv + optind);
    if (rc != 0)
        return rc;
    if (json_array_size(w->scopes) == 0) {
        if (str_eq(w->output, "role"))
            fputs("aksentra: AssignableScopes holds a placeholder: name your "
                  "subscriptions with -s\n",
                  stderr);
        if (add_scope(w, "", PLACEHOLDER) != 0)
            return EXIT_STATUS_NOT_MADE;
    }
    return print(w);
}

int
cmd_permissions(int argc, char **argv)
{
    struct wish w = { .output = "table", .scopes = json_array() };
    int status = w.scopes ? run(&w, argc, argv)
                          : cli_fail(EXIT_STATUS_NOT_MADE, "out of memory");

    json_decref(w.scopes);
    return cli_finish(status);
}
