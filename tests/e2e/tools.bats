#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# tools.bats - kubeconfig --tools: every kubectl, kubelogin and az on PATH,
# against the clusters and the sign-in of the files.

load common

setup() {
    FILES=$ROOT/fixtures/kubeconfigs
    cd "$BATS_TEST_TMPDIR"
}

# tool FOLDER/NAME COMMANDS: a program that runs these shell commands.
tool() {
    mkdir -p "${1%/*}"
    printf '#!/bin/sh\n%s\n' "$2" >"$1"
    chmod +x "$1"
}

kubectl_of() { # FOLDER VERSION
    tool "$1/kubectl" "echo '{\"clientVersion\": {\"gitVersion\": \"v$2\"}}'"
}

kubelogin_of() { # FOLDER VERSION LOGINS
    tool "$1/kubelogin" "case \$1 in
--version) echo 'kubelogin version '; echo 'git hash: v$2/0123abc' ;;
*) echo '  -l, --login string  Login method. Supported methods: $3. It may be set' ;;
esac"
}

az_of() { # FOLDER VERSION
    tool "$1/az" "echo '{\"azure-cli\": \"$2\"}'"
}

# aksentra_on PATH ARGS...: with that PATH, on which the wrapper is not.
aksentra_on() {
    local path=$1
    shift
    # shellcheck disable=SC2086 # the wrapper is several words
    set -- ${AKSENTRA_WRAPPER:-} "$BUILD/aksentra" "$@"
    set -- "$(command -v "$1")" "${@:2}"
    PATH=$path "$@"
}

# tools PATH ARGS...: sets $status, $out, $errors.
tools() {
    local path=$1
    shift
    status=0
    aksentra_on "$path" kubeconfig --tools "$@" >out 2>errors </dev/null || status=$?
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

# verdict CHECK: what a check of the machine says, with its message.
verdict() {
    jq -r --arg check "$1" '[.findings[] | select(.check == $check) |
        .verdict + ": " + .message] | first // "pass"' out
}

@test "every one on PATH is found, in its order, a file with two names once" {
    kubectl_of a 1.30.1
    kubectl_of b 1.28.4-dispatcher
    ln -s "$PWD/a" c
    kubelogin_of b 0.1.4 'devicecode, azurecli'
    az_of c 2.80.0
    tools "$PWD/a:$PWD/b:$PWD/c:." -o json "$FILES/admin.yaml"
    equal "$(jq -r '.tools[] | [.tool, .version, .used, .path] | map(tostring) | join(" ")' out)" \
        "kubectl 1.30.1 true $PWD/a/kubectl
kubectl 1.28.4-dispatcher false $PWD/b/kubectl
kubelogin 0.1.4 true $PWD/b/kubelogin
az 2.80.0 true $PWD/a/az"
    equal "$(jq -r '.tools[2].logins | join(" ")' out)" "devicecode azurecli"
    valid results.schema.json out
}

@test "nobody looks without being asked" {
    tool a/kubectl "echo run >$PWD/trace"
    tool a/kubelogin "echo run >$PWD/trace"
    tool a/az "echo run >$PWD/trace"
    aksentra_on "$PWD/a" kubeconfig -o json "$FILES/managed-exec.yaml" >out || true
    equal "$(jq .tools out)" null
    [ ! -e trace ]
    equal "$(jq '[.summary.checks | keys[] | select(. >= "KCFG-007")] | length' out)" 0
}

@test "several kubectl: of one version they agree, of two they do not" {
    kubectl_of a 1.30.1
    kubectl_of b 1.30.1
    contoso
    tools "$PWD/a:$PWD/b" -o json --results "$RESULTS" /dev/null
    equal "$(verdict KCFG-007)" pass
    kubectl_of b 1.30.2
    tools "$PWD/a:$PWD/b" -o json --results "$RESULTS" /dev/null
    equal "$(verdict KCFG-007)" "fail: 2 kubectl of different versions are on PATH, and a shell runs $PWD/a/kubectl 1.30.1: keep one"
    tool b/kubectl 'echo "broken on purpose" >&2; exit 7'
    tools "$PWD/a:$PWD/b" -o json --results "$RESULTS" /dev/null
    contains "$(verdict KCFG-007)" "unknown: Whether kubectl 1.30.1 fits: 1 of 2 kubectl did not tell their version"
    contains "$(jq -r '.tools[1].problem' out)" "exit status 7: broken on purpose"
}

@test "kubectl and the clusters: one minor version apart at most" {
    contoso
    version=$(jq -r '.clusters[] | select(.name == "data-lake-prod").kubernetesVersion' "$RESULTS")
    minor=$(echo "$version" | cut -d. -f2)
    for distance in -1 0 1; do
        kubectl_of a "1.$((minor + distance)).9"
        tools "$PWD/a" -o json --results "$RESULTS" "$FILES/managed-exec.yaml"
        equal "$(verdict KCFG-007)" pass
    done
    for distance in -2 2; do
        kubectl_of a "1.$((minor + distance)).0"
        tools "$PWD/a" -o json --results "$RESULTS" "$FILES/managed-exec.yaml"
        contains "$(verdict KCFG-007)" "data-lake-prod is on $version"
        equal "$(jq -r '.findings[] | select(.check == "KCFG-007").remediation.commands[0]' out)" \
            "az aks install-cli --client-version 1.$((minor + 1)).0"
    done
    # What is not known is not said to fit.
    tools "$PWD/a" -o json "$FILES/managed-exec.yaml"
    contains "$(verdict KCFG-007)" "unknown: Whether kubectl"
}

@test "kubectl 1.26 and auth-provider azure" {
    contoso
    kubectl_of a 1.26.0
    tools "$PWD/a" -o json --results "$RESULTS" "$FILES/legacy-auth-provider.yaml"
    contains "$(verdict KCFG-007)" "kubectl 1.26.0 has no auth-provider azure, by which context erp-prod signs in"
    kubectl_of a 1.25.16
    tools "$PWD/a" -o json --results "$RESULTS" "$FILES/legacy-auth-provider.yaml"
    lacks -F "no auth-provider azure" out
}

@test "kubelogin: missing, another program, too old, without the login" {
    contoso
    set -- -o json --results "$RESULTS" "$FILES/managed-exec.yaml"
    mkdir empty
    tools "$PWD/empty" "$@"
    equal "$(verdict KCFG-008)" "fail: kubelogin is not on PATH, and 1 context needs it, the first is data-lake-prod"
    tool a/kubelogin 'echo "kubelogin version v1.28.0 (go1.21)"'
    tools "$PWD/a" "$@"
    contains "$(verdict KCFG-008)" "is another program of that name"
    kubelogin_of a 0.0.28 'devicecode, azurecli'
    tools "$PWD/a" "$@"
    contains "$(verdict KCFG-008)" "0.0.28 cannot convert a single context"
    kubelogin_of a 0.1.0 'devicecode, spn'
    tools "$PWD/a" "$@"
    contains "$(verdict KCFG-008)" "does not know the login azurecli"
    kubelogin_of a 0.1.0 'interactive, azurecli'
    tools "$PWD/a" "$@"
    contains "$(verdict KCFG-008)" "does not know the login devicecode, which context data-lake-prod asks for"
    kubelogin_of a 0.1.0 'devicecode, azurecli'
    tools "$PWD/a" "$@"
    equal "$(verdict KCFG-008)" pass
    tool a/kubelogin 'echo "what?"'
    tools "$PWD/a" "$@"
    contains "$(verdict KCFG-008)" "unknown: What $PWD/a/kubelogin can do is not known: expected 'git hash"
}

@test "what a kubeconfig names is not run" {
    tool elsewhere/kubelogin "echo run >$PWD/trace"
    kubelogin_of a 0.1.0 'devicecode, azurecli'
    sed "s|command: kubelogin|command: $PWD/elsewhere/kubelogin|" "$FILES/managed-exec.yaml" >config
    tools "$PWD/a" -o json config
    contains "$(verdict KCFG-008)" "unknown: Context data-lake-prod names $PWD/elsewhere/kubelogin"
    [ ! -e trace ]
    # Where PATH leads to the same file, it was asked.
    sed -i "s|$PWD/elsewhere|$PWD/a|" config
    tools "$PWD/a" -o json config
    equal "$(verdict KCFG-008)" pass
}

@test "a tool sees no secret of ours, and no kubeconfig" {
    for name in kubectl kubelogin az; do
        tool "a/$name" "set >$PWD/$name.seen"
    done
    export AZURE_CLIENT_SECRET=hush-hush KUBECONFIG=$FILES/admin.yaml AKSENTRA_TOKEN=hush-hush
    tools "$PWD/a" -o none "$FILES/admin.yaml"
    for name in kubectl kubelogin az; do
        contains "$(cat "$name.seen")" PATH=
        lacks -e hush-hush -e KUBECONFIG "$name.seen"
    done
}

@test "terminal, Markdown and tables say what to install" {
    contoso
    kubectl_of a 1.20.2
    az_of a 2.30.0
    tools "$PWD/a" --results "$RESULTS" "$FILES/managed-exec.yaml" -d report
    contains "$out" "What to install:"
    contains "$out" "az is older than 2.34.0"
    contains "$out" "kubelogin is not on PATH"
    contains "$out" "    az aks install-cli"
    equal "$(cut -d, -f1-3 report/tools.csv)" "Tool,Version,Used
kubectl,1.20.2,true
az,2.30.0,true"
    md=$(cat report/kubeconfig-refresh.md)
    contains "$md" "## The tools of this machine"
    contains "$md" "| kubectl | 1.20.2 | yes |"
    contains "$md" "You must be logged in to the server (Unauthorized)"
    contains "$md" "KCFG-007: **1 found**"
    contains "$md" "RBAC-009: not looked at"
    contains "$md" "a new sign-in is asked for"
    # The next audit that does not look leaves none of it behind.
    aksentra kubeconfig --results "$RESULTS" "$FILES/managed-exec.yaml" -d report -o none -q || true
    [ ! -e report/tools.csv ]
    lacks -F "The tools of this machine" report/kubeconfig-refresh.md
    # Nothing there at all.
    mkdir empty
    tools "$PWD/empty" --results "$RESULTS" "$FILES/managed-exec.yaml"
    contains "$out" "- kubectl is not on PATH."
    contains "$out" "- az is not on PATH"
}

@test "all is well: nothing to install is said only then" {
    contoso
    minor=$(jq -r '.clusters[] | select(.name == "data-lake-prod").kubernetesVersion' "$RESULTS" | cut -d. -f2)
    kubectl_of a "1.$minor.0"
    kubelogin_of a 0.2.20 'devicecode, azurecli'
    az_of a 2.80.0
    tools "$PWD/a" --results "$RESULTS" "$FILES/managed-exec.yaml"
    contains "$out" "- Nothing: these fit what was read."
    equal "$status" 0
    tools "$PWD/a" "$FILES/managed-exec.yaml"
    lacks -F "Nothing: these fit" out
}
