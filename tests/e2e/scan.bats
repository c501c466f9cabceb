#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# scan.bats - live audits of the fake Azure: scope, paging, coverage, exit codes.

load common
load fakeazure

# These are about clusters; apps.bats is about what Microsoft Graph adds.
setup() {
    export AKSENTRA_NO_APPS=true AKSENTRA_NO_BINDINGS=true
}

teardown() {
    fake_stop
}

# live ARGS...: an audit of the running fake.
live() {
    scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --auth environment -o none \
        -f json "$@"
}

start() { # SCENARIO FAKE-ARGS...
    local scenario=$1
    shift
    fake_start --scenario "$ROOT/fixtures/$scenario" "$@"
    fake_env "$ROOT/fixtures/$scenario"
}

@test "a clean tenant: exit 0, everything audited" {
    start scenarios/all-managed
    live
    equal "$status" 0
    equal "$(result .run.complete)" true
    equal "$(result '.summary.managed == .summary.clusters and .summary.clusters > 0')" true
    journal_clean
}

@test "a legacy cluster: exit 2, and --fail-on decides" {
    start scenarios/minimal
    live
    equal "$status" 2
    equal "$(result .summary.legacy)" 1
    contains "$errors" "client secret"
    live --fail-on never
    equal "$status" 0
    live --fail-on blocked
    equal "$status" 0
    live --fail-on critical
    equal "$status" 0
    live --fail-on medium
    equal "$status" 2
}

@test "every subscription denied: exit 1, with the role that would help" {
    start scenarios/denied
    live
    equal "$status" 1
    equal "$(result '[.coverage[] | select(.kind == "subscription") | .status] | unique | tostring')" '["denied"]'
    contains "$(result '.coverage[0].remedy')" Reader
    contains "$(result '.coverage[0].reason')" AuthorizationFailed
}

@test "the sample tenant: every page is followed, every state is told" {
    start contoso
    live --retries 1
    equal "$status" 2
    equal "$(result .run.complete)" false
    equal "$(result '[.coverage[] | select(.kind == "subscription") | .status] | unique | tostring')" \
        '["audited","denied","partial","skipped","unreachable"]'
    for word in ready action-needed blocked migrated cleanup-needed not-integrated unknown; do
        [ "$word" = ready ] ||
            [ "$(result ".summary.readiness[\"$word\"]")" -gt 0 ] ||
            { echo "no cluster is $word"; return 1; }
    done
    journal_clean
}

@test "Disabled and Warned subscriptions are read and marked" {
    start contoso
    live --retries 0
    equal "$(result '[.clusters[] | select(.subscriptionState == "Disabled")] | length')" 1
    contains "$(result '.coverage[] | select(.status == "audited") | .reason // ""')" "Disabled"
    contains "$(result '.coverage[] | select(.status == "audited") | .reason // ""')" "Warned"
    contains "$(result '.findings[] | select(.check == "CLU-007" and .verdict == "fail") | .message')" "Disabled"
}

@test "with the plan some legacy clusters are ready" {
    start contoso
    live --retries 0 --plan "$ROOT/fixtures/contoso/plan.yaml"
    equal "$status" 2
    [ "$(result .summary.readiness.ready)" -gt 0 ]
    contains "$(result '[.instructions[].commands[]] | tostring')" "get-credentials"
}

@test "a subscription that breaks off keeps its clusters and is partial" {
    fake_start --generate 3x25 --page-size 10 \
        --fault 'path=skipToken,status=500,after=1'
    fake_env
    live --retries 0 --fail-on never --parallel 1
    equal "$status" 3
    equal "$(result '[.coverage[] | select(.status == "partial")] | length')" 3
    [ "$(result .summary.clusters)" -ge 30 ]
    contains "$(result '.coverage[] | select(.status == "partial") | .reason' | head -1)" "broke off after page"
}

@test "statuses of one subscription never end the audit" {
    for code in 400 403 404 409 500 502 503 504; do
        fake_start --generate 2x3 \
            --fault "path=managedClusters,status=$code,times=1"
        fake_env
        live --retries 0 --fail-on never --parallel 1
        equal "$status" 3
        equal "$(result .summary.clusters)" 3
        equal "$(result '[.coverage[] | select(.kind == "subscription" and .status != "audited")] | length')" 1
        contains "$(result '.coverage[] | select(.status != "audited") | .reason')" "$code"
        fake_stop
    done
}

@test "throttling for ever ends; throttling once is waited for" {
    fake_start --generate 2x3 --fault 'path=managedClusters,status=429,retry-after=1,times=1'
    fake_env
    live --parallel 1 --fail-on never
    equal "$status" 0
    fake_stop
    fake_start --generate 1x3 --fault 'path=managedClusters,status=429,retry-after=0'
    fake_env
    live --retries 2 --fail-on never
    equal "$status" 1
    contains "$(result '.coverage[0].reason')" 429
    equal "$(journal_count '.path | contains("managedClusters")')" 3
    fake_stop
    # A wish beyond all patience is not obeyed.
    fake_start --generate 1x3 --fault 'path=managedClusters,status=429,retry-after=86400'
    fake_env
    live --fail-on never
    equal "$status" 1
    equal "$(journal_count '.path | contains("managedClusters")')" 1
}

@test "nextLink: another host and a loop are refused, and the token stays home" {
    fake_start --generate 1x25 --page-size 10 --fault 'path=managedClusters,action=foreign-nextlink,times=1'
    fake_env
    live --fail-on never
    equal "$status" 3
    contains "$(result '.coverage[] | select(.kind == "subscription") | .reason')" "another host"
    fake_stop
    fake_start --generate 1x25 --page-size 10 --fault 'path=managedClusters,action=loop-nextlink'
    fake_env
    live --fail-on never
    equal "$status" 3
    contains "$(result '.coverage[] | select(.kind == "subscription") | .reason')" "repeats"
}

@test "bodies that are cut, no JSON, or HTML are unreachable, not empty" {
    for fault in action=cut 'body-text=<html></html>,status=200' 'body-text={"value":5},status=200' 'body-text={,status=200'; do
        fake_start --generate 1x3 --fault "path=managedClusters,$fault"
        fake_env
        live --retries 0 --fail-on never
        equal "$status" 1
        equal "$(result '.coverage[0].status')" unreachable
        fake_stop
    done
}

@test "-s: by id, by name, by @file; what does not exist is told before the scan" {
    fake_start --generate 3x2
    fake_env
    live --fail-on never
    local id name
    id=$(result '[.coverage[] | select(.kind == "subscription")][0].id')
    name=$(result '.clusters[0].subscriptionName')
    live --fail-on never -s "$id"
    equal "$(result .summary.clusters)" 2
    live --fail-on never -s "$name"
    equal "$(result .summary.clusters)" 2
    printf '# scope\n%s\n\n%s\n' "$id" "$name" >"$BATS_TEST_TMPDIR/subs"
    live --fail-on never -s "@$BATS_TEST_TMPDIR/subs"
    [ "$(result .summary.clusters)" -ge 2 ]
    rm -rf "$REPORT"
    live -s 99999999-9999-4999-8999-999999999999
    equal "$status" 1
    contains "$errors" 99999999-9999-4999-8999-999999999999
    [ ! -e "$REPORT/results.json" ]
    live -s "No Such Name"
    equal "$status" 1
    contains "$errors" "No Such Name"
    live -s "@/nonexistent"
    equal "$status" 64
}

@test "a management group scopes the audit; one that does not exist is told" {
    start contoso
    local group
    group=$(jq -r '.managementGroups[0].name // .managementGroups[0].id' "$ROOT/fixtures/contoso/tenant.json")
    live --retries 0 -m "$group"
    [ "$(result .summary.clusters)" -gt 0 ]
    [ "$(result '[.coverage[] | select(.kind == "subscription")] | length')" -lt \
        "$(jq '.subscriptions | length' "$ROOT/fixtures/contoso/tenant.json")" ]
    live -m no-such-group
    equal "$status" 1
    contains "$errors" "no-such-group"
}

@test "descendants: both spellings of a subscription's type, and no guessing" {
    local dir=$BATS_TEST_TMPDIR/tenant sub
    mkdir -p "$dir"
    cp -r "$ROOT/fixtures/scenarios/minimal/." "$dir"
    sub=$(jq -r '.subscriptions[0].subscriptionId' "$dir/tenant.json")
    for type in Microsoft.Management/managementGroups/subscriptions /subscriptions; do
        fake_start --scenario "$dir" --fault "path=descendants,status=200,body-text={\"value\":[{\"type\":\"$type\"\,\"name\":\"$sub\"}]}"
        fake_env "$dir"
        live -m any
        equal "$status" 2
        equal "$(result .summary.clusters)" 1
        fake_stop
    done
    fake_start --scenario "$dir" --fault "path=descendants,status=200,body-text={\"value\":[{\"type\":\"/subscriptions\"\,\"name\":\"$sub\"}\,{\"type\":\"Other/thing\"\,\"name\":\"x\"}]}"
    fake_env "$dir"
    live -m any --fail-on never
    equal "$status" 3
    contains "$(result '.coverage[] | select(.kind == "management-group") | .reason')" "Other/thing"
}

@test "an api-version that the cloud does not know is replaced by the newest it names" {
    fake_start --generate 1x3 --fault "path=api-version=2024-09-01,status=400,content-type=application/json,body-text={\"error\":{\"code\":\"NoRegisteredProviderFound\"\,\"message\":\"No registered resource provider found for location 'eastus' and API version '2024-09-01' for type 'managedClusters'. The supported api-versions are '2020-01-01\, 2023-02-01\, 2024-02-02-preview'.\"}}"
    fake_env
    live --fail-on never
    equal "$status" 0
    equal "$(journal_count '.path | contains("api-version=2023-02-01")')" 1
}

@test "unreachable, untrusted and unnamed hosts: exit 1 and what to do" {
    scan --cloud https://127.0.0.1:1 --auth environment --retries 0
    equal "$status" 1
    contains "$errors" "127.0.0.1:1"
    fake_start --generate 1x1
    fake_env
    scan --cloud "$FAKE_URL" --auth environment --retries 0
    equal "$status" 1
    contains "$errors" "certificate"
    contains "$errors" "--ca-file"
    scan --cloud http://127.0.0.1:1 --auth environment
    equal "$status" 64
    scan --cloud AzureMoon --auth environment
    equal "$status" 64
    contains "$errors" "AzureMoon"
}

@test "an interrupted audit writes what it has and exits 1" {
    fake_start --generate 30x5 --latency 400
    fake_env
    REPORT=$BATS_TEST_TMPDIR/report
    "$BUILD/aksentra" scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" \
        --auth environment -o none -f json -d "$REPORT" --parallel 2 \
        2>"$BATS_TEST_TMPDIR/errors" &
    local pid=$! tries=0
    until [ "$(journal_count '.path | contains("managedClusters")')" -ge 3 ]; do
        tries=$((tries + 1))
        [ $tries -lt 200 ]
        sleep 0.05
    done
    kill -INT $pid
    status=0
    wait $pid || status=$?
    equal "$status" 1
    equal "$(result .run.complete)" false
    [ "$(result .summary.clusters)" -ge 5 ]
    contains "$(result '[.coverage[].reason // ""] | tostring')" "interrupted"
}

@test "a cluster of another subscription in a list makes that subscription no part of the audit" {
    jq -n '{value: [{id: "/subscriptions/99999999-9999-4999-8999-999999999999/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/one",
        name: "one", type: "Microsoft.ContainerService/ManagedClusters", location: "westeurope", properties: {}}]}' >"$BATS_TEST_TMPDIR/list.json"
    fake_start --generate 2x1 --fault "path=managedClusters,status=200,times=1,body=$BATS_TEST_TMPDIR/list.json"
    fake_env
    scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --no-apps --no-bindings -f json -o none
    equal "$(result '[.coverage[] | select(.kind == "subscription")] | length')" 2
    equal "$(result '[.coverage[] | select(.kind == "subscription") | .status] | sort | join(" ")')" "audited partial"
    contains "$(result '[.coverage[].reason // ""] | tostring')" "it is of another subscription"
}

@test "--dry-run asks nothing" {
    fake_start --generate 1x1
    fake_env
    status=0
    out=$(aksentra scan --cloud "$FAKE_URL" --dry-run) || status=$?
    equal "$status" 0
    contains "$out" "Microsoft.ContainerService/managedClusters/read"
    equal "$(journal_count true)" 0
}

@test "quota headers slow a subscription down before it is throttled" {
    fake_start --generate 1x600 --page-size 10 --reads-bucket 30,25 --enforce-bucket
    fake_env
    live --fail-on never
    equal "$status" 0
    equal "$(result .summary.clusters)" 600
    equal "$(journal_count '.path | contains("managedClusters")')" \
        "$((60 + $(journal_count '.status == 429')))"
    [ "$(journal_count '.status == 429')" -le 2 ]
}

@test "hanging, resetting, slow and endless replies end, each with its reason" {
    # The ceilings are per request and include the handshake: only the replies
    # that never end may run into one, also on a machine that is busy.
    local word timeout
    for fault in hang:timeout slow:timeout reset:broke endless:larger; do
        timeout=120
        [[ ${fault#*:} != timeout ]] || timeout=${AKSENTRA_WRAPPER:+15}
        fake_start --generate 1x30 --page-size 30 --fault "path=managedClusters,action=${fault%:*}"
        fake_env
        live --retries 0 --timeout "${timeout:-3}" --fail-on never
        equal "$status" 1
        word=$(result '.coverage[0].reason')
        contains "$word" "${fault#*:}"
        fake_stop
    done
}
