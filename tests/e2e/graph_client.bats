#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# graph_client.bats - Microsoft's own Graph client for JavaScript gets from the
# fake what it gets from Graph: pages, alternate keys and batches.

load common
load fakeazure

CLIENT=$ROOT/tests/graph-client

setup() {
    command -v node >/dev/null || skip "node is not installed"
    [ -d "$CLIENT/node_modules" ] || skip "the Graph client is not installed"
}

teardown() { fake_stop; }

@test "the Graph client pages, looks up by app id, and batches" {
    local tenant=$ROOT/fixtures/contoso port token app_id
    fake_start --scenario "$tenant"
    fake_env "$tenant"
    port=${FAKE_URL##*:}
    token=$(curl -sS --cacert "$FAKE_CA" -d grant_type=client_credentials \
        -d client_id="$AZURE_CLIENT_ID" --data-urlencode "client_secret=$AZURE_CLIENT_SECRET" \
        --data-urlencode "scope=https://127.0.0.1:$port/.default" \
        "$FAKE_URL/$AZURE_TENANT_ID/oauth2/v2.0/token" | jq -r .access_token)
    app_id=$(jq -r '.applications[0].appId' "$tenant/graph.json")
    out=$(NODE_EXTRA_CA_CERTS=$FAKE_CA node "$CLIENT/read.mjs" \
        "https://127.0.0.1:$port" "$token" "$app_id")
    equal "$(jq .applications <<<"$out")" "$(jq '.applications | length' "$tenant/graph.json")"
    equal "$(jq -r .name <<<"$out")" "$(jq -r '.applications[0].displayName' "$tenant/graph.json")"
    equal "$(jq -c .statuses <<<"$out")" '{"1":200,"2":404}'
    journal_clean
}
