#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# apps.bats - app registrations and admin groups from Microsoft Graph, as the
# fake plays it over TLS.

load common
load fakeazure

setup() {
    export AKSENTRA_NO_BINDINGS=true
}

teardown() { fake_stop; }

live() {
    scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --auth environment -o none \
        -f json --fail-on never "$@"
}

start() { # SCENARIO FAKE-ARGS...
    local scenario=$ROOT/fixtures/$1
    shift
    fake_start --scenario "$scenario" "$@"
    fake_env "$scenario"
}

verdicts() { # CHECK: its verdicts but passes, counted
    result "[.findings[] | select(.check == \"$1\") | .verdict] | group_by(.) |
        map(\"\(.[0])=\(length)\") | join(\" \")"
}

graph_requests() {
    journal_count '.path | startswith("/v1.0/")'
}

@test "the sample tenant: every kind of trouble is found" {
    start contoso
    live --plan "$ROOT/fixtures/contoso/plan.yaml"
    contains "$(result '[.findings[] | select(.check == "APP-001" and .verdict == "fail") | .message] | join(" ")')" \
        "was deleted"
    contains "$(verdicts APP-002)" fail=1
    contains "$(verdicts APP-003)" fail=1
    contains "$(verdicts APP-004)" fail=1
    contains "$(verdicts APP-005)" fail=1
    contains "$(verdicts APP-006)" fail=
    contains "$(verdicts APP-007)" fail=1
    contains "$(verdicts APP-008)" fail=1
    contains "$(verdicts APP-009)" fail=1
    contains "$(verdicts APP-010)" fail=1
    contains "$(verdicts APP-011)" fail=
    # Two pairs, one with a single signal, and a pair whose cluster lies in a
    # subscription that cannot be read: the doubt is in the finding.
    contains "$(verdicts APP-012)" fail=7
    contains "$(result '[.findings[] | select(.check == "APP-012") | .message] | first')" \
        "not every subscription in scope could be read"
    contains "$(verdicts APP-013)" fail=2
    contains "$(verdicts APP-014)" fail=1
    contains "$(verdicts APP-016)" fail=1
    contains "$(verdicts CLU-013)" fail=
    contains "$(verdicts CLU-014)" fail=
    # An app of another tenant's clusters is not taken for gone.
    contains "$(result '[.findings[] | select(.check == "APP-001" and .verdict == "unknown") | .message] | join(" ")')" \
        "sign in to tenant fab21ca0"
    journal_clean
}

@test "each app, principal and group is asked for once, however many name it" {
    fake_start --generate 5x40 --apps 20 --left-overs 30
    fake_env
    live
    equal "$(result .summary.legacy)" 200
    equal "$(jq -r 'select(.path | startswith("/v1.0/")) | .path' "$FAKE_JOURNAL" |
        grep -v batch | sort | uniq -d | wc -l)" 0
    # 50 owners in three batches; pages and collections beside them.
    equal "$(journal_count '.path == "/v1.0/$batch"')" 3
    [ "$(graph_requests)" -le 12 ]
    equal "$(result '.summary.checks["APP-012"].fail')" 30
    journal_clean
}

@test "pages of a collection are followed to their end" {
    fake_start --generate 1x1 --directory-noise 2500 --left-overs 4
    fake_env
    live
    equal "$(journal_count '.path | startswith("/v1.0/applications?$select=id,appId,displayName")')" 3
    equal "$(result '.summary.checks["APP-012"].fail')" 4
    journal_clean
}

@test "a refusal makes unknown and names the permission; nothing is gone" {
    start scenarios/minimal --fault 'path=^/v1.0/,status=403'
    live
    equal "$status" 3
    equal "$(verdicts APP-001)" unknown=2
    contains "$(result '[.findings[] | select(.check == "APP-001") | .message] | first')" \
        Application.Read.All
    contains "$(result '[.findings[] | select(.check == "APP-012") | .message] | first')" \
        9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30
    contains "$(result '[.findings[] | select(.check == "APP-016") | .message] | first')" \
        Policy.Read.All
    equal "$(result '[.findings[] | select((.check | startswith("APP")) and .verdict == "fail")] | length')" 0
}

@test "one refused kind leaves the others judged" {
    start scenarios/minimal --fault 'path=conditionalAccess,status=403'
    live
    equal "$(verdicts APP-016)" unknown=1
    equal "$(verdicts APP-001)" ""
    equal "$(verdicts APP-004)" ""
}

@test "a page that fails leaves no app behind as gone" {
    fake_start --generate 1x6 --apps 4 --directory-noise 1500 \
        --fault 'path=applications\?.*skiptoken,status=500'
    fake_env
    live --retries 0
    equal "$(verdicts APP-001)" ""
    contains "$(verdicts APP-012)" unknown=1
    contains "$(result '[.findings[] | select(.check == "APP-012" and .verdict == "unknown") | .message] | first')" \
        "broke off after page 1"
}

@test "throttled items of a batch are asked again, and only they" {
    fake_start --generate 1x6 --apps 10 \
        --fault 'path=/owners,status=429,retry-after=1,times=3'
    fake_env
    live
    equal "$(verdicts APP-011)" ""
    equal "$(journal_count '.path == "/v1.0/$batch"')" 2
    journal_clean
}

@test "a nextLink of Graph to another host gets no token" {
    fake_start --generate 1x1 --directory-noise 1500 \
        --fault 'path=/applications,action=foreign-nextlink,location=https://evil.example/x'
    fake_env
    live
    contains "$(result '[.findings[] | select(.check == "APP-012") | .message] | first')" \
        "another host"
}

@test "a cloud without the advanced query is asked app by app" {
    start scenarios/minimal --fault 'path=filter=federated,status=400'
    live
    equal "$(verdicts APP-014)" ""
}

@test "no token for Graph ends nothing" {
    start scenarios/minimal --fault 'path=oauth2/v2.0/token,after=1,status=401'
    live
    equal "$status" 3
    equal "$(result .summary.clusters)" 1
    contains "$(verdicts APP-001)" unknown
    [[ $(result '[.findings[] | select(.check == "APP-001") | .message] | first') == *"--no-apps"* ]]
}

@test "--no-apps asks Graph nothing, and says so" {
    start scenarios/minimal
    live --no-apps
    equal "$(graph_requests)" 0
    equal "$(result '[.findings[] | select(.check | startswith("APP"))] | length')" 0
}

@test "the token for Azure is not shown to Graph, nor the other way round" {
    start contoso
    live
    equal "$(journal_count '(.path | startswith("/v1.0/")) and (.audience | contains("127.0.0.1") | not)')" 0
    equal "$(journal_count '(.path | startswith("/subscriptions")) and (.audience | contains("localhost") | not)')" 0
}

@test "planted secrets reach no report, no message and no core" {
    start contoso
    ulimit -c unlimited
    scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --auth environment -vv \
        --log-format json --fail-on never -o table
    unzip -o -q -d "$BATS_TEST_TMPDIR/book" "$REPORT/report.xlsx"
    # Hints and tokens: Graph's bodies carry the one, the journal the other's audience.
    lacks -rE '"hint"|eyJ[A-Za-z0-9_-]{20}|'"$AZURE_CLIENT_SECRET" "$REPORT" \
        "$BATS_TEST_TMPDIR/book" "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/errors"
    [ -z "$(find "$BATS_TEST_TMPDIR" -name core -o -name 'core.[0-9]*')" ]
}

@test "--dry-run tells the calls to Graph and their permissions" {
    run aksentra scan --dry-run
    equal "$status" 0
    contains "$output" "GET /v1.0/applications"
    contains "$output" "Policy.Read.All"
    contains "$output" "At least 2 request(s) to Azure Resource Manager and 2 to Microsoft Graph"
    run aksentra scan --dry-run --no-apps
    [[ $output != *v1.0* ]]
}
