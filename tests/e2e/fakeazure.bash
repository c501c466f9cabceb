# SPDX-License-Identifier: MIT
# fakeazure.bash - starting and asking the fake Azure.
# shellcheck shell=bash

FAKE_CA=$ROOT/build/test-ca/ca.pem
FAKE_CLIENT_CERT=$ROOT/build/test-ca/client.pem
export FAKE_CA FAKE_CLIENT_CERT

# fake_start ARGS...: starts it and waits until it listens. Sets FAKE_URL,
# FAKE_HTTP_URL, FAKE_PID, FAKE_JOURNAL. FAKE_CERT names another certificate of
# the test CA; FAKE_WRAPPER is put before the program.
fake_start() {
    local ready=$BATS_TEST_TMPDIR/fake-ready tries=0
    fake_stop
    FAKE_JOURNAL=$BATS_TEST_TMPDIR/journal
    rm -f "$ready" "$FAKE_JOURNAL"
    # Without API servers, kubeconfigs name those of the scenario.
    [ -n "${FAKE_WITHOUT_KUBE:-}" ] || set -- --kube-dir "$ROOT/build/test-ca" "$@"
    # shellcheck disable=SC2086 # the wrapper is several words
    ${FAKE_WRAPPER:-} "$BUILD/fakeazure" --cert "$ROOT/build/test-ca/${FAKE_CERT:-server}.pem" \
        --key "$ROOT/build/test-ca/${FAKE_CERT:-server}.key" \
        --client-cert "$FAKE_CLIENT_CERT" --ready-file "$ready" \
        --journal "$FAKE_JOURNAL" "$@" 3>&- 4>&- &
    FAKE_PID=$!
    while [ ! -s "$ready" ]; do
        tries=$((tries + 1))
        if [ $tries -gt 400 ] || ! kill -0 $FAKE_PID 2>/dev/null; then
            echo "the fake Azure did not start"
            return 1
        fi
        sleep 0.02
    done
    FAKE_URL=$(sed -n 's/^url=//p' "$ready")
    FAKE_HTTP_URL=$(sed -n 's/^http_url=//p' "$ready")
    FAKE_KUBE_URL=$(sed -n 's/^kube_url=//p' "$ready")
    export FAKE_KUBE_URL FAKE_URL FAKE_HTTP_URL FAKE_PID FAKE_JOURNAL
}

fake_stop() {
    [ -n "${FAKE_PID:-}" ] || return 0
    kill "$FAKE_PID" 2>/dev/null || true
    wait "$FAKE_PID" 2>/dev/null || true
    FAKE_PID=
}

# fake_env [SCENARIO-DIR]: the credential of the scenario, or of a generated
# tenant, in the environment.
fake_env() {
    export AZURE_TENANT_ID AZURE_CLIENT_ID AZURE_CLIENT_SECRET
    if [ -n "${1:-}" ]; then
        AZURE_TENANT_ID=$(jq -r .tenantId "$1/tenant.json")
        AZURE_CLIENT_ID=$(jq -r '.clients[0].clientId' "$1/tenant.json")
        AZURE_CLIENT_SECRET=$(jq -r '.clients[0].secret' "$1/tenant.json")
    else
        AZURE_TENANT_ID=00000000-0000-4000-8000-00000000ffff
        AZURE_CLIENT_ID=00000000-0000-4000-8000-00000000c11e
        AZURE_CLIENT_SECRET=generated-secret
    fi
}

# fake_token [RESOURCE]: an access token for the credential of fake_env.
fake_token() {
    curl -sS --cacert "$FAKE_CA" -d grant_type=client_credentials \
        -d "client_id=$AZURE_CLIENT_ID" \
        --data-urlencode "client_secret=$AZURE_CLIENT_SECRET" \
        --data-urlencode "scope=${1:-$FAKE_URL}/.default" \
        "$FAKE_URL/$AZURE_TENANT_ID/oauth2/v2.0/token" | jq -r .access_token
}

# journal_count FILTER: how many requests match a jq condition.
journal_count() {
    [ -s "$FAKE_JOURNAL" ] || { echo 0; return 0; }
    jq -s "[.[] | select($1)] | length" "$FAKE_JOURNAL"
}

# No request broke a rule of the services.
journal_clean() {
    local problems
    problems=$(jq -r 'select(.problem) | .method + " " + .path + ": " + .problem' "$FAKE_JOURNAL")
    [ -z "$problems" ] || { echo "$problems"; return 1; }
}
