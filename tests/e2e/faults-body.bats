#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# faults-body.bats - replies with a good status and a bad body, pages that lead
# nowhere, tokens that end.

load common
load fakeazure
load faults

setup_file() {
    faults_start --generate 2x2 --bindings 2 --principals 3 --page-size 1 \
        --reads-bucket 1000000,1000000
    # Bodies that no text of JSON can hold.
    mkdir "$BATS_FILE_TMPDIR/bodies"
    cd "$BATS_FILE_TMPDIR/bodies"
    printf '{"value": [{"id": "\xff\xfe\xc0"}], "items": [], "access_token": "\xff"}' >bad-utf8
    printf '{"value": [], "items": []}' | iconv -t UTF-16 >utf16
    printf '\x1f\x8b\x08\x00\x00\x00\x00\x00garbage' >bad-gzip
    printf '{"value": [], "items": [], "responses": []}' | gzip >whole-gzip
    head -c 30 whole-gzip >cut-gzip
    head -c 100000000 /dev/zero | tr '\0' ' ' | gzip -1 >bomb-gzip
    head -c 100000 /dev/zero | tr '\0' '[' >deep
    { printf '{"value":'; head -c 3000 /dev/zero | tr '\0' '['; head -c 3000 /dev/zero | tr '\0' ']'; printf '}'; } >deep-but-whole
}

teardown_file() {
    fake_stop
}

# A blank and a brace in a test of one line would be taken for its beginning.

# The same misdeed at every service at once; each part of the audit that met it
# is named, and the other subscription is audited.
met_everywhere() { # RULE-MEMBERS
    local route rules=
    for route in "${SUB}000000000000/.*roleAssignments" "${SUB}000000000001/.*locks" \
        aks-00000-000/maintenanceConfigurations aks-00001-000/listClusterAdminCredential \
        aks-00001-001/listClusterUserCredential aks-00000-001/.*/clusterrolebindings \
        '/servicePrincipals[?]' '[$]batch' getByIds; do
        rules="$rules,{\"path\": \"$route\", $1}"
    done
    faults "[${rules#,}]"
    within 60 --allow-admin-credential --retries 0
    not_whole 3
    equal "$(covered subscription | grep -c ': audited')" 2
    jq -r '(.coverage[] | select(.status == "audited" or .status == "skipped" | not) |
            "\(.kind) \(.id): \(.reason)"),
        (.findings[] | select(.verdict == "unknown") | "\(.check) \(.resource): \(.message)")' \
        "$REPORT/results.json" >"$BATS_TEST_TMPDIR/named"
    for route in "roleAssignments.*000000000000" "CLU-016 .*000000000001" \
        "CLU-017 .*aks-00000-000" "bindings .*aks-00001-000" "bindings .*aks-00001-001" \
        "bindings .*aks-00000-001" "directory servicePrincipals" "directory directoryObjects"; do
        grep -q "^$route.*: ..*" "$BATS_TEST_TMPDIR/named" ||
            { echo "not named: $route"; cat "$BATS_TEST_TMPDIR/named"; return 1; }
    done
}

# At the clusters of one subscription: the other one is audited.
met_by_clusters() { # RULE-MEMBERS
    faults "[{\"path\": \"${SUB}000000000000/.*managedClusters[?]\", $1}]"
    within 60 --no-apps --no-bindings --retries 0
    not_whole 3
    contains "$(covered subscription 000000000000)" ": unreachable"
    contains "$(covered subscription 000000000001)" ": audited"
    equal "$(result .summary.clusters)" 2
}

# Where there is no going on without: exit 1, and the host is named.
met_at_once() { # RULE-MEMBERS
    local route
    for route in /metadata/endpoints /oauth2/v2.0/token '/subscriptions[?]'; do
        # Under valgrind the last one stands for all three.
        [ -z "${AKSENTRA_WRAPPER:-}" ] || [ "$route" = '/subscriptions[?]' ] || continue
        faults "[{\"path\": \"$route\", $1}]"
        within 60 --retries 0
        equal "$route $status" "$route 1"
        [ ! -e "$REPORT/results.json" ]
        [ -n "$errors" ]
    done
}

met() { # RULE-MEMBERS
    met_everywhere "$1"
    met_by_clusters "$1"
    met_at_once "$1"
}

body() { # FILE
    echo "\"body\": \"$BATS_FILE_TMPDIR/bodies/$1\""
}

gzip_body() { # FILE
    echo "\"header\": \"Content-Encoding: gzip\", $(body "$1")"
}

@test "body: cut in the middle" { met '"action": "cut"'; }
@test "body: without end" { met_by_clusters '"action": "endless"'; met_at_once '"action": "endless"'; }
@test "body: empty" { met '"body-text": ""'; }
@test "body: no JSON" { met '"body-text": "It works!"'; }
@test "body: HTML with status 200" { met '"body-text": "<html><body>Sign in</body></html>", "content-type": "text/html"'; }
@test "body: JSON and more behind it" { met '"body-text": "{\"value\": [], \"items\": [], \"responses\": [], \"access_token\": \"x\"} trailing"'; }
@test "body: a bare null, number, text and list" {
    local text
    for text in null 7 '\"text\"' '[]'; do
        met_everywhere "\"body-text\": \"$text\""
        met_by_clusters "\"body-text\": \"$text\""
        met_at_once "\"body-text\": \"$text\""
    done
}
@test "body: an object with none of the members" { met '"body-text": "{}"'; }
@test "body: members of another type" {
    met '"body-text": "{\"value\": {}, \"items\": 5, \"responses\": \"x\", \"kubeconfigs\": 1, \"access_token\": [1]}"'
}
@test "body: lists of what are no objects" {
    met_everywhere '"body-text": "{\"value\": [1, null], \"items\": [[], 2], \"metadata\": {}, \"responses\": [true], \"kubeconfigs\": [null]}"'
}
@test "body: bad UTF-8" { met "$(body bad-utf8)"; }
@test "body: UTF-16" { met "$(body utf16)"; }
@test "body: gzip that is none" { met "$(gzip_body bad-gzip)"; }
@test "body: gzip that is cut" { met "$(gzip_body cut-gzip)"; }
@test "body: gzip that grows beyond the ceiling" { met_by_clusters "$(gzip_body bomb-gzip)"; contains "$(covered subscription 000000000000)" "larger than"; }
@test "body: nested a hundred thousand levels deep" { met "$(body deep)"; }
@test "body: nested three thousand levels deep, and whole" { met "$(body deep-but-whole)"; }
@test "body: a member twice" { met '"body-text": "{\"value\": [], \"value\": [], \"items\": [], \"items\": [], \"responses\": [], \"responses\": [], \"access_token\": \"x\", \"access_token\": \"y\", \"kubeconfigs\": [], \"kubeconfigs\": []}"'; }
@test "body: a number that nothing can hold" { met '"body-text": "{\"value\": 1e99999, \"items\": 99999999999999999999999}"'; }
@test "body: a NUL in a text" { met '"body-text": "{\"value\": [], \"items\": [], \"responses\": [], \"access_token\": \"a\\u0000b\", \"x\": \"\\u0000\"}"'; }
@test "body: JSON under another charset is read as the JSON that it is" {
    faults '[{"path": "managedClusters[?]", "content-type": "text/plain; charset=utf-16"}]'
    within 60 --no-apps --no-bindings
    whole
}
@test "body: no content with status 204, and nothing new with 304" {
    met '"status": 204, "body-text": ""'
    met '"status": 304, "body-text": ""'
}

# ---- pages ----------------------------------------------------------------------

# The misdeed at ARM, Graph and an API server at once; what was read before it
# stays. (A page of clusters holds one.)
paged() { # RULE-MEMBERS KUBE-RULE-MEMBERS
    local route rules=
    for route in "${SUB}000000000000/.*managedClusters[?]" "${SUB}000000000001/.*roleAssignments" \
        oauth2PermissionGrants; do
        rules="$rules,{\"path\": \"$route\", $1}"
    done
    [ -z "$2" ] || rules="$rules,{\"path\": \"aks-00001-001/.*/clusterrolebindings\", $2}"
    faults "[${rules#,}]"
    within 60 --retries 0
    not_whole 3
}

named() { # WORDS-OF-AZURE WORDS-OF-KUBERNETES
    contains "$(covered subscription 000000000000)" "$1"
    contains "$(covered roleAssignments 000000000001)" "$1"
    contains "$(covered directory oauth2PermissionGrants)" "$1"
    [ -z "$2" ] || contains "$(covered bindings aks-00001-001)" "$2"
    contains "$(covered subscription 000000000001)" ": audited"
}

@test "pages: a link to the same page" {
    paged '"action": "loop-nextlink"' ""
    named "repeats a page" ""
}
@test "pages: a continue token that repeats itself" {
    faults '[{"path": "aks-00001-001/.*/clusterrolebindings", "body-text": "{\"items\": [], \"metadata\": {\"continue\": \"again\"}}"}]'
    within 60 --no-apps
    not_whole 3
    contains "$(covered bindings aks-00001-001)" "continue repeats itself"
}
@test "pages: a link to another host" {
    paged '"action": "foreign-nextlink"' ""
    named "another host" ""
    journal_clean
}
@test "pages: a link without TLS, to a file, and one that is no link" {
    local link
    for link in http://localhost:1/x file:///etc/passwd "//localhost/x" "not a link" '\\u0000'; do
        faults "[{\"path\": \"${SUB}000000000000/.*managedClusters[?]\", \"action\": \"foreign-nextlink\", \"location\": \"$link\"}]"
        within 60 --no-apps --no-bindings
        not_whole 3
        contains "$(covered subscription 000000000000)" "nextLink"
        equal "$(result .summary.clusters)" 3
    done
}
@test "pages: links of another type" {
    local value
    for value in 5 true '[]' '["x"]'; do
        faults "[{\"path\": \"${SUB}000000000000/.*managedClusters[?]\", \"action\": \"mutate\", \"at\": \"/nextLink\", \"value\": $value}]"
        within 60 --no-apps --no-bindings
        not_whole 3
        contains "$(covered subscription 000000000000)" "nextLink: expected a string"
        equal "$(result .summary.clusters)" 3
    done
}
@test "pages: a hundred thousand without anything on them" {
    paged '"action": "endless-pages"' '"action": "endless-pages"'
    named "more than 1000 pages without anything" "more than 100 pages without anything"
    # None was asked for again and again.
    [ "$(journal_count true)" -lt 4000 ]
}
@test "pages: the list of subscriptions without end" {
    faults '[{"path": "/subscriptions[?]", "action": "endless-pages"}]'
    within 60
    equal "$status" 1
    contains "$errors" "list of subscriptions"
}

# ---- redirects -------------------------------------------------------------------

@test "redirect: round and round" {
    met_by_clusters "\"action\": \"redirect\", \"location\": \"$FAKE_URL/subscriptions/${SUB}000000000000/x/managedClusters?\""
    [ "$(journal_count true)" -lt 30 ]
}
@test "redirect: to another host, without TLS, and to nowhere" {
    met_by_clusters '"action": "redirect", "location": "https://evil.example/"'
    met_by_clusters '"action": "redirect", "location": "http://localhost:1/"'
    met_by_clusters '"action": "redirect", "location": ""'
    met_at_once '"action": "redirect", "location": "https://evil.example/"'
}

# ---- tokens ----------------------------------------------------------------------

@test "tokens that end in the middle: new ones are taken, and nothing is missing" {
    faults '[{"path": "managedClusters[?]", "expire-tokens": "", "times": 1, "after": 1}]'
    within 60 --allow-admin-credential
    whole
    equal "$(result .summary.clusters)" 4
}
@test "tokens that end with every request: exit 3 or 1, and the token is named" {
    faults "[{\"path\": \"${SUB}000000000000\", \"expire-tokens\": \"\"}]"
    within 60 --no-apps --no-bindings
    equal "$(result .run.complete)" false
    contains "$(covered subscription 000000000000)" "401"
    [ "$(journal_count '.path | contains("/token")')" -lt 10 ]
}
@test "tokens that have ended before they come are not asked for again and again" {
    local life
    for life in 0 -5 '"soon"' null 99999999999999 '"99999999999999999999"' '{}'; do
        faults "[{\"path\": \"/oauth2/v2.0/token\", \"action\": \"mutate\", \"at\": \"/expires_in\", \"value\": $life}]"
        within 60 --no-apps --no-bindings
        whole
        [ "$(journal_count '.path | contains("/token")')" -le 2 ]
    done
}
@test "tokens that no header may hold" {
    local token
    for token in '"a\\r\\nX-Evil: 1"' '"a b"' '"\u00e9"' '""' null 5; do
        faults "[{\"path\": \"/oauth2/v2.0/token\", \"action\": \"mutate\", \"at\": \"/access_token\", \"value\": $token}]"
        within 60
        equal "$token $status" "$token 1"
        equal "$(journal_count '.path | contains("subscriptions")')" 0
    done
}
