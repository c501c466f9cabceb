#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# kubeconfig.bats - which contexts of kubeconfig files are stale: forms, joins,
# verdicts, folders of many files, bad input.

load common

setup() {
    FILES=$ROOT/fixtures/kubeconfigs
    cd "$BATS_TEST_TMPDIR"
}

# kubeconfig ARGS...: sets $status, $out, $errors.
kubeconfig() {
    status=0
    aksentra kubeconfig "$@" >out 2>errors </dev/null || status=$?
    out=$(cat out)
    errors=$(cat errors)
}

# contoso: an audit of the sample tenant's clusters.
contoso() {
    [ -f "$BATS_FILE_TMPDIR/results.json" ] ||
        aksentra scan --from "$ROOT/fixtures/contoso/clusters" --no-apps --no-bindings \
            -d "$BATS_FILE_TMPDIR" -f json -o none -q || true
    RESULTS=$BATS_FILE_TMPDIR/results.json
}

# verdicts: "context verdict" of standard output, a line each.
verdicts() {
    jq -r '.kubeconfigs[] | .context + " " + .verdict' out
}

@test "without an audit: what can be said alone is said, the rest is unknown" {
    kubeconfig -o json "$FILES/legacy-auth-provider.yaml" "$FILES/legacy-exec.yaml" \
        "$FILES/managed-exec.yaml" "$FILES/admin.yaml" "$FILES/pipeline-secret.yaml"
    equal "$status" 2
    equal "$(verdicts)" "data-lake-prod-admin static-admin
erp-prod removed-format
payments-prod unknown
data-lake-prod unknown
deploy holds-secrets"
    contains "$(jq -r '.kubeconfigs[] | select(.context == "payments-prod").why' out)" --results
    kubeconfig -o none "$FILES/managed-exec.yaml"
    equal "$status" 3
}

@test "against an audit: every form, renamed, merged, through a tunnel" {
    contoso
    kubeconfig -o json --results "$RESULTS" "$FILES"/*.yaml "$FILES/as-json.json"
    equal "$status" 2
    equal "$(jq -r '.kubeconfigs[] | (.file | sub(".*/"; "")) + ": " + .context + " " + .verdict' out)" \
        "admin.yaml: data-lake-prod-admin static-admin
as-json.json: sso current
azurecli.yaml: data-lake-prod current
legacy-auth-provider.yaml: erp-prod removed-format
legacy-exec.yaml: payments-prod current
managed-auth-provider.yaml: data-lake-prod removed-format
managed-exec.yaml: data-lake-prod current
merged-renamed.yaml: erp: it's mine removed-format
merged-renamed.yaml: pay current
merged-renamed.yaml: lake stale
merged-renamed.yaml: kind not-aks
merged-renamed.yaml: via-tunnel current
merged-renamed.yaml: -dash stale
part-contexts.yaml: lake current
pipeline-secret.yaml: deploy holds-secrets
stale-auth-provider.yaml: data-lake-prod stale
stale-converted.yaml: data-lake-prod stale"
    equal "$(jq -r '.kubeconfigs[] | select(.context == "via-tunnel").joinedBy' out)" server-app
    equal "$(jq -r '[.kubeconfigs[] | select(.verdict == "stale") | .commands[0]] | unique | length > 0' out)" true
}

@test "the commands name that context in that file, and hostile names stay words" {
    contoso
    kubeconfig -o json --results "$RESULTS" "$FILES/merged-renamed.yaml"
    local sub
    sub=$(jq -r '.subscriptions[0].subscriptionId' "$ROOT/fixtures/contoso/tenant.json")
    equal "$(jq -r '.kubeconfigs[] | select(.context == "lake").commands[]' out)" \
        "az aks get-credentials --subscription $sub --resource-group rg-data --name data-lake-prod --overwrite-existing --file $FILES/merged-renamed.yaml --context lake
kubelogin remove-cache-dir
kubelogin convert-kubeconfig --kubeconfig $FILES/merged-renamed.yaml --context lake -l azurecli
kubectl --kubeconfig $FILES/merged-renamed.yaml --context lake get nodes"
    contains "$(jq -r '.kubeconfigs[] | select(.context == "-dash").commands[]' out)" " --context='-dash'"
    contains "$(jq -r '.kubeconfigs[] | select(.context | startswith("erp")).commands[]' out)" \
        "--context 'erp: it'\\''s mine'"
}

@test "no secret is shown anywhere" {
    contoso
    kubeconfig --results "$RESULTS" -d report "$FILES"
    equal "$status" 2
    (cd report && unzip -q report.xlsx -d book)
    lacks -rE 'fake-(access|refresh|static|client)|ZmFrZSBrZXk' report out errors
    equal "$(jq -r '.kubeconfigs[] | select(.context == "erp-prod").secrets | join(",")' report/results.json)" \
        "access token,refresh token"
}

@test "KUBECONFIG lists merge: the first entry of a name counts" {
    contoso
    export KUBECONFIG=$FILES/part-users.yaml:$FILES/part-contexts.yaml:/nowhere
    kubeconfig -o json --results "$RESULTS"
    equal "$(verdicts)" "lake stale"
    # The old entry of the other file would win over a new one.
    contains "$(jq -r '.kubeconfigs[].commands[0]' out)" \
        "kubectl --kubeconfig $FILES/part-users.yaml config delete-user -- shared"
    export KUBECONFIG=$FILES/part-contexts.yaml:$FILES/part-users.yaml
    kubeconfig -o json --results "$RESULTS"
    equal "$(verdicts)" "lake current"
    equal "$status" 0
    unset KUBECONFIG
    HOME=$PWD/nobody kubeconfig
    equal "$status" 1
    contains "$out" "$PWD/nobody/.kube/config"
    mkdir -p home/.kube
    cp "$FILES/azurecli.yaml" home/.kube/config
    HOME=$PWD/home kubeconfig --results "$RESULTS"
    equal "$status" 0
}

@test "folders, hidden ones too, and patterns; what is no kubeconfig is passed over" {
    contoso
    mkdir -p fleet/alice/.kube fleet/bob/src
    cp "$FILES/azurecli.yaml" fleet/alice/.kube/config
    cp "$FILES/stale-converted.yaml" fleet/bob/prod.yaml
    cp "$FILES/as-json.json" fleet/bob/sso
    printf 'apiVersion: v1\nkind: Pod\nmetadata: {name: x}\n' >fleet/bob/src/pod.yaml
    head -c 300000 /dev/urandom >fleet/bob/src/binary
    ln -s .. fleet/bob/src/loop
    kubeconfig -o json --results "$RESULTS" fleet
    equal "$(jq -r '[.coverage[] | select(.kind == "kubeconfig") | .status] | unique | join(",")' out)" audited
    equal "$(jq -r '.kubeconfigs[] | .file + " " + .verdict' out)" "fleet/alice/.kube/config current
fleet/bob/prod.yaml stale
fleet/bob/sso current"
    kubeconfig -o tsv --results "$RESULTS" 'fleet/*/*.yaml'
    equal "$(sed -n 2p out | cut -f1,2)" "data-lake-prod	stale"
    kubeconfig 'fleet/*.nothing'
    equal "$status" 1
    contains "$(echo $out)" "none matches it as a pattern"
}

@test "the reports of a fleet have the usual formats" {
    contoso
    kubeconfig --results "$RESULTS" -d report "$FILES" -o none
    equal "$(cd report && echo *)" \
        "findings.csv kubeconfig-refresh.md kubeconfigs.csv not-audited.csv report.html report.md report.xlsx results.json"
    equal "$(grep -cE '/fixtures/kubeconfigs/[a-z.-]+,[0-9]+,(true|false),' report/kubeconfigs.csv)" 17
    valid results.schema.json report/results.json
    contains "$(cat report/kubeconfig-refresh.md)" "kubelogin convert-kubeconfig --kubeconfig"
    kubeconfig -d report -f nothing "$FILES"
    equal "$status" 64
}

@test "scan --kubeconfig: the same against the clusters just read" {
    scan --from "$ROOT/fixtures/contoso/clusters" --no-apps --no-bindings \
        --kubeconfig "$FILES/merged-renamed.yaml" --fail-on never
    contains "$out" "Contexts of kubeconfigs: 2 current, 2 stale"
    equal "$(result '.run.notAssessed | length')" 0
    valid results.schema.json "$REPORT/results.json"
    equal "$(result '[.findings[] | select(.check == "KCFG-001" and .verdict == "fail")] | length')" 2
    contains "$(result '.findings[] | select(.check == "KCFG-001" and .verdict == "fail") | .resource')" \
        "$FILES/merged-renamed.yaml#lake"
    contains "$(cat "$REPORT/kubeconfig-refresh.md")" "## The files that were looked at"
    scan --from "$ROOT/fixtures/contoso/clusters" --no-apps --no-bindings --fail-on never
    contains "$out" "--kubeconfig looks at them"
    equal "$(result '.summary.checks["KCFG-001"]')" null
}

@test "--for prints the text that is needed" {
    contoso
    kubeconfig --results "$RESULTS" --for payments-prod
    equal "$status" 0
    contains "$out" "Subject: AKS cluster payments-prod"
    contains "$out" "before the migration"
    kubeconfig --results "$RESULTS" --for data-lake-prod
    contains "$out" "az aks get-credentials"
    contains "$out" "kubelogin remove-cache-dir"
    kubeconfig --results "$RESULTS" --for payments-prod --audience break-glass --phase after
    equal "$status" 0
    contains "$out" "--query aadProfile"
    kubeconfig --results "$RESULTS" --for nothing
    equal "$status" 64
    kubeconfig --for payments-prod
    equal "$status" 64
    kubeconfig --results "$RESULTS" --for payments-prod --audience private-cluster
    equal "$status" 64
    contains "$errors" "not private"
}

@test "bad files are named with the place, and the others go on" {
    printf 'kind: Config\ncontexts:\n- name: a\n  context: {cluster: [}\n' >broken
    {
        echo 'kind: Config'
        echo 'a: &a [x,x,x,x,x,x,x,x,x,x]'
        for c in b:a c:b d:c e:d f:e g:f h:g i:h; do
            p=${c#*:} n=${c%:*}
            echo "$n: &$n [*$p,*$p,*$p,*$p,*$p,*$p,*$p,*$p,*$p,*$p]"
        done
        echo 'contexts: []'
    } >bomb
    { echo 'kind: Config'; echo 'contexts:'; } >big
    truncate -s 100M big
    mkfifo fifo
    ln -s itself itself
    mkdir locked
    cp "$FILES/azurecli.yaml" locked/config
    printf 'kind: Config\ncontexts: 5\n' >wrong
    printf 'kind: Config\nclusters:\n- cluster: {server: "https://x.hcp.eu.azmk8s.io"}\ncontexts: []\nusers: []\n' >nameless
    echo '[1, 2]' >list
    chmod 000 locked
    kubeconfig -o json broken bomb big fifo itself locked wrong nameless list gone "$FILES/admin.yaml"
    chmod 700 locked
    equal "$status" 2
    contains "$(verdicts)" "data-lake-prod-admin static-admin"
    reasons=$(jq -r '.coverage[] | select(.kind == "kubeconfig" and .status != "audited") | .reason' out)
    contains "$reasons" "broken:4:"
    contains "$reasons" "bomb:"
    contains "$reasons" "more than 1000000 values"
    contains "$reasons" "big: larger than"
    contains "$reasons" "fifo: expected a file, found a pipe"
    contains "$reasons" "itself: Too many levels of symbolic links"
    contains "$reasons" "wrong:2:11: contexts: expected a sequence, found text"
    contains "$reasons" "nameless:3:3: clusters: expected a mapping with a name"
    contains "$reasons" "list:1:1: expected a kubeconfig"
    contains "$reasons" "gone: No such file"
    [ "$(id -u)" = 0 ] || contains "$reasons" "locked: Permission denied"
}

@test "bad files in a folder are named too, and nothing hangs" {
    mkdir fleet
    printf 'kind: Config\ncontexts: {\n' >fleet/broken
    printf 'just: [text\n' >fleet/other.yaml
    mkfifo fleet/fifo
    ln -s itself fleet/itself
    cp "$FILES/admin.yaml" fleet/
    kubeconfig -o json fleet
    equal "$(jq -r '[.coverage[] | select(.kind == "kubeconfig" and .status != "audited") | .id] | join(" ")' out)" \
        "fleet/broken fleet/fifo fleet/itself"
    equal "$(jq -r '.run.complete' out)" false
}

@test "a million lines stay within bounds" {
    mkdir fleet
    awk 'BEGIN {
        for (f = 0; f < 40; f++) {
            name = "fleet/c" f
            print "apiVersion: v1\nkind: Config\nclusters:" >name
            for (i = 0; i < 2500; i++) print "- cluster:\n    server: https://c" f "-" i ".hcp.eu.azmk8s.io:443\n  name: c" i >name
            print "contexts:" >name
            for (i = 0; i < 2500; i++) print "- context:\n    cluster: c" i "\n    user: u\n  name: c" i >name
            print "users:\n- name: u\n  user:\n    exec:\n      command: kubelogin\n      args: [get-token, --server-id, 6dae42f8-4368-4678-94ff-3960e28e3630]" >name
            for (i = 0; i < 7500; i++) print "#" >name
            close(name)
        }
    }'
    [ "$(cat fleet/* | wc -l)" -ge 1000000 ]
    # Address space in KiB; valgrind and the sanitizers need their own.
    case $BUILD,${AKSENTRA_WRAPPER:-} in */dev,) ulimit -v 1500000 ;; esac
    kubeconfig -o none fleet --fail-on never
    equal "$status" 3
    equal "$(wc -c <out)" 0
}

@test "the command line: operands, --, help" {
    kubeconfig --help
    equal "$status" 0
    contains "$out" "Usage: aksentra kubeconfig [OPTION...] [PATH...]"
    cp "$FILES/admin.yaml" ./-strange
    kubeconfig -o tsv -- -strange
    contains "$out" static-admin
    kubeconfig --result x
    equal "$status" 64
    contains "$errors" "did you mean '--results'"
    kubeconfig --results "$FILES/admin.yaml" "$FILES/admin.yaml"
    equal "$status" 64
    contains "$errors" "--results"
}
