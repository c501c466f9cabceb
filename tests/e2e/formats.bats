#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# formats.bats - what is told in Markdown, CSV, SARIF, JUnit, metrics and the
# annotations of pipelines, read by others than ourselves.

load common
load formats

FIXTURE=$BATS_TEST_DIRNAME/../../fixtures/checks/CLU-019/fail.json

# An audit that sees everything: apps and bindings are left out by choice.
whole() {
    scan --from "$ROOT/fixtures/checks/CLU-001/$1.json" --no-apps --no-bindings \
        -f all -o none "${@:2}"
}

# ---- which files -----------------------------------------------------------

@test "formats for programs are written when they are named, or with all" {
    local f
    scan --from "$FIXTURE" -o none
    [ -f "$REPORT/report.md" ]
    for f in results.sarif junit.xml metrics.prom; do [ ! -e "$REPORT/$f" ]; done
    scan --from "$FIXTURE" -o none -d "$BATS_TEST_TMPDIR/some" -f sarif,junit,metrics
    equal "$(cd "$BATS_TEST_TMPDIR/some" && echo *)" "junit.xml metrics.prom results.sarif"
    scan --from "$FIXTURE" -o none -d "$BATS_TEST_TMPDIR/every" -f all
    for f in results.sarif junit.xml metrics.prom report.html report.md report.xlsx results.json clusters.csv; do
        [ -f "$BATS_TEST_TMPDIR/every/$f" ]
    done
}

@test "every format carries every finding and everything that could not be seen" {
    needs xmllint python3
    local n gaps id
    scan --from "$ROOT/fixtures/checks" -o github -f all --kubeconfig "$ROOT/fixtures/kubeconfigs"
    n=$(attention)
    [ "$n" -gt 50 ]
    equal "$(jq '.runs[0].results | length' "$REPORT/results.sarif")" "$n"
    equal "$(csv_cells "$REPORT/findings.csv" , | grep -c '^."Check", "[A-Z]*-[0-9]')" "$n"
    equal "$(grep -cE '^::[a-z]+ title=[A-Z]+-[0-9]+ ' <<<"$out")" "$n"
    equal "$(xmllint --xpath 'count(//testcase[not(@classname = "aksentra.coverage")][failure or error])' \
        "$REPORT/junit.xml")" "$n"
    equal "$(md_findings "$REPORT/report.md")" "$n"
    # Gaps: the workbook's sheet and not-audited.csv are the same list.
    gaps=$(($(csv_cells "$REPORT/not-audited.csv" , | grep -c '^."Kind"') - 1))
    [ "$gaps" -gt 20 ]
    equal "$(jq '.runs[0].invocations[0].toolExecutionNotifications | length' "$REPORT/results.sarif")" "$gaps"
    equal "$(xmllint --xpath 'count(//testcase[@classname = "aksentra.coverage"])' "$REPORT/junit.xml")" "$((gaps + 1))"
    equal "$(($(metric gaps) + $(metric left_out)))" "$gaps"
    while read -r id; do
        contains "$(sed -n '/^## Not audited/,/^## Clusters/p' "$REPORT/report.md")" "$id"
    done < <(result '.coverage[] | select(.status == "unreachable" or .status == "partial") | select(.kind == "file") | .id')
}

# ---- csv -------------------------------------------------------------------

@test "CSV: delimiter and byte order mark" {
    needs python3
    local word
    for word in ';' semicolon; do
        scan --from "$FIXTURE" -o none -f csv --csv-delimiter "$word"
        equal "$(head -n1 "$REPORT/clusters.csv" | cut -d ';' -f 1-2)" "Cluster;Resource group"
    done
    for word in $'\t' tab '\t'; do
        scan --from "$FIXTURE" -o none -f csv --csv-delimiter="$word" --csv-bom
        equal "$(head -c 3 "$REPORT/clusters.csv" | od -An -tx1 | tr -d ' ')" efbbbf
        equal "$(head -n1 "$REPORT/clusters.csv" | cut -f 2)" "Resource group"
    done
    csv_cells "$REPORT/findings.csv" $'\t' >"$BATS_TEST_TMPDIR/tabs"
    scan --from "$FIXTURE" -o none -f csv
    csv_cells "$REPORT/findings.csv" , >"$BATS_TEST_TMPDIR/commas"
    cmp "$BATS_TEST_TMPDIR/tabs" "$BATS_TEST_TMPDIR/commas"
    lacks -q $'\xef\xbb\xbf' "$REPORT/clusters.csv"
    for word in x ';;' '"' ' '; do
        scan --from "$FIXTURE" --csv-delimiter "$word"
        equal "$status" 64
        contains "$errors" "--csv-delimiter"
    done
}

# ---- report.md -------------------------------------------------------------

@test "report.md stays below 1 MiB, the worst first, and says what it left out" {
    jq '.[0] as $s | .[1] as $c | [$s] + [range(9000) as $i | $c |
        .name = "aks-\($i)" | .id = (.id | sub("aks-.*"; "aks-\($i)")) |
        if $i == 8999 then .properties.enableRBAC = false else . end]' "$FIXTURE" >"$BATS_TEST_TMPDIR/many.json"
    scan --from "$BATS_TEST_TMPDIR/many.json" -o none -f markdown,csv --no-apps --no-bindings
    [ "$(stat -c %s "$REPORT/report.md")" -lt 1048576 ]
    # The only blocked cluster has the last name of all.
    contains "$(sed -n '/^## Clusters/,/^## Findings/p' "$REPORT/report.md" | sed -n 5p)" '`aks-8999`'
    contains "$(cat "$REPORT/report.md")" 'more, left out because'
    # What is shown and what is left out makes 9,000.
    local shown left
    shown=$(sed -n '/^## Clusters/,/^## Findings/p' "$REPORT/report.md" | grep -c '^| `aks-')
    left=$(sed -n '/^## Clusters/,/^## Findings/s/^\*\*\([0-9]*\) more.*clusters.csv.*/\1/p' "$REPORT/report.md")
    equal "$((shown + left))" 9000
    # Each check keeps its part.
    equal "$(grep -c '^### ' "$REPORT/report.md")" \
        "$(tail -n +2 "$REPORT/findings.csv" | grep -oE '^[A-Z]+-[0-9]+' | sort -u | wc -l)"
}

# ---- sarif -----------------------------------------------------------------

@test "SARIF is as its schema says, live findings and exported ones" {
    local f
    for f in fail pass; do
        whole $f
        sarif_valid "$REPORT/results.sarif"
    done
    scan --from "$ROOT/fixtures/checks" -o none -f sarif
    sarif_valid "$REPORT/results.sarif"
    aksentra kubeconfig "$ROOT/fixtures/kubeconfigs" -f sarif -o none -q -d "$REPORT" || true
    sarif_valid "$REPORT/results.sarif"
}

@test "SARIF satisfies Microsoft's validator, with the rules of GitHub" {
    local tool=$ROOT/tests/sarif-client/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
    [ -f "$tool" ] || skip "tests/sarif-client is not installed"
    chmod u+x "$tool"
    scan --from "$ROOT/fixtures/checks" -o none -f sarif --kubeconfig "$ROOT/fixtures/kubeconfigs"
    cd "$BATS_TEST_TMPDIR"
    DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$tool" validate "$REPORT/results.sarif" \
        --rule-kind "Sarif;Ghas" -o validated.sarif >log 2>&1 || { cat log; false; }
    # There is no address of the tool to be told (SARIF2005).
    equal "$(jq -r '[.runs[].results[]? | .ruleId] | unique | join(" ")' validated.sarif)" SARIF2005
}

@test "SARIF: rules, levels, kinds, where, and the same fingerprint next time" {
    scan --from "$ROOT/fixtures/checks" -o none -f sarif,json
    local s=$REPORT/results.sarif
    equal "$(jq -r '.runs[0].tool.driver.rules | length' "$s")" "$(result '.summary.checks | length')"
    equal "$(jq -r '[.runs[0].results[] | select(.kind == "fail" and .level == "none" or .kind == "open" and .level != "none")] | length' "$s")" 0
    equal "$(jq -r '[.runs[0].results[] | select(.kind == "open")] | length' "$s")" \
        "$(result '[.findings[] | select(.verdict == "unknown" or .verdict == "error")] | length')"
    equal "$(jq -r '.runs[0] as $r | [$r.results[] | select($r.tool.driver.rules[.ruleIndex].id != .ruleId)] | length' "$s")" 0
    # Exported: the file; an app: a path made of its id. Never an absolute URI.
    contains "$(jq -r '.runs[0].results[].locations[0].physicalLocation.artifactLocation.uri' "$s" | sort -u)" "app/aaaaaaaa-"
    equal "$(jq -r '.runs[0] as $r | [$r.results[].locations[0].physicalLocation.artifactLocation | select(.index) |
        select($r.artifacts[.index].location.uri != .uri)] | length' "$s")" 0
    equal "$(jq -r '[.runs[0].results[].partialFingerprints["aksentra/v1"]] | (length - (unique | length))' "$s")" 0
    jq -c '[.runs[0].results[].partialFingerprints]' "$s" >"$BATS_TEST_TMPDIR/first"
    scan --from "$ROOT/fixtures/checks" -o none -f sarif
    jq -c '[.runs[0].results[].partialFingerprints]' "$s" | cmp - "$BATS_TEST_TMPDIR/first"
}

@test "SARIF: an audit that missed something was no success; a whole one was" {
    whole pass
    equal "$(jq -r '.runs[0].invocations[0] | "\(.executionSuccessful) \(.exitCode)"' "$REPORT/results.sarif")" "true $status"
    scan --from "$ROOT/fixtures/checks/CLU-001/pass.json" -o none -f sarif
    equal "$(jq -r '.runs[0].invocations[0].executionSuccessful' "$REPORT/results.sarif")" false
    equal "$(jq -r '[.runs[0].invocations[0].toolExecutionNotifications[] | select(.level == "error")] | length > 0' "$REPORT/results.sarif")" true
}

@test "SARIF: waived is suppressed, and the baseline says what is new" {
    printf 'waivers:\n  - check: CLU-001\n    resource: /aks-one/\n    owner: Ada\n    reason: "moves in [May](x)"\n    expires: 2099-01-31\n' \
        >"$BATS_TEST_TMPDIR/w.yaml"
    scan --from "$FIXTURE" -o none -f json -d "$BATS_TEST_TMPDIR/before"
    scan --from "$FIXTURE" -o none -f all --waivers "$BATS_TEST_TMPDIR/w.yaml" \
        --baseline "$BATS_TEST_TMPDIR/before/results.json" --plan "$BATS_TEST_DIRNAME/../../fixtures/contoso/plan.yaml"
    sarif_valid "$REPORT/results.sarif"
    [ "$(result .summary.waived)" -gt 0 ]
    equal "$(jq '[.runs[0].results[] | select(.suppressions | length > 0)] | length' "$REPORT/results.sarif")" \
        "$(result .summary.waived)"
    equal "$(jq -r '[.runs[0].results[].baselineState] | unique | join(" ")' "$REPORT/results.sarif")" unchanged
    equal "$(jq -r '.runs[0].baselineGuid' "$REPORT/results.sarif")" "$(jq -r .run.id "$BATS_TEST_TMPDIR/before/results.json")"
    contains "$(cat "$REPORT/junit.xml")" "waived until 2099-01-31, by Ada"
    contains "$(cat "$REPORT/report.md")" "waived until 2099-01-31, by Ada"
    equal "$(metric 'findings_waived{severity="high"}')" 1
    # A cluster that the baseline had not.
    jq '.[0], .[1]' "$FIXTURE" | jq -s . >"$BATS_TEST_TMPDIR/less.json"
    scan --from "$BATS_TEST_TMPDIR/less.json" -o none -f json -d "$BATS_TEST_TMPDIR/less"
    scan --from "$FIXTURE" -o none -f sarif --baseline "$BATS_TEST_TMPDIR/less/results.json"
    equal "$(jq -r '[.runs[0].results[] | select(.ruleId == "CLU-001") | .baselineState] | sort | join(" ")' "$REPORT/results.sarif")" \
        "new unchanged"
}

# ---- junit.xml -------------------------------------------------------------

@test "JUnit: valid, and what could not be seen is never green" {
    needs xmllint
    whole pass
    equal "$status" 0
    junit_valid "$REPORT/junit.xml"
    equal "$(xmllint --xpath 'count(//failure) + count(//error)' "$REPORT/junit.xml")" \
        "$(result '[.findings[] | select(.verdict != "not-applicable")] | length')"
    scan --from "$ROOT/fixtures/checks/CLU-001/pass.json" -o none -f junit,json
    equal "$status" 3
    junit_valid "$REPORT/junit.xml"
    [ "$(xmllint --xpath 'count(//error)' "$REPORT/junit.xml")" -gt 0 ]
    equal "$(xmllint --xpath 'count(//testcase[@name = "everything in scope was audited"]/error)' "$REPORT/junit.xml")" 1
    scan --from "$ROOT/fixtures/checks" -o none -f junit,json
    junit_valid "$REPORT/junit.xml"
    equal "$(xmllint --xpath 'count(//testsuite)' "$REPORT/junit.xml")" "$(($(result '.summary.checks | length') + 1))"
}

# ---- metrics.prom ----------------------------------------------------------

@test "metrics: read by Prometheus and as OpenMetrics, with the figures of results.json" {
    scan --from "$ROOT/fixtures/checks" -o none -f metrics,json --kubeconfig "$ROOT/fixtures/kubeconfigs"
    metrics_valid "$REPORT/metrics.prom"
    equal "$(metric audit_exit_code)" "$status"
    equal "$(metric audit_complete)" 0
    equal "$(metric 'clusters{integration="legacy",readiness="blocked"}')" "$(result .summary.readiness.blocked)"
    equal "$(metric 'findings{severity="high",verdict="fail"}')" "$(result .summary.findings.high)"
    equal "$(metric 'subscriptions{status="unreachable"}')" "$(result .summary.subscriptions.unreachable)"
    equal "$(metric 'kubeconfig_contexts{verdict="stale"}')" \
        "$(result '[.kubeconfigs[] | select(.verdict == "stale")] | length')"
    equal "$(awk '$1 ~ /^aksentra_findings\{.*verdict="unknown"/ { n += $NF } END { print n }' "$REPORT/metrics.prom")" \
        "$(result '[.findings[] | select(.verdict == "unknown")] | length')"
    contains "$(cat "$REPORT/metrics.prom")" "aksentra_secret_earliest_expiry_timestamp_seconds{"
    equal "$(tail -n1 "$REPORT/metrics.prom")" "# EOF"
}

@test "metrics: a figure that was not looked at is left out, not 0" {
    whole fail
    metrics_valid "$REPORT/metrics.prom"
    equal "$(metric audit_complete)" 1
    equal "$(metric gaps)" 0
    lacks -qE 'left_over_apps|secret_earliest|apps_expiry|kubeconfig_contexts|findings_new' "$REPORT/metrics.prom"
    echo '[{"id": "/subscriptions/11111111-1111-4111-8111-111111111111", "subscriptionId": "11111111-1111-4111-8111-111111111111",
        "tenantId": "22222222-2222-4222-8222-222222222222", "displayName": "Unseen", "state": "Enabled"}]' >"$BATS_TEST_TMPDIR/unseen.json"
    scan --from "$BATS_TEST_TMPDIR/unseen.json" -o none -f metrics
    metrics_valid "$REPORT/metrics.prom"
    equal "$(metric audit_exit_code)" 1
    lacks -qE 'aksentra_clusters\{' "$REPORT/metrics.prom"
}

# ---- annotations -----------------------------------------------------------

@test "-o github: the verdict and the worst first, and a count at the end" {
    scan --from "$ROOT/fixtures/checks" -f json -o github
    equal "$(head -n1 <<<"$out" | cut -d: -f3)" "error title=aksentra exit code 2"
    equal "$(tail -n1 <<<"$out")" \
        "aksentra: exit code 2: $(result .summary.exitReason). The audit is incomplete."
    equal "$(grep -c '^::error ' <<<"$out")" \
        "$(result '[.findings[] | select(.verdict == "fail" and (.severity == "high" or .severity == "critical"))] | length + 1')"
    # Critical ones before the others.
    equal "$(grep '^::error ' <<<"$out" | sed 1d | sed -E 's/.*::(critical|high)[:,].*/\1/' | uniq | tr '\n' ' ')" "critical high "
    contains "$out" "GitHub shows 10 of each"
    lacks -q 'Exit code' <<<"$errors"
    # Every line but the last two is a command.
    equal "$(grep -cvE '^::(error|warning|notice) title=[^:,]*::' <<<"$out")" 2
}

@test "-o azure-pipelines: issues of the log, and no verdict besides the exit code" {
    scan --from "$ROOT/fixtures/checks" -f json -o azure-pipelines
    equal "$status" 2
    equal "$(head -n1 <<<"$out")" \
        "##vso[task.logissue type=error;code=aksentra;]aksentra exit code 2: $(result .summary.exitReason). The audit is incomplete."
    lacks -q 'task.complete' <<<"$out"
    equal "$(grep -c 'type=error' <<<"$out")" \
        "$(result '[.findings[] | select(.verdict == "fail" and (.severity == "high" or .severity == "critical"))] | length + 1')"
    lacks -qE '^##vso\[(task\.logissue type=(error|warning);code=[A-Za-z0-9 -]+;\])?.*##' <<<"$out"
}

@test "annotations of a clean audit, of an incomplete one, and of kubeconfigs" {
    whole pass -o github
    equal "$(head -n1 <<<"$out" | cut -c1-16)" "::notice title=a"
    scan --from "$ROOT/fixtures/checks/CLU-001/pass.json" -f json -o github
    equal "$(head -n1 <<<"$out" | cut -c1-17)" "::warning title=a"
    status=0
    out=$(aksentra kubeconfig -q "$ROOT/fixtures/kubeconfigs" -o azure-pipelines) || status=$?
    equal "$status" 2
    contains "$out" "##vso[task.logissue type=error;code=KCFG-002;]"
}

# ---- kubeconfigs alone -----------------------------------------------------

@test "an audit of kubeconfig files alone, in every format" {
    needs xmllint
    REPORT=$BATS_TEST_TMPDIR/k
    aksentra kubeconfig "$ROOT/fixtures/kubeconfigs" -f all -o none -q -d "$REPORT" || true
    junit_valid "$REPORT/junit.xml"
    metrics_valid "$REPORT/metrics.prom"
    lacks -q aksentra_clusters "$REPORT/metrics.prom"
    contains "$(cat "$REPORT/report.md")" "# Kubeconfigs of AKS clusters"
    # The file and the line of the context.
    equal "$(jq -r '[.runs[0].results[].locations[0].physicalLocation | select(.region.startLine > 1) | .artifactLocation.uri] | length > 0' \
        "$REPORT/results.sarif")" true
}

# ---- the terminal ----------------------------------------------------------

# on_terminal COLUMNS COMMAND...: what it writes to a terminal of that width.
on_terminal() {
    local columns=$1
    shift
    printf '%q ' "$@" >"$BATS_TEST_TMPDIR/command"
    script -qec "stty cols $columns; . $BATS_TEST_TMPDIR/command" /dev/null </dev/null | tr -d '\r'
}

@test "a wide terminal shows more; colour says nothing of its own, and is not always there" {
    needs script
    local scan="$BUILD/aksentra scan -q -f json -d $BATS_TEST_TMPDIR/r --from $ROOT/fixtures/contoso/clusters"
    local narrow wide plain
    unset NO_COLOR COLUMNS
    export TERM=xterm
    # shellcheck disable=SC2086
    {
        narrow=$(on_terminal 80 $scan)
        wide=$(on_terminal 200 $scan)
        contains "$narrow" $'\033['
        equal "$(sed $'s/\033\\[[0-9;]*m//g' <<<"$narrow" | sed '/^$/,$d' | wc -L)" 80
        lacks -q OWNER <<<"$narrow"
        contains "$wide" OWNER
        contains "$wide" "Mend the failed state first: az aks update"
        plain=$(TERM=dumb on_terminal 80 $scan)
        equal "$plain" "$(sed $'s/\033\\[[0-9;]*m//g' <<<"$narrow")"
        equal "$(NO_COLOR=1 on_terminal 80 $scan)" "$plain"
        equal "$(on_terminal 80 $scan --no-color)" "$plain"
    }
    contains "$plain" "Exit code 2: 16 legacy clusters found. The audit is incomplete."
}

@test "-o tsv is for cut and awk: one line a cluster, keys of results.json" {
    scan --from "$ROOT/fixtures/contoso/clusters" -f json -o tsv
    equal "$(awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "integration") at = i; next }
        $at == "legacy"' <<<"$out" | wc -l)" "$(result .summary.legacy)"
    equal "$(awk -F '\t' '{ print NF }' <<<"$out" | sort -u | wc -l)" 1
    contains "$errors" "Exit code 2:"
}
