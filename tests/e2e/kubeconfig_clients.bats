#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# kubeconfig_clients.bats - clients that nobody here wrote: kubectl reads every
# fixture as aksentra does; what az hands out is classified right; and once the
# commands of the instructions were run, a second audit finds everything current.
# kubelogin's part is played by a stand-in (tests/e2e/kubelogin).

load common
load fakeazure
load az

setup_file() {
    export SCENARIO=$BATS_TEST_DIRNAME/../../fixtures/contoso
}

setup() {
    FILES=$ROOT/fixtures/kubeconfigs
    command -v kubectl >/dev/null || skip "kubectl is not installed"
    cd "$BATS_TEST_TMPDIR"
}

teardown() {
    fake_stop
}

# with_azure: az signed in, and an audit of all that the fake holds.
with_azure() {
    command -v az >/dev/null || skip "azure-cli is not installed"
    az_environment
    mkdir bin
    ln -s "$BATS_TEST_DIRNAME/kubelogin" "$BATS_TEST_DIRNAME/kubelogin.jq" bin/
    export PATH=$PWD/bin:$PATH
    FAKE_WITHOUT_KUBE=1 fake_start --scenario "$SCENARIO"
    az_sign_in
    fake_env "$SCENARIO"
    REPORT=$PWD/audit
    scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --no-apps --no-bindings -f json -o none
    RESULTS=$PWD/audit/results.json
}

# get FILE CLUSTER [ARGS...]: az aks get-credentials.
get() {
    local file=$1 name=$2 id
    shift 2
    id=$(jq -r --arg n "$name" '.clusters[] | select(.name == $n).id' "$RESULTS")
    az aks get-credentials --subscription "$(cut -d/ -f3 <<<"$id")" \
        --resource-group "$(cut -d/ -f5 <<<"$id")" --name "$name" --file "$file" "$@" >/dev/null 2>&1
}

# judge FILE...: the verdicts of an audit of the files, in "out".
judge() {
    status=0
    aksentra kubeconfig --results "$RESULTS" -o json "$@" >out 2>errors || status=$?
}

verdict() { # CONTEXT
    jq -r --arg c "$1" '.kubeconfigs[] | select(.context == $c) | .verdict' out
}

# run_commands CONTEXT: what the audit says to do, but for asking the cluster.
run_commands() {
    jq -r --arg c "$1" '.kubeconfigs[] | select(.context == $c) | .commands[]' out |
        grep -v ' get nodes$' >commands
    [ -s commands ]
    sh -eu commands >log 2>&1 || { cat commands log; return 1; }
}

# as_kubectl FILE: contexts, clusters and users as kubectl reads them.
as_kubectl() {
    kubectl --kubeconfig "$1" config view -o json | jq -S '
        . as $all | {current: .["current-context"],
         contexts: [.contexts[]? | . as $c
            | {name, cluster: .context.cluster, user: .context.user,
               server: ([$all.clusters[]? | select(.name == $c.context.cluster) | .cluster.server][0])}]
            | sort_by(.name)}'
}

as_aksentra() {
    jq -S '{current: ([.kubeconfigs[] | select(.current) | .context][0] // ""),
         contexts: [.kubeconfigs[] | {name: .context, cluster: .clusterEntry, user: .userEntry, server}]
            | sort_by(.name)}'
}

@test "kubectl reads every fixture, and agrees on contexts, clusters and users" {
    local file
    for file in "$FILES"/*; do
        as_kubectl "$file" >expected
        aksentra kubeconfig -o json "$file" 2>errors | as_aksentra >found
        diff expected found || { echo "$file"; return 1; }
    done
}

@test "kubectl merges a list as aksentra does" {
    local list
    for list in "$FILES/part-users.yaml:$FILES/part-contexts.yaml" \
        "$FILES/part-contexts.yaml:$FILES/part-users.yaml:/nowhere" \
        "$FILES/merged-renamed.yaml:$FILES/azurecli.yaml:$FILES/admin.yaml"; do
        export KUBECONFIG=$list
        kubectl config view -o json | jq -S '[.users[] | select(.name == "shared") | .user.exec.args] ' >users
        kubectl config view -o json | jq -S '[.contexts[] | {name, user: .context.user}] | sort_by(.name)' >expected
        aksentra kubeconfig -o json 2>errors >out || true
        jq -S '[.kubeconfigs[] | {name: .context, user: .userEntry}] | sort_by(.name)' out >found
        diff expected found
        # The user entry that won is the same one.
        if [ "$(jq length users)" = 1 ]; then
            equal "$(jq -r '.kubeconfigs[] | select(.userEntry == "shared").serverId' out)" \
                "$(jq -r '.[0][-1]' users)"
        fi
    done
}

@test "what az hands out is classified right" {
    with_azure
    get managed data-lake-prod
    get managed-azure data-lake-prod --format azure
    get legacy payments-prod
    get legacy-old erp-prod
    get legacy-old-exec erp-prod --format exec
    get none wiki-stage
    get admin payments-prod --admin
    judge managed managed-azure legacy legacy-old legacy-old-exec none admin
    equal "$(jq -r '.kubeconfigs[] | .file + " " + .verdict' out)" "admin static-admin
legacy current
legacy-old removed-format
legacy-old-exec current
managed current
managed-azure removed-format
none static-admin"
    journal_clean
}

@test "after the commands of the instructions a second audit finds them current" {
    with_azure
    cp "$FILES/stale-auth-provider.yaml" "$FILES/merged-renamed.yaml" "$FILES/admin.yaml" \
        "$FILES/pipeline-secret.yaml" "$FILES/managed-auth-provider.yaml" .
    for file in stale-auth-provider.yaml managed-auth-provider.yaml; do
        judge "$file"
        run_commands data-lake-prod
        judge "$file"
        equal "$status,$(verdict data-lake-prod)" 0,current
    done
    for context in lake "erp: it's mine" -dash; do
        judge merged-renamed.yaml
        run_commands "$context"
        judge merged-renamed.yaml
        equal "$(verdict "$context")" current
    done
    # The others are as they were.
    equal "$(verdict pay),$(verdict kind),$(verdict via-tunnel)" current,not-aks,current
    equal "$status" 0
    judge admin.yaml
    run_commands data-lake-prod-admin
    judge admin.yaml
    equal "$status,$(verdict data-lake-prod-admin)" 0,current
    lacks -r fake-static admin.yaml
    judge pipeline-secret.yaml
    run_commands deploy
    judge pipeline-secret.yaml
    equal "$status,$(verdict deploy)" 0,current
    lacks fake-client-secret pipeline-secret.yaml
    journal_clean
}

@test "the traps: converting alone stays stale, and a merge refuses" {
    with_azure
    cp "$FILES/stale-auth-provider.yaml" trap
    kubelogin convert-kubeconfig --kubeconfig trap --context data-lake-prod -l azurecli
    judge trap
    equal "$(verdict data-lake-prod)" stale
    run az aks get-credentials --subscription "$(jq -r '.clusters[] | select(.name == "data-lake-prod").subscriptionId' "$RESULTS")" \
        -g rg-data -n data-lake-prod -f trap </dev/null
    [ "$status" != 0 ]
    contains "$output" "A different object named"
    run_commands data-lake-prod
    judge trap
    equal "$(verdict data-lake-prod)" current
}

@test "--tools hears from kubectl and az what they tell anybody" {
    command -v az >/dev/null || skip "azure-cli is not installed"
    aksentra kubeconfig --tools -o json "$FILES/managed-exec.yaml" >out || true
    equal "$(jq -r '.tools[] | select(.tool == "kubectl" and .used) | "v" + .version' out)" \
        "$(kubectl version --client -o json | jq -r .clientVersion.gitVersion)"
    equal "$(jq -r '.tools[] | select(.tool == "az" and .used).version' out)" \
        "$(az version -o json | jq -r '."azure-cli"')"
    equal "$(jq -r '[.tools[] | select(.tool == "az" and .used).path] | first' out)" "$(command -v az)"
}
