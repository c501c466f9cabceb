#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# offline.bats - the same audit from exported JSON, in every form.

load common

# These are about clusters; apps.bats is about what Microsoft Graph adds.
setup() {
    export AKSENTRA_NO_APPS=true AKSENTRA_NO_BINDINGS=true
}

SUB=11111111-1111-4111-8111-111111111111
LEGACY=$BATS_TEST_DIRNAME/../../fixtures/checks/CLU-001/fail.json

# The legacy cluster of the fixture, in another form.
cluster() { # JQ-FILTER
    jq "[.[] | select(.type)][0] | $1" "$LEGACY"
}

expect_one_legacy() { # FILE
    scan --from "$1" -o none -f json
    equal "$status" 2
    equal "$(result '.summary | [.clusters, .legacy, .unknown] | tostring')" \
        "[1,1,0]"
}

@test "REST get, REST list, array, Resource Graph: objects and table" {
    local f=$BATS_TEST_TMPDIR/export.json
    cluster . >"$f"
    expect_one_legacy "$f"
    cluster '{value: [.]}' >"$f"
    expect_one_legacy "$f"
    cluster '[.]' >"$f"
    expect_one_legacy "$f"
    cluster '{count: 1, total_records: 1, skip_token: null, data: [. + {tenantId: .identity.tenantId}]}' >"$f"
    expect_one_legacy "$f"
    cluster '{totalRecords: 1, count: 1, resultTruncated: "false", data: {columns: [{name: "id"}, {name: "type"}, {name: "properties"}], rows: [[.id, .type, .properties]]}}' >"$f"
    expect_one_legacy "$f"
}

@test "the flattened form of az aks list and az aks show" {
    local f=$BATS_TEST_TMPDIR/export.json
    local flat='. + .properties | del(.properties) | .aadProfile |= {
        adminGroupObjectIDs, clientAppId: .clientAppID, managed: null,
        serverAppId: .serverAppID, serverAppSecret: null, tenantId: .tenantID,
        enableAzureRbac: null, adminUsers: null} | .enableRbac = .enableRBAC |
        del(.enableRBAC)'
    cluster "$flat" >"$f"
    expect_one_legacy "$f"
    cluster "[$flat]" >"$f"
    expect_one_legacy "$f"
    equal "$(result '.clusters[0].aadProfile.serverAppID')" \
        aaaaaaaa-0000-4000-8000-000000000001
}

@test "standard input is -" {
    local status=0
    aksentra scan --from - -o json -f json -d "$BATS_TEST_TMPDIR/r" \
        <"$LEGACY" >"$BATS_TEST_TMPDIR/out" || status=$?
    equal "$status" 2
    equal "$(jq .summary.legacy "$BATS_TEST_TMPDIR/out")" 1
    cmp "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/r/results.json"
}

@test "in a folder, a bad file is named with line and column, the rest goes on" {
    local d=$BATS_TEST_TMPDIR/export
    mkdir "$d"
    cp "$LEGACY" "$d/good.json"
    printf '{\n  "value": [,]\n}\n' >"$d/broken.json"
    printf '\n  {"hello": "world"}\n' >"$d/other.json"
    scan --from "$d" -o none -f json --fail-on never
    equal "$status" 3
    equal "$(result .summary.legacy)" 1
    contains "$(result '.coverage[] | select(.id | endswith("broken.json")) | .reason')" \
        "broken.json:2:13:"
    contains "$(result '.coverage[] | select(.id | endswith("other.json")) | .reason')" \
        "other.json:2:3: expected exported clusters"
    equal "$(result '.coverage[] | select(.id | endswith("other.json")) | .status')" \
        unreachable
}

@test "what makes no sense at all is a usage error" {
    scan --from /nonexistent/x.json
    equal "$status" 64
    contains "$errors" "/nonexistent/x.json"
    echo '{"a": 1' >"$BATS_TEST_TMPDIR/cut.json"
    scan --from "$BATS_TEST_TMPDIR/cut.json"
    equal "$status" 64
    contains "$errors" "cut.json:"
    mkdir "$BATS_TEST_TMPDIR/empty"
    scan --from "$BATS_TEST_TMPDIR/empty"
    equal "$status" 64
    mkfifo "$BATS_TEST_TMPDIR/fifo.json"
    scan --from "$BATS_TEST_TMPDIR/fifo.json"
    equal "$status" 64
    [ ! -e "$REPORT" ]
}

@test "one page of several is partial" {
    local f=$BATS_TEST_TMPDIR/export.json
    cluster '{value: [.], nextLink: "https://management.azure.com/next"}' >"$f"
    scan --from "$f" -o none -f json --fail-on never
    equal "$status" 3
    contains "$(result '.coverage[] | select(.kind == "file") | .reason')" nextLink
    cluster '{totalRecords: 5, count: 1, data: [.]}' >"$f"
    scan --from "$f" -o none -f json --fail-on never
    equal "$status" 3
    cluster '{resultTruncated: "true", data: [.]}' >"$f"
    scan --from "$f" -o none -f json --fail-on never
    equal "$status" 3
}

@test "a subscription without any export is not taken for empty" {
    local d=$BATS_TEST_TMPDIR/export
    mkdir "$d"
    echo "[{\"id\": \"$SUB\", \"name\": \"Prod\", \"state\": \"Enabled\", \"tenantId\": \"22222222-2222-4222-8222-222222222222\"}]" >"$d/subscriptions.json"
    jq '[.[] | select(.type)] | map(.id |= sub("11111111-1111-4111-8111-111111111111"; "99999999-1111-4111-8111-111111111111"))' \
        "$ROOT/fixtures/checks/CLU-001/pass.json" >"$d/clusters.json"
    scan --from "$d" -o none -f json
    equal "$status" 3
    equal "$(result ".coverage[] | select(.id == \"$SUB\") | .status")" unreachable
    # An empty list in a file that carries the id says that it is empty.
    echo '[]' >"$d/$SUB.json"
    scan --from "$d" -o none -f json
    equal "$status" 0
    equal "$(result ".coverage[] | select(.id == \"$SUB\") | .status")" audited
}

@test "exports that contradict one another make the cluster unknown" {
    local d=$BATS_TEST_TMPDIR/export
    mkdir "$d"
    cluster . >"$d/before.json"
    cluster '.properties.aadProfile = {managed: true}' >"$d/after.json"
    scan --from "$d" -o none -f json
    equal "$status" 3
    equal "$(result '.clusters[0].integration')" unknown
    contains "$(result '.clusters[0].integrationReason')" "before.json says legacy"
}

@test "other resources are left out, Arc clusters among them" {
    local f=$BATS_TEST_TMPDIR/export.json
    cluster '[., {id: "/subscriptions/x/y", type: "Microsoft.Kubernetes/connectedClusters", properties: {aadProfile: {serverAppId: ""}}}]' >"$f"
    expect_one_legacy "$f"
    contains "$(result '.coverage[] | select(.kind == "file") | .reason')" "not AKS clusters"
}

@test "filters: include, exclude, tag, and -s by id and by name" {
    local f=$ROOT/fixtures/checks/CLU-019/fail.json
    scan --from "$f" -o none -f json --include 'aks-TWO$'
    equal "$(result '[.clusters[].name] | tostring')" '["aks-two"]'
    scan --from "$f" -o none -f json --exclude two
    equal "$(result '[.clusters[].name] | tostring')" '["aks-one"]'
    scan --from "$f" -o none -f json --tag environment=^te
    equal "$(result .summary.clusters)" 2
    scan --from "$f" -o none -f json --tag environment=prod
    equal "$status" 0
    equal "$(result .summary.clusters)" 0
    scan --from "$f" -o none -f json -s Fixture
    equal "$(result .summary.clusters)" 2
    scan --from "$f" -o none -f json -s Nobody
    equal "$status" 1
    contains "$errors" "Nobody"
    scan --from "$f" --include '('
    equal "$status" 64
    contains "$errors" "--include"
}

@test "the same input gives the same bytes" {
    export SOURCE_DATE_EPOCH=1700000000
    REPORT=$BATS_TEST_TMPDIR/a scan --from "$ROOT/fixtures/checks" -o none
    sleep 1.1
    REPORT=$BATS_TEST_TMPDIR/b scan --from "$ROOT/fixtures/checks" -o none
    diff -r "$BATS_TEST_TMPDIR/a" "$BATS_TEST_TMPDIR/b"
    [ -f "$BATS_TEST_TMPDIR/a/report.xlsx" ]
}
