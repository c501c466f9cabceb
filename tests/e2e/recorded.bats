#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# recorded.bats - recorded page chains and error replies of the real services,
# replayed through the real HTTP engine.

load common
load fakeazure

setup() {
    [ -n "${AKSENTRA_RECORDED:-}" ] || skip "AKSENTRA_RECORDED is not set"
}

teardown() {
    fake_stop
}

# A tenant with the one subscription that the recordings speak of.
recorded_tenant() {
    local dir=$BATS_TEST_TMPDIR/tenant
    mkdir -p "$dir"
    jq 'del(.graph) | .subscriptions = [.subscriptions[0] | del(.clusters) |
        .id = "/subscriptions/00000000-0000-0000-0000-000000000000" |
        .subscriptionId = "00000000-0000-0000-0000-000000000000"]' \
        "$ROOT/fixtures/scenarios/minimal/tenant.json" >"$dir/tenant.json"
    echo "$dir"
}

replay() { # RECORDING SCAN-ARGS...
    local dir recording=$AKSENTRA_RECORDED/$1
    shift
    dir=$(recorded_tenant)
    fake_start --scenario "$dir" --replay "$recording"
    fake_env "$dir"
    scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --auth environment -o none \
        -f json --fail-on never "$@"
}

@test "a page of ten with a nextLink, and an empty page behind it" {
    replay arm/list.page10-nextlink.2020-04.json
    equal "$(result .summary.clusters)" 10
    equal "$(result .summary.none)" 10
    equal "$(result '.coverage[] | select(.kind == "subscription") | .status')" audited
    equal "$(journal_count '.path | contains("kipToken")')" 1
}

@test "one cluster, a nextLink with two skip tokens, an empty page" {
    replay arm/list.nextlink-empty-page.2024-04.json
    equal "$(result .summary.clusters)" 1
    equal "$(result '.coverage[] | select(.kind == "subscription") | .status')" audited
}

@test "a list of eight on one page" {
    replay arm/list.8-clusters.2021-06.json
    equal "$(result .summary.clusters)" 8
}

# The recorded error body as the answer to the list of clusters.
error_reply() { # FILE STATUS [FAULT...]
    local dir
    dir=$(recorded_tenant)
    fake_start --scenario "$dir" \
        --fault "path=managedClusters,status=$2,body=$AKSENTRA_RECORDED/errors/$1${3:+,$3}"
    fake_env "$dir"
    scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --auth environment -o none \
        -f json --fail-on never --retries "${RETRIES:-0}"
}

@test "recorded errors: code and message reach the coverage" {
    error_reply arm-403-AuthorizationFailed.n18.body.json 403
    equal "$status" 1
    equal "$(result '.coverage[0].status')" denied
    contains "$(result '.coverage[0].reason')" AuthorizationFailed
    error_reply arm-404-ResourceNotFound.n0.body.json 404
    contains "$(result '.coverage[0].reason')" ResourceNotFound
    error_reply arm-409-MissingSubscriptionRegistration.n5.body.json 409
    contains "$(result '.coverage[0].reason')" MissingSubscriptionRegistration
    contains "$(result '.coverage[0].remedy')" "not registered"
    error_reply arm-400-ServicePrincipalNotFound-flat.n5.body.json 400
    contains "$(result '.coverage[0].reason')" ServicePrincipalNotFound
    error_reply arm-500-InternalServerError.n20.body.json 500
    contains "$(result '.coverage[0].reason')" InternalServerError
    error_reply arm-502-html.n5.body.html 502 content-type=text/html
    contains "$(result '.coverage[0].reason')" "HTML"
    error_reply arm-504-GatewayTimeout.n11.body.json 504
    contains "$(result '.coverage[0].reason')" GatewayTimeout
}

@test "a 429 whose delay only the message tells is waited for" {
    local before after
    before=$(date +%s)
    RETRIES=1 error_reply arm-429-SubscriptionRequestsThrottled-no-retry-after.n24.body.json 429 times=1
    after=$(date +%s)
    equal "$(result '.coverage[0].status')" audited
    # "Please try again after '6' seconds."
    [ $((after - before)) -ge 6 ]
}
