#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# baseline.bats - what changed since an earlier audit: scan --baseline, --fail-on
# new, and diff. What was not seen is never called gone, new or mended.

load common
load fakeazure

SUB=11111111-1111-4111-8111-111111111111
OTHER=99999999-1111-4111-8111-111111111111
FIXTURE=$BATS_TEST_DIRNAME/../../fixtures/checks/CLU-019/fail.json
MANAGED='.properties.aadProfile = {managed: true, adminGroupObjectIDs: ["bbbbbbbb-0000-4000-8000-000000000001"]}'

setup() {
    export AKSENTRA_NO_APPS=true AKSENTRA_NO_BINDINGS=true
    T=$BATS_TEST_TMPDIR
    export SOURCE_DATE_EPOCH=1790812800 # 2026-10-01
}

teardown() {
    fake_stop
}

# export_as NAME JQ-FILTER: the subscription, aks-one and aks-two, changed; the
# file is named after the subscription, so that what it lacks is not there.
export_as() {
    mkdir -p "$T/$1"
    jq "$2" "$FIXTURE" >"$T/$1/$SUB.json"
}

# One audit into $T/r-NAME.
audit() { # NAME [OPTION...]
    local name=$1
    shift
    REPORT=$T/r-$name scan --from "$T/$name" -o none -f json,csv "$@"
    REPORT=$T/r-$name
}

# on NAME: a filter for one cluster of the export.
on() {
    printf 'map(if .name == "%s" then %s else . end)' "$1" "$2"
}

since() { # CLUSTER
    result ".clusters[] | select(.name == \"$1\") | .sinceBaseline"
}

compare() { # OLD NEW [OPTION...]
    local old=$1 new=$2
    shift 2
    status=0
    aksentra diff "$@" "$T/r-$old/results.json" "$T/r-$new/results.json" \
        >"$T/diff" 2>"$T/errors" || status=$?
    out=$(cat "$T/diff")
    errors=$(cat "$T/errors")
}

@test "migrated and still legacy, in every report" {
    export_as before .
    export_as after "$(on aks-one "$MANAGED")"
    audit before
    equal "$(result .baseline)" null
    equal "$(result '[.clusters[].sinceBaseline, .findings[].isNew] | unique | tostring')" '[null]'
    [ ! -e "$REPORT/since-baseline.csv" ]
    unset REPORT
    scan --from "$T/after" -d "$T/r-after" --baseline "$T/r-before/results.json"
    contains "$out" "Since 2026-10-01: 1 migrated, 1 still legacy"
    [ "$(printf '%s\n' "$out" | wc -L)" -le 80 ]
    REPORT=$T/r-after
    equal "$(since aks-one)" migrated
    equal "$(since aks-two)" still-legacy
    equal "$(result '.baseline | [.clusters.migrated, .clusters["still-legacy"], .newlyLegacy] | tostring')" '[1,1,0]'
    equal "$(result '.baseline.finishedAt')" 2026-10-01T00:00:00Z
    # The new failure of the migrated cluster, and the old one of the other.
    equal "$(result '.findings[] | select(.check == "CLU-009" and .verdict == "fail") | .isNew')" true
    equal "$(result '.findings[] | select(.check == "CLU-001") | .isNew')" false
    equal "$(cut -d, -f1,2,4,5 "$REPORT/since-baseline.csv" | tr -d '\r' | tail -n +2 | tr '\n' ' ')" \
        "migrated,aks-one,legacy,managed still-legacy,aks-two,legacy,legacy "
    unzip -p "$REPORT/report.xlsx" xl/workbook.xml | grep -q 'name="Since baseline"'
    unzip -p "$REPORT/report.xlsx" 'xl/worksheets/*.xml' | grep -q "Since 2026-10-01: 1 migrated, 1 still legacy"
    contains "$(head -1 "$REPORT/clusters.csv")" "Since baseline"
    contains "$(head -1 "$REPORT/findings.csv")" ",New,"
    valid results.schema.json "$REPORT/results.json"
    # Without a baseline the file of the last time would speak of another audit.
    audit after
    [ ! -e "$REPORT/since-baseline.csv" ]
}

@test "newly legacy is critical, whatever --fail-on says of the rest" {
    export_as before "$(on aks-one "$MANAGED")"
    export_as after .
    audit before
    audit after --baseline "$T/r-before/results.json" --fail-on critical
    equal "$status" 2
    equal "$(since aks-one)" newly-legacy
    equal "$(result '.findings[] | select(.check == "CLU-021" and .verdict == "fail") | .severity')" critical
    equal "$(result '.summary.checks["CLU-021"].pass')" 1
    # It says nothing of what stands in the way.
    equal "$(result '[.clusters[] | .readiness] | unique | tostring')" '["action-needed"]'
    compare before after
    equal "$status" 2
    contains "$out" "newly-legacy  managed  legacy   rg-one/aks-one"
    contains "$out" "1 cluster is newly legacy, which must never happen"
}

@test "a new cluster that is legacy is critical; one that nobody looked for is unknown" {
    export_as before "$(printf 'map(select(.name != "aks-two"))')"
    export_as after .
    audit before
    audit after --baseline "$T/r-before/results.json" --fail-on critical
    equal "$status" 2
    equal "$(since aks-two)" new
    equal "$(result '.baseline.newlyLegacy')" 1
    # The same in a file that may hold only some clusters.
    mv "$T/before/$SUB.json" "$T/before/some.json"
    audit before
    equal "$(result '.coverage[] | select(.kind == "subscription") | .allClusters')" false
    audit after --baseline "$T/r-before/results.json" --fail-on critical
    equal "$status" 3
    equal "$(since aks-two)" newly-seen
    equal "$(result '.findings[] | select(.check == "CLU-021") | .verdict')" unknown
    contains "$(result '.findings[] | select(.check == "CLU-021") | .message')" "may not hold every cluster"
}

@test "gone, and not seen: filters, -s, half an export, a denied subscription" {
    local two='map(select(.name != "aks-two"))'
    export_as before .
    export_as after "$two"
    audit before
    audit after --baseline "$T/r-before/results.json"
    equal "$(result '.baseline.missing[] | [.name, .change, .reason] | tostring')" '["aks-two","gone",null]'
    contains "$(cat "$REPORT/since-baseline.csv")" "gone,aks-two,Fixture,legacy,"
    equal "$(result '.baseline.findings.gone > 0')" true
    # A filter hides it.
    audit before --exclude aks-two --baseline "$T/r-before/results.json"
    equal "$(result '.baseline.missing[] | [.name, .change] | tostring')" '["aks-two","not-seen"]'
    contains "$(result '.baseline.missing[].reason')" filter
    equal "$(result '.baseline.findings.gone + .baseline.findings.mended')" 1
    # The same filter both times hides nothing that matters.
    audit before --exclude nothing
    audit after --exclude nothing --baseline "$T/r-before/results.json"
    equal "$(result '.baseline.missing[].change')" gone
    audit before --tag environment
    audit after --tag environment --baseline "$T/r-before/results.json"
    equal "$(result '.baseline.missing[].change')" not-seen
    # One cluster alone is no list.
    audit before
    jq '.[1]' "$T/after/$SUB.json" >"$T/one.json"
    mv "$T/one.json" "$T/after/$SUB.json"
    audit after --baseline "$T/r-before/results.json"
    equal "$(result '.baseline.missing[].change')" not-seen
    # Half a list is none either.
    jq '{value: [.[1]], nextLink: "https://management.azure.com/next"}' "$FIXTURE" >"$T/after/$SUB.json"
    audit after --baseline "$T/r-before/results.json"
    equal "$(result '.baseline.missing[].change')" not-seen
    # -s leaves its subscription out.
    sed "s/$SUB/$OTHER/g" "$FIXTURE" | jq 'map(.displayName |= (select(.) | "Other"))' >"$T/after/$OTHER.json"
    cp "$FIXTURE" "$T/after/$SUB.json"
    audit after -s "$OTHER" --baseline "$T/r-before/results.json"
    equal "$(result '[.baseline.missing[].change] | unique | tostring')" '["not-seen"]'
    contains "$(result '.baseline.missing[0].reason')" "not in scope"
    equal "$(result '[.clusters[].sinceBaseline] | unique | tostring')" '["newly-seen"]'
}

@test "what cannot be read now is not gone: a live audit that is denied" {
    fake_start --scenario "$ROOT/fixtures/scenarios/minimal"
    fake_env "$ROOT/fixtures/scenarios/minimal"
    live=(--cloud "$FAKE_URL" --ca-file "$FAKE_CA" -o none -f json --retries 0)
    REPORT=$T/r-before scan "${live[@]}"
    REPORT=$T/r-again scan "${live[@]}" --baseline "$T/r-before/results.json" --fail-on new
    equal "$status" 0
    REPORT=$T/r-again
    contains "$(result .summary.exitReason)" "nothing that the baseline did not have"
    compare before again
    equal "$status" 0
    contains "$out" "nothing changed"
    fake_start --scenario "$ROOT/fixtures/scenarios/minimal" \
        --fault 'path=managedClusters,status=403'
    live[1]=$FAKE_URL
    REPORT=$T/r-denied scan "${live[@]}" --baseline "$T/r-before/results.json"
    REPORT=$T/r-denied
    equal "$(result '[.baseline.missing[].change] | unique | tostring')" '["not-seen"]'
    equal "$(result '.baseline.findings.mended + .baseline.findings.gone')" 0
    compare before denied
    equal "$status" 3
    contains "$out" "access was denied"
    compare denied before
    equal "$(grep -c '^new  ' "$T/diff")" 0
    contains "$out" newly-seen
}

@test "--fail-on new: only what the baseline did not have, waived or not" {
    local two w=$T/waivers.yaml
    two=$(jq -r '.[] | select(.name == "aks-two") | .id' "$FIXTURE")
    export_as before "$(on aks-two "$MANAGED")"
    export_as after .
    audit before
    audit before --fail-on new --baseline "$T/r-before/results.json"
    equal "$status" 0
    equal "$(result .run.failOn)" new
    audit after --fail-on new --baseline "$T/r-before/results.json"
    equal "$status" 2
    equal "$(result .summary.exitReason)" "1 legacy cluster found, new since the baseline"
    # Accepted, it counts no more; the old ones still do not.
    echo waivers: >"$w"
    for check in CLU-001 CLU-020 CLU-021; do
        printf '  - check: %s\n    resource: %s\n    owner: me@contoso.example\n    reason: known\n    expires: 2026-10-01\n' $check "$two"
    done >>"$w"
    audit after --fail-on new --baseline "$T/r-before/results.json" --waivers "$w"
    equal "$status" 0
    equal "$(result '[.findings[] | select(.waiver and .isNew)] | length')" 3
    compare before after
    equal "$status" 0
    contains "$out" "(waived)"
    # What was accepted then, and is not any more, counts again.
    audit after --waivers "$w"
    sed -i s/2026-10-01/2026-09-30/ "$w"
    export_as later .
    audit later --fail-on new --baseline "$T/r-after/results.json" --waivers "$w"
    equal "$status" 2
    equal "$(result '.baseline.findings["counts-again"]')" 2
    audit after --fail-on new
    equal "$status" 64
    contains "$errors" "--baseline"
    run aksentra scan --dry-run --fail-on new
    equal "$status" 64
}

@test "a part that was left out is not compared, neither mended nor new" {
    cp -r "$ROOT/fixtures/checks/APP-012/fail" "$T/whole"
    cp -r "$T/whole" "$T/part"
    AKSENTRA_NO_APPS=false audit whole
    equal "$(result '[.findings[] | select(.check == "APP-012" and .verdict == "fail")] | length > 0')" true
    audit part
    compare whole part -o json
    equal "$status" 3
    equal "$(jq -r '[.findings[] | select(.check == "APP-012") | .change] | unique | tostring' "$T/diff")" '["not-known"]'
    compare part whole -o json
    equal "$(jq -r '[.findings[] | select(.check == "APP-012") | .change] | unique | tostring' "$T/diff")" '["newly-seen"]'
    # Gone from the registrations that were all read: that is known.
    cp -r "$T/whole" "$T/cleaned"
    echo '[]' >"$T/cleaned/apps/applications.json"
    echo '[]' >"$T/cleaned/apps/service-principals.json"
    AKSENTRA_NO_APPS=false audit cleaned
    compare whole cleaned -o json
    equal "$(jq -r '[.findings[] | select(.check == "APP-012") | .change] | unique | tostring' "$T/diff")" '["mended"]'
}

@test "diff: table in 80 columns, JSON by its schema, the same bytes every time" {
    export_as before .
    export_as after "$(on aks-one "$MANAGED")"
    audit before
    audit after
    compare before after
    equal "$status" 0
    # The paths of the files are as long as they are.
    [ "$(grep -vF "$T" "$T/diff" | wc -L)" -le 80 ]
    lacks -q $'\033' "$T/diff"
    contains "$out" "migrated      legacy   managed  rg-one/aks-one"
    contains "$out" "- medium CLU-009 rg-one/aks-one:"
    contains "$out" "Clusters: 1 migrated, 1 still legacy"
    compare before after -o json
    equal "$status" 0
    valid diff.schema.json "$T/diff"
    equal "$(jq -r '[.clusters[].change, .summary.exitCode] | tostring' "$T/diff")" '["migrated","still-legacy",0]'
    cp "$T/diff" "$T/first"
    compare before after --output=json
    cmp "$T/first" "$T/diff"
    compare after after
    equal "$status" 0
    contains "$out" "Exit code 0: nothing changed."
    equal "$(aksentra diff "$T/r-after/results.json" - <"$T/r-after/results.json" | tail -1)" \
        "Exit code 0: nothing changed."
    # Backwards it is told, and shows what would be a disaster.
    SOURCE_DATE_EPOCH=1790900000 audit after
    compare after before
    equal "$status" 2
    contains "$errors" "wrong way round"
}

@test "diff: nothing changed in what could be seen is 3 when not all was" {
    export_as before "map(if .type then .properties.aadProfile.managed = \"x\" else . end)"
    audit before
    compare before before
    equal "$status" 3
    contains "$out" "nothing changed, but something could not be compared"
    contains "$out" "2 unclear"
}

@test "diff and --baseline: a bad file or command line is 64, with the place" {
    export_as before .
    audit before
    for text in '' '{' '[1]' '{"schema": "other"}' '{"schema":"aksentra/results/v1","clusters":[7]}'; do
        printf '%s' "$text" >"$T/bad.json"
        run aksentra diff "$T/r-before/results.json" "$T/bad.json"
        equal "$status" 64
        contains "$output" bad.json
        REPORT=$T/none scan --from "$T/before" --baseline "$T/bad.json"
        equal "$status" 64
        contains "$errors" bad.json
        [ ! -e "$T/none" ]
    done
    jq '.clusters[1].integration = "old"' "$T/r-before/results.json" >"$T/bad.json"
    run aksentra diff "$T/bad.json" "$T/r-before/results.json"
    equal "$status" 64
    contains "$output" "/clusters/1/integration: expected legacy, managed, none or unknown, found old"
    for arguments in "" "$T/bad.json" "a b c" "-o yaml a b" "--fooo a b" "- -"; do
        # shellcheck disable=SC2086 # words
        run aksentra diff $arguments
        equal "$status" 64
    done
    run aksentra diff --help
    equal "$status" 0
    contains "$output" "Usage: aksentra diff"
}

@test "hostile names in an earlier results.json stay text" {
    local evil
    evil=$(printf '=cmd|\033[31m$(touch %s/owned)"\n' "$T")
    export_as before .
    audit before
    jq --arg evil "$evil" '.clusters[0].name = $evil | .clusters[0].id += $evil |
        .clusters[0].subscriptionName = $evil' "$T/r-before/results.json" >"$T/evil.json"
    export_as after .
    unset REPORT
    scan --from "$T/after" -d "$T/r-after" --baseline "$T/evil.json"
    lacks -q $'\033' <<<"$out$errors"
    lacks -qE '(^|,)"?=' "$T/r-after/since-baseline.csv"
    status=0
    aksentra diff "$T/evil.json" "$T/r-after/results.json" >"$T/diff" || status=$?
    lacks -q $'\033' "$T/diff"
    valid results.schema.json "$T/r-after/results.json"
}
