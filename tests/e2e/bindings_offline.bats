#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# bindings_offline.bats - bindings, role assignments and principals from the
# folder bindings/ of an export.

load common

setup() {
    export AKSENTRA_NO_APPS=true
    D=$BATS_TEST_TMPDIR/export
    SUB=11111111-1111-4111-8111-111111111111
}

take() { # FIXTURE
    cp -r "$ROOT/fixtures/checks/$1" "$D"
}

offline() { scan --from "$D" -o none -f json --fail-on never "$@"; }

status_of() { result '.clusters[0].bindings.status'; }

@test "a whole export is a whole audit" {
    take RBAC-013/pass
    offline
    equal "$(status_of)" audited
    equal "$(result '.clusters[0].bindings.way')" export
    equal "$(result '.coverage[] | select(.kind == "roleAssignments") | .status')" audited
    equal "$(result '[.roleAssignments[].roleName] | sort | join(",")')" \
        "Azure Kubernetes Service RBAC Cluster Admin,Owner"
    # Locks and windows are exported apart; the two checks say so.
    equal "$(result '[.findings[] | select(.verdict == "unknown") | .check] | unique | join(" ")')" ""
}

@test "no export of bindings: nothing is said to be fine" {
    take RBAC-003/pass
    rm -r "$D/bindings"
    offline
    equal "$status" 3
    equal "$(status_of)" unreachable
    contains "$(result '.clusters[0].bindings.remedy')" docs/EXPORT.md
    equal "$(result '.summary.checks["RBAC-003"].unknown')" 1
    equal "$(result '.summary.checks["RBAC-003"].pass')" 0
}

@test "half an export is partial: one kind, one namespace, one page" {
    take RBAC-003/pass
    local file=$D/bindings/aks-one.json whole
    whole=$(cat "$file")
    jq '.items |= map(select(.kind == "ClusterRoleBinding"))' <<<"$whole" >"$file"
    offline
    equal "$(status_of)" partial
    contains "$(result '.clusters[0].bindings.reason')" "no RoleBindings"
    jq '.items |= map(select(.kind == "RoleBinding"))' <<<"$whole" >"$file"
    offline
    contains "$(result '.clusters[0].bindings.reason')" "no ClusterRoleBindings"
    jq '.items |= map(if .metadata.namespace then .metadata.namespace = "shop" else . end)' \
        <<<"$whole" >"$file"
    offline
    contains "$(result '.clusters[0].bindings.reason')" "not of all namespaces"
    jq '.metadata = {continue: "abc"}' <<<"$whole" >"$file"
    offline
    contains "$(result '.clusters[0].bindings.reason')" "one page"
    equal "$(result '.summary.checks["RBAC-003"].unknown')" 1
}

@test "raw lists of the API server, one file each, are the same as kubectl's" {
    take RBAC-003/fail
    offline
    local before
    before=$(result '.bindings')
    jq '{kind: "ClusterRoleBindingList", apiVersion: "rbac.authorization.k8s.io/v1", metadata: {},
        items: [.items[] | select(.kind == "ClusterRoleBinding") | del(.kind, .apiVersion)]}' \
        "$D/bindings/aks-one.json" >"$D/bindings/aks-one.clusterrolebindings.json"
    mkdir "$D/bindings/aks-one"
    jq '{kind: "RoleBindingList", apiVersion: "rbac.authorization.k8s.io/v1", metadata: {},
        items: [.items[] | select(.kind == "RoleBinding") | del(.kind, .apiVersion)]}' \
        "$D/bindings/aks-one.json" >"$D/bindings/aks-one/rolebindings.json"
    rm "$D/bindings/aks-one.json"
    offline
    equal "$(status_of)" audited
    equal "$(result '.bindings')" "$before"
}

@test "two clusters of one name: the path tells them apart, a bare name does not" {
    take RBAC-003/fail
    local other=44444444-4444-4444-8444-444444444444
    jq --arg sub "$other" '. + [(.[0] | .subscriptionId = $sub | .id = "/subscriptions/" + $sub),
        (.[1] | .id |= sub("11111111-1111-4111-8111-111111111111"; $sub))]' \
        "$D/clusters.json" >"$D/c.json"
    mv "$D/c.json" "$D/clusters.json"
    offline
    contains "$(result '.coverage[] | select(.kind == "file" and (.id | contains("aks-one.json"))) | .reason')" \
        "2 clusters could be meant"
    equal "$(result '[.clusters[].bindings.status] | unique | join(" ")')" unreachable
    mkdir -p "$D/bindings/$SUB/rg-one"
    mv "$D/bindings/aks-one.json" "$D/bindings/$SUB/rg-one/"
    offline
    equal "$(result ".clusters[] | select(.subscriptionId == \"$SUB\") | .bindings.status")" audited
    equal "$(result ".clusters[] | select(.subscriptionId == \"$other\") | .bindings.status")" unreachable
}

@test "a file of no cluster, and one that makes no sense, are named; the rest goes on" {
    take RBAC-003/fail
    cp "$D/bindings/aks-one.json" "$D/bindings/aks-two.json"
    echo '{"items": [' >"$D/bindings/broken.json"
    echo '[{"what": "is this"}]' >"$D/bindings/odd.json"
    offline
    equal "$(status_of)" audited
    contains "$(result '.coverage[] | select(.id | endswith("aks-two.json")) | .reason')" \
        "no cluster of the export is called 'aks-two'"
    contains "$(result '.coverage[] | select(.id | endswith("broken.json")) | .reason')" "broken.json:"
    contains "$(result '.coverage[] | select(.id | endswith("odd.json")) | .reason')" \
        "found object with the members of none"
    equal "$status" 3
}

@test "bindings that are none are told, and the list is not whole" {
    take RBAC-003/fail
    jq '.items += [{kind: "RoleBinding", metadata: {name: "x"}}, {kind: "Pod"}, 5]' \
        "$D/bindings/aks-one.json" >"$D/b.json"
    mv "$D/b.json" "$D/bindings/aks-one.json"
    offline
    equal "$(status_of)" partial
    equal "$(result '.summary.checks["RBAC-003"].fail')" 1
    contains "$(result '.coverage[] | select(.id | endswith("aks-one.json")) | .reason')" "roleRef.name"
}

@test "the Azure CLI's flattened forms are read like ARM's" {
    take RBAC-013/pass
    local roles=$D/bindings/$SUB.role-assignments.json
    offline
    local before
    before=$(result '.roleAssignments')
    jq '[.value[] | {id, name, type} + .properties]' "$roles" >"$D/r.json"
    mv "$D/r.json" "$roles"
    jq '[.value[] | {id, name, roleName: .properties.roleName, roleType: .properties.type,
        permissions: .properties.permissions}]' "$D/bindings/role-definitions.json" >"$D/r.json"
    mv "$D/r.json" "$D/bindings/role-definitions.json"
    offline
    equal "$(result '.roleAssignments')" "$before"
    equal "$(result '.summary.checks["RBAC-013"].pass')" 1
}

@test "what kubectl of a real cluster wrote: hostile names stay names" {
    [ -n "${AKSENTRA_RECORDED:-}" ] || skip "AKSENTRA_RECORDED is not set"
    take RBAC-003/pass
    cp "$AKSENTRA_RECORDED/k8s/api-1.20/kubectl-get-bindings.json" "$D/bindings/aks-one.json"
    offline -f json,csv,xlsx,access,kubeconfig-refresh
    equal "$(status_of)" audited
    equal "$(result '.clusters[0].bindings.count')" \
        "$(jq '.items | length' "$D/bindings/aks-one.json")"
    # Every name is there, byte for byte.
    equal "$(jq -r '[.items[] | select(.metadata.labels["kubernetes.io/bootstrapping"] | not) | .subjects[]?.name] |
        map(select(contains("HYPERLINK") or contains("script") or contains("日本"))) | unique | length' \
        "$D/bindings/aks-one.json")" \
        "$(result '[.bindings[].subjects[].name] |
        map(select(contains("HYPERLINK") or contains("script") or contains("日本"))) | unique | length')"
    # No cell becomes a formula, no control character steers anything.
    lacks -aE '^=|,=|,"=' "$REPORT/bindings.csv"
    LC_ALL=C lacks -aP '[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]' "$REPORT/bindings.csv" \
        "$REPORT/access-after-migration.md" "$REPORT/results.json"
    lacks -F '<script>' < <(sed 's/`[^`]*`//g' "$REPORT/access-after-migration.md")
}

@test "pages of a real API server, as they were recorded" {
    [ -n "${AKSENTRA_RECORDED:-}" ] || skip "AKSENTRA_RECORDED is not set"
    take RBAC-003/pass
    rm "$D/bindings/aks-one.json"
    mkdir "$D/bindings/aks-one"
    local pages=$AKSENTRA_RECORDED/k8s/api-1.20/pages kind n
    for kind in clusterrolebindings rolebindings; do
        for n in 1 2 3; do
            jq 'del(.metadata.continue)' "$pages/$kind-p$n.json" >"$D/bindings/aks-one/$kind-$n.json"
        done
    done
    offline
    equal "$(status_of)" audited
    equal "$(result '.clusters[0].bindings.count')" \
        $(($(jq '.items | length' "$pages/clusterrolebindings-full.json") + \
            $(jq '.items | length' "$pages/rolebindings-full.json")))
}

@test "the program that runs in the cluster gives what kubectl gave" {
    [ -n "${AKSENTRA_RECORDED:-}" ] || skip "AKSENTRA_RECORDED is not set"
    # The command as it is sent, with kubectl and the path replaced.
    local list=$AKSENTRA_RECORDED/k8s/api-1.20/kubectl-get-bindings.json program
    program=$(strings -n 40 "$BUILD/aksentra" | grep -o "'{total:.*\]}'" | head -1)
    [ -n "$program" ] || { echo "no jq program found"; return 1; }
    program=${program//%zu:%zu/0:1000}
    eval "jq -c $program '$list'" >"$BATS_TEST_TMPDIR/out.json"
    equal "$(jq .total "$BATS_TEST_TMPDIR/out.json")" "$(jq '.items | length' "$list")"
    equal "$(jq -c '[.items[] | [.kind, .metadata.name, .metadata.namespace, .roleRef.name,
        [.subjects[] | [.kind, .name, .namespace]]]] | sort' "$BATS_TEST_TMPDIR/out.json")" \
        "$(jq -c '[.items[] | [.kind, .metadata.name, .metadata.namespace, .roleRef.name,
        [.subjects[]? | [.kind, .name, .namespace]]]] | sort' "$list")"
}

@test "results and every report are the same bytes from run to run" {
    export SOURCE_DATE_EPOCH=1795392000
    take RBAC-004/fail
    scan --from "$D" -o none --fail-on never
    mv "$REPORT" "$BATS_TEST_TMPDIR/first"
    scan --from "$D" -o none --fail-on never
    diff -r "$REPORT" "$BATS_TEST_TMPDIR/first"
}
