#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# credentials.bats - every way to get a token, renewal, and refusals.

load common
load fakeazure

# These are about clusters; apps.bats is about what Microsoft Graph adds.
setup() {
    export AKSENTRA_NO_APPS=true AKSENTRA_NO_BINDINGS=true
}

teardown() {
    fake_stop
}

start() {
    fake_start --scenario "$ROOT/fixtures/scenarios/all-managed" "$@"
    fake_env "$ROOT/fixtures/scenarios/all-managed"
}

live() {
    scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" -o none -f json "$@"
}

@test "client secret, and auto says what it took" {
    start
    live --auth environment
    equal "$status" 0
    contains "$errors" "Credential: client secret (environment)"
    live
    equal "$status" 0
    contains "$errors" "client secret (environment)"
    equal "$(result .run.tenantId)" "$AZURE_TENANT_ID"
    journal_clean
}

@test "client certificate: the signature is verified by the other side" {
    start
    unset AZURE_CLIENT_SECRET
    export AZURE_CLIENT_CERTIFICATE_PATH=$FAKE_CLIENT_CERT
    live --auth environment
    equal "$status" 0
    contains "$errors" "client certificate"
    contains "$errors" "AZURE_CLIENT_SECRET is not set"
    # ADFS wants RS256 and another endpoint.
    AZURE_AUTHORITY_HOST=$FAKE_URL/adfs live --auth environment
    equal "$status" 0
    journal_clean
    AZURE_CLIENT_CERTIFICATE_PATH=$FAKE_CA live --auth environment
    equal "$status" 1
    contains "$errors" "ca.pem"
}

@test "workload identity federation" {
    start
    unset AZURE_CLIENT_SECRET
    echo contoso.federated.token >"$BATS_TEST_TMPDIR/token"
    export AZURE_FEDERATED_TOKEN_FILE=$BATS_TEST_TMPDIR/token
    live --auth workload-identity
    equal "$status" 0
    contains "$errors" "workload identity"
    live
    equal "$status" 0
    contains "$errors" "Passed over: client secret"
    journal_clean
}

@test "managed identity: virtual machine and both App Service forms" {
    start --http-port 0
    unset AZURE_CLIENT_SECRET AZURE_TENANT_ID AZURE_CLIENT_ID
    AZURE_POD_IDENTITY_AUTHORITY_HOST=$FAKE_HTTP_URL live --auth managed-identity
    equal "$status" 0
    IDENTITY_ENDPOINT=$FAKE_HTTP_URL/msi/token IDENTITY_HEADER=contoso-identity-header \
        live --auth managed-identity
    equal "$status" 0
    MSI_ENDPOINT=$FAKE_HTTP_URL/msi/token MSI_SECRET=contoso-identity-header \
        live --auth managed-identity
    equal "$status" 0
    equal "$(journal_count '.path | contains("2017-09-01")')" 1
    contains "$errors" "managed identity"
    journal_clean
    AZURE_POD_IDENTITY_AUTHORITY_HOST=http://127.0.0.1:1 live --auth managed-identity
    equal "$status" 1
    contains "$errors" "managed identity"
}

@test "the Azure CLI is asked without our secrets in its environment" {
    start
    mkdir "$BATS_TEST_TMPDIR/bin"
    cat >"$BATS_TEST_TMPDIR/bin/az" <<EOF
#!/bin/sh
env >"$BATS_TEST_TMPDIR/az-env"
echo "\$*" >"$BATS_TEST_TMPDIR/az-args"
token=\$(curl -sS --cacert $FAKE_CA -d grant_type=client_credentials \
    -d client_id=$AZURE_CLIENT_ID -d 'client_secret=$AZURE_CLIENT_SECRET' \
    --data-urlencode scope=$FAKE_URL/.default \
    $FAKE_URL/$AZURE_TENANT_ID/oauth2/v2.0/token | jq -r .access_token)
echo "{\"accessToken\": \"\$token\", \"expires_on\": \$((\$(date +%s) + 3600)), \"tenant\": \"$AZURE_TENANT_ID\", \"tokenType\": \"Bearer\"}"
EOF
    chmod +x "$BATS_TEST_TMPDIR/bin/az"
    PATH=$BATS_TEST_TMPDIR/bin:$PATH live --auth azure-cli
    equal "$status" 0
    contains "$errors" "Credential: Azure CLI"
    contains "$(cat "$BATS_TEST_TMPDIR/az-args")" "account get-access-token --output json --resource $FAKE_URL --tenant $AZURE_TENANT_ID"
    lacks -q contoso-auditor-secret "$BATS_TEST_TMPDIR/az-env"
    printf '#!/bin/sh\necho "Please run az login" >&2\nexit 1\n' >"$BATS_TEST_TMPDIR/bin/az"
    PATH=$BATS_TEST_TMPDIR/bin:$PATH live --auth azure-cli
    equal "$status" 1
    contains "$errors" "Please run az login"
}

@test "auto passes over what is not set up, and says why when nothing is left" {
    start
    unset AZURE_CLIENT_SECRET AZURE_CLIENT_ID AZURE_TENANT_ID
    mkdir "$BATS_TEST_TMPDIR/bin"
    printf '#!/bin/sh\necho "Please run az login" >&2\nexit 1\n' >"$BATS_TEST_TMPDIR/bin/az"
    chmod +x "$BATS_TEST_TMPDIR/bin/az"
    AZURE_POD_IDENTITY_AUTHORITY_HOST=http://127.0.0.1:1 \
        PATH=$BATS_TEST_TMPDIR/bin:$PATH live
    equal "$status" 1
    contains "$errors" "AZURE_TENANT_ID is not set"
    contains "$errors" "AZURE_FEDERATED_TOKEN_FILE is not set"
    contains "$errors" "managed identity"
    contains "$errors" "Please run az login"
}

@test "a refused credential: Entra's code, its message and a hint; no next method" {
    start
    AZURE_CLIENT_SECRET=wrong-but-secret live
    equal "$status" 1
    contains "$errors" "AADSTS7000215"
    contains "$errors" "not its id"
    lacks -q wrong-but-secret "$BATS_TEST_TMPDIR/errors"
    AZURE_CLIENT_ID=00000000-0000-4000-8000-00000000dead live
    equal "$status" 1
    contains "$errors" "AADSTS700016"
    AZURE_TENANT_ID=00000000-0000-4000-8000-00000000dead live
    equal "$status" 1
    contains "$errors" "AADSTS90002"
    AZURE_CLIENT_ID=$(jq -r '.clients[1].clientId' "$ROOT/fixtures/scenarios/all-managed/tenant.json") live
    equal "$status" 1
    contains "$errors" "AADSTS7000222"
}

@test "tokens are renewed before they expire, and once after a 401" {
    fake_start --generate 20x1 --token-lifetime 4 --latency 300
    fake_env
    live --auth environment --parallel 1 --fail-on never
    equal "$status" 0
    [ "$(journal_count '.path | contains("oauth2")')" -ge 3 ]
    equal "$(journal_count '.status == 401')" 0
    fake_stop
    fake_start --generate 4x1 --fault 'path=managedClusters,after=2,times=1,action=expire-tokens'
    fake_env
    live --auth environment --parallel 1 --fail-on never
    equal "$status" 0
    # One more may have been on its way with the old token; it costs no third.
    [ "$(journal_count '.status == 401')" -ge 1 ]
    [ "$(journal_count '.status == 401')" -le 2 ]
    equal "$(journal_count '.path | contains("oauth2")')" 2
    fake_stop
    # For ever: denied, and no endless circle.
    fake_start --generate 1x1 --fault 'path=managedClusters,status=401'
    fake_env
    live --auth environment --fail-on never
    equal "$status" 1
    equal "$(result '.coverage[] | select(.kind == "subscription") | .status')" denied
    equal "$(journal_count '.path | contains("managedClusters")')" 2
}

@test "secrets and tokens are in no report, log or error" {
    fake_start --scenario "$ROOT/fixtures/contoso"
    fake_env "$ROOT/fixtures/contoso"
    scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --auth environment -vv --retries 0
    equal "$status" 2
    lacks -raq "$AZURE_CLIENT_SECRET" "$REPORT" "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/errors"
    lacks -raqE 'eyJ[A-Za-z0-9_-]{20,}' "$REPORT" "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/errors"
}
