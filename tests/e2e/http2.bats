#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# http2.bats - HTTP/2 and proxies, through programs that nobody here wrote.

load common
load fakeazure

# These are about clusters; apps.bats is about what Microsoft Graph adds.
setup() {
    export AKSENTRA_NO_APPS=true AKSENTRA_NO_BINDINGS=true
}

teardown() {
    [ -z "${PROXY_PID:-}" ] || kill "$PROXY_PID" 2>/dev/null || true
    fake_stop
}

free_port() {
    /usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

@test "HTTP/2 in front of the services: one connection carries the audit" {
    command -v nghttpx >/dev/null || skip "nghttpx is not installed"
    local port tries=0
    fake_start --generate 8x25 --latency 20
    fake_env
    port=$(free_port)
    nghttpx --frontend="127.0.0.1,$port" \
        --backend="127.0.0.1,${FAKE_URL##*:};;tls;proto=http/1.1" \
        --insecure --workers=1 \
        --accesslog-file="$BATS_TEST_TMPDIR/access" \
        --accesslog-format='$alpn $client_port $request' \
        "$ROOT/build/test-ca/server.key" "$ROOT/build/test-ca/server.pem" \
        >/dev/null 2>&1 3>&- 4>&- &
    PROXY_PID=$!
    until curl -s --cacert "$FAKE_CA" "https://localhost:$port/metadata/endpoints?api-version=2022-09-01" >/dev/null; do
        tries=$((tries + 1))
        [ $tries -lt 100 ]
        sleep 0.05
    done
    : >"$BATS_TEST_TMPDIR/access"
    scan --cloud "https://localhost:$port" --ca-file "$FAKE_CA" \
        --auth environment -o none -f json --fail-on never
    equal "$status" 0
    equal "$(result .summary.clusters)" 200
    equal "$(grep -c '^h2 ' "$BATS_TEST_TMPDIR/access")" \
        "$(wc -l <"$BATS_TEST_TMPDIR/access")"
    [ "$(cut -d' ' -f2 "$BATS_TEST_TMPDIR/access" | sort -u | wc -l)" -le 3 ]
}

@test "a proxy named in the environment is used" {
    fake_start --generate 1x1
    fake_env
    https_proxy=http://127.0.0.1:1 scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" \
        --auth environment --retries 0
    equal "$status" 1
    https_proxy=http://127.0.0.1:1 no_proxy=localhost scan --cloud "$FAKE_URL" \
        --ca-file "$FAKE_CA" --auth environment -o none -f json --fail-on never
    equal "$status" 0
}

@test "connections are reused, and replies are asked for in gzip" {
    fake_start --generate 20x30 --page-size 10
    fake_env
    scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --auth environment -o none \
        -f json --fail-on never --parallel 4
    equal "$status" 0
    equal "$(journal_count 'true')" 63
    [ "$(jq -s '[.[].connection] | unique | length' "$FAKE_JOURNAL")" -le 6 ]
    equal "$(journal_count '.acceptEncoding // "" | contains("gzip") | not')" 0
}

@test "certificates: wrong name, expired, another CA" {
    for bad in wrong-name expired untrusted; do
        FAKE_CERT=$bad fake_start --generate 1x1
        fake_env
        scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --auth environment --retries 0
        equal "$status" 1
        contains "$errors" "certificate"
        equal "$(journal_count true)" 0
        fake_stop
    done
}

@test "a redirect to another host is refused, one on the same host is followed" {
    fake_start --generate 1x2 --fault 'path=managedClusters,action=redirect,status=302,location=https://127.0.0.1:1/steal'
    fake_env
    scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --auth environment -o none -f json --fail-on never
    equal "$status" 1
    contains "$(result '.coverage[0].reason')" "https://127.0.0.1:1"
    fake_stop
    fake_start --generate 1x2 --fault 'path=managedClusters.api-version,times=1,action=redirect,status=307,location=/subscriptions/00000000-0000-4000-9000-000000000000/providers/Microsoft.ContainerService/managedClusters?api-version=2023-02-01'
    fake_env
    scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --auth environment -o none -f json --fail-on never
    equal "$status" 0
    equal "$(result .summary.clusters)" 2
}
