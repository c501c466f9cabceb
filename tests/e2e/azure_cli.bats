#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# azure_cli.bats - Debian's azure-cli, which nobody here wrote, works against the
# fake Azure; and aksentra takes a token from it and audits its exports.
# No test reaches beyond loopback: whatever tried would go to a dead proxy.

load common
load fakeazure
load az

setup_file() {
    export SCENARIO=$BATS_TEST_DIRNAME/../../fixtures/contoso
}

setup() {
    command -v az >/dev/null || skip "azure-cli is not installed"
    az_environment
    fake_start --scenario "$SCENARIO"
    az_sign_in
}

teardown() {
    fake_stop
}

@test "az login, account list, aks list, aks show, get-credentials" {
    local production cluster
    # Azure does not list what was denied; the deleted one is not enabled.
    [ "$(az account list --all -o json | jq length)" -ge 9 ]
    production=$(jq -r '.subscriptions[0].subscriptionId' "$SCENARIO/tenant.json")
    # Every page, through az's own paging.
    equal "$(az aks list --subscription "$production" -o json | jq length)" \
        "$(jq length "$SCENARIO/clusters/production.json")"

    az aks show --subscription "$production" -g rg-shop-prod -n shop-prod \
        --query aadProfile -o json >"$BATS_TEST_TMPDIR/profile"
    equal "$(jq .managed "$BATS_TEST_TMPDIR/profile")" null
    [ "$(jq -r .serverAppId "$BATS_TEST_TMPDIR/profile")" = \
        "$(jq -r '.[0].properties.aadProfile.serverAppID' "$SCENARIO/clusters/production.json")" ]
    equal "$(az aks show --subscription "$production" -g rg-data -n data-lake-prod --query aadProfile.managed -o tsv)" true

    az aks get-credentials --subscription "$production" -g rg-shop-prod \
        -n shop-prod -f "$BATS_TEST_TMPDIR/kubeconfig" >/dev/null 2>&1
    contains "$(cat "$BATS_TEST_TMPDIR/kubeconfig")" "clusterUser_rg-shop-prod_shop-prod"
    az aks get-credentials --subscription "$production" -g rg-shop-prod \
        -n shop-prod --admin -f "$BATS_TEST_TMPDIR/admin" >/dev/null 2>&1
    contains "$(cat "$BATS_TEST_TMPDIR/admin")" "shop-prod-admin"
    journal_clean
}

# subscription NAME: its id.
subscription() {
    jq -r --arg n "$1" '.subscriptions[] | select(.displayName == $n).subscriptionId' \
        "$SCENARIO/tenant.json"
}

# refusal WORD COMMAND...: az fails, and says so.
refusal() {
    local word=$1
    shift
    run "$@"
    [ "$status" -ne 0 ]
    contains "$output" "$word"
}

@test "a cloud known by its ARM endpoint alone, and a certificate" {
    az cloud register -n Found --endpoint-resource-manager "$FAKE_URL" >/dev/null
    az cloud set -n Found >/dev/null
    # MSAL signs the assertion, the fake verifies it.
    az_login "$FAKE_CLIENT_CERT" | jq -e 'length >= 9'
    equal "$(journal_count '.path == "/adfs/oauth2/token" and .status == 200')" 2
    journal_clean
    refusal AADSTS7000215 az_login not-the-secret
}

@test "a group by its hostile name, and errors as az tells them" {
    equal "$(az aks list --subscription "$(subscription "Contoso Staging")" \
        -g 'rg-(stage).eu_1' --query '[].name' -o tsv | tr '\n' ' ')" \
        "shop-stage payments-stage "
    refusal ResourceGroupNotFound az aks list -g nowhere \
        --subscription "$(subscription "Contoso Staging")"
    refusal ResourceNotFound az aks show -g rg-old -n nothing \
        --subscription "$(subscription "Contoso Staging")"
    refusal AuthorizationFailed az aks list \
        --subscription "$(subscription "Contoso Restricted")"
    refusal ReadOnlyDisabledSubscription az aks get-credentials -g rg-archive \
        -n archive-2019 -f "$BATS_TEST_TMPDIR/kubeconfig" \
        --subscription "$(subscription "Contoso Archive 2019")"
    refusal "static credential" az aks get-credentials --admin -g rg-data \
        -n data-lake-prod -f "$BATS_TEST_TMPDIR/kubeconfig" \
        --subscription "$(subscription "Contoso Production")"
    journal_clean
}

@test "roles, locks and windows as az exports them are read as ARM gives them" {
    local production= here=$BATS_TEST_TMPDIR/export
    production=$(jq -r '.subscriptions[0].subscriptionId' "$SCENARIO/tenant.json")
    scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --auth azure-cli -o none \
        -f json -s "$production" --no-apps --fail-on never
    result '[.roleAssignments[] | [.id, .roleName, .customRole, .gives, .clusters]] | sort' \
        >"$BATS_TEST_TMPDIR/live"
    result '.clusters[] | [.name, .readOnlyLock]' >>"$BATS_TEST_TMPDIR/live"
    mkdir -p "$here/bindings"
    az account list --all -o json | jq "map(select(.id == \"$production\"))" >"$here/subscriptions.json"
    az aks list --subscription "$production" -o json >"$here/clusters.json"
    az rest --url "/subscriptions/$production/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01" \
        >"$here/bindings/$production.role-assignments.json"
    # "az role definition list" of Debian's version breaks down on its own SDK.
    az rest --url "/subscriptions/$production/providers/Microsoft.Authorization/roleDefinitions?api-version=2022-04-01" \
        >"$here/bindings/role-definitions.json"
    az lock list --subscription "$production" -o json >"$here/bindings/$production.locks.json"
    az rest --url "$(result '.clusters[] | select(.name == "shop-prod") | .id')/maintenanceConfigurations?api-version=2024-09-01" \
        >"$here/bindings/shop-prod.maintenance.json"
    scan --from "$here" -o none -f json --no-apps --fail-on never
    result '[.roleAssignments[] | [.id, .roleName, .customRole, .gives, .clusters]] | sort' \
        >"$BATS_TEST_TMPDIR/offline"
    result '.clusters[] | [.name, .readOnlyLock]' >>"$BATS_TEST_TMPDIR/offline"
    diff "$BATS_TEST_TMPDIR/live" "$BATS_TEST_TMPDIR/offline"
    equal "$(result '.summary.checks["CLU-017"].pass')" 1
    journal_clean
}

@test "aksentra takes its token from az, and audits what az exports the same" {
    local production=
    production=$(jq -r '.subscriptions[0].subscriptionId' "$SCENARIO/tenant.json")
    scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --auth azure-cli -o none \
        -f json -s "$production" --no-bindings
    equal "$status" 2
    contains "$errors" "Credential: Azure CLI"
    result '[.clusters[] | [.id, .integration, .readiness]]' >"$BATS_TEST_TMPDIR/live"
    mkdir "$BATS_TEST_TMPDIR/export"
    az account list --all -o json | jq "map(select(.id == \"$production\"))" \
        >"$BATS_TEST_TMPDIR/export/subscriptions.json"
    az aks list --subscription "$production" -o json >"$BATS_TEST_TMPDIR/export/clusters.json"
    scan --from "$BATS_TEST_TMPDIR/export" -o none -f json --no-bindings
    equal "$status" 2
    result '[.clusters[] | [.id, .integration, .readiness]]' >"$BATS_TEST_TMPDIR/offline"
    diff "$BATS_TEST_TMPDIR/live" "$BATS_TEST_TMPDIR/offline"
}

@test "az ad: apps, principals, owners, groups and their members" {
    local app server name group
    server=$(jq -r '.[0].properties.aadProfile.serverAppID' "$SCENARIO/clusters/production.json")
    az ad app show --id "$server" -o json >"$BATS_TEST_TMPDIR/app"
    name=$(jq -r .displayName "$BATS_TEST_TMPDIR/app")
    contains "$name" Server
    equal "$(jq -c '[.passwordCredentials[].secretText] | unique' "$BATS_TEST_TMPDIR/app")" "[null]"
    equal "$(az ad sp show --id "$server" --query appId -o tsv)" "$server"
    equal "$(az ad app list --filter "displayName eq '$name'" --query '[0].appId' -o tsv)" "$server"
    equal "$(az ad app list --display-name shop-2020 -o json | jq length)" 2
    equal "$(az ad app list --all -o json | jq length)" \
        "$(jq '.applications | length' "$SCENARIO/graph.json")"
    [ "$(az ad app owner list --id "$server" -o json | jq length)" -ge 1 ]
    run az ad app show --id 99999999-0000-4000-8000-000000000000
    [ "$status" != 0 ]
    contains "$output" "does not exist"
    group=$(jq -r '.groups[0].id' "$SCENARIO/graph.json")
    equal "$(az ad group show --group "$group" --query displayName -o tsv)" \
        "$(jq -r '.groups[0].displayName' "$SCENARIO/graph.json")"
    equal "$(az ad group member list --group "$group" -o json | jq length)" \
        "$(jq '.groups[0].members | length' "$SCENARIO/graph.json")"
    journal_clean
}

@test "what az exports of the directory is audited as Graph's own bodies are" {
    local d=$BATS_TEST_TMPDIR/export
    mkdir -p "$d/apps"
    production=$(jq -r '.subscriptions[0].subscriptionId' "$SCENARIO/tenant.json")
    az account list --all -o json | jq "[.[] | select(.id == \"$production\")]" >"$d/subscriptions.json"
    az aks list --subscription "$production" -o json >"$d/$production.json"
    az ad app list --all -o json >"$d/apps/applications.json"
    az ad sp list --all -o json >"$d/apps/service-principals.json"
    scan --from "$d" -o none -f json --fail-on never
    equal "$(result '.summary.checks["APP-012"].fail > 0')" true
    equal "$(result '[.coverage[] | select(.kind == "directory" and .id == "applications") | .status] | first')" audited
    scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --auth azure-cli -s "$production" \
        -o none -f json --fail-on never
    equal "$(result '.summary.checks["APP-012"].unknown')" 0
}

@test "az takes the role and the permissions that aksentra permissions prints" {
    local production
    production=$(jq -r '.subscriptions[0].subscriptionId' "$SCENARIO/tenant.json")
    aksentra permissions -o role -s "$production" >"$BATS_TEST_TMPDIR/role.json"
    az role definition create --role-definition "$BATS_TEST_TMPDIR/role.json" \
        -o json >"$BATS_TEST_TMPDIR/made"
    contains "$(cat "$BATS_TEST_TMPDIR/made")" Microsoft.ContainerService/managedClusters/read
    journal_clean
}
