# SPDX-License-Identifier: MIT
# kube.bash - a real kube-apiserver with etcd on loopback, for kube.bats.
# shellcheck shell=bash

KUBE_SERVER=${KUBE_SERVER:-$ROOT/build/kube/kube-apiserver}
KUBE_CERTS=$ROOT/build/test-ca
KUBE_DIR=${BATS_FILE_TMPDIR:-/nonexistent}/kube

kube_available() {
    [ -x "$KUBE_SERVER" ] && command -v etcd >/dev/null && command -v kubectl >/dev/null
}

# A port that nobody listens on now.
kube_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 20000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
    done
    echo $port
}

kube_wait() { # WHAT COMMAND...
    local what=$1 tries=0
    shift
    until "$@" >/dev/null 2>&1; do
        tries=$((tries + 1))
        if [ $tries -gt 300 ]; then
            echo "$what did not start"
            tail -5 "$KUBE_DIR"/*.log
            return 1
        fi
        sleep 0.2
    done
}

kube_curl() { # CURL-ARGS...
    curl -sS --noproxy '*' --cacert "$KUBE_CERTS/kube-ca.pem" --cert "$KUBE_CERTS/kube-admin.pem" \
        --key "$KUBE_CERTS/kube-admin.key" "$@"
}

kube_start() {
    local client peer port
    mkdir -p "$KUBE_DIR"
    client=$(kube_port)
    peer=$(kube_port)
    port=$(kube_port)
    export ETCD_URL=http://127.0.0.1:$client KUBE_URL=https://127.0.0.1:$port
    etcd --data-dir "$KUBE_DIR/etcd" --listen-client-urls "$ETCD_URL" \
        --advertise-client-urls "$ETCD_URL" --listen-peer-urls "http://127.0.0.1:$peer" \
        --initial-advertise-peer-urls "http://127.0.0.1:$peer" \
        --initial-cluster "default=http://127.0.0.1:$peer" \
        >"$KUBE_DIR/etcd.log" 2>&1 3>&- 4>&- &
    echo $! >"$KUBE_DIR/etcd.pid"
    kube_wait etcd curl -sf --noproxy '*' "$ETCD_URL/health"
    openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 \
        -out "$KUBE_DIR/sa.key" 2>/dev/null
    "$KUBE_SERVER" --etcd-servers "$ETCD_URL" --bind-address 127.0.0.1 --secure-port "$port" \
        --tls-cert-file "$KUBE_CERTS/kube-server.pem" \
        --tls-private-key-file "$KUBE_CERTS/kube-server.key" \
        --client-ca-file "$KUBE_CERTS/kube-ca.pem" --authorization-mode RBAC \
        --service-account-issuer https://kubernetes.default.svc \
        --service-account-signing-key-file "$KUBE_DIR/sa.key" \
        --service-account-key-file "$KUBE_DIR/sa.key" --service-cluster-ip-range 10.0.0.0/24 \
        --disable-admission-plugins ServiceAccount --cert-dir "$KUBE_DIR/certs" \
        >"$KUBE_DIR/apiserver.log" 2>&1 3>&- 4>&- &
    echo $! >"$KUBE_DIR/apiserver.pid"
    kube_wait kube-apiserver kube_ready
}

# Ready, and done with making its own bindings.
kube_ready() {
    [ "$(kube_curl "$KUBE_URL/readyz")" = ok ]
}

kube_stop() {
    local name
    for name in apiserver etcd; do
        [ -s "$KUBE_DIR/$name.pid" ] || continue
        kill "$(cat "$KUBE_DIR/$name.pid")" 2>/dev/null || true
    done
}

kube_as() { # CERTIFICATE KUBECTL-ARGS...
    local who=$1
    shift
    env -u https_proxy -u HTTPS_PROXY HOME="$KUBE_DIR" kubectl --server "$KUBE_URL" \
        --certificate-authority "$KUBE_CERTS/kube-ca.pem" \
        --client-certificate "$KUBE_CERTS/$who.pem" --client-key "$KUBE_CERTS/$who.key" "$@"
}

kube_ctl() { kube_as kube-admin "$@"; }

# Bindings of every kind: many, hostile ones, one with 1,200 subjects, one without
# any; and the auditor's role, as aksentra prints it.
kube_seed() {
    KUBE_BOOTSTRAP=$(kube_ctl get clusterrolebindings,rolebindings -A -o json | jq '.items | length')
    export KUBE_BOOTSTRAP
    kube_ctl create namespace shop >/dev/null
    jq -n -f "$ROOT/tests/kube/seed.jq" | kube_ctl create -f - >/dev/null
    "$BUILD/aksentra" permissions -o kubernetes |
        sed 's/name: 00000000-0000-0000-0000-000000000000/name: auditor/' |
        kube_ctl create -f - >/dev/null
}

# How many requests the server has answered with this status.
kube_replies() { # STATUS
    kube_curl "$KUBE_URL/metrics" | awk -v code="code=\"$1\"" '
        /^apiserver_request_total/ && index($0, code) { n += $NF } END { print n + 0 }'
}

# How many lists of bindings it has answered.
kube_requests() {
    kube_curl "$KUBE_URL/metrics" | awk '
        /^apiserver_request_total/ && /rolebindings/ && /LIST/ { n += $NF } END { print n + 0 }'
}

# Throws the history of etcd away again and again, so that lists become too old.
kube_compact() {
    local revision
    while :; do
        revision=$(curl -sS --noproxy '*' "$ETCD_URL/v3/kv/put" -d '{"key":"eA==","value":"eA=="}' |
            jq -r .header.revision)
        curl -sS --noproxy '*' -o /dev/null "$ETCD_URL/v3/kv/compaction" -d "{\"revision\":$revision}"
        sleep 0.1
    done
}
