#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# html.bats - report.html: what is in it, and in a real browser that it sorts,
# filters, copies and prints, that anybody can use it, and that nothing leaves it.

load common

BROWSER=$ROOT/tests/browser

setup_file() {
    export SOURCE_DATE_EPOCH=1795392000 # 2026-11-23
    local bin=${AKSENTRA_BUILD:-$BATS_TEST_DIRNAME/../../build/dev}/aksentra
    cd "$BATS_TEST_DIRNAME/../.."
    "$bin" scan --from fixtures/contoso/clusters --kubeconfig fixtures/kubeconfigs \
        -d "$BATS_FILE_TMPDIR/contoso" -f html,json -o none -q || true
    "$bin" scan --from fixtures/hostile --kubeconfig fixtures/hostile/kubeconfig.yaml \
        -d "$BATS_FILE_TMPDIR/hostile" -f html,json -o none -q || true
}

# browser TENANT CASE: plays one case of tests/browser/page.mjs.
browser() {
    command -v node >/dev/null || skip "node is not installed"
    [ -d "$BROWSER/node_modules" ] || skip "what drives a browser is not installed"
    command -v chromium >/dev/null || skip "Chromium is not installed"
    CHROMIUM=$(command -v chromium) node "$BROWSER/page.mjs" \
        "$BATS_FILE_TMPDIR/$1/report.html" "$2" "$BATS_TEST_TMPDIR/report.pdf"
}

data() { # TENANT JQ-FILTER
    sed -n '/<script type="application\/json"/,/<\/script>/p' "$BATS_FILE_TMPDIR/$1/report.html" |
        sed '1s/^<script[^>]*>//; $s/<\/script>$//' | jq -r "$2"
}

@test "every finding, cluster and gap of results.json is in the page" {
    for tenant in contoso hostile; do
        results=$BATS_FILE_TMPDIR/$tenant/results.json
        equal "$(data $tenant '.tables.clusters.rows | length')" "$(jq '.clusters | length' "$results")"
        equal "$(data $tenant '.tables.findings.rows[] | .[0] + " " + .[2]' | sort)" \
            "$(jq -r '.findings[] | select(.verdict != "not-applicable") | .check + " " + .verdict' "$results" | sort)"
        equal "$(data $tenant '.tables.kubeconfigs.rows | length')" "$(jq '.kubeconfigs | length' "$results")"
        jq -r '.coverage[] | select(.status != "audited") | .status' "$results" | sort -u >"$BATS_TEST_TMPDIR/statuses"
        while read -r word; do
            grep -q "<td><bdi>$word</bdi></td>" "$BATS_FILE_TMPDIR/$tenant/report.html"
        done <"$BATS_TEST_TMPDIR/statuses"
    done
    contains "$(cat "$BATS_FILE_TMPDIR/contoso/report.html")" "The audit is not complete"
}

@test "the policy names the hashes of what is in the page, and nothing is left of the template" {
    page=$BATS_FILE_TMPDIR/hostile/report.html
    lacks -E '\{\{[a-z-]+\}\}' "$page"
    for part in style script; do
        hash=$(awk -v part=$part '
            part == "style" && sub(/^<style>/, "") { on = 1 }
            part == "script" && sub(/^<script>/, "") { on = 1 }
            on && sub("</" part ">$", "") { printf "%s", $0; exit }
            on { print }' "$page" | openssl dgst -sha256 -binary | openssl base64 -A)
        contains "$(grep -o "$part-src '[^']*'" "$page")" "sha256-$hash"
    done
    equal "$(grep -c '<script' "$page")" 2
    lacks -E ' (style|on[a-z]+)="' "$page"
    lacks -E '(src|href)="(https?:)?//' "$page"
}

@test "an audit of kubeconfig files alone has a page too" {
    cd "$BATS_TEST_TMPDIR"
    aksentra kubeconfig -d report -f html,json -o none -q "$ROOT/fixtures/kubeconfigs" || true
    contains "$(cat report/report.html)" "contexts of kubeconfig files"
    lacks -F 'id="clusters"' report/report.html
    if command -v chromium >/dev/null && [ -d "$BROWSER/node_modules" ]; then
        node "$BROWSER/page.mjs" "$PWD/report/report.html" print report.pdf
    fi
}

@test "it shows what results.json holds" { browser contoso content; }
@test "it sorts, by weight where words have one" { browser contoso sort; }
@test "it filters" { browser contoso filter; }
@test "a name leads to all about its cluster, and back" { browser contoso cluster; }
@test "commands are copied" { browser contoso copy; }
@test "it fits a phone" { browser contoso phone; }
@test "it has a dark side" { browser contoso dark; }
@test "everybody can use it" { browser contoso accessible; }
@test "it prints" {
    browser contoso print
    command -v pdftotext >/dev/null || skip "pdftotext is not installed"
    contains "$(pdftotext "$BATS_TEST_TMPDIR/report.pdf" - | head -5)" "Move to AKS-managed"
}
@test "hostile names stay names" { browser hostile inert; }
@test "hostile names fit a phone" { browser hostile phone; }
@test "hostile names are no obstacle" { browser hostile accessible; }
