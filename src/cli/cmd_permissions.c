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
    "      --no-apps                 without the checks that ask Graph\n"
    "  -o, --output table|json|role|graph\n"
    "                                role: what az role definition create\n"
    "                                takes; graph: what az ad app update\n"
    "                                --required-resource-accesses takes\n"
    "  -h, --help                    this text\n";

/* What was asked for. */
struct wish {
    unsigned needs;
    bool management_groups;
    json_t *scopes; /* texts */
    const char *output;
    bool no_apps;
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
        "{s:s, s:b, s:s, s:o, s:O, s:O, s:O, s:O}", "Name", "aksentra auditor",
        "IsCustom", 1, "Description",
        "Reads what aksentra needs to audit the Microsoft Entra integration of "
        "AKS clusters. Changes nothing.",
        "Actions", permissions_of(w, PLAN_ARM), "NotActions", none,
        "DataActions", none, "NotDataActions", none, "AssignableScopes",
        w->scopes);
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

static int
print_table(const struct wish *w)
{
    json_auto_t *actions = permissions_of(w, PLAN_ARM);
    json_auto_t *graph = permissions_of(w, PLAN_GRAPH);

    printf("Azure actions (the built-in role Reader holds them%s):\n",
           w->management_groups ? ", with Management Group Reader" : "");
    print_lines(actions);
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
    const struct snapshot s = { .directory.skipped = w->no_apps };

    /* Which subscriptions there are has to be asked in any case. */
    w->needs = NEED_SUBSCRIPTIONS | NEED_CLUSTERS;
    if (!*ids)
        w->needs |= check_needs(&s);
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
    case 'o':
        w->output = optarg;
        if (str_eq(optarg, "table") || str_eq(optarg, "json") ||
            str_eq(optarg, "role") || str_eq(optarg, "graph"))
            return 0;
        return fail("--output: expected table, json, role or graph, found",
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
