#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# hostile.bats - names of fixtures/hostile in every format: cells stay text, markup
# stays text, tables stay tables, shell words stay words, and neither terminals nor
# pipelines are written to.

load common
load formats

setup_file() {
    load common
    cd "$BATS_FILE_TMPDIR" || return 1
    local form
    for form in table json tsv github azure-pipelines; do
        aksentra scan --from "$ROOT/fixtures/hostile" --kubeconfig "$ROOT/fixtures/hostile/kubeconfig.yaml" \
            -f all -d report -o $form -v >out.$form 2>errors.$form </dev/null || true
    done
    for form in table json tsv github azure-pipelines; do
        aksentra kubeconfig "$ROOT/fixtures/hostile/kubeconfig.yaml" -o $form \
            >kubeconfig.$form 2>kubeconfig-errors.$form </dev/null || true
    done
}

setup() {
    REPORT=$BATS_FILE_TMPDIR/report
    cd "$BATS_FILE_TMPDIR"
}

# streams: what went to a terminal or into the log of a pipeline.
streams() {
    echo out.* errors.* kubeconfig.* kubeconfig-errors.*
}

@test "the names are there, and the audit is whole" {
    [ "$(result '.clusters | length')" -ge 29 ]
    equal "$(result '.kubeconfigs | length')" 28
    [ "$(result '[.clusters[].name | length] | max')" -ge 1000 ]
    contains "$(result '.clusters[].tags.owner | select(. != null)')" $'esc\033[31mred'
    valid results.schema.json "$REPORT/results.json"
}

@test "no control character and nothing that turns the direction of writing" {
    # But for line breaks, and in CSV, which has cells of several lines.
    local f
    for f in $(streams) report/*.md report/*.xml report/*.prom report/*.sh report/*.json report/*.sarif report/*.html; do
        [ -f "$f" ] || continue
        LC_ALL=C lacks -lP '[\x00-\x08\x0b-\x1f\x7f]' "$f"
        LC_ALL=C.UTF-8 lacks -lP '[\x{80}-\x{9f}\x{61c}\x{200e}\x{200f}\x{2028}-\x{202e}\x{2066}-\x{2069}]' "$f"
    done
    for f in report/*.csv; do
        LC_ALL=C lacks -lP '[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]' "$f"
        LC_ALL=C.UTF-8 lacks -lP '[\x{80}-\x{9f}\x{61c}\x{200e}\x{200f}\x{2028}-\x{202e}\x{2066}-\x{2069}]' "$f"
    done
}

@test "no log of a pipeline finds a command but ours" {
    local f
    for f in out.table out.json out.tsv errors.* kubeconfig.table kubeconfig.json kubeconfig.tsv kubeconfig-errors.*; do
        # GitHub: after any blanks at the start of a line; "##[" anywhere.
        lacks -P '^\s*::[A-Za-z]' "$f"
        lacks -F '##[' "$f"
        lacks -Fi '##vso[' "$f"
    done
    for f in out.github kubeconfig.github; do
        equal "$(grep -vcE '^(::(error|warning|notice) title=[^:,]*::|aksentra: )' "$f")" 0
        lacks -F '##[' "$f"
        lacks -Fi '##vso[' "$f"
    done
    for f in out.azure-pipelines kubeconfig.azure-pipelines; do
        # One of ours a line, and only at its start.
        equal "$(grep -Fi '##vso[' "$f" | grep -vcE '^##vso\[task\.logissue type=(error|warning);code=[A-Za-z0-9 -]+;\]')" 0
        sed -E 's/^##vso\[task\.logissue type=(error|warning);code=[A-Za-z0-9 -]+;\]//' "$f" >rest
        lacks -Fi '##vso[' rest
        lacks -F '##[' rest
        lacks -P '^\s*::[A-Za-z]' rest
    done
    # Text that looks like an escape comes back as text.
    contains "$(cat out.github)" '%2525 %250A'
    contains "$(cat out.azure-pipelines)" '%AZP2525 %AZP250A'
}

@test "the JSON for a log is the JSON of the file" {
    cmp <(jq -S 'del(.run.id, .run.startedAt, .run.finishedAt, .run.takenAt)' out.json) \
        <(jq -S 'del(.run.id, .run.startedAt, .run.finishedAt, .run.takenAt)' report/results.json)
    contains "$(jq -r '.clusters[].name' out.json)" '##vso[task.setvariable variable=pwned]yes'
}

@test "CSV: no formula, whatever delimiter a program takes" {
    needs python3
    local f delimiter
    for f in report/*.csv; do
        csv_cells "$f" , >cells
        # Numbers may be negative; nothing else begins like a formula.
        lacks -P '^\["[^"]*", "(?!-\d+"\]$)[=+@\x{ff1d}\x{ff0b}\x{ff20}\-\t\r\n]' cells
        for delimiter in , ';' '|' $'\t'; do
            python3 - "$f" "$delimiter" <<'PYTHON'
import csv, re, sys
with open(sys.argv[1], encoding="utf-8", newline="") as f:
    for row in csv.reader(f, delimiter=sys.argv[2]):
        for cell in row:
            if re.match("[=+@\uff1d\uff0b\uff20-]", cell) and not re.fullmatch("-?[0-9]+", cell):
                sys.exit("%s, delimiter %r: %.100r" % (sys.argv[1], sys.argv[2], cell))
PYTHON
        done
    done
}

@test "TSV: one line a cluster, as many fields in each" {
    equal "$(wc -l <out.tsv)" "$(($(result '.clusters | length') + 1))"
    equal "$(awk -F '\t' '{ print NF }' out.tsv | sort -u | wc -l)" 1
}

@test "Markdown: tables stay tables, and no markup or link is not ours" {
    needs cmark-gfm python3
    local f
    for f in report/*.md; do
        cmark-gfm -e table -e autolink -e strikethrough --unsafe "$f" >page.html
        # Links that Markdown makes by itself of an address too.
        python3 - page.html "$f" <<'PYTHON'
import re, sys
page = open(sys.argv[1], encoding="utf-8").read()
ours = {"p", "h1", "h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td", "code", "pre", "strong", "em", "ul",
        "ol", "li", "a", "br", "hr", "blockquote"}
tags = set(re.findall(r"<([a-zA-Z][a-zA-Z0-9]*)", page))
bad = ["tag " + t for t in tags - ours]
for href in re.findall(r'<a href="([^"]*)"', page):
    if not re.match(r"#|[\w.-]+\.(md|sh|csv|json)$|https://(learn\.microsoft\.com|github\.com/(Azure|azure-deprecation|hashicorp)|azure\.github\.io|kubernetes\.io|techcommunity\.microsoft\.com|azure\.microsoft\.com)/", href, re.I):
        bad.append("link " + href)
for table in re.findall(r"<table>.*?</table>", page, re.S):
    widths = {len(re.findall(r"<t[dh]", row)) for row in re.findall(r"<tr>.*?</tr>", table, re.S)}
    if len(widths) > 1:
        bad.append("table of %s cells a row" % widths)
sys.exit("\n".join(sys.argv[2] + ": " + b for b in bad[:10]) or 0)
PYTHON
    done
    # Each finding is a row of its own.
    equal "$(md_findings report/report.md)" "$(attention)"
}

@test "Markdown: mentions, issues, formulas and pictures of words stand as code" {
    # Between backticks or nowhere: what is left of a line without its code.
    sed -E 's/``+ .* ``+//g; s/`[^`]*`//g' report/report.md >prose
    lacks -E '@team|#123|:tada:|\$x\$|www\.evil|https://evil' prose
}

@test "SARIF: valid, and messages hold no link and no placeholder" {
    sarif_valid report/results.sarif
    equal "$(jq '.runs[0].results | length' report/results.sarif)" "$(attention)"
    jq -r '.. | .message? | .text? | strings' report/results.sarif >messages
    lacks -E '(^|[^\\])\]\(' messages
    lacks -E '(^|[^{])\{[0-9]+\}([^}]|$)' messages
    equal "$(jq -r '[.runs[0].results[].locations[0].physicalLocation.artifactLocation.uri | select(test("^(file://)?[A-Za-z0-9._~%/-]+$") | not)] | length' \
        report/results.sarif)" 0
}

@test "JUnit: well-formed, valid, and every finding is a case" {
    needs xmllint
    junit_valid report/junit.xml
    equal "$(xmllint --xpath 'count(//testcase[not(@classname = "aksentra.coverage")][failure or error])' report/junit.xml)" \
        "$(attention)"
    contains "$(xmllint --xpath '//testcase[contains(@name, "script")][1]/@name' report/junit.xml)" "alert(1)"
}

@test "metrics: labels stay labels" {
    metrics_valid report/metrics.prom
    lacks -vE '^(# |aksentra_[a-z_]+(\{[a-z_]+="([^"\\]|\\["\\])*"(,[a-z_]+="([^"\\]|\\["\\])*")*\})? -?[0-9]+$)' report/metrics.prom
}

@test "the workbook has no formula and no link but to Azure and inside" {
    needs unzip
    mkdir -p book
    unzip -qo report/report.xlsx -d book
    lacks -rlE '<f[ >]' book/xl/worksheets
    lacks -rE 'Target="[^"]*evil' book
}

@test "the script is one, and runs nothing of a name" {
    sh -n report/kubeconfig-refresh.sh
    (cd "$BATS_TEST_TMPDIR" && sh "$REPORT/kubeconfig-refresh.sh" --list >/dev/null)
    (cd "$BATS_TEST_TMPDIR" && bash "$REPORT/kubeconfig-refresh.sh" >/dev/null) || true
    [ ! -e "$BATS_TEST_TMPDIR/owned" ]
}

@test "the commands of findings are words, one line each" {
    local command
    while IFS= read -r command; do
        command=$(jq -r . <<<"$command")
        equal "$(wc -l <<<"$command")" 1
        # Whatever the shell makes of it, it runs nothing of a name.
        (cd "$BATS_TEST_TMPDIR" && PATH=/nonexistent /bin/sh -c "$command" >/dev/null 2>&1) || true
    done < <(jq -c '.findings[].remediation.commands[]?' report/results.json)
    [ ! -e "$BATS_TEST_TMPDIR/owned" ]
}
