#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# report.bats - `aksentra report`: saved results as if the audit had just been
# made, several of them as one, and without a name in them.

load common
load fakeazure

setup() {
    FIXTURES=$ROOT/fixtures
    T=$BATS_TEST_TMPDIR
    export SOURCE_DATE_EPOCH=1795400000
    cd "$T"
}

teardown() {
    fake_stop
}

# again DIR ARGS...: renders DIR/results.json into DIR.again, with every format.
again() {
    local dir=$1
    shift
    code=0
    aksentra report "$dir/results.json" -f all -o none -d "$dir.again" "$@" \
        2>"$T/errors" || code=$?
    errors=$(cat "$T/errors")
}

# same DIR: report makes of it what the audit made, and gives its exit code.
same() {
    again "$1"
    equal "$code" "$(jq .summary.exitCode "$1/results.json")"
    diff -r "$1" "$1.again"
}

# contoso: the sample tenant, as far as it can be seen.
contoso() {
    fake_start --scenario "$FIXTURES/contoso"
    fake_env "$FIXTURES/contoso"
}

live() { # DIR ARGS...
    REPORT=$1 scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" \
        --allow-admin-credential -f all -o none "${@:2}"
}

# ---- one file -----------------------------------------------------------------

@test "every fixture: the same bytes of every report, the same exit code" {
    local path dir n=0
    for path in "$FIXTURES"/checks/*/*.json "$FIXTURES"/checks/*/*/ "$FIXTURES/hostile"; do
        case $path in *.baseline.json|*.tools/) continue ;; esac
        dir=$T/$((n += 1))
        # Under valgrind each check's fixtures are audited in checks.bats.
        [ -z "${AKSENTRA_WRAPPER:-}" ] || [ $((n % 12)) = 0 ] || continue
        REPORT=$dir scan --from "$path" -f all -o none
        same "$dir" || { echo "$path"; return 1; }
        rm -rf "$dir" "$dir.again"
    done
    [ "$n" -gt 150 ]
}

@test "kubeconfig files and tools of the machine" {
    local file from code n=0
    for file in "$FIXTURES"/checks/KCFG-*/*.kubeconfig; do
        from=${file%.kubeconfig}
        [ -d "$from" ] || from=$from.json
        n=$((n + 1))
        REPORT=$T/scan$n scan --from "$from" --kubeconfig "$file" -f all -o none
        same "$T/scan$n"
        PATH=${file%.kubeconfig}.tools:$PATH aksentra kubeconfig --results "$T/scan$n/results.json" \
            --tools "$file" -f all -o none -d "$T/files$n" 2>/dev/null || true
        same "$T/files$n"
        aksentra kubeconfig "$file" -f all -o none -d "$T/alone$n" 2>/dev/null || true
        same "$T/alone$n"
    done
    [ "$n" -gt 20 ]
}

@test "the sample tenant: bindings, apps, plan, waivers and a baseline" {
    contoso
    live "$T/before" --plan "$FIXTURES/contoso/plan.yaml"
    same "$T/before"
    jq '.clusters |= map(.integration = "managed" | .readiness = "migrated") | .findings |= .[3:]' \
        before/results.json >old.json
    live "$T/after" --baseline old.json --fail-on new --no-apps
    same "$T/after"
    live "$T/narrow" --include prod --no-bindings --owner-tag team
    same "$T/narrow"
    # What goes to standard output too.
    local form
    for form in table json tsv github azure-pipelines; do
        live "$T/o" -o $form
        aksentra report o/results.json -f json -o $form >again 2>/dev/null || true
        equal "$(cat again)" "$out"
    done
    valid results.schema.json before/results.json
    valid results.schema.json after/results.json
}

# ---- every format, every form ----------------------------------------------------

# plain NAME: the audit of two legacy clusters that share their apps, clusters
# alone, in the folder NAME. plain NAME FILTER...: of what jq makes of the export.
SUB=11111111-1111-4111-8111-111111111111
SHARED=$BATS_TEST_DIRNAME/../../fixtures/checks/CLU-019/fail.json
plain() { # NAME [FILTER [OPTION...]]
    local name=$1
    mkdir -p "$T/from-$name"
    jq "${2:-.}" "$SHARED" >"$T/from-$name/$SUB.json"
    REPORT=$T/$name scan --from "$T/from-$name" --no-apps --no-bindings -f json -o none "${@:3}"
}

# report ARGS...: sets $status, $out, $errors.
report() {
    status=0
    aksentra report "$@" >"$T/out" 2>"$T/errors" || status=$?
    out=$(cat "$T/out")
    errors=$(cat "$T/errors")
}

OTHER=99999999-1111-4111-8111-111111111111
MANAGED='.properties.aadProfile = {managed: true, adminGroupObjectIDs: ["bbbbbbbb-0000-4000-8000-000000000001"]}'
on() { # CLUSTER FILTER
    printf 'map(if .name == "%s" then %s else . end)' "$1" "$2"
}

@test "nothing is written unless a folder or a format is named" {
    plain a
    report a/results.json
    equal "$status" 2
    contains "$out" "Exit code 2"
    [ ! -e aksentra-report ]
    report a/results.json -f html,csv
    equal "$(cd aksentra-report && echo *)" "apps.csv azure-roles.csv bindings.csv clusters.csv \
findings.csv left-overs.csv migration-plan.csv not-audited.csv report.html"
    contains "$errors" "Reports: aksentra-report"
    # The date is that of the audit.
    report a/results.json -d of-%Y-%m-%d -f json -o none
    cmp a/results.json of-2026-11-23/results.json
    # All that a person opens, and json, where only the folder is named.
    report a/results.json -d all -o none
    [ -s all/report.xlsx ]
    [ ! -e all/junit.xml ]
    # Which format and which form make no difference to the exit code.
    report a/results.json -o none
    equal "$status" 2
    contains "$errors" "Exit code 2: 2 legacy clusters found"
    equal "$out" ""
    report a/results.json -q -o none
    equal "$errors" ""
}

@test "the signs of CSV files, and the environment" {
    plain a
    report a/results.json -f csv --csv-delimiter semicolon --csv-bom -d csv -o none
    equal "$(head -c 3 csv/clusters.csv | od -An -tx1)" " ef bb bf"
    contains "$(head -n 1 csv/clusters.csv)" ";"
    AKSENTRA_FAIL_ON=never report a/results.json -o none
    equal "$status" 0
    AKSENTRA_FAIL_ON=never report a/results.json -o none --fail-on legacy
    equal "$status" 2
}

@test "--fail-on decides anew, in results.json too" {
    plain a . --fail-on never
    equal "$status" 0
    report a/results.json -o none
    equal "$status" 0
    report a/results.json -f json -d b -o none --fail-on legacy
    equal "$status" 2
    equal "$(jq -c '[.run.failOn, .summary.exitCode]' b/results.json)" '["legacy",2]'
    report a/results.json --fail-on new
    equal "$status" 64
    contains "$errors" "--fail-on: 'new' needs results that were compared with a baseline"
    report a/results.json --fail-on sometimes
    equal "$status" 64
    contains "$errors" "--fail-on"
}

@test "from standard input" {
    plain a
    plain b . --tag no-such
    report - -f json -d in -o none <a/results.json
    cmp a/results.json in/results.json
    SOURCE_DATE_EPOCH=1795486400 plain b
    report b/results.json - -f json -d both -o none <a/results.json
    equal "$(jq -c '[.run.mergedFrom[].name]' both/results.json)" '["standard input","b/results.json"]'
    report - - <a/results.json
    equal "$status" 64
    contains "$errors" "only one file can be standard input"
}

# ---- files that are none ------------------------------------------------------------

# refused PART ARGS...: exit code 64, says PART, writes nothing.
refused() {
    report "${@:2}" -f all -d refused
    equal "$status" 64
    contains "$errors" "$1"
    equal "$out" ""
    [ ! -e refused ]
}

@test "what is no results.json is refused, with the file and the place in it" {
    plain a
    SOURCE_DATE_EPOCH=1795486400 plain b
    local whole=a/results.json good=b/results.json file
    refused "expected one or more results.json"
    refused "gone.json" gone.json
    refused "a: " a
    jq '.schema = "aksentra/results/v2"' $whole >schema.json
    jq '.schema = "aksentra/results/v0"' $whole >older.json
    jq 'del(.schema)' $whole >bare.json
    jq '.clusters[1].integration = "modern"' $whole >word.json
    jq '.clusters[0].id = 7' $whole >number.json
    jq '.findings[0].cluster = "/subscriptions/nowhere"' $whole >stray.json
    jq '.extra = 1' $whole >extra.json
    head -c 4000 $whole >cut.json
    head -c -3 $whole >end.json
    echo 'not JSON' >text.json
    echo '[]' >list.json
    : >empty.json
    for file in schema older bare word number stray extra cut end text list empty; do
        refused "$file.json" "$file.json"
        # One that makes no sense spoils all.
        refused "$file.json" "$good" "$file.json"
    done
    refused "/schema: expected \"aksentra/results/v1\"" schema.json
    refused "found aksentra/results/v0" older.json
    refused "/clusters/1/integration" $good word.json
    refused "/clusters/0/id" number.json
    # Checks of a version to come.
    jq '.summary.checks["CLU-999"] = .summary.checks["CLU-001"]' $whole >newer.json
    refused "a newer one may have written the file" newer.json
    report $whole -f pdf
    equal "$status" 64
    contains "$errors" "--format: expected one or more of access"
}

@test "a folder that cannot be written is no audit" {
    plain a
    : >file
    report a/results.json -f json -d file/below
    equal "$status" 1
    contains "$errors" "file"
}

# ---- several as one ----------------------------------------------------------------

# part DIR NAME: that part of the results, for diff.
part() {
    jq -S ".$2" "$1/results.json"
}

# as_one DIR OTHER PART...: these parts are the same in both.
as_one() {
    local name
    for name in "${@:3}"; do
        diff <(part "$1" "$name") <(part "$2" "$name") || { echo "$name"; return 1; }
    done
}

ALL_PARTS="clusters apps bindings findings groups principals roleAssignments kubeconfigs tools \
instructions summary coverage"
PRODUCTION=54496911-16d3-5e1d-863b-277a200488b8
DEVELOPMENT=40a89755-10c2-504f-8324-985707aa4b1e
STAGING=12059e25-84f9-5d4a-8506-313cd02fe4d2
ARCHIVE=0351e904-2d90-53d0-a3eb-a50fb4ef34a5

@test "audits of parts are the audit of all: only the run says otherwise" {
    contoso
    live whole -s $PRODUCTION -s $ARCHIVE -s $STAGING -s $DEVELOPMENT
    live one -s $PRODUCTION -s $ARCHIVE
    live two -s $STAGING
    live three -s $DEVELOPMENT
    report one/results.json two/results.json three/results.json -f all -d merged -o none
    equal "$status" "$(jq .summary.exitCode whole/results.json)"
    # shellcheck disable=SC2086 # several words
    as_one whole merged $ALL_PARTS
    diff <(part whole 'run | del(.id, .scope, .mergedFrom)') \
        <(part merged 'run | del(.id, .scope, .mergedFrom)')
    valid results.schema.json merged/results.json
    # Which audits, in every report.
    equal "$(jq -c '.run.mergedFrom | map([.name, .exitCode, .complete])' merged/results.json)" \
        '[["one/results.json",2,false],["two/results.json",2,false],["three/results.json",2,false]]' ||
        equal "$(jq -c '[.run.mergedFrom[].name] | sort' merged/results.json)" \
            '["one/results.json","three/results.json","two/results.json"]'
    contains "$(jq -r .run.scope merged/results.json)" "3 audits: 2026-11-23T02:13:20Z (subscription "
    # Tables and files for programs know nothing of it: they are the same.
    local file
    for file in clusters.csv findings.csv apps.csv left-overs.csv bindings.csv azure-roles.csv \
        migration-plan.csv not-audited.csv kubeconfig-refresh.sh; do
        cmp whole/$file merged/$file
    done
    # In whichever order; and merged step by step.
    report three/results.json one/results.json two/results.json -f json -d again -o none
    cmp merged/results.json again/results.json
    report one/results.json two/results.json -f json -d half -o none
    report half/results.json three/results.json -f json -d steps -o none
    # shellcheck disable=SC2086
    as_one whole steps $ALL_PARTS
    equal "$(jq -c '[.run.mergedFrom[].name] | sort' steps/results.json)" \
        "$(jq -c '[.run.mergedFrom[].name] | sort' merged/results.json)"
    # And what was merged is read as it was written.
    same merged
}

@test "an audit and the next one of the same are the next one" {
    # The tenant's secrets end some days from an hour after all three audits, so
    # that each of them counts as many days.
    SOURCE_DATE_EPOCH=1795410800 contoso
    live old
    SOURCE_DATE_EPOCH=1795403600 live new
    report old/results.json new/results.json -f all -d merged -o none
    # shellcheck disable=SC2086
    as_one new merged ${ALL_PARTS% coverage}
    # Every gap stays; one line says which audit counts.
    diff <(part new coverage) <(part merged 'coverage | map(select(.kind != "input"))')
    equal "$(jq -r '.coverage[] | select(.kind == "input") | .id + ": " + .reason' merged/results.json)" \
        "old/results.json: clusters: 26 of them are in a newer input too, with the same integration \
and readiness: what that one saw counts, what the audit of 2026-11-23T02:13:20Z saw does not"
    # A part of the old one in between: its clusters count twice for nobody.
    SOURCE_DATE_EPOCH=1795407200 live later -s $PRODUCTION
    report later/results.json old/results.json -f json -d merged -o none
    # shellcheck disable=SC2086
    as_one old merged clusters apps bindings groups roleAssignments
    # (Bindings of Kubernetes itself are counted by an audit and listed by none, so
    # that they cannot be taken back one by one.)
    as_one old merged 'principals | map(del(.bindings))'
    # (Left-overs are in doubt for another reason: the newest audit was narrowed.)
    as_one old merged 'findings | map(select(.check != "APP-012"))'
    equal "$(jq '.summary.checks | del(."RBAC-010")' merged/results.json)" \
        "$(jq '.summary.checks | del(."RBAC-010")' old/results.json)"
}

@test "of a cluster in two inputs the newer one counts, and every report says so" {
    plain old
    SOURCE_DATE_EPOCH=1795486400 plain new "$(on aks-one "$MANAGED")"
    report old/results.json new/results.json -f all -d merged
    equal "$status" 2
    as_one new merged clusters findings
    local where="in two inputs: what the audit of 2026-11-24T02:13:20Z saw counts, what that of \
2026-11-23T02:13:20Z saw (legacy," file
    contains "$(jq -r '.coverage[] | select(.kind == "input") | .id + " " + .reason' merged/results.json)" \
        "aks-one $where"
    contains "$(tr -s ' \n' ' ' <<<"$out")" "in two inputs"
    for file in report.md report.html not-audited.csv; do
        grep -q "in two inputs" merged/$file || { echo "$file"; return 1; }
    done
    # It is the time of the audit that tells, not the order on the command line.
    report new/results.json old/results.json -f json -d again -o none
    cmp merged/results.json again/results.json
}

@test "a cluster that a newer whole audit did not see is gone, others stay" {
    plain old
    SOURCE_DATE_EPOCH=1795486400 plain new 'map(select(.name != "aks-two"))'
    report old/results.json new/results.json -f json -d merged -o none
    equal "$(jq -c '[.clusters[].name]' merged/results.json)" '["aks-one"]'
    contains "$(jq -r '.coverage[].reason' merged/results.json)" "gone: the audit of 2026-11-24"
    # One that looked at some of them alone says nothing of the others.
    SOURCE_DATE_EPOCH=1795486400 plain some . --include aks-one
    report old/results.json some/results.json -f json -d merged -o none
    equal "$(jq -c '[.clusters[].name]' merged/results.json)" '["aks-one","aks-two"]'
    # Nor does an older one: what came since is there.
    SOURCE_DATE_EPOCH=1795313600 plain before 'map(select(.name != "aks-two"))'
    report old/results.json before/results.json -f json -d merged -o none
    equal "$(jq -c '[.clusters[].name]' merged/results.json)" '["aks-one","aks-two"]'
}

@test "what compares clusters is judged anew" {
    plain one 'map(select(.name != "aks-two"))' --include aks-one
    plain two 'map(select(.name != "aks-one"))' --include aks-two
    plain both
    equal "$(jq '.summary.checks["CLU-019"].fail' one/results.json)" 0
    report one/results.json two/results.json -f json -d merged -o none
    equal "$(jq '.summary.checks["CLU-019"].fail' merged/results.json)" 2
    as_one both merged 'clusters | map(del(.source))' findings summary.checks
}

# ---- the exit code -------------------------------------------------------------------

@test "the exit code is that of all: legacy in one, all clean, a gap in another" {
    local clean
    clean="map(select(.name != null and .name != \"aks-two\") | $MANAGED | .properties.disableLocalAccounts = true)"
    clean="$clean | map(.properties.aadProfile.enableAzureRBAC = false)"
    mkdir clean other
    jq "$clean" "$SHARED" >clean/$SUB.json
    jq "$clean | map(.id |= sub(\"$SUB\"; \"$OTHER\"))" "$SHARED" >other/$OTHER.json
    REPORT=$T/a scan --from clean --no-apps --no-bindings -f json -o none --fail-on legacy,critical
    equal "$status" 0
    REPORT=$T/b scan --from other --no-apps --no-bindings -f json -o none --fail-on legacy,critical
    equal "$status" 0
    report a/results.json b/results.json -o none
    equal "$status" 0
    contains "$errors" "everything in scope was audited"
    # A gap in one of them.
    sed 's/"managed": true/"managed": "maybe"/' other/$OTHER.json >other/x && mv other/x other/$OTHER.json
    REPORT=$T/c scan --from other --no-apps --no-bindings -f json -o none --fail-on never
    report a/results.json c/results.json -o none --fail-on critical
    equal "$status" 3
    # Legacy in one; the words differ, so the default holds.
    plain d . --fail-on never
    report c/results.json d/results.json -f json -d merged -o none
    equal "$status" 3
    report b/results.json d/results.json -f json -d merged -o none
    equal "$status" 2
    equal "$(jq -r .run.failOn merged/results.json)" legacy,high
    report b/results.json d/results.json -o none --fail-on never
    equal "$status" 0
}

@test "a subscription that one audit could not read" {
    contoso
    live one -s $STAGING
    live two -s "Contoso Restricted" --fail-on never
    equal "$status" 1
    report two/results.json one/results.json -f all -d merged
    equal "$status" 2
    contains "$out" "The audit is incomplete"
    contains "$out" "denied"
    local file
    for file in report.md report.html not-audited.csv results.json results.sarif junit.xml; do
        grep -qi "restricted\|1638eea5" merged/$file || { echo "$file"; return 1; }
    done
    report two/results.json one/results.json -o none --fail-on never
    equal "$status" 3
    # Alone it is an audit that could not be made.
    report two/results.json -o none
    equal "$status" 1
}

# ---- several tenants, kubeconfig files ---------------------------------------------------

@test "two tenants: apps and people of each stay apart" {
    local tenant other=c0a70500-2d2d-4c0a-8001-000000000002
    contoso
    live one -s $STAGING
    # The other one: the same app ids, registered by somebody else.
    tenant=$(jq -r .run.tenantId one/results.json)
    live two -s $PRODUCTION
    sed "s/$tenant/$other/g" two/results.json >two.json
    report one/results.json two.json -f all -d merged -o none
    equal "$(jq .run.tenantId merged/results.json)" null
    equal "$(jq -c '[.run.mergedFrom[].tenantId] | sort' merged/results.json)" "[\"$tenant\",\"$other\"]"
    equal "$(jq -c '[.coverage[] | select(.kind == "subscription") | .tenantId] | sort' merged/results.json)" \
        "[\"$tenant\",\"$other\"]"
    # Left-overs are of the tenant, so each has its own; what a cluster of either
    # names is none.
    equal "$(jq -c '[.apps[] | select(.leftOver) | [.tenantId, .appId]] | sort' merged/results.json)" \
        "$(jq -sc '[.[].clusters[].aadProfile | .serverAppID?, .clientAppID?] as $named |
            [.[] | .run.tenantId as $t | .apps[] | select(.leftOver) | [$t, .appId] |
             select(.[1] as $id | $named | index($id) | not)] | sort' one/results.json two.json)"
    equal "$(jq '[.apps[].tenantId] | unique | length' merged/results.json)" 2
    valid results.schema.json merged/results.json
    same merged
}

@test "kubeconfig files of one input stay; what the other did not look at is said" {
    local file
    file=$(ls "$FIXTURES"/checks/KCFG-001/*.kubeconfig | head -n 1)
    plain one
    SOURCE_DATE_EPOCH=1795486400 plain two . --kubeconfig "$file"
    report one/results.json two/results.json -f all -d merged -o none
    as_one two merged kubeconfigs
    [ -s merged/kubeconfigs.csv ]
    equal "$(jq -r '.coverage[] | select(.id == "one/results.json: kubeconfigs") | .reason' merged/results.json)" \
        "not looked at: no --kubeconfig"
    # The same files twice are once there.
    SOURCE_DATE_EPOCH=1795572800 plain three . --kubeconfig "$file"
    report two/results.json three/results.json -f json -d merged -o none
    as_one three merged kubeconfigs findings summary.checks
    # Machines' files alone.
    aksentra kubeconfig "$file" -f json -d machine1 -o none 2>/dev/null || true
    cp "$file" other.kubeconfig
    aksentra kubeconfig other.kubeconfig -f json -d machine2 -o none 2>/dev/null || true
    report machine1/results.json machine2/results.json -f all -d machines
    equal "$(jq '.kubeconfigs | length' machines/results.json)" \
        "$(jq -s '[.[].kubeconfigs[]] | length' machine1/results.json machine2/results.json)"
    same machines
    refused "found those of scan and those of kubeconfig" one/results.json machine1/results.json
}

# ---- what cannot be merged ----------------------------------------------------------------

@test "the same audit twice is refused; so is writing over an input" {
    plain a
    SOURCE_DATE_EPOCH=1795486400 plain b
    cp a/results.json copy.json
    refused "expected audits that differ, found the same one in both (run " a/results.json copy.json
    refused "expected audits that differ" a/results.json a/results.json
    local before
    before=$(sha256sum a/results.json)
    report a/results.json b/results.json -d a -o none
    equal "$status" 64
    contains "$errors" "expected another folder than that of a/results.json"
    equal "$(sha256sum a/results.json)" "$before"
    # The other formats may stand beside it, and one file is what it was.
    report a/results.json b/results.json -d a -f markdown -o none
    equal "$status" 2
    report a/results.json -d a -f json -o none
    equal "$(sha256sum a/results.json)" "$before"
    # An audit that is in a merged file already.
    report a/results.json b/results.json -d merged -f json -o none
    refused "the same one" merged/results.json a/results.json
}

@test "parts that were left out are said; a comparison with a baseline is not merged" {
    plain old
    SOURCE_DATE_EPOCH=1795486400 plain new "$(on aks-one "$MANAGED")" --baseline old/results.json
    mkdir other
    jq "map(.id |= sub(\"$SUB\"; \"$OTHER\"))" "$SHARED" >other/$OTHER.json
    REPORT=$T/apart scan --from other --no-apps -f json -o none
    report new/results.json apart/results.json -f all -d merged -o none
    equal "$(jq .baseline merged/results.json)" null
    contains "$(jq -r '.coverage[] | select(.id == "baseline") | .reason' merged/results.json)" "aksentra diff BASELINE"
    equal "$(jq -r '.coverage[] | select(.id == "new/results.json: bindings") | .reason' merged/results.json)" \
        "left out by --no-bindings"
    equal "$(jq -r '.clusters[] | select(.subscriptionId == "'$SUB'") | .bindings.reason' merged/results.json | sort -u)" \
        "left out by --no-bindings"
    [ ! -e merged/since-baseline.csv ]
    valid results.schema.json merged/results.json
    same merged
}
