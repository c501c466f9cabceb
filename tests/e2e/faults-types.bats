#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# faults-types.bats - every value that is read gets every wrong type in turn, in
# exports and in replies: nothing that was found before may vanish without a word
# of what could not be read, and no cluster may become managed by it. And the same
# audit again and again, against a server that misbehaves: nothing grows.
#
# SWEEP=full (make soak): all values in all wrong types, 200 audits in a row.

load common
load fakeazure
load faults

setup() {
    [ -z "${AKSENTRA_WRAPPER:-}" ] || skip "too slow under a wrapper"
}

teardown() {
    fake_stop
}

# Within bounds, unless all is wanted.
audits() {
    if [ "${SWEEP:-}" = full ]; then
        "$BUILD/audits" "$@"
    else
        SWEEP_DEPTH=${DEPTH:-100} SWEEP_VALUES=${VALUES:-1} "$BUILD/audits" "$@"
    fi
}

# A copy of each failing fixture of these checks, changed in place.
exports() { # CHECK...
    local check
    cp -r "$ROOT/fixtures/checks" "$BATS_TEST_TMPDIR/checks"
    cd "$BATS_TEST_TMPDIR/checks"
    audits sweep-exports $(for check in "$@"; do
        find . -path "./$check-*/fail*" -prune -type d ! -name '*.tools'
    done | sort | sed "s|^\.|$PWD|")
}

GENERATED=(--generate 1x2 --apps 2 --left-overs 1 --bindings 2 --principals 5)

@test "wrong types in exports of clusters" { exports CLU; }
@test "wrong types in exports of app registrations" { exports APP; }
@test "wrong types in exports of bindings, roles and persons" { exports RBAC; }
@test "wrong types in a file of clusters alone" {
    local check
    for check in CLU-001 CLU-003 CLU-004 CLU-008 CLU-009; do
        mkdir -p "$BATS_TEST_TMPDIR/$check"
        cp "$ROOT/fixtures/checks/$check/fail.json" "$BATS_TEST_TMPDIR/$check/clusters.json"
        audits sweep-exports "$BATS_TEST_TMPDIR/$check"
    done
}
@test "wrong types in the replies of ARM, Entra, Graph and Kubernetes" {
    # What they reply is seen once, and then changed value by value.
    fake_start "${GENERATED[@]}" --journal-bodies
    fake_env
    audit --allow-admin-credential
    cp "$FAKE_JOURNAL" "$BATS_TEST_TMPDIR/bodies"
    fake_start "${GENERATED[@]}"
    DEPTH=2 audits sweep-replies "$FAKE_URL" "$FAKE_CA" "$BATS_TEST_TMPDIR/bodies"
}

# ---- again and again --------------------------------------------------------------

# Something of everything, at every service, for ever.
MISDEEDS='[{"path": "aks-00000-001/.*/rolebindings", "action": "cut"},
    {"path": "aks-00001-000/listClusterAdminCredential", "status": 403},
    {"path": "000000000000/.*roleAssignments", "body-text": "<html>"},
    {"path": "000000000001/.*managedClusters[?]", "action": "loop-nextlink"},
    {"path": "000000000002/.*managedClusters[?]", "action": "reset"},
    {"path": "oauth2PermissionGrants", "status": 500},
    {"path": "/owners", "status": 429, "retry-after": "86400"},
    {"path": "servicePrincipals[?]", "expire-tokens": "", "times": 50},
    {"path": "locks", "body-text": "{\"value\": [7]}"}]'

misbehaving() {
    BATS_FILE_TMPDIR=$BATS_TEST_TMPDIR faults_start --generate 4x2 --apps 2 --left-overs 1 \
        --bindings 2 --principals 5
    faults "$MISDEEDS"
}

@test "audits in a row in one process: no growth in memory, descriptors and files" {
    misbehaving
    mkdir "$BATS_TEST_TMPDIR/reports"
    run "$BUILD/audits" soak "$FAKE_URL" "$FAKE_CA" "$([ "${SWEEP:-}" = full ] && echo 200 || echo 20)" \
        "$BATS_TEST_TMPDIR/reports"
    echo "$output"
    echo "# ${lines[-1]#\# }" >&3
    equal "$status" 0
}
@test "audits in a row, each its own process: no file is left behind" {
    local n files
    misbehaving
    export TMPDIR=$BATS_TEST_TMPDIR/tmp HOME=$BATS_TEST_TMPDIR/home
    mkdir "$TMPDIR" "$HOME"
    for ((n = 1; n <= $([ "${SWEEP:-}" = full ] && echo 200 || echo 10); n++)); do
        status=0
        "$BUILD/aksentra" scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --auth environment -o none \
            -f all --fail-on never --retries 0 --allow-admin-credential -d "$BATS_TEST_TMPDIR/report" \
            2>/dev/null || status=$?
        equal "$status" 3
        [ $n -gt 2 ] || files=$(find "$BATS_TEST_TMPDIR/report" "$TMPDIR" "$HOME" | sort)
    done
    equal "$(find "$BATS_TEST_TMPDIR/report" "$TMPDIR" "$HOME" | sort)" "$files"
    equal "$(find "$TMPDIR" "$HOME" -type f)" ""
}
