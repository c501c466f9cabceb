#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# kube.bats - bindings from a real kube-apiserver with etcd: what the fake's API
# servers cannot prove. make check-kube builds the server (tests/kube/build.sh)
# and runs this alone; without it these tests are skipped.

load common
load fakeazure
load kube

setup_file() {
    export AKSENTRA_NO_APPS=true
    kube_available || return 0
    kube_start
    kube_seed
}

teardown_file() {
    kube_stop
}

setup() {
    kube_available || skip "kube-apiserver, etcd or kubectl is not there"
}

teardown() { fake_stop; }

# audit USER [KUBE-JSON]: the cluster aks-one of a tenant whose admin credential is
# USER's, at the real API server.
audit() {
    local tenant=$BATS_TEST_TMPDIR/tenant more=${2:-"{}"}
    rm -rf "$tenant"
    mkdir -p "$tenant"
    jq '.[1:]' "$ROOT/fixtures/checks/RBAC-003/pass/clusters.json" >"$tenant/clusters.json"
    jq -n --slurpfile sub "$ROOT/fixtures/checks/RBAC-003/pass/clusters.json" '{
        tenantId: "22222222-2222-4222-8222-222222222222", kube: "kube.json",
        clients: [{clientId: "99999999-0000-4000-8000-000000000001", secret: "kube-test"}],
        subscriptions: [$sub[0][0] + {clusters: "clusters.json"}]}' >"$tenant/tenant.json"
    jq -n --arg user "$1" --arg server "$KUBE_URL" --argjson more "$more" \
        '{"aks-one": ({user: $user, server: $server} + $more)}' >"$tenant/kube.json"
    fake_start --scenario "$tenant"
    fake_env "$tenant"
    scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --auth environment -o none -f json,csv \
        --fail-on never --allow-admin-credential --retries 1
}

bindings() { result ".clusters[0].bindings.$1"; }

in_cluster() { kube_ctl get clusterrolebindings,rolebindings -A -o json | jq '.items | length'; }

@test "every binding of a real cluster, page by page" {
    audit kube-admin
    equal "$(bindings status)" audited
    equal "$(bindings count)" "$(in_cluster)"
    [ "$(bindings count)" -gt 1200 ]
    # What Kubernetes made itself is recognised: nothing else is left.
    equal "$(bindings system)" "$KUBE_BOOTSTRAP"
}

@test "the role that aksentra asks for is enough, and writing is not in it" {
    audit kube-auditor
    equal "$(bindings status)" audited
    equal "$(bindings count)" "$(in_cluster)"
    run kube_as kube-auditor create clusterrolebinding x --clusterrole=view --user=x
    [ "$status" != 0 ]
    contains "$output" "cannot create resource"
}

@test "hostile names come through byte for byte" {
    audit kube-admin
    equal "$(result '[.bindings[] | select(.name | startswith("hostile")) | .subjects[].name] | sort | @json')" \
        "$(kube_ctl get clusterrolebindings -o json | jq -r '[.items[] |
            select(.metadata.name | startswith("hostile")) | .subjects[].name] | sort | @json')"
    equal "$(result '[.bindings[].name] | map(select(startswith("hostile"))) | sort | @json')" \
        "$(kube_ctl get clusterrolebindings -o json |
            jq -r '[.items[].metadata.name] | map(select(startswith("hostile"))) | sort | @json')"
    lacks -aE '^=|,=' "$REPORT/bindings.csv"
    LC_ALL=C lacks -aP '[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]' "$REPORT/bindings.csv"
}

@test "Forbidden is not an empty list" {
    audit kube-nobody
    equal "$(bindings status)" denied
    equal "$(bindings count)" 0
    contains "$(bindings reason)" 'HTTP 403 Forbidden'
    contains "$(bindings reason)" 'User "nobody" cannot list resource'
    equal "$(result '.summary.checks["RBAC-003"].unknown')" 1
}

@test "a certificate that has ended, and one of another authority: 401" {
    for who in kube-expired kube-stranger; do
        audit $who
        equal "$(bindings status)" denied
        contains "$(bindings reason)" 'HTTP 401 Unauthorized'
    done
}

@test "another authority, another name: nothing is shown to the server" {
    local before after
    before=$(kube_requests)
    audit kube-admin '{"ca": "other-ca.pem"}'
    equal "$(bindings status)" unreachable
    contains "$(bindings reason)" "not trusted"
    audit kube-admin "{\"server\": \"https://other.localhost:${KUBE_URL##*:}\"}"
    equal "$(bindings status)" unreachable
    contains "$(bindings reason)" "not trusted"
    after=$(kube_requests)
    equal "$after" "$before"
}

@test "a path with two slashes is not asked for" {
    audit kube-admin "{\"server\": \"$KUBE_URL/\"}"
    equal "$(bindings status)" audited
}

@test "a list that becomes too old on the way is begun again, never half" {
    [ -z "${AKSENTRA_WRAPPER:-}" ] || skip "too slow to be quicker than the compactor"
    local whole tries=0 gone
    whole=$(in_cluster)
    kube_compact &
    local compactor=$!
    while [ $tries -lt 200 ]; do
        tries=$((tries + 1))
        audit kube-admin
        case $(bindings status) in
        audited) equal "$(bindings count)" "$whole" ;;
        *)
            contains "$(bindings reason)" "too old"
            equal "$(bindings count)" 0 ;;
        esac
        gone=$(kube_replies 410)
        [ "$gone" = 0 ] || [ "$(bindings status)" != audited ] || break
    done
    kill $compactor
    wait $compactor || true
    [ "$gone" != 0 ] || { echo "no list became too old in $tries audits"; return 1; }
    equal "$(bindings status)" audited
}
