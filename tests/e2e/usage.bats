#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# usage.bats - help, and one line for whatever is wrong: exit 64.

load common

# These are about clusters; apps.bats is about what Microsoft Graph adds.
setup() {
    export AKSENTRA_NO_APPS=true AKSENTRA_NO_BINDINGS=true
}

refused() { # WORD-IN-MESSAGE ARGS...
    local word=$1
    shift
    scan "$@"
    equal "$status" 64
    equal "$(printf '%s\n' "$errors" | wc -l)" 1
    contains "$errors" "$word"
    equal "$out" ""
    [ ! -e "$REPORT" ]
}

@test "help, version, unknown command" {
    run aksentra --help
    equal "$status" 0
    contains "$output" "scan"
    contains "$output" "64"
    run aksentra --version
    equal "$status" 0
    run aksentra scan --help
    equal "$status" 0
    [ "$(aksentra scan --help | wc -L)" -le 80 ]
    for code in 0 1 2 3 64; do
        aksentra scan --help | grep -qE "^ +$code " || { echo "no exit code $code"; return 1; }
    done
    run aksentra skan
    equal "$status" 64
    contains "$output" skan
    run aksentra
    equal "$status" 64
}

@test "a wrong option, value, variable or file is one line and exit 64" {
    refused --fooo --fooo
    refused --parallel --parallel 0
    refused --parallel --parallel 129
    refused --timeout --timeout soon
    refused --fail-on --fail-on hgih
    refused --auth --auth magic
    refused --output -o yaml
    refused --format -f pdf
    refused --include --include '(' --from x
    refused /nonexistent --config /nonexistent
    refused /nonexistent --plan /nonexistent
    refused /nonexistent --waivers /nonexistent
    refused /nonexistent --ca-file /nonexistent
    refused /nonexistent -s @/nonexistent
    AKSENTRA_PARALLEL=many refused AKSENTRA_PARALLEL --from x
}

@test "files with nonsense are named with line and column" {
    printf 'parallel: 4\nparalel: 5\n' >"$BATS_TEST_TMPDIR/config.yaml"
    refused "config.yaml:2:1" --config "$BATS_TEST_TMPDIR/config.yaml"
    printf 'plan:\n  - match: {id: x}\n    admin-group-object-ids: [admins]\n' >"$BATS_TEST_TMPDIR/plan.yaml"
    refused "plan.yaml:3:" --plan "$BATS_TEST_TMPDIR/plan.yaml"
    printf 'waivers:\n  - check: CLU-999\n' >"$BATS_TEST_TMPDIR/waivers.yaml"
    refused "waivers.yaml:2:" --waivers "$BATS_TEST_TMPDIR/waivers.yaml"
}

@test "command line, then environment, then file" {
    local f=$ROOT/fixtures/checks/CLU-001/fail.json
    printf 'from: [%s]\nfail-on: legacy\nformat: json\noutput: none\n' "$f" >"$BATS_TEST_TMPDIR/config.yaml"
    scan --config "$BATS_TEST_TMPDIR/config.yaml"
    equal "$status" 2
    AKSENTRA_FAIL_ON=never scan --config "$BATS_TEST_TMPDIR/config.yaml"
    equal "$status" 0
    AKSENTRA_FAIL_ON=never scan --config "$BATS_TEST_TMPDIR/config.yaml" --fail-on legacy
    equal "$status" 2
}

@test "waivers: accepted findings stay, marked, and do not count; expired ones do" {
    local f=$ROOT/fixtures/checks/CLU-001/fail.json id w=$BATS_TEST_TMPDIR/waivers.yaml
    id=$(jq -r '.[] | select(.type) | .id' "$f")
    export SOURCE_DATE_EPOCH=1700000000
    {
        echo waivers:
        for check in CLU-001 CLU-020; do
            printf '  - check: %s\n    resource: %s\n    owner: me@contoso.example\n    reason: torn down soon\n    expires: 2023-11-14\n' $check "$id"
        done
    } >"$w"
    scan --from "$f" -o none --waivers "$w"
    equal "$status" 0
    equal "$(result .summary.waived)" 2
    equal "$(result '[.findings[] | select(.waiver)] | length')" 2
    sed -i s/2023-11-14/2023-11-13/ "$w"
    scan --from "$f" -o none --waivers "$w"
    equal "$status" 2
    contains "$errors" "expired"
}

@test "a waiver without effect says why, in every report that has a place for it" {
    local f=$ROOT/fixtures/checks/CLU-001/fail.json w=$BATS_TEST_TMPDIR/waivers.yaml
    export SOURCE_DATE_EPOCH=1700000000
    {
        echo waivers:
        printf '  - {check: %s, resource: %s, owner: %s, reason: r, expires: %s}\n' \
            CLU-001 /aks-one/ first@x 2023-11-14 CLU-001 /aks-/ second@x 2023-11-14 \
            CLU-020 /aks-/ late@x 2023-11-13 CLU-020 /aks-nine/ idle@x 2023-11-14 \
            APP-001 /x/ apps@x 2023-11-14
    } >"$w"
    scan --from "$f" --waivers "$w" --no-apps --no-bindings
    equal "$status" 2
    equal "$(result '[.coverage[] | select(.kind == "waiver")] | length')" 4
    contains "$(result '.coverage[] | select(.id == "CLU-001 /aks-/") | .reason')" "another waiver accepts"
    contains "$(result '.coverage[] | select(.id == "CLU-020 /aks-/") | .reason')" "expired on 2023-11-13: its finding counts again"
    contains "$(result '.coverage[] | select(.id == "CLU-020 /aks-nine/") | .reason')" "matches nothing"
    contains "$(result '.coverage[] | select(.id == "APP-001 /x/") | .reason')" "its check did not run"
    equal "$(result '.findings[] | select(.expiredWaiver) | .check')" CLU-020
    equal "$(result '.findings[] | select(.waiver) | .waiver.owner')" first@x
    contains "$(cat "$REPORT/findings.csv")" "no more: expired on 2023-11-13, by late@x: r"
    contains "$(cat "$REPORT/findings.csv")" "until 2023-11-14, by first@x: r"
    contains "$out" "Waivers without effect:"
    contains "$out" "- CLU-020 /aks-nine/: the waiver of idle@x (until 2023-11-14)"
    equal "$(grep -c 'aksentra: warning: --waivers:' <<<"$errors")" 4
    for text in "until 2023-11-14, by first@x" "no more: expired on" "another waiver accepts"; do
        unzip -p "$REPORT/report.xlsx" 'xl/worksheets/*.xml' | grep -q "$text"
    done
}
