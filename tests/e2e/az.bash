# SPDX-License-Identifier: MIT
# az.bash - Debian's azure-cli against the fake Azure, in a HOME of its own.
# shellcheck shell=bash

# No test reaches beyond loopback: whatever tried would go to a dead proxy.
az_environment() {
    export AZURE_CONFIG_DIR=$BATS_TEST_TMPDIR/azure
    export AZURE_CORE_COLLECT_TELEMETRY=0 AZURE_CORE_ERROR_RECOMMENDATION=off
    export REQUESTS_CA_BUNDLE=$ROOT/build/test-ca/ca.pem
    export HOME=$BATS_TEST_TMPDIR
    export https_proxy=http://127.0.0.1:1 http_proxy=http://127.0.0.1:1
    export no_proxy=localhost,127.0.0.1
    mkdir -p "$AZURE_CONFIG_DIR"
    # Or it asks the internet for a newer version of itself.
    echo '{"versions": {"azure-cli": {"local": "2.45.0", "pypi": "2.45.0"}}, "update_time": "2099-01-01 00:00:00.000000", "check_time": "2099-01-01 00:00:00.000000"}' \
        >"$AZURE_CONFIG_DIR/versionCheck.json"
}

# az_login SECRET-OR-PEM-FILE
az_login() {
    az login --service-principal -p "$1" -o json \
        -u "$(jq -r '.clients[0].clientId' "$SCENARIO/tenant.json")" \
        --tenant "$(jq -r .tenantId "$SCENARIO/tenant.json")"
}

# Knows the fake as a cloud, and signs in with the scenario's first client.
az_sign_in() {
    local port=${FAKE_URL##*:} secret
    secret=$(jq -r '.clients[0].secret' "$SCENARIO/tenant.json")
    az cloud register -n Fake --cloud-config "{\"endpoints\": {
        \"resourceManager\": \"$FAKE_URL\", \"management\": \"$FAKE_URL/\",
        \"activeDirectory\": \"$FAKE_URL/adfs\",
        \"activeDirectoryResourceId\": \"$FAKE_URL/\",
        \"activeDirectoryGraphResourceId\": \"$FAKE_URL/\",
        \"microsoftGraphResourceId\": \"https://127.0.0.1:$port/\"}}" >/dev/null
    az cloud set -n Fake >/dev/null
    az_login "$secret" >"$BATS_TEST_TMPDIR/login"
}
