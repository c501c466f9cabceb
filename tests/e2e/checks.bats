#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# checks.bats - each check gives each verdict on the fixture made for it, and
# says the same in results.json.

load common

# A fixture is a file of clusters, or a folder with apps/ beside them; what
# stands behind the verdict in its name ("fail-deleted") tells its kind.
# Beside it, where the check needs one: a plan, a baseline, a kubeconfig, and
# tools (folders, in the order of PATH).
one_fixture() { # CHECK FIXTURE
    local id=$1 fixture=$2 verdict plan baseline kubeconfig tools found
    verdict=$(basename "$fixture" .json)
    plan=${fixture%.json}.plan.yaml
    baseline=${fixture%.json}.baseline.json
    kubeconfig=${fixture%.json}.kubeconfig
    tools=${fixture%.json}.tools
    case $verdict in
    pass-* | fail-* | unknown-*) verdict=${verdict%%-*} ;;
    esac
    set -- --from "$fixture" -o none -f json
    [ -d "$fixture" ] || set -- "$@" --no-apps --no-bindings
    [ ! -f "$plan" ] || set -- "$@" --plan "$plan"
    [ ! -f "$baseline" ] || set -- "$@" --baseline "$baseline"
    [ ! -f "$kubeconfig" ] || set -- "$@" --kubeconfig "$kubeconfig"
    scan "$@"
    [ ! -d "$tools" ] || look_at_tools "$tools" "$kubeconfig"
    [ "$status" = 0 ] || [ "$status" = 2 ] || [ "$status" = 3 ] ||
        { echo "$fixture: exit $status: $errors"; return 1; }
    found=$(result ".summary.checks[\"$id\"][\"$verdict\"]")
    [ "$found" != 0 ] && [ "$found" != null ] ||
        { echo "$fixture: no such verdict: $(result ".summary.checks[\"$id\"]")"; return 1; }
    if [ "$verdict" = pass ]; then
        equal "$(result ".summary.checks[\"$id\"].fail")" 0
    else
        found=$(result "[.findings[] | select(.check == \"$id\" and
            .verdict == \"$verdict\" and (.message | length) > 10)] | length")
        [ "$found" != 0 ] || { echo "$fixture: no finding"; return 1; }
    fi
    if [ "$verdict" = fail ]; then
        found=$(result "[.findings[] | select(.check == \"$id\" and
            .verdict == \"fail\") | .evidence | length] | min")
        [ "$found" -gt 0 ] || { echo "$fixture: no evidence"; return 1; }
    fi
}

# The machine of a fixture: those folders are its PATH.
look_at_tools() { # TOOLS KUBECONFIG
    local path
    path=$(printf '%s:' "$1"/*)
    # shellcheck disable=SC2086 # the wrapper is several words
    set -- ${AKSENTRA_WRAPPER:-} "$BUILD/aksentra" kubeconfig --tools -o none -f json \
        -d "$REPORT" --results "$REPORT/results.json" "$2"
    set -- "$(command -v "$1")" "${@:2}"
    status=0
    PATH=$path "$@" 2>"$BATS_TEST_TMPDIR/errors" || status=$?
    errors=$(cat "$BATS_TEST_TMPDIR/errors")
}

verdicts_of() { # CHECK-FOLDER
    local fixture
    for fixture in "$1"/*; do
        case $fixture in
        *.plan.yaml | *.baseline.json | *.kubeconfig | *.tools) ;;
        *) one_fixture "$(basename "$1")" "$fixture" ;;
        esac
    done
}

@test "every check gives the verdict its fixture is named for" {
    export SOURCE_DATE_EPOCH=1795392000 # 2026-11-23
    for folder in "$ROOT"/fixtures/checks/*/; do
        verdicts_of "${folder%/}"
    done
}

@test "checks lists, explains, and knows no others" {
    run aksentra checks
    equal "$status" 0
    contains "$output" "CLU-001"
    run aksentra checks clu-004
    equal "$status" 0
    contains "$output" "# CLU-004: "
    contains "$output" "## How to fix it"
    run aksentra checks CLU-999
    equal "$status" 64
    contains "$output" "CLU-999"
    run aksentra checks -o yaml
    equal "$status" 64
    equal "$(aksentra checks -o json | jq length)" \
        "$(find "$ROOT/docs/checks" -name '*.md' | wc -l)"
}
