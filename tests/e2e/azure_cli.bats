#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# azure_cli.bats - Debian's azure-cli, which nobody here wrote, works against the
# fake Azure; and aksentra takes a token from it and audits its exports.

load common
load fakeazure

setup_file() {
    export SCENARIO=$BATS_TEST_DIRNAME/../../fixtures/contoso
}

setup() {
    command -v az >/dev/null || skip "azure-cli is not installed"
    export AZURE_CONFIG_DIR=$BATS_TEST_TMPDIR/azure
    export AZURE_CORE_COLLECT_TELEMETRY=0 AZURE_CORE_ERROR_RECOMMENDATION=off
    export REQUESTS_CA_BUNDLE=$ROOT/build/test-ca/ca.pem
    export HOME=$BATS_TEST_TMPDIR
    mkdir -p "$AZURE_CONFIG_DIR"
    # Or it asks the internet for a newer version of itself.
    echo '{"versions": {"azure-cli": {"local": "2.45.0", "pypi": "2.45.0"}}, "update_time": "2099-01-01 00:00:00.000000", "check_time": "2099-01-01 00:00:00.000000"}' \
        >"$AZURE_CONFIG_DIR/versionCheck.json"
    fake_start --scenario "$SCENARIO"
    sign_in
}

teardown() {
    fake_stop
}

sign_in() {
    local port=${FAKE_URL##*:} id secret tenant
    id=$(jq -r '.clients[0].clientId' "$SCENARIO/tenant.json")
    secret=$(jq -r '.clients[0].secret' "$SCENARIO/tenant.json")
    tenant=$(jq -r .tenantId "$SCENARIO/tenant.json")
    az cloud register -n Fake --cloud-config "{\"endpoints\": {
        \"resourceManager\": \"$FAKE_URL\", \"management\": \"$FAKE_URL/\",
        \"activeDirectory\": \"$FAKE_URL/adfs\",
        \"activeDirectoryResourceId\": \"$FAKE_URL/\",
        \"activeDirectoryGraphResourceId\": \"$FAKE_URL/\",
        \"microsoftGraphResourceId\": \"https://127.0.0.1:$port/\"}}" >/dev/null
    az cloud set -n Fake >/dev/null
    az login --service-principal -u "$id" -p "$secret" --tenant "$tenant" \
        -o json >"$BATS_TEST_TMPDIR/login"
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

@test "aksentra takes its token from az, and audits what az exports the same" {
    local production=
    production=$(jq -r '.subscriptions[0].subscriptionId' "$SCENARIO/tenant.json")
    scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --auth azure-cli -o none \
        -f json -s "$production"
    equal "$status" 2
    contains "$errors" "Credential: Azure CLI"
    result '[.clusters[] | [.id, .integration, .readiness]]' >"$BATS_TEST_TMPDIR/live"
    mkdir "$BATS_TEST_TMPDIR/export"
    az account list --all -o json | jq "map(select(.id == \"$production\"))" \
        >"$BATS_TEST_TMPDIR/export/subscriptions.json"
    az aks list --subscription "$production" -o json >"$BATS_TEST_TMPDIR/export/clusters.json"
    scan --from "$BATS_TEST_TMPDIR/export" -o none -f json
    equal "$status" 2
    result '[.clusters[] | [.id, .integration, .readiness]]' >"$BATS_TEST_TMPDIR/offline"
    diff "$BATS_TEST_TMPDIR/live" "$BATS_TEST_TMPDIR/offline"
}
