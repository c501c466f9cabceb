#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# checks.bats - each check gives each verdict on the fixture made for it, and
# says the same in results.json.

load common

verdicts_of() { # CHECK-FOLDER
    local id fixture verdict plan found
    id=$(basename "$1")
    for fixture in "$1"/*.json; do
        verdict=$(basename "$fixture" .json)
        plan=${fixture%.json}.plan.yaml
        if [ -f "$plan" ]; then
            scan --from "$fixture" -o none -f json --plan "$plan"
        else
            scan --from "$fixture" -o none -f json
        fi
        [ "$status" = 0 ] || [ "$status" = 2 ] || [ "$status" = 3 ] ||
            { echo "$fixture: exit $status: $errors"; return 1; }
        found=$(result ".summary.checks[\"$id\"][\"$verdict\"]")
        [ "$found" != 0 ] && [ "$found" != null ] ||
            { echo "$fixture: no such verdict: $(result ".summary.checks[\"$id\"]")"; return 1; }
        if [ "$verdict" != pass ]; then
            found=$(result "[.findings[] | select(.check == \"$id\" and
                .verdict == \"$verdict\" and (.message | length) > 10)] | length")
            [ "$found" != 0 ] || { echo "$fixture: no finding"; return 1; }
        fi
        if [ "$verdict" = fail ]; then
            found=$(result "[.findings[] | select(.check == \"$id\" and
                .verdict == \"fail\") | .evidence | length] | min")
            [ "$found" -gt 0 ] || { echo "$fixture: no evidence"; return 1; }
        fi
    done
}

@test "every check gives the verdict its fixture is named for" {
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
