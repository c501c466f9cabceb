#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# reports.bats - what is written, and what is not when it cannot be.

load common

FIXTURE=$BATS_TEST_DIRNAME/../../fixtures/checks/CLU-019/fail.json

@test "every report is there, for the owner alone" {
    scan --from "$FIXTURE" -o none
    equal "$status" 2
    equal "$(cd "$REPORT" && find . -type f | sort | tr '\n' ' ')" \
        "./access-after-migration.md ./apps.csv ./azure-roles.csv ./bindings.csv ./clusters.csv ./findings.csv ./kubeconfig-emails.md ./kubeconfig-refresh.md ./kubeconfig-refresh.sh ./left-overs.csv ./migration-plan.csv ./migration-plan.md ./not-audited.csv ./report.html ./report.md ./report.xlsx ./results.json "
    equal "$(find "$REPORT" -type f ! -perm 600 | wc -l)" 0
}

@test "-f chooses; an unknown format is a usage error" {
    scan --from "$FIXTURE" -o none -f csv
    equal "$(find "$REPORT" -type f | wc -l)" 8
    scan --from "$FIXTURE" -f pdf
    equal "$status" 64
    contains "$errors" "pdf"
}

@test "-d expands strftime with the report's clock" {
    cd "$BATS_TEST_TMPDIR"
    export SOURCE_DATE_EPOCH=1700000000
    status=0
    aksentra scan --from "$FIXTURE" -o none -f json -d audit-%Y-%m-%d || status=$?
    equal "$status" 2
    [ -f audit-2023-11-14/results.json ]
    equal "$(jq -r .run.startedAt audit-2023-11-14/results.json)" 2023-11-14T22:13:20Z
}

@test "a folder that cannot be written: exit 1, the earlier reports stay" {
    scan --from "$FIXTURE" -o none
    cp -r "$REPORT" "$BATS_TEST_TMPDIR/before"
    # A folder in the way of the last file to be renamed.
    rm "$REPORT/results.json"
    mkdir "$REPORT/results.json"
    rm "$BATS_TEST_TMPDIR/before/results.json"
    scan --from "$FIXTURE" -o none --fail-on never
    equal "$status" 1
    contains "$errors" "results.json"
    rmdir "$REPORT/results.json"
    diff -r "$REPORT" "$BATS_TEST_TMPDIR/before"
    scan --from "$FIXTURE" -o none -d /proc/nowhere
    equal "$status" 1
    contains "$errors" "/proc/nowhere"
}

@test "a full disk: exit 1, nothing half-written, the earlier reports stay" {
    [ "$(id -u)" = 0 ] || skip "needs root to mount a small disk"
    mkdir "$BATS_TEST_TMPDIR/disk"
    mount -t tmpfs -o size=64k none "$BATS_TEST_TMPDIR/disk" 2>/dev/null ||
        skip "no disk can be mounted here"
    status=0
    aksentra scan --from "$FIXTURE" -o none -f csv -d "$BATS_TEST_TMPDIR/disk/r" || status=$?
    local before after errors
    before=$(cd "$BATS_TEST_TMPDIR/disk" && find . -type f -exec cksum {} + | sort)
    dd if=/dev/zero of="$BATS_TEST_TMPDIR/disk/fill" bs=1k 2>/dev/null || true
    errors=$(aksentra scan --from "$FIXTURE" -o none -d "$BATS_TEST_TMPDIR/disk/r" 2>&1) && status=0 || status=$?
    rm "$BATS_TEST_TMPDIR/disk/fill"
    after=$(cd "$BATS_TEST_TMPDIR/disk" && find . -type f -exec cksum {} + | sort)
    umount "$BATS_TEST_TMPDIR/disk"
    equal "$status" 1
    contains "$errors" "space"
    equal "$after" "$before"
}

@test "standard output that is full or closed is told" {
    status=0
    aksentra scan --from "$FIXTURE" -f json -o json -d "$BATS_TEST_TMPDIR/r" >/dev/full 2>"$BATS_TEST_TMPDIR/errors" || status=$?
    equal "$status" 1
    contains "$(cat "$BATS_TEST_TMPDIR/errors")" "standard output"
}

@test "-o json, tsv, none; and display never changes the exit code" {
    for form in table json tsv github azure-pipelines none; do
        scan --from "$FIXTURE" -o $form -q
        equal "$status" 2
        equal "$errors" ""
    done
    scan --from "$FIXTURE" -o tsv
    equal "$(printf '%s\n' "$out" | wc -l)" 3
    equal "$(printf '%s\n' "$out" | cut -f1 | tail -n +2 | tr '\n' ' ')" "aks-one aks-two "
}

@test "the table fits 80 columns and nothing steers a terminal in a pipe" {
    scan --from "$ROOT/fixtures/checks"
    [ "$(printf '%s\n' "$out" | wc -L)" -le 80 ]
    lacks -q $'\033' <<<"$out$errors"
    contains "$out" "xit code 2"
}

@test "the refresh script changes nothing unless a cluster is named" {
    scan --from "$FIXTURE" -o none
    sh -n "$REPORT/kubeconfig-refresh.sh"
    mkdir "$BATS_TEST_TMPDIR/bin"
    for tool in az kubelogin kubectl; do
        printf '#!/bin/sh\necho "%s $*" >>"%s/calls"\n' $tool "$BATS_TEST_TMPDIR" >"$BATS_TEST_TMPDIR/bin/$tool"
        chmod +x "$BATS_TEST_TMPDIR/bin/$tool"
    done
    PATH=$BATS_TEST_TMPDIR/bin:$PATH sh "$REPORT/kubeconfig-refresh.sh" >/dev/null || true
    PATH=$BATS_TEST_TMPDIR/bin:$PATH sh "$REPORT/kubeconfig-refresh.sh" --list >/dev/null
    [ ! -e "$BATS_TEST_TMPDIR/calls" ]
    PATH=$BATS_TEST_TMPDIR/bin:$PATH sh "$REPORT/kubeconfig-refresh.sh" aks-two
    contains "$(cat "$BATS_TEST_TMPDIR/calls")" "az aks get-credentials"
    contains "$(cat "$BATS_TEST_TMPDIR/calls")" "--name aks-two"
    lacks -q aks-one "$BATS_TEST_TMPDIR/calls"
}

@test "hostile names stay words, cells and text" {
    local f=$BATS_TEST_TMPDIR/hostile.json
    jq --arg evil "$(printf '=cmd|%s;$(touch %s/owned)`id`'"'"'"|<b>\n\033[31m' x "$BATS_TEST_TMPDIR")" \
        '.[1].tags.owner = $evil | .[1].name = $evil |
         .[1].id = ("/subscriptions/11111111-1111-4111-8111-111111111111/resourcegroups/" + ($evil | gsub("/"; "_")) + "/providers/Microsoft.ContainerService/managedClusters/" + ($evil | gsub("/"; "_")))' \
        "$FIXTURE" >"$f"
    scan --from "$f"
    equal "$status" 2
    lacks -q $'\033' <<<"$out$errors"
    lacks -qE '(^|,)=' "$REPORT/clusters.csv"
    sh -n "$REPORT/kubeconfig-refresh.sh"
    sh "$REPORT/kubeconfig-refresh.sh" --list >/dev/null
    bash "$REPORT/kubeconfig-refresh.sh" >/dev/null || true
    [ ! -e "$BATS_TEST_TMPDIR/owned" ]
    # In Markdown they stand in code alone, fenced or in backticks.
    lacks -q '<b>' < <(sed -e '/^```/,/^```/d' -e 's/`` .* ``//' "$REPORT/kubeconfig-refresh.md")
}
