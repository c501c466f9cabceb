#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# apps_offline.bats - app registrations from the folder apps/ of an export.

load common

SERVER=aaaaaaaa-0000-4000-8000-000000000001
LEFT_OVER=aaaaaaaa-0000-4000-8000-000000000005

setup() {
    export SOURCE_DATE_EPOCH=1795392000 # 2026-11-23
    export AKSENTRA_NO_BINDINGS=true
    D=$BATS_TEST_TMPDIR/export
}

take() { # FIXTURE
    cp -r "$ROOT/fixtures/checks/$1" "$D"
}

offline() {
    scan --from "$D" -o none -f json --fail-on never "$@"
}

verdict() { # CHECK RESOURCE
    result "[.findings[] | select(.check == \"$1\" and .resource == \"$2\")
        | .verdict] | first // \"pass\""
}

@test "without apps/ nothing is said to be fine; --no-apps leaves them out" {
    take APP-001/pass
    rm -r "$D/apps"
    offline
    equal "$status" 3
    equal "$(verdict APP-001 app:$SERVER)" unknown
    contains "$(result '[.findings[] | select(.check == "APP-012") | .message] | first')" \
        "apps/"
    offline --no-apps
    equal "$status" 0
    equal "$(result '[.findings[] | select(.check | startswith("APP"))] | length')" 0
    equal "$(result '.summary.checks | has("APP-001")')" false
}

@test "one object alone says nothing about the others" {
    take APP-001/pass
    jq '.[0]' "$D/apps/applications.json" >"$D/apps/server.json"
    rm "$D/apps/applications.json"
    offline
    equal "$(verdict APP-001 app:$SERVER)" pass
    equal "$(verdict APP-001 app:aaaaaaaa-0000-4000-8000-000000000002)" unknown
}

@test "one page of several proves no absence" {
    take APP-001/fail
    jq '{value: ., "@odata.nextLink": "https://graph.microsoft.com/v1.0/applications?$skiptoken=x"}' \
        "$D/apps/applications.json" >"$BATS_TEST_TMPDIR/page"
    mv "$BATS_TEST_TMPDIR/page" "$D/apps/applications.json"
    offline
    equal "$(verdict APP-001 app:$SERVER)" unknown
    equal "$(result '[.coverage[] | select(.status == "partial") | .id] | length > 0')" true
}

@test "the forms of Graph and of az give the same" {
    take APP-012/fail
    offline
    cp "$REPORT/results.json" "$BATS_TEST_TMPDIR/first.json"
    for f in applications service-principals oauth2-permission-grants; do
        jq '{"@odata.context": "x", value: .}' "$D/apps/$f.json" >"$BATS_TEST_TMPDIR/wrapped"
        mv "$BATS_TEST_TMPDIR/wrapped" "$D/apps/$f.json"
    done
    offline
    equal "$(result .findings)" "$(jq -r .findings "$BATS_TEST_TMPDIR/first.json")"
}

@test "files that make no sense are named, and the others go on" {
    take APP-002/fail
    printf '{"value": [' >"$D/apps/cut.json"
    printf '[{"appId": 7}, {"hello": "world"}]' >"$D/apps/odd.json"
    mkfifo "$D/apps/pipe.json"
    offline
    equal "$(verdict APP-002 app:$SERVER)" fail
    contains "$(result '[.coverage[] | select(.id | endswith("cut.json")) | .reason] | first')" ":1:"
    contains "$(result '[.coverage[] | select(.id | endswith("odd.json")) | .reason] | first')" \
        "2 of its elements"
    equal "$(result '[.coverage[] | select(.id | endswith("pipe.json")) | .status] | first')" \
        unreachable
}

@test "an end date that makes no sense is unknown, not expired" {
    take APP-002/pass
    sed -i 's/2299-12-30T00:00:00Z/whenever/' "$D/apps/applications.json"
    offline
    equal "$(verdict APP-002 app:$SERVER)" unknown
    equal "$(verdict APP-003 app:$SERVER)" unknown
}

@test "a left-over that the baseline named is certain" {
    take APP-012/fail
    offline
    jq '.clusters = [.clusters[0] | .id = "/subscriptions/s/clusters/old" |
        .aadProfile = {serverAppID: "'$LEFT_OVER'", clientAppID: null}]' \
        "$REPORT/results.json" >"$BATS_TEST_TMPDIR/earlier.json"
    equal "$(result '[.findings[] | select(.check == "APP-012") | .evidence.certainty] | first')" likely
    offline --baseline "$BATS_TEST_TMPDIR/earlier.json"
    equal "$(result '[.findings[] | select(.check == "APP-012") | .evidence.certainty] | first')" certain
    contains "$(result '[.findings[] | select(.check == "APP-012") | .evidence["named by"]] | first')" old
}

@test "a baseline that is none is a usage error" {
    take APP-012/pass
    for text in '{"schema": "other"}' '{}' '[1]' '{' \
        '{"schema": "aksentra/results/v1"}'; do
        printf '%s' "$text" >"$BATS_TEST_TMPDIR/b.json"
        offline --baseline "$BATS_TEST_TMPDIR/b.json"
        equal "$status" 64
        contains "$errors" "b.json"
    done
    offline --baseline /nonexistent.json
    equal "$status" 64
}

@test "a cluster left out by a filter still needs its apps" {
    take APP-001/pass
    offline --exclude aks-one
    equal "$(result .summary.clusters)" 0
    equal "$(result '[.findings[] | select(.check == "APP-012" and .verdict == "fail")] | length')" 0
}

@test "secrets, hints and keys reach no report, no message and no table" {
    take APP-013/fail
    sed -i 's/"secretText": null/"secretText": "PLANTED-secret"/; s/"hint": "abc"/"hint": "PLANTED-hint"/' \
        "$D/apps/applications.json"
    scan --from "$D" -vv -o table --fail-on never
    equal "$status" 3 # no policies in the export
    equal "$(result '[.findings[] | select(.check == "APP-013" and .verdict == "fail")] | length')" 1
    unzip -o -q -d "$BATS_TEST_TMPDIR/book" "$REPORT/report.xlsx"
    lacks -r PLANTED "$REPORT" "$BATS_TEST_TMPDIR/book" "$BATS_TEST_TMPDIR/out" \
        "$BATS_TEST_TMPDIR/errors"
}

@test "permissions: what the checks need, and no more" {
    run aksentra permissions --no-bindings -o role -s 11111111-1111-4111-8111-111111111111
    equal "$status" 0
    equal "$(jq -c '[.Actions[]] | sort' <<<"$output")" \
        '["Microsoft.ContainerService/managedClusters/read","Microsoft.Resources/subscriptions/read"]'
    equal "$(jq -r '.AssignableScopes[0]' <<<"$output")" \
        /subscriptions/11111111-1111-4111-8111-111111111111
    run aksentra permissions -o graph
    equal "$(jq '.[0].resourceAccess | length' <<<"$output")" 3
    run aksentra permissions -o graph CLU-012
    equal "$(jq -c '[.[0].resourceAccess[].id]' <<<"$output")" \
        '["7ab1d382-f21e-4acd-a863-ba3e13f7da61"]'
    run aksentra permissions -o graph --no-apps --no-bindings
    equal "$output" "[]"
    run aksentra permissions -o json CLU-001
    equal "$(jq -c .graphPermissions <<<"$output")" "[]"
    run aksentra permissions APP-999
    equal "$status" 64
    contains "$output" APP-999
    run aksentra permissions -s nonsense
    equal "$status" 64
    run aksentra permissions --what
    equal "$status" 64
    [ "$(aksentra permissions --help | wc -L)" -le 80 ]
}
