#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# report.bats - `aksentra report`: saved results as if the audit had just been
# made, several of them as one, and without a name in them.

load common
load fakeazure

setup() {
    FIXTURES=$ROOT/fixtures
    T=$BATS_TEST_TMPDIR
    export SOURCE_DATE_EPOCH=1795400000
    cd "$T"
}

teardown() {
    fake_stop
}

# again DIR ARGS...: renders DIR/results.json into DIR.again, with every format.
again() {
    local dir=$1
    shift
    code=0
    aksentra report "$dir/results.json" -f all -o none -d "$dir.again" "$@" \
        2>"$T/errors" || code=$?
    errors=$(cat "$T/errors")
}

# same DIR: report makes of it what the audit made, and gives its exit code.
same() {
    again "$1"
    equal "$code" "$(jq .summary.exitCode "$1/results.json")"
    diff -r "$1" "$1.again"
}

# contoso: the sample tenant, as far as it can be seen.
contoso() {
    fake_start --scenario "$FIXTURES/contoso"
    fake_env "$FIXTURES/contoso"
}

live() { # DIR ARGS...
    REPORT=$1 scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" \
        --allow-admin-credential -f all -o none "${@:2}"
}

# ---- one file -----------------------------------------------------------------

@test "every fixture: the same bytes of every report, the same exit code" {
    local path dir n=0
    for path in "$FIXTURES"/checks/*/*.json "$FIXTURES"/checks/*/*/ "$FIXTURES/hostile"; do
        case $path in *.baseline.json|*.tools/) continue ;; esac
        dir=$T/$((n += 1))
        REPORT=$dir scan --from "$path" -f all -o none
        same "$dir" || { echo "$path"; return 1; }
        rm -rf "$dir" "$dir.again"
    done
    [ "$n" -gt 150 ]
}

@test "kubeconfig files and tools of the machine" {
    local file from code n=0
    for file in "$FIXTURES"/checks/KCFG-*/*.kubeconfig; do
        from=${file%.kubeconfig}
        [ -d "$from" ] || from=$from.json
        n=$((n + 1))
        REPORT=$T/scan$n scan --from "$from" --kubeconfig "$file" -f all -o none
        same "$T/scan$n"
        PATH=${file%.kubeconfig}.tools:$PATH aksentra kubeconfig --results "$T/scan$n/results.json" \
            --tools "$file" -f all -o none -d "$T/files$n" 2>/dev/null || true
        same "$T/files$n"
        aksentra kubeconfig "$file" -f all -o none -d "$T/alone$n" 2>/dev/null || true
        same "$T/alone$n"
    done
    [ "$n" -gt 20 ]
}

@test "the sample tenant: bindings, apps, plan, waivers and a baseline" {
    contoso
    live "$T/before" --plan "$FIXTURES/contoso/plan.yaml"
    same "$T/before"
    jq '.clusters |= map(.integration = "managed" | .readiness = "migrated") | .findings |= .[3:]' \
        before/results.json >old.json
    live "$T/after" --baseline old.json --fail-on new --no-apps
    same "$T/after"
    live "$T/narrow" --include prod --no-bindings --owner-tag team
    same "$T/narrow"
    # What goes to standard output too.
    local form
    for form in table json tsv github azure-pipelines; do
        live "$T/o" -o $form
        aksentra report o/results.json -f json -o $form >again 2>/dev/null || true
        equal "$(cat again)" "$out"
    done
    valid results.schema.json before/results.json
    valid results.schema.json after/results.json
}
