#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# plan.bats - the migration plan and the e-mails: waves, commands, windows, and
# whose tags say who owns a cluster and what it is for.

load common
load fakeazure

setup() {
    CONTOSO=$ROOT/fixtures/contoso
    FIXTURE=$ROOT/fixtures/checks/CLU-019/fail.json
    S=11111111-1111-4111-8111-111111111111
}

teardown() { fake_stop; }

contoso() { # SCAN-ARGS...
    fake_start --scenario "$CONTOSO"
    fake_env "$CONTOSO"
    scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --auth environment -o none \
        --fail-on never --retries 1 --allow-admin-credential --allow-run-command "$@"
}

# Offline, without what the fixture does not hold.
offline() { # SCAN-ARGS...
    scan -o none --fail-on never --no-apps --no-bindings -f json,csv,migration-plan,emails "$@"
}

# "1:shop-stage 2:fabrikam-1 ...": the order of the document.
order() {
    sed -nE 's/^## Wave ([0-9]+): .*/W \1/p; s/^### `(.*)`$/C \1/p' "$REPORT/migration-plan.md" |
        awk '$1 == "W" { wave = $2 } $1 == "C" { printf "%s%s:%s", n++ ? " " : "", wave, $2 }'
}

# The section of one cluster.
section() { # NAME
    awk -v heading="### \`$1\`" '$0 == heading { on = 1; print; next }
        /^##* / && !/^####/ { on = 0 } on' "$REPORT/migration-plan.md"
}

# An export of clusters like those of the fixture, with other names and members.
clusters() { # JQ-ARRAY-OF-CHANGES
    jq --argjson changes "$1" '
        [.[] | select(.type)][0] as $c | [.[] | select(.type | not)] + [
        $changes[] | . as $x | $c + ($x | del(.aadProfile)) |
        .properties.aadProfile += $x.aadProfile |
        .id |= sub("managedClusters/.*"; "managedClusters/" + $x.name)]' \
        "$FIXTURE" >"$BATS_TEST_TMPDIR/clusters.json"
}

# Apps of its own for the cluster with that number.
alone() { # NUMBER
    printf '{"serverAppID":"aaaaaaaa-0000-4000-8000-00000000000%s","clientAppID":"bbbbbbbb-0000-4000-8000-00000000000%s"}' "$1" "$1"
}

@test "the sample tenant: every legacy cluster once, blocked last, one command each" {
    contoso --plan "$CONTOSO/plan.yaml"
    equal "$(order)" "1:shop-stage 2:fabrikam-1 2:fabrikam-3 2:warehouse-prod \
2:payments-ledger 2:shop-prod 2:shop-search-prod 3:old-api 4:archive-2019 \
4:payments-stage 4:intranet-stage 4:batch-dev 4:rbac-less 4:erp-prod 4:payments-prod"
    equal "$(order | tr ' ' '\n' | cut -d: -f2 | sort | tr '\n' ' ')" \
        "$(result '[.clusters[] | select(.integration == "legacy") | .name] | sort | join(" ")') "
    equal "$(grep -c '^## Wave [0-9]' "$REPORT/migration-plan.md")" 4
    grep -q '^## Wave 4: Blocked$' "$REPORT/migration-plan.md"
    # The exact line, once: aksentra gives it and never runs it.
    equal "$(grep -cxF "az aks update --subscription 54496911-16d3-5e1d-863b-277a200488b8 \
--resource-group rg-shop-prod --name shop-prod --enable-aad \
--aad-admin-group-object-ids 353b1bd6-87c9-5c4d-b7e9-844c6b2873bd" "$REPORT/migration-plan.md")" 1
    equal "$(grep -c '^az aks update .* --enable-aad' "$REPORT/migration-plan.md")" \
        "$(result '[.clusters[] | select(.integration == "legacy" and .planned)] | length')"
    equal "$(journal_count '.method == "PUT" or .method == "PATCH" or .method == "DELETE"')" 0
}

@test "the sample tenant: what is shared stays together, and its apps to the end" {
    contoso --plan "$CONTOSO/plan.yaml" -f json,migration-plan
    contains "$(section shop-search-prod)" 'it is kept with `shop-prod`'
    contains "$(section shop-prod)" 'not now, but after `shop-search-prod`'
    lacks -q 'az ad app delete' <<<"$(section shop-prod)"
    contains "$(section shop-search-prod)" \
        'az ad app delete --id 286e0e20-255c-5779-9814-83bc2013a977'
    # Not while a cluster lives by it.
    for name in $(result '[.findings[] | select(.check == "CLU-018" and .verdict == "fail") |
        .resource | split("/")[-1]] | join(" ")'); do
        contains "$(section "$name")" "keep it, a cluster manages its own Azure resources with it"
    done
}

@test "the sample tenant: when, and what unblocks" {
    contoso --plan "$CONTOSO/plan.yaml" -f json,csv,migration-plan,emails
    contains "$(section shop-prod)" \
        '- `aksManagedAutoUpgradeSchedule: every Sunday 02:00-06:00 UTC+01:00`'
    contains "$(section shop-stage)" '**At night, outside business hours**'
    contains "$(section payments-ledger)" 'Maintenance window: no window is set.'
    contains "$(section payments-stage)" "expected a day of the week, found 'Sonntag'"
    contains "$(section payments-stage)" 'What unblocks it:'
    contains "$(section payments-stage)" 'az aks start --subscription'
    contains "$(section erp-prod)" 'az lock delete --ids'
    contains "$(section payments-prod)" '**CLU-004** (critical)'
    windows() { result ".clusters[] | select(.name == \"$1\") | .maintenanceWindows | tojson"; }
    equal "$(windows shop-prod)" '["aksManagedAutoUpgradeSchedule: every Sunday 02:00-06:00 UTC+01:00"]'
    equal "$(windows payments-ledger)" '[]'
    equal "$(windows data-lake-prod)" null
    equal "$(result '[.findings[] | select(.check == "CLU-017" and .verdict == "unknown" and
        (.message | contains("Sonntag")))] | length')" 1
    contains "$(cat "$REPORT/migration-plan.csv")" \
        'aksManagedAutoUpgradeSchedule: every Sunday 02:00-06:00 UTC+01:00'
}

@test "what is not known is said before anything else" {
    contoso
    local head
    head=$(sed '/^## Waves/q' "$REPORT/migration-plan.md")
    contains "$head" "there may be more legacy clusters than these"
    contains "$head" 'subscription `Contoso Restricted`, denied: HTTP 403'
    contains "$head" '- `half-profile`: '
    contains "$head" '- `odd-reply`: '
    contains "$head" "For 15 of the 15 no admin group is planned (--plan was not given)"
    lacks -q '`half-profile`' < <(sed '1,/^## Waves/d' "$REPORT/migration-plan.md")
}

@test "without a plan every command is a comment" {
    offline --from "$FIXTURE"
    equal "$(grep -c '^# az aks update .* --enable-aad' "$REPORT/migration-plan.md")" 2
    lacks -qE '^az aks update .*--enable-aad' "$REPORT/migration-plan.md"
    equal "$(grep -cx '# no group is planned: do not run' "$REPORT/migration-plan.md")" 2
    equal "$(grep -c 'no group is planned: do not run' "$REPORT/migration-plan.csv")" 2
}

@test "a document of nothing to migrate says so, and of what" {
    offline --from "$ROOT/fixtures/checks/CLU-001/pass.json"
    equal "$(order)" ""
    contains "$(cat "$REPORT/migration-plan.md")" "No legacy cluster was found"
    contains "$(cat "$REPORT/migration-plan.md")" "left out by --no-bindings"
    contains "$(cat "$REPORT/kubeconfig-emails.md")" "No legacy cluster was found"
}

@test "production waits, and what is not known counts as production" {
    clusters "[{\"name\":\"a-prod\",\"tags\":{\"env\":\"PROD-eu\"},\"aadProfile\":$(alone 1)},
        {\"name\":\"b-none\",\"tags\":null,\"aadProfile\":$(alone 2)},
        {\"name\":\"c-test\",\"tags\":{\"Environment\":\"test\"},\"aadProfile\":$(alone 3)},
        {\"name\":\"d-live\",\"tags\":{\"stage\":\"live\"},\"aadProfile\":$(alone 4)}]"
    offline --from "$BATS_TEST_TMPDIR/clusters.json"
    equal "$(order)" "1:c-test 2:a-prod 2:b-none 2:d-live"
    equal "$(result '[.clusters[] | .production | tostring] | join(" ")')" "true true false true"
    contains "$(cat "$REPORT/migration-plan.md")" "**1 cluster has none of them and counts as production.**"
    contains "$(cat "$REPORT/migration-plan.md")" 'Counted as not production: `test`.'
    offline --from "$BATS_TEST_TMPDIR/clusters.json" --production '^test$'
    equal "$(order)" "1:a-prod 1:d-live 2:b-none 2:c-test"
    equal "$(result .run.production)" '^test$'
}

@test "which tags count is a choice, and the first that has a value wins" {
    clusters "[{\"name\":\"a\",\"aadProfile\":$(alone 1),
        \"tags\":{\"owner\":\"old\",\"squad\":\"blue\",\"tier\":\"\",\"kind\":\"lab\"}},
        {\"name\":\"b\",\"aadProfile\":$(alone 2),\"tags\":{\"owner\":\"red\",\"TIER\":\"gold\"}}]"
    offline --from "$BATS_TEST_TMPDIR/clusters.json"
    equal "$(result '[.clusters[] | .owner, .environment] | tojson')" '["old",null,"red",null]'
    offline --from "$BATS_TEST_TMPDIR/clusters.json" --owner-tag squad --owner-tag owner \
        --environment-tag tier --environment-tag kind
    equal "$(result '[.clusters[] | .owner, .environment] | tojson')" '["blue","lab","red","gold"]'
    equal "$(result '.run | [.ownerTags, .environmentTags] | tojson')" \
        '[["squad","owner"],["tier","kind"]]'
    equal "$(grep -c '^blue$' "$REPORT/kubeconfig-emails.md")" 6
    AKSENTRA_OWNER_TAG=squad offline --from "$BATS_TEST_TMPDIR/clusters.json"
    equal "$(result '[.clusters[] | .owner] | tojson')" '["blue",null]'
}

@test "a wrong pattern or an empty key is told before anything is read" {
    scan --from /nowhere --production '('
    equal "$status" 64
    contains "$errors" "--production"
    scan --from /nowhere --owner-tag ''
    equal "$status" 64
    contains "$errors" "--owner-tag: expected a value"
    scan --from /nowhere --environment-tag=
    equal "$status" 64
}

@test "windows are read from an export as well" {
    cp -r "$ROOT/fixtures/checks/CLU-017/pass" "$BATS_TEST_TMPDIR/export"
    scan --from "$BATS_TEST_TMPDIR/export" --no-apps -o none -f json,migration-plan --fail-on never
    equal "$(result '.clusters[0].maintenanceWindows | tojson')" '["default: Sunday 01:00-03:00 UTC"]'
    jq '.value[0].properties.timeInWeek[0].hourSlots = "all day" | .value += [3]' \
        "$ROOT/fixtures/checks/CLU-017/pass/bindings/aks-one.maintenance.json" \
        >"$BATS_TEST_TMPDIR/export/bindings/aks-one.maintenance.json"
    scan --from "$BATS_TEST_TMPDIR/export" --no-apps -o none -f json,migration-plan --fail-on never
    contains "$(result '.clusters[0].maintenanceWindows[0]')" \
        "default: cannot be read: timeInWeek[0].hourSlots: expected an array of hours"
    equal "$(result '.clusters[0].maintenanceWindows | length')" 1
    contains "$(result '.coverage[] | select(.id | endswith("maintenance.json")) | .reason')" \
        "2 of its elements could not be read"
    equal "$(result '.summary.checks["CLU-017"].unknown')" 1
}

@test "an e-mail for each audience, before and after" {
    contoso --plan "$CONTOSO/plan.yaml" -f json,emails
    local mails=$REPORT/kubeconfig-emails.md legacy private
    legacy=$(result '[.clusters[] | select(.integration == "legacy")] | length')
    private=$(result '[.clusters[] | select(.integration == "legacy" and .enablePrivateCluster)] | length')
    [ "$private" -gt 0 ]
    equal "$(grep -c '^Subject: ' "$mails")" $((6 * legacy + 2 * private))
    equal "$(grep -c '^Send it only when `managed` is `true` here: ' "$mails")" $((3 * legacy + private))
    equal "$(grep -c '^- 2023-12-01: ' "$mails")" $((6 * legacy + 2 * private))
    contains "$(cat "$mails")" "Subject: AKS cluster shop-prod: fetch a new kubeconfig"
    # Commands stay on their line, and are those of the other reports.
    grep -qxF "    az aks get-credentials --subscription 54496911-16d3-5e1d-863b-277a200488b8 \
--resource-group rg-shop-prod --name shop-prod --overwrite-existing" "$mails"
    # Prose is wrapped.
    equal "$(sed -n '/^```text/,/^```$/p' "$mails" | grep -vE '^    |https://|^Subject: ' |
        awk 'length > 72' | wc -l)" 0
}

@test "hostile names are inert in the plan and in the e-mails" {
    local evil=$BATS_TEST_TMPDIR/evil.json
    jq -n '[ "x;touch pwned", "$(touch pwned)", "`touch pwned`", "<script>", "a|b", "--admin",
        "```", "l\nm", "n\u001b[31m", "[x](https://evil.example)", "# heading", "*bold*" ]' >"$evil"
    jq --slurpfile evil "$evil" '[.[] | select(.type)][0] as $c | [.[] | select(.type | not)] +
        [$evil[0][] | . as $n | $c | .id |= sub("managedClusters/.*"; "managedClusters/" + ($n | gsub("/"; "_"))) |
        .name = $n | .tags = {owner: $n, environment: $n}]' "$FIXTURE" >"$BATS_TEST_TMPDIR/clusters.json"
    offline --from "$BATS_TEST_TMPDIR/clusters.json"
    equal "$(grep -c '^### ' "$REPORT/migration-plan.md")" 12
    for file in migration-plan.md kubeconfig-emails.md; do
        LC_ALL=C lacks -qaP '[\x00-\x09\x0b-\x1f\x7f]' "$REPORT/$file"
    done
    lacks -qE '^(# heading|<script>)' "$REPORT/migration-plan.md"
    # Outside of code no markup of theirs is left.
    sed -e '/^```/,/^```/d' -e 's/`[^`]*`//g' "$REPORT/migration-plan.md" >"$BATS_TEST_TMPDIR/prose"
    lacks -qE '<script>|[^\\]\[x\]|[^\\]\*bold' "$BATS_TEST_TMPDIR/prose"
    # Every command keeps the name in one word: nothing else is run.
    cd "$BATS_TEST_TMPDIR"
    mkdir bin
    for tool in az kubectl kubelogin diff rm nslookup; do
        printf '#!/bin/sh\nexit 0\n' >bin/$tool
        chmod +x bin/$tool
    done
    sed -n '/^```sh/,/^```/p' "$REPORT/migration-plan.md" | grep -v '^```' >commands
    PATH=$BATS_TEST_TMPDIR/bin:$PATH bash commands
    [ ! -e pwned ]
}
