#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# bindings.bats - who gets in: bindings from the API servers of the fake Azure,
# role assignments from its ARM, principals from its Graph.

load common
load fakeazure

setup() {
    CONTOSO=$ROOT/fixtures/contoso
}

teardown() { fake_stop; }

contoso() { # FAKE-ARGS...
    fake_start --scenario "$CONTOSO" "$@"
    fake_env "$CONTOSO"
}

live() {
    scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --auth environment -o none \
        -f json --fail-on never --retries 1 --plan "$CONTOSO/plan.yaml" "$@"
}

privileged() { live --allow-admin-credential --allow-run-command "$@"; }

of_cluster() { # NAME FILTER
    result ".clusters[] | select(.name == \"$1\") | $2"
}

fate() { # SUBJECT: in shop-prod
    result "[.bindings[] | select(.cluster | endswith(\"/shop-prod\")) | .subjects[] |
        select(.name == \"$1\") | .fate] | unique | join(\" \")"
}

fails() { # CHECK
    result "[.findings[] | select(.check == \"$1\" and .verdict == \"fail\")] | length"
}

@test "every way to read bindings, least privilege first" {
    contoso
    privileged
    journal_clean
    equal "$(of_cluster sandbox .bindings.way)" token
    equal "$(of_cluster shop-prod .bindings.way)" admin-credential
    # Local accounts are off on a legacy cluster; and a private one.
    equal "$(of_cluster payments-ledger .bindings.way)" run-command
    equal "$(of_cluster warehouse-prod .bindings.way)" run-command
    # A token that the cluster knows and forbids: the next way.
    equal "$(of_cluster sso-prod .bindings.way)" admin-credential
    contains "$(of_cluster sso-prod '.bindings.otherWays[] | select(.way == "token") | .reason')" \
        "HTTP 403 Forbidden"
    # No way led anywhere: each says why.
    equal "$(of_cluster data-stage .bindings.status)" denied
    contains "$(of_cluster data-stage .bindings.reason)" "local accounts are off"
    contains "$(of_cluster data-stage .bindings.reason)" "cannot list resource"
    contains "$(of_cluster data-stage .bindings.remedy)" "aksentra permissions -o kubernetes"
    equal "$(of_cluster data-stage .bindings.count)" 0
}

@test "what cannot be read is unknown, with the reason and the way out" {
    contoso
    live
    for name in shop-prod payments-stage archive-2019 warehouse-prod data-stage; do
        [ "$(of_cluster $name .bindings.status)" != audited ]
        equal "$(of_cluster $name .bindings.way)" null
        [ "$(of_cluster $name '.bindings.remedy | length')" -gt 20 ]
        equal "$(result "[.findings[] | select(.check == \"RBAC-001\" and
            (.resource | endswith(\"/$name\"))) | .verdict] | join(\" \")")" unknown
    done
    contains "$(of_cluster shop-prod .bindings.remedy)" "--allow-admin-credential"
    contains "$(of_cluster payments-stage .bindings.reason)" "stopped"
    contains "$(of_cluster payments-stage .bindings.remedy)" "az aks start"
    contains "$(of_cluster archive-2019 .bindings.reason)" "disabled"
    equal "$(result '[.coverage[] | select(.kind == "bindings" and .status != "audited")] | length')" \
        "$(result '[.clusters[] | select(.bindings.status != "audited")] | length')"
    equal "$(journal_count '.path | contains("listClusterAdminCredential") or contains("runCommand")')" 0
    equal "$(result .run.complete)" false
}

@test "--no-bindings asks for none of it, and says so" {
    contoso
    live --no-bindings
    equal "$(journal_count '.path | contains("/kube/") or contains("roleAssignments") or
        contains("listCluster") or contains("locks") or contains("maintenance") or
        contains("getByIds")')" 0
    equal "$(result '[.findings[] | select(.check | startswith("RBAC"))] | length')" 0
    equal "$(result '.coverage[] | select(.id == "bindings") | .status')" skipped
}

@test "what becomes of each subject" {
    contoso
    privileged
    equal "$(fate ada@contoso.com)" works
    equal "$(fate busy@contoso.com)" starts
    equal "$(fate partner@fabrikam.com)" never
    equal "$(fate 'Shop Developers')" never
    equal "$(fate nobody@contoso.com)" never
    equal "$(fate alan@contoso.com)" never
    equal "$(fate donald.knuth@contoso.com)" never
    equal "$(fate left@contoso.com)" never
    equal "$(fate ci)" not-entra
    # A service principal: by its object id it starts to work, by the app's ids not.
    equal "$(result '[.bindings[] | select(.name == "deploy") | .subjects[].fate] | join(" ")')" \
        "starts never never"
    equal "$(result '[.bindings[] | select(.name == "deploy") | .subjects[].rightName] | unique | length')" 1
    equal "$(result '[.bindings[] | select(.name == "ml-people") | .subjects[].fate] | join(" ")')" unknown
    # Those of Kubernetes and AKS are counted, and left out of the list.
    equal "$(of_cluster shop-prod .bindings.system)" 4
    equal "$(result '[.bindings[] | select(.name | startswith("system:") or startswith("aks-"))] | length')" 0
}

@test "every check of bindings and roles finds its trouble in the sample tenant" {
    contoso
    privileged
    for id in 001 002 003 004 005 006 007 008 009 010 011 012 013 014 015 016; do
        [ "$(fails RBAC-$id)" -gt 0 ] || { echo "RBAC-$id finds nothing"; return 1; }
    done
    equal "$(fails CLU-016)" 1
    equal "$(of_cluster erp-prod .readiness)" blocked
    contains "$(result '[.findings[] | select(.check == "RBAC-008") | .remediation.commands[]] | join("\n")')" \
        "set subject rolebinding/people --user=Donald.Knuth@contoso.com"
}

@test "a wildcard, a custom role and what is taken away again" {
    contoso
    privileged
    gives() { result ".roleAssignments[] | select(.roleName == \"$1\") | .gives | join(\",\")"; }
    equal "$(gives Owner)" adminCredential,userCredential,runCommand,update
    equal "$(gives "Cluster operator")" adminCredential,userCredential,runCommand,update
    equal "$(gives "Azure Kubernetes Service RBAC Reader")" userCredential,kubernetes
    # A role that gives nothing on a cluster is left out.
    equal "$(result '[.roleAssignments[] | select(.roleName == "Reader")] | length')" 0
    equal "$(result '.roleAssignments[] | select(.level == "management group") | .clusters')" \
        "$(result '.clusters | length')"
    # Each role was asked for once.
    equal "$(journal_count '.path | contains("roleDefinitions")')" \
        "$(jq -s '[.[] | select(.path | contains("roleDefinitions")) | .path | split("?")[0] |
            split("/")[-1]] | unique | length' "$FAKE_JOURNAL")"
}

@test "access after the migration: one line, and locked out is said" {
    contoso
    privileged
    contains "$(of_cluster shop-prod .accessAfter.summary)" "2 members of 1 admin group and 2 bound"
    equal "$(of_cluster shop-prod .accessAfter.lockedOut)" false
    equal "$(of_cluster batch-dev .accessAfter.lockedOut)" true
    equal "$(of_cluster payments-stage .accessAfter.lockedOut)" null
    equal "$(of_cluster sandbox .accessAfter)" null
    privileged -f access,kubeconfig-refresh
    grep -q "kind: ClusterRoleBinding" "$REPORT/access-after-migration.md"
    grep -q "az role assignment create --role 'Azure Kubernetes Service RBAC Cluster Admin'" \
        "$REPORT/access-after-migration.md"
    grep -q "Who gets in after the migration" "$REPORT/kubeconfig-refresh.md"
}

@test "pages are followed, and a list that became too old is begun again" {
    fake_start --generate 1x3 --bindings 2600 --principals 40 \
        --fault 'path=continue=,status=410,times=1'
    fake_env
    live --allow-admin-credential --no-apps
    journal_clean
    equal "$(result '.clusters[0].bindings.count')" 2604
    equal "$(result '[.clusters[].bindings.status] | unique | join(" ")')" audited
    # Once for ever is no list.
    fake_start --generate 1x1 --bindings 2600 --principals 40 \
        --fault 'path=/rolebindings.*continue=,status=410'
    fake_env
    live --allow-admin-credential --no-apps
    equal "$(result '.clusters[0].bindings.status')" unreachable
    equal "$(result '.clusters[0].bindings.count')" 0
    contains "$(result '.clusters[0].bindings.reason')" "too old"
}

@test "the output of a run command that was cut off is asked for in parts" {
    fake_start --generate 1x1 --bindings 6000 --principals 40
    fake_env
    live --allow-run-command --no-apps
    equal "$(result '.clusters[0].bindings.way')" run-command
    equal "$(result '.clusters[0].bindings.count')" 6004
    [ "$(journal_count '.path | contains("runCommand")')" -gt 6 ]
    journal_clean
}

@test "an answer of an API server that makes no sense is no empty list" {
    fake_start --generate 1x3 --bindings 10 --principals 40 \
        --fault 'path=/clusterrolebindings,body-text={"kind":"Nonsense"}'
    fake_env
    live --no-apps
    equal "$(result '[.clusters[] | select(.integration == "managed") | .bindings.status] | unique | join(" ")')" \
        unreachable
    contains "$(result '.clusters[1].bindings.reason')" "expected a list with items"
}

@test "the API server's certificate is checked against the authority of the credential" {
    # The fake's own certificate is of another authority.
    cp -r "$CONTOSO" "$BATS_TEST_TMPDIR/tenant"
    fake_start --scenario "$CONTOSO"
    jq --arg server "$FAKE_URL" '.sandbox.server = $server' "$CONTOSO/kube.json" \
        >"$BATS_TEST_TMPDIR/tenant/kube.json"
    local port=${FAKE_URL##*:}
    fake_start --scenario "$BATS_TEST_TMPDIR/tenant" --port "$port"
    fake_env "$CONTOSO"
    live
    [ "$(of_cluster sandbox .bindings.status)" != audited ]
    contains "$(of_cluster sandbox .bindings.reason)" "not trusted"
    # And nothing was shown to it.
    equal "$(journal_count '.path | startswith("/apis/")')" 0
}

@test "a server that is no https URL, and one without a name, are refused" {
    cp -r "$CONTOSO" "$BATS_TEST_TMPDIR/tenant"
    jq '.sandbox.server = "http://127.0.0.1:1" | ."data-lake-prod".server = "https://user:secret@127.0.0.1"' \
        "$CONTOSO/kube.json" >"$BATS_TEST_TMPDIR/tenant/kube.json"
    fake_start --scenario "$BATS_TEST_TMPDIR/tenant"
    fake_env "$CONTOSO"
    live
    contains "$(of_cluster sandbox .bindings.reason)" "expected an https URL"
    contains "$(of_cluster data-lake-prod .bindings.reason)" "server"
}

@test "a Graph that refuses makes unknown, not gone" {
    contoso --fault 'path=getByIds|/users|transitiveMember,status=403'
    privileged
    equal "$(fails RBAC-005)" 0
    equal "$(fails RBAC-007)" 0
    equal "$(fate nobody@contoso.com)" unknown
    # One finding for the cluster, not one for every subject.
    equal "$(result '[.findings[] | select(.check == "RBAC-005" and
        (.resource | endswith("/shop-prod"))) | .verdict] | join(" ")')" unknown
    contains "$(result '.coverage[] | select(.id == "directoryObjects") | .remedy')" \
        "Directory.Read.All"
    # What needs no directory is said all the same.
    equal "$(fails RBAC-003)" 1
    equal "$(fails RBAC-010)" 1
}

@test "each principal is asked for once, however many bindings name it" {
    fake_start --generate 4x10 --bindings 60 --principals 500
    fake_env
    live --allow-admin-credential --no-apps
    journal_clean
    local named asked
    named=$(result '[.principals[]] | length')
    [ "$named" -gt 400 ]
    asked=$(journal_count '.path | startswith("/v1.0/")')
    [ $((asked * 15)) -le $((named + 15 * 3)) ] ||
        { echo "$asked requests for $named principals"; return 1; }
}

@test "credentials reach no report, no message and no core" {
    contoso
    ulimit -c unlimited
    privileged -vv -f json,xlsx,csv,access,kubeconfig-refresh
    local key
    key=$(sed -n 2p "$ROOT/build/test-ca/kube-admin.key")
    lacks -rF "$key" "$REPORT" "$BATS_TEST_TMPDIR/out" "$BATS_TEST_TMPDIR/errors"
    lacks -rF "$(base64 -w0 "$ROOT/build/test-ca/kube-admin.key")" "$REPORT" "$BATS_TEST_TMPDIR/errors"
    lacks -rF fake-static-token "$REPORT" "$BATS_TEST_TMPDIR/errors"
    lacks -rE 'eyJ0eXAi' "$REPORT" "$BATS_TEST_TMPDIR/errors"
}

@test "nothing is changed: every POST is one of the reads" {
    contoso
    privileged
    equal "$(jq -r 'select(.method != "GET") | .path | split("?")[0]' "$FAKE_JOURNAL" |
        grep -vE '/(listCluster(User|Admin)Credential|runCommand|token|\$batch|getByIds)$' || true)" ""
}

@test "a client certificate is shown alone, and to its own cluster alone" {
    contoso
    privileged
    # The fake notes it when a certificate and a token come together.
    journal_clean
    equal "$(jq -s '[.[] | select((.path | startswith("/kube/")) and .audience != null and
        .audience != "" and .audience != "6dae42f8-4368-4678-94ff-3960e28e3630")] | length' \
        "$FAKE_JOURNAL")" 0
}

@test "the real kubectl reads the same bindings with the same credential" {
    command -v kubectl >/dev/null || skip "kubectl is not installed"
    contoso
    privileged
    local config=$BATS_TEST_TMPDIR/config id
    id=$(of_cluster shop-prod .id)
    curl -sS --cacert "$FAKE_CA" -X POST -H "Authorization: Bearer $(fake_token)" \
        "$FAKE_URL$id/listClusterAdminCredential?api-version=2024-09-01" |
        jq -r '.kubeconfigs[0].value' | base64 -d >"$config"
    equal "$(env -u https_proxy kubectl --kubeconfig "$config" get clusterrolebindings,rolebindings -A \
        -o json | jq '.items | length')" "$(of_cluster shop-prod .bindings.count)"
}
