#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# faults-tls.bats - connections that do not come about or break, and hosts whose
# certificate is not to be trusted: at every host that an audit speaks to.

load common
load fakeazure
load faults

# How long a request may take here. Only replies that never come run into it.
LIMIT=${AKSENTRA_WRAPPER:+20}
LIMIT=${LIMIT:-2}

# The server with every trap, and three more with certificates that are bad.
setup_file() {
    local bad
    BAD_PIDS=
    for bad in wrong-name expired untrusted; do
        BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR FAKE_CERT=$bad fake_start --generate 1x1
        mv "$BATS_FILE_TMPDIR/fake-ready" "$BATS_FILE_TMPDIR/$bad"
        mv "$FAKE_JOURNAL" "$BATS_FILE_TMPDIR/$bad-journal"
        BAD_PIDS="$BAD_PIDS $FAKE_PID"
        FAKE_PID=
    done
    export BAD_PIDS
    faults_start --generate 2x2 --bindings 2 --principals 3 --trap closed --trap full \
        --trap silent --trap slam --trap noise
    # The names and ids that the bad hosts are put in place of.
    export CLUSTER="${SUB}000000000001/resourcegroups/rg-1/providers/Microsoft.ContainerService/managedClusters/aks-00001-001"
    curl -fsS --cacert "$FAKE_CA" -X POST -H "Authorization: Bearer $(fake_token)" \
        "$FAKE_URL/subscriptions/$CLUSTER/listClusterUserCredential?api-version=2024-09-01&format=exec" |
        jq -r '.kubeconfigs[0].value' | base64 -d >"$BATS_FILE_TMPDIR/kubeconfig"
}

teardown_file() {
    # shellcheck disable=SC2086 # several
    kill $BAD_PIDS
    fake_stop
}

bad_url() { # wrong-name | expired | untrusted
    sed -n 's/^url=//p' "$BATS_FILE_TMPDIR/$1"
}

# ---- another host in the place of one ---------------------------------------------

at_arm() { # URL
    within 60 --retries 0 --timeout "$LIMIT" --cloud "$1"
    equal "$status" 1
    contains "$errors" "$1"
    [ ! -e "$REPORT/results.json" ]
}

at_entra() { # URL
    faults "[{\"path\": \"/metadata/endpoints\", \"action\": \"mutate\", \"at\": \"/1/authentication/loginEndpoint\", \"value\": \"$1\"}]"
    within 60 --retries 0 --timeout "$LIMIT"
    equal "$status" 1
    contains "$errors" "$1"
    [ ! -e "$REPORT/results.json" ]
}

# The clusters are audited; each part of the directory says why it is not.
at_graph() { # URL
    faults "[{\"path\": \"/metadata/endpoints\", \"action\": \"mutate\", \"at\": \"/1/microsoftGraphResourceId\", \"value\": \"$1\"}]"
    within 60 --retries 0 --timeout "$LIMIT" --no-bindings
    not_whole 3
    equal "$(result .summary.clusters)" 4
    contains "$(covered directory applications)" "$1"
    contains "$(covered directory servicePrincipals)" ": unreachable"
}

# The bindings of the one cluster say why, those of the others are read.
at_api_server() { # URL
    local ca value
    ca=$(base64 -w0 "$FAKE_CA")
    value=$(sed -E "s|server: .*|server: $1|; s|(certificate-authority-data: ).*|\\1$ca|" \
        "$BATS_FILE_TMPDIR/kubeconfig" | base64 -w0)
    faults "[{\"path\": \"$CLUSTER/listClusterUserCredential\", \"action\": \"mutate\", \"at\": \"/kubeconfigs/0/value\", \"value\": \"$value\"}]"
    within 60 --retries 0 --timeout "$LIMIT" --no-apps --allow-admin-credential
    not_whole 3
    equal "$(covered bindings | grep -c ': audited')" 3
    contains "$(covered bindings aks-00001-001)" ": unreachable"
    contains "$(covered bindings aks-00001-001)" "$2"
}

at_every_host() { # URL WORDS
    at_arm "$1"
    contains "$errors" "$2"
    at_entra "$1"
    contains "$errors" "$2"
    at_graph "$1"
    contains "$(covered directory applications)" "$2"
    at_api_server "$1" "$2"
}

# ---- connections ------------------------------------------------------------------

@test "connection: refused" { at_every_host "$(trap_url closed)" "no connection"; }
@test "connection: a black hole" { at_every_host "$(trap_url full)" timeout; }
@test "connection: made, and never a byte" { at_every_host "$(trap_url silent)" timeout; }
@test "connection: reset while it is made" { at_every_host "$(trap_url slam)" ""; }
@test "connection: another service, without TLS" { at_every_host "$(trap_url noise)" "TLS handshake failed"; }
@test "connection: a host without an address" {
    at_arm https://no-such-host.invalid
    at_entra https://no-such-host.invalid
    at_graph https://no-such-host.invalid
}

# In the middle of the replies of one subscription; the other one is audited.
in_the_middle() { # RULE-MEMBERS WORDS ARGS...
    faults "[{\"path\": \"${SUB}000000000000/.*managedClusters[?]\", $1}]"
    within 60 --no-apps --no-bindings --timeout "$LIMIT" "${@:3}"
    not_whole 3
    contains "$(covered subscription 000000000000)" ": unreachable"
    contains "$(covered subscription 000000000000)" "$2"
    contains "$(covered subscription 000000000001)" ": audited"
}

@test "connection: reset for ever" { in_the_middle '"action": "reset"' "" --retries 1; }
@test "connection: no reply" { in_the_middle '"action": "hang"' timeout --retries 0; }
@test "connection: a reply that trickles" { in_the_middle '"action": "slow"' timeout --retries 0; }
@test "connection: cut in the middle of a reply, for ever" { in_the_middle '"action": "cut"' "" --retries 1; }
@test "connection: reset and cut once are overcome" {
    faults "[{\"path\": \"${SUB}000000000000/.*managedClusters[?]\", \"action\": \"reset\", \"times\": 1},
        {\"path\": \"${SUB}000000000001/.*managedClusters[?]\", \"action\": \"cut\", \"times\": 1}]"
    within 60 --no-apps --no-bindings
    whole
    equal "$(result .summary.clusters)" 4
}
@test "connection: slow, and still in time" {
    faults '[{"path": ".*", "delay": 300}]'
    within 60 --no-apps --no-bindings
    whole
}
@test "connection: the services go away in the middle of an audit" {
    # A server of its own, whose end harms no other test.
    local FAKE_URL FAKE_PID FAKE_JOURNAL tries=0
    fake_start --generate 40x2 --latency 100
    scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --auth environment -o none -f json \
        --fail-on never --no-apps --no-bindings --parallel 2 --retries 0 &
    local pid=$!
    until [ "$(journal_count '.path | contains("managedClusters")')" -ge 6 ]; do
        tries=$((tries + 1))
        [ $tries -lt 400 ]
        sleep 0.02
    done
    kill -9 "$FAKE_PID"
    wait $pid
    REPORT=$BATS_TEST_TMPDIR/report
    equal "$(result .run.complete)" false
    equal "$(result .summary.exitCode)" 3
    [ "$(covered subscription | grep -c ': audited')" -ge 2 ]
    [ "$(covered subscription | grep -c ': unreachable')" -ge 20 ]
}

# ---- certificates ------------------------------------------------------------------

@test "TLS: a certificate for another name" { at_every_host "$(bad_url wrong-name)" "certificate is not trusted"; }
@test "TLS: a certificate that has ended" { at_every_host "$(bad_url expired)" "certificate is not trusted"; }
@test "TLS: a certificate of an unknown authority" { at_every_host "$(bad_url untrusted)" "certificate is not trusted"; }
@test "TLS: no bad host was asked anything, or shown a token" {
    local bad
    for bad in wrong-name expired untrusted; do
        [ ! -s "$BATS_FILE_TMPDIR/$bad-journal" ]
    done
}
