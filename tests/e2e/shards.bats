#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# shards.bats - one audit in several processes, and the report of all of them: the
# same as if one had made it. The scripts of docs/deploy are run as they stand.

load common
load fakeazure

setup() {
    export SOURCE_DATE_EPOCH=1795400000
    cd "$BATS_TEST_TMPDIR"
}

teardown() {
    fake_stop
}

contoso() {
    fake_start --scenario "$ROOT/fixtures/contoso"
    fake_env "$ROOT/fixtures/contoso"
}

ARGS=(--allow-admin-credential -f all -o none)

live() { # DIR ARGS...
    REPORT=$1 scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" "${ARGS[@]}" "${@:2}"
}

# side_by_side N: as many processes at once, into 1 to N; their exit codes.
side_by_side() {
    local i pids=()
    for ((i = 1; i <= $1; i++)); do
        "$BUILD/aksentra" scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" "${ARGS[@]}" \
            --shard "$i/$1" -d "$i" 2>"errors.$i" 3>&- 4>&- &
        pids+=($!)
    done
    codes=
    for i in "${pids[@]}"; do
        status=0
        wait "$i" || status=$?
        codes="$codes $status"
    done
}

merge() { # DIR FILE...
    status=0
    aksentra report "${@:2}" -f all -o none -d "$1" 2>errors || status=$?
}

# as_one DIR OTHER: nothing but who made it differs.
as_one() {
    local file
    diff <(jq -S 'del(.run)' "$1/results.json") <(jq -S 'del(.run)' "$2/results.json")
    diff <(jq -S '.run | del(.id, .scope, .shard, .mergedFrom)' "$1/results.json") \
        <(jq -S '.run | del(.id, .scope, .shard, .mergedFrom)' "$2/results.json")
    for file in clusters.csv findings.csv apps.csv left-overs.csv bindings.csv azure-roles.csv \
        migration-plan.csv not-audited.csv kubeconfig-refresh.sh; do
        cmp "$1/$file" "$2/$file"
    done
}

@test "three processes side by side are one audit" {
    contoso
    live whole
    side_by_side 3
    for i in 1 2 3; do
        valid results.schema.json $i/results.json
        equal "$(jq -r .run.shard $i/results.json)" "$i/3"
        equal "$(jq -r .run.scopeLimit $i/results.json)" "--shard narrowed the scope"
        contains "$(jq -r .run.scope $i/results.json)" "part $i of 3"
    done
    # Each subscription is in one of them.
    equal "$(jq -r '.subscriptions[].id' {1,2,3}/results.json | sort)" \
        "$(jq -r '.subscriptions[].id' whole/results.json | sort)"
    merge merged {1,2,3}/results.json
    equal "$status" "$(jq .summary.exitCode whole/results.json)"
    as_one whole merged
    valid results.schema.json merged/results.json
    equal "$(jq -c '[.run.mergedFrom[].shard] | sort' merged/results.json)" '["1/3","2/3","3/3"]'
}

@test "more processes than subscriptions: some have nothing to do" {
    contoso
    live whole
    side_by_side 12
    equal "$(jq -s 'map(select(.summary.clusters == 0)) | length > 0' {1..12}/results.json)" true
    merge merged {1..12}/results.json
    as_one whole merged
}

@test "a part that is missing is named, and is found when it comes" {
    fake_start --generate 9x2 --page-size 5
    fake_env
    ARGS=(--no-apps --no-bindings -f all -o none --fail-on never)
    live whole
    equal "$status" 0
    side_by_side 4
    equal "$codes" " 0 0 0 0"
    merge half 1/results.json 4/results.json
    equal "$status" 3
    contains "$(cat errors)" "Exit code 3"
    equal "$(jq -c '[.coverage[] | select(.kind == "shard") | [.id, .status]]' half/results.json)" \
        '[["2/4","unreachable"],["3/4","unreachable"]]'
    contains "$(cat half/not-audited.csv)" "2/4"
    contains "$(cat half/report.md)" "3/4"
    equal "$(jq .run.complete half/results.json)" false
    # Step by step.
    merge more half/results.json 3/results.json
    equal "$status" 3
    equal "$(jq -c '[.coverage[] | select(.kind == "shard").id]' more/results.json)" '["2/4"]'
    merge all 2/results.json more/results.json
    equal "$status" 0
    as_one whole all
    # An audit of all holds what a shard would have.
    merge both whole/results.json 3/results.json
    equal "$status" 0
}

@test "a part of subscriptions that are named is no whole" {
    fake_start --generate 4x2
    fake_env
    ARGS=(--no-apps --no-bindings -f json -o none --fail-on never
        -s 00000000-0000-4000-9000-000000000000 -s 00000000-0000-4000-9000-000000000001)
    side_by_side 2
    merge merged 1/results.json 2/results.json
    equal "$status" 0
    equal "$(jq .summary.clusters merged/results.json)" 4
    equal "$(jq -r .run.scopeLimit merged/results.json)" "--subscription narrowed the scope"
}

@test "what is no part is refused" {
    for wrong in 0/2 3/2 2 /2 1/ 1/0 1/1001 a/b ''; do
        scan --shard "$wrong" --from "$ROOT/fixtures/checks/CLU-004/fail.json"
        equal "$wrong $status" "$wrong 64"
    done
    scan --shard 1/2 --from "$ROOT/fixtures/checks/CLU-004/fail.json"
    equal "$status" 64
    contains "$errors" "--from"
}

# script FILE N: the N-th script of a manifest.
script() {
    awk -v wanted="$2" '
        /^ *- \|$/ { n++; match($0, /^ */); deep = RLENGTH + 2; on = n == wanted; next }
        on && $0 != "" { match($0, /^ */); if (RLENGTH < deep) { on = 0; next } }
        on { print substr($0, deep + 1) }
    ' "$ROOT/docs/deploy/$1"
}

@test "the manifests: parts by JOB_COMPLETION_INDEX, and a report of them" {
    local i pids=()
    script job.yaml 1 >audit.sh
    contains "$(cat audit.sh)" 'aksentra scan'
    diff audit.sh <(script cronjob.yaml 1)
    script cronjob.yaml 2 >report.sh
    contains "$(cat report.sh)" 'aksentra report'
    # As many pods as there are parts.
    for i in job.yaml cronjob.yaml; do
        equal "$(sed -n 's/^ *completions: \([0-9]*\).*/\1/p' "$ROOT/docs/deploy/$i")" \
            "$(sed -n '/name: SHARDS/{n;s/.*"\(.*\)"/\1/p;q}' "$ROOT/docs/deploy/$i")"
    done
    fake_start --generate 5x2
    fake_env
    mkdir bin reports
    printf '#!/bin/sh\nexec %s "$@"\n' "$BUILD/aksentra" >bin/aksentra
    chmod +x bin/aksentra
    printf 'cloud: %s\nca-file: %s\nno-apps: true\nno-bindings: true\n' "$FAKE_URL" "$FAKE_CA" >config.yaml
    sed -i 's/--auth workload-identity/--config config.yaml/' audit.sh
    export SHARDS=4 REPORTS=$PWD/reports JOB_NAME=aksentra-audit-1
    for i in 0 1 2 3; do
        JOB_COMPLETION_INDEX=$i PATH=$PWD/bin:$PATH sh -eu audit.sh 2>>errors 3>&- 4>&- &
        pids+=($!)
    done
    wait "${pids[@]}"
    equal "$(ls reports/aksentra-audit-1)" "$(printf '%s\n' 0 1 2 3)"
    status=0
    PATH=$PWD/bin:$PATH sh -eu report.sh >out 2>errors || status=$?
    equal "$status" 2
    equal "$(jq .summary.clusters reports/aksentra-audit-1/all/results.json)" 10
    # A part that never came.
    rm -r reports/aksentra-audit-1/all reports/aksentra-audit-1/2
    PATH=$PWD/bin:$PATH sh -eu report.sh >out 2>errors || true
    contains "$(cat reports/aksentra-audit-1/all/not-audited.csv)" "3/4"
    rm -r reports/aksentra-audit-1/{all,0,1}
    status=0
    PATH=$PWD/bin:$PATH sh -eu report.sh >out 2>errors || status=$?
    equal "$status" 1
    contains "$(cat errors)" "expected 4 parts"
}
