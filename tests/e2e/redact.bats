#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# redact.bats - --redact: no name and no id in any report, the same audit in all
# else, and a mapping only when it was asked for.

load common
load fakeazure
bats_require_minimum_version 1.5.0

setup_file() {
    load common
    load fakeazure
    export SOURCE_DATE_EPOCH=1795400000
    BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR
    cd "$BATS_FILE_TMPDIR" || return 1
    fake_start --scenario "$ROOT/fixtures/contoso"
    fake_env "$ROOT/fixtures/contoso"
    audit plain
    audit redacted --redact
    fake_stop
}

# audit DIR ARGS...: of the sample tenant and of kubeconfigs, in every format.
audit() {
    code=0
    aksentra scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --allow-admin-credential \
        --plan "$ROOT/fixtures/contoso/plan.yaml" --include prod --include . --kubeconfig "$ROOT/fixtures/kubeconfigs" \
        -f all -o json -d "$1" "${@:2}" >"$1.out" 2>"$1.errors" </dev/null || code=$?
    echo "$code" >"$1.code"
}

setup() {
    export SOURCE_DATE_EPOCH=1795400000
    cd "$BATS_FILE_TMPDIR"
}

# names FILE: what people have named, of a results.json, one a line: what is longer
# than three letters and no single word that sentences of ours use too.
names() {
    jq -r '[
        .clusters[] | .name, .subscriptionName, .resourceGroup, .nodeResourceGroup, .owner,
            .environment, .fqdn, .privateFQDN, .azurePortalFQDN, .planned.rule?,
            (.tags // {} | to_entries[] | .key, .value)
    ], [
        .apps[] | .displayName, .identifierUris[], .redirectUris[], .credentials[]?.displayName,
            (.federatedCredentials // [] | .[] | .name, .subject), (.owners // [] | .[].name)
    ], [
        .bindings[] | .name, .namespace, .roleName, (.subjects[] | .name, .rightName)
    ], [.principals[] | .name, .displayName, .userPrincipalName], [.groups[].displayName],
    [.kubeconfigs[] | .file, .context, .clusterEntry, .userEntry, .server],
    [.coverage[].name?], [.roleAssignments[].roleName]
    | .[] | select(. != null) | gsub("[\\n\\r]"; " ")' "$1" | sort -u |
        grep -vE '^.{0,3}$|^https?://localhost|^(cluster-admin|admin|edit|view|default|system:[a-z]+)$' |
        grep -vE '^(Owner|Contributor|Reader|Azure Kubernetes Service .*|Microsoft Graph|AKSPassword)$' |
        grep -viE '^(owner|team|environment|env|stage|contact|pipeline|password|azure|migrate|left|kind|people|shared|busy|production|https?://127[.].*)$'
}

# everything DIR: all files of it as text, workbooks unpacked.
everything() {
    local f
    for f in "$1"/*; do
        case $f in
        *.xlsx) unzip -p "$f" ;;
        *) cat "$f" ;;
        esac
    done
    cat "$1.out"
}

# clean PLAIN DIR: no name and no id of the results.json PLAIN is in DIR.
clean() {
    everything "$2" >"$BATS_TEST_TMPDIR/text"
    names "$1" >"$BATS_TEST_TMPDIR/names"
    grep -oE '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}' "$1" | sort -u |
        grep -vE '^(6dae42f8|80faf920|0000000[023]-0000-0000|00000000-0000-4000-a000)' |
        grep -vxFf <(public_ids "$1") >>"$BATS_TEST_TMPDIR/names"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/names")" -gt "${3:-20}" ]
    # Whole words: "Ada" is no part of "read".
    LC_ALL=C lacks -aoiwFf "$BATS_TEST_TMPDIR/names" "$BATS_TEST_TMPDIR/text"
}

# public_ids FILE: the same in every tenant, or the audit's own.
public_ids() {
    jq -r '.run.id, .baseline.runId? // empty' "$1"
}

@test "no name and no id in any report of the sample tenant" {
    [ "$(ls redacted | wc -l)" -ge 20 ]
    clean plain/results.json redacted 300
    # What a reader of fixtures/contoso would know it by.
    everything redacted >text
    lacks -aiE 'contoso|fabrikam|payments|erp-prod|grace|@(contoso|fabrikam)' text
}

@test "the same audit in all else, and the same exit code" {
    equal "$(cat redacted.code)" "$(cat plain.code)"
    local what='[.findings[] | [.check, .severity, .verdict]], [.clusters[] | [.integration, .readiness, .location, .blockers]],
        [.coverage[] | [.kind, .status]], .summary, [.kubeconfigs[] | [.form, .verdict, .login]],
        [.bindings[] | [.kind, (.subjects[] | .fate)]], [.apps[] | [.presence, .roles, .leftOver.certainty]]'
    equal "$(jq -c "$what" redacted/results.json | md5sum)" "$(jq -c "$what" plain/results.json | md5sum)"
    valid results.schema.json redacted/results.json
}

@test "a pseudonym is the same in every format" {
    local f name
    name=$(jq -r '.clusters[] | select(.integration == "legacy") | .name' redacted/results.json | head -1)
    [[ $name =~ ^cluster-[0-9]{3}$ ]]
    for f in clusters.csv findings.csv report.md report.html results.sarif junit.xml migration-plan.md kubeconfig-refresh.sh; do
        grep -q "$name" "redacted/$f" || { echo "$f"; return 1; }
    done
    unzip -p redacted/report.xlsx xl/sharedStrings.xml 2>/dev/null | grep -q "$name" ||
        unzip -p redacted/report.xlsx 'xl/worksheets/*' | grep -q "$name"
    # Of one cluster all say the same.
    equal "$(jq -r --arg n "$name" '.clusters[] | select(.name == $n) | .id | split("/")[-1]' redacted/results.json)" "$name"
}

@test "redacted later is redacted at once" {
    aksentra report plain/results.json --redact -f all -o json -d later >later.out 2>/dev/null || true
    diff -r redacted later
    cmp redacted.out later.out
}

@test "the mapping is written when asked for, and keeps pseudonyms over audits" {
    [ ! -e "$BATS_TEST_TMPDIR/map.json" ]
    aksentra report plain/results.json --redact --redact-map "$BATS_TEST_TMPDIR/map.json" -f json -o none -d mapped 2>/dev/null || true
    cmp mapped/results.json redacted/results.json
    equal "$(stat -c %a "$BATS_TEST_TMPDIR/map.json")" 600
    equal "$(jq -r .schema "$BATS_TEST_TMPDIR/map.json")" aksentra.redaction/1
    equal "$(jq -r '.names[] | select(.name == "payments-prod") | .pseudonym' "$BATS_TEST_TMPDIR/map.json")" \
        "$(jq -r --slurpfile plain plain/results.json '.clusters[$plain[0].clusters | map(.name) | index("payments-prod")].name' redacted/results.json)"
    # An audit that sees less, and something new.
    jq '.clusters |= map(select(.name == "payments-prod")) | .bindings = [] | .clusters[0].bindings.count = 0
        | .clusters[0].bindings.system = 0 | .clusters[0].nodeResourceGroup = "brand-new-zqx"
        | .findings = [] | .kubeconfigs = [] | .apps = []' plain/results.json >less.json
    aksentra report less.json --redact --redact-map "$BATS_TEST_TMPDIR/map.json" -f json -o none -d less 2>errors || true
    equal "$(jq -r '.clusters[0].name' less/results.json)" \
        "$(jq -r '.names[] | select(.name == "payments-prod") | .pseudonym' "$BATS_TEST_TMPDIR/map.json")"
    equal "$(jq -r '.names[] | select(.name == "brand-new-zqx") | .pseudonym' "$BATS_TEST_TMPDIR/map.json")" \
        "$(jq -r '.clusters[0].nodeResourceGroup' less/results.json)"
}

@test "the hostile tenant: nothing of it comes out" {
    local code
    for code in plain redact; do
        aksentra scan --from "$ROOT/fixtures/hostile" --kubeconfig "$ROOT/fixtures/hostile/kubeconfig.yaml" \
            -f all -o json -d "hostile-$code" $([ $code = plain ] || echo --redact) >"hostile-$code.out" 2>/dev/null </dev/null || true
    done
    everything hostile-redact >text
    LC_ALL=C lacks -aiE 'alert\(|cmd\||setvariable|red;|rm -rf' text
    LC_ALL=C.UTF-8 lacks -aP '[\x{61c}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}]' text
    equal "$(jq '.clusters | length' hostile-redact/results.json)" "$(jq '.clusters | length' hostile-plain/results.json)"
    equal "$(jq -r '[.clusters[].name | select(test("^[a-z]+-[0-9]+(@redacted.example)?$") | not)] | length' hostile-redact/results.json)" 0
}

@test "every string of results.json is known to be free of names, or is redacted" {
    # A stranger's word at the end of every text that is not of a closed list.
    jq 'def mark: if type == "string" and test(" ") then . + " zqxmarker" else . end;
        walk(if type == "object" then with_entries(if .key == "secrets" or .key == "kind" then . else .value |= mark end)
             elif type == "array" then map(mark) else . end)
        | .kubeconfigs |= map(.secrets |= map(rtrimstr(" zqxmarker")))' plain/results.json >marked.json
    grep -q zqxmarker marked.json
    aksentra report marked.json --redact -f all -o json -d marked >marked.out 2>errors || true
    [ -s marked/report.html ] || { cat errors; return 1; }
    everything marked >text
    lacks -aioE ".{60}zqxmarker" text
}

@test "what cannot be redacted is refused" {
    run -64 aksentra report - --redact -f json -d x <plain/results.json
    contains "$output" "expected a file, found standard input"
    run -64 aksentra report plain/results.json --redact-map m -f json -d x
    contains "$output" "--redact-map: expected --redact with it"
    echo '{"schema":"x"}' >bad.json
    run -64 aksentra report plain/results.json --redact --redact-map bad.json -f json -d x
    contains "$output" 'bad.json: /schema: expected "aksentra.redaction/1", found x'
    echo '{"schema":"aksentra.redaction/1","names":[{"kind":"cluster","name":"a","pseudonym":"b"},{"kind":"cluster","name":"a","pseudonym":"c"}]}' >bad.json
    run -64 aksentra report plain/results.json --redact --redact-map bad.json -f json -d x
    contains "$output" "bad.json: /names/1: expected a name that is not there yet, found a"
    echo '{"schema":"aksentra.redaction/1","names":[{"name":"a"}]}' >bad.json
    run -64 aksentra report plain/results.json --redact --redact-map bad.json -f json -d x
    contains "$output" "bad.json: /names/0: expected kind, name and pseudonym"
    run -64 aksentra report plain/results.json --redact --redact-map /nonexistent/map.json -f json -d x
    contains "$output" "/nonexistent/map.json"
    [ ! -d x ]
}

@test "several audits, merged: their files have pseudonyms too" {
    cp plain/results.json zqxfirst.json
    jq '.run.id = "33333333-3333-4333-8333-333333333333"' plain/results.json >zqxsecond.json
    aksentra report zqxfirst.json zqxsecond.json --redact -f all -o json -d merged >merged.out 2>/dev/null || true
    equal "$(jq '.run.mergedFrom | length' merged/results.json)" 2
    clean plain/results.json merged
    lacks -ai zqx "$BATS_TEST_TMPDIR/text"
}

@test "what was not redacted is never written over" {
    cp -r plain/. again
    run -64 aksentra report again/results.json --redact -f json -d again
    contains "$output" "expected another folder"
    cmp plain/results.json again/results.json
}

@test "kubeconfig files alone" {
    aksentra kubeconfig "$ROOT/fixtures/kubeconfigs" -f all -o json -d files >files.out 2>/dev/null || true
    aksentra kubeconfig "$ROOT/fixtures/kubeconfigs" --redact -f all -o json -d files-redacted >files-redacted.out 2>/dev/null || true
    clean files/results.json files-redacted
    equal "$(jq -c '[.kubeconfigs[].verdict]' files-redacted/results.json)" "$(jq -c '[.kubeconfigs[].verdict]' files/results.json)"
}
