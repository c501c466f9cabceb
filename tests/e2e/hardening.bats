#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# hardening.bats - the second lines of defence that docs/SECURITY.md promises: how
# the program is built, what its process may do, what is left in its memory, and
# what the programs see that it starts.

load common
load fakeazure

CONTOSO=$ROOT/fixtures/contoso

teardown() {
    exec 5>&-
    [ -z "${OPEN:-}" ] || rm -rf "$OPEN"
    [ -z "${PROXY_PID:-}" ] || kill "$PROXY_PID" 2>/dev/null || true
    fake_stop
}

# paused ARGS...: an audit that has read everything, has written its reports, and
# waits for somebody to read its standard output. Sets $pid.
paused() {
    mkfifo "$BATS_TEST_TMPDIR/pipe"
    exec 5<>"$BATS_TEST_TMPDIR/pipe"
    REPORT=$BATS_TEST_TMPDIR/report
    "$BUILD/aksentra" scan -d "$REPORT" -o json "$@" \
        >"$BATS_TEST_TMPDIR/pipe" 2>"$BATS_TEST_TMPDIR/errors" 3>&- 4>&- &
    pid=$!
    local tries=0
    # The last report is renamed, then it is soon in its write().
    until [ -s "$REPORT/results.json" ] && grep -q '^State:.S' "/proc/$pid/status"; do
        tries=$((tries + 1))
        [ $tries -lt 1500 ] || { cat "$BATS_TEST_TMPDIR/errors"; return 1; }
        sleep 0.02
    done
    sleep 0.2
}

let_go() {
    cat <&5 >/dev/null &
    local reader=$!
    wait "$pid" || true
    kill $reader
}

status_of() { # FIELD
    sed -n "s/^$1:[[:space:]]*//p" "/proc/$pid/status"
}

unconfined() { # Whether this build, or the way it is run, is not confined.
    [ -n "${AKSENTRA_WRAPPER:-}" ] || nm "$BUILD/aksentra" | grep -q __asan_init ||
        nm "$BUILD/aksentra" | grep -q __gcov
}

# ---- how it is built ---------------------------------------------------------

@test "the program is position independent, read-only where it can be, and has no stack to execute" {
    local bin=$BUILD/aksentra
    contains "$(readelf -hW "$bin")" "DYN (Position-Independent Executable file)"
    contains "$(readelf -dW "$bin")" BIND_NOW
    contains "$(readelf -lW "$bin")" GNU_RELRO
    readelf -lW "$bin" >"$BATS_TEST_TMPDIR/segments"
    grep -E 'GNU_STACK .* RW  ' "$BATS_TEST_TMPDIR/segments"
    # Nothing is writable and executable.
    lacks -E 'LOAD .* RWE' "$BATS_TEST_TMPDIR/segments"
    readelf -dW "$bin" >"$BATS_TEST_TMPDIR/dynamic"
    lacks -E 'RPATH|RUNPATH|TEXTREL' "$BATS_TEST_TMPDIR/dynamic"
}

@test "stack protector, fortified functions, and branch targets that are marked" {
    local bin=$BUILD/aksentra object
    readelf --dyn-syms -W "$bin" >"$BATS_TEST_TMPDIR/symbols"
    grep -q __stack_chk_fail "$BATS_TEST_TMPDIR/symbols"
    if grep -qE '__asan_init|__gcov' "$BATS_TEST_TMPDIR/symbols" || nm "$bin" | grep -q __gcov; then
        echo "ASan checks the same functions itself, and coverage is not optimised"
    else
        grep -q __snprintf_chk "$BATS_TEST_TMPDIR/symbols"
        grep -q __memcpy_chk "$BATS_TEST_TMPDIR/symbols"
    fi
    # Debian's own start files are not marked, so the mark is in the objects alone.
    case $(uname -m) in
    x86_64)
        while IFS= read -r object; do
            readelf -nW "$object" | grep -q 'IBT, SHSTK' || { echo "$object"; return 1; }
        done <<<"$(find "$BUILD/src" -name '*.o')" ;;
    esac
}

# ---- what the process may do -------------------------------------------------

@test "during an audit: no new privileges, system calls filtered, no core dump" {
    ! unconfined || skip "this build or run is not confined"
    fake_start --scenario "$CONTOSO"
    fake_env "$CONTOSO"
    paused --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --auth environment -vv
    equal "$(status_of NoNewPrivs)" 1
    equal "$(status_of Seccomp)" 2
    contains "$(grep 'Max core file size' "/proc/$pid/limits")" " 0 "
    let_go
    # Told for whoever asks, and for nobody else.
    contains "$(cat "$BATS_TEST_TMPDIR/errors")" "sandbox: writing below the report folder alone"
    contains "$(cat "$BATS_TEST_TMPDIR/errors")" "sandbox: dangerous system calls refused"
    scan --from "$CONTOSO/clusters" -o none
    lacks sandbox "$BATS_TEST_TMPDIR/errors"
}

@test "a kernel that offers neither Landlock nor seccomp: the audit is made all the same" {
    command -v strace >/dev/null || skip "strace is not installed"
    ! unconfined || skip "this build or run is not confined"
    local fixture=$ROOT/fixtures/checks/CLU-019/fail.json
    status=0
    strace -f -qq -o /dev/null -e trace=landlock_create_ruleset,seccomp,prctl \
        -e inject=landlock_create_ruleset:error=EOPNOTSUPP \
        -e inject=seccomp:error=ENOSYS -e inject=prctl:error=EINVAL:when=3+ \
        "$BUILD/aksentra" scan --from "$fixture" -o none -vv \
        -d "$BATS_TEST_TMPDIR/report" 2>"$BATS_TEST_TMPDIR/errors" || status=$?
    equal "$status" 2
    errors=$(cat "$BATS_TEST_TMPDIR/errors")
    contains "$errors" "sandbox: not writing below the report folder alone: Operation not supported"
    contains "$errors" "sandbox: not dangerous system calls"
    scan --from "$fixture" -o none -d "$BATS_TEST_TMPDIR/other"
    cmp "$BATS_TEST_TMPDIR/report/clusters.csv" "$BATS_TEST_TMPDIR/other/clusters.csv"
}

@test "memory and environment are closed to others of the same user" {
    [ -z "${AKSENTRA_WRAPPER:-}" ] || skip "it would be valgrind's memory"
    local as=
    OPEN=$(mktemp -d) # since the folder of the tests is closed to others
    chmod 777 "$OPEN"
    cp "$BUILD/aksentra" "$OPEN"
    if [ "$(id -u)" = 0 ]; then
        command -v setpriv >/dev/null || skip "setpriv is not installed"
        as="setpriv --reuid=65534 --regid=65534 --clear-groups"
    fi
    mkfifo "$OPEN/pipe"
    exec 5<>"$OPEN/pipe"
    AZURE_CLIENT_SECRET=hush $as "$OPEN/aksentra" scan --from - -d "$OPEN/report" \
        <&5 3>&- 4>&- 5>&- &
    pid=$!
    local tries=0
    until [ "$(stat -c %U "/proc/$pid/mem" 2>/dev/null)" = root ]; do
        tries=$((tries + 1))
        [ $tries -lt 500 ] || { echo "its files in /proc are its user's"; kill $pid; return 1; }
        sleep 0.02
    done
    sleep 0.1
    local file
    for file in environ mem maps; do
        if $as head -c 1 "/proc/$pid/$file" >/dev/null 2>&1; then
            echo "$file can be read"
            kill $pid
            return 1
        fi
    done
    kill $pid
}

@test "a closed standard stream is never taken by a connection or a report" {
    status=0
    "$BUILD/aksentra" scan --from "$ROOT/fixtures/checks/CLU-019/fail.json" -f json \
        -d "$BATS_TEST_TMPDIR/report" -o table --progress always >&- 2>&- <&- || status=$?
    equal "$status" 1
    # What was to be printed stands in no file.
    jq -e .schema "$BATS_TEST_TMPDIR/report/results.json"
}

# ---- what is left in memory --------------------------------------------------

# in_memory TEXT: how many mappings of $pid hold it. The stack is left out: the
# environment that it was started with lies there.
in_memory() {
    local range rights name n=0
    while read -r range rights _ _ _ name; do
        case $rights$name in
        -*|*'[stack]'|*'[v'*) continue ;;
        esac
        if dd if="/proc/$pid/mem" bs=1M iflag=skip_bytes,count_bytes \
            skip=$((0x${range%-*})) count=$((0x${range#*-} - 0x${range%-*})) \
            2>/dev/null | grep -qaF -e "$1"; then
            n=$((n + 1))
            echo "$1 is in $range $rights $name" >&2
        fi
    done <"/proc/$pid/maps"
    echo $n
}

can_look() {
    [ "$(id -u)" = 0 ] || skip "only root can look into its memory"
    [ -z "${AKSENTRA_WRAPPER:-}" ] || skip "it would be valgrind's memory"
    ! nm "$BUILD/aksentra" | grep -q __asan_init || skip "ASan maps terabytes"
}

@test "after an audit no secret and no token is left in memory" {
    can_look
    fake_start --scenario "$CONTOSO"
    fake_env "$CONTOSO"
    paused --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --auth environment \
        --allow-admin-credential --allow-run-command
    # The search finds what is there.
    [ "$(in_memory shop-prod)" -gt 0 ]
    equal "$(in_memory "$AZURE_CLIENT_SECRET")" 0
    # As a form has it.
    equal "$(in_memory "client_secret=contoso")" 0
    equal "$(in_memory 'Bearer eyJ')" 0
    equal "$(in_memory '"access_token":')" 0
    equal "$(in_memory '"clusterToken":')" 0
    # The key of a cluster's admin, as PEM and as ARM hands it out.
    equal "$(in_memory "$(sed -n 2p "$ROOT/build/test-ca/kube-admin.key")")" 0
    equal "$(in_memory "$(base64 -w0 "$ROOT/build/test-ca/kube-admin.key" | cut -c100-160)")" 0
    let_go
}

# But for nghttp2's copies of the Authorization header, which it frees as they are.
@test "after an audit over HTTP/2 no secret and no reply with a token is left in memory" {
    can_look
    command -v nghttpx >/dev/null || skip "nghttpx is not installed"
    local port tries=0
    fake_start --generate 8x25
    fake_env
    port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    nghttpx --frontend="127.0.0.1,$port" --backend="127.0.0.1,${FAKE_URL##*:};;tls;proto=http/1.1" \
        --insecure --workers=1 "$ROOT/build/test-ca/server.key" "$ROOT/build/test-ca/server.pem" \
        >/dev/null 2>&1 3>&- 4>&- &
    PROXY_PID=$!
    until curl -s --cacert "$FAKE_CA" "https://localhost:$port/metadata/endpoints?api-version=2022-09-01" >/dev/null; do
        tries=$((tries + 1))
        [ $tries -lt 100 ]
        sleep 0.05
    done
    paused --cloud "https://localhost:$port" --ca-file "$FAKE_CA" --auth environment \
        --no-apps --no-bindings
    [ "$(in_memory managedClusters)" -gt 0 ]
    equal "$(in_memory "client_secret=generated-secret")" 0
    equal "$(in_memory '"access_token":')" 0
    let_go
}

@test "after an audit with a certificate its key is not left in memory" {
    can_look
    fake_start --scenario "$CONTOSO"
    fake_env "$CONTOSO"
    unset AZURE_CLIENT_SECRET
    cat "$ROOT/build/test-ca/client.key" "$FAKE_CLIENT_CERT" >"$BATS_TEST_TMPDIR/id.pem"
    export AZURE_CLIENT_CERTIFICATE_PATH=$BATS_TEST_TMPDIR/id.pem
    paused --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --auth environment
    [ "$(in_memory shop-prod)" -gt 0 ]
    equal "$(in_memory "$(sed -n 5p "$ROOT/build/test-ca/client.key")")" 0
    equal "$(in_memory client_assertion=)" 0
    equal "$(in_memory 'Bearer eyJ')" 0
    let_go
}

@test "secrets of a kubeconfig are not left in memory" {
    can_look
    local key=c2VjcmV0LWtleS1vZi1hbi1hZG1pbi1pbi1hLWt1YmVjb25maWc
    sed "s/client-key-data:.*/client-key-data: $key/" "$ROOT/fixtures/kubeconfigs/admin.yaml" \
        >"$BATS_TEST_TMPDIR/admin.yaml"
    grep -q $key "$BATS_TEST_TMPDIR/admin.yaml"
    paused --from "$CONTOSO/clusters" --kubeconfig "$BATS_TEST_TMPDIR/admin.yaml"
    [ "$(in_memory shop-prod)" -gt 0 ]
    equal "$(in_memory $key)" 0
    let_go
}

# ---- what programs see that are started --------------------------------------

@test "az sees named variables and three descriptors, and runs with its user's rights" {
    fake_start --scenario "$CONTOSO"
    fake_env "$CONTOSO"
    mkdir "$BATS_TEST_TMPDIR/bin"
    cat >"$BATS_TEST_TMPDIR/bin/az" <<EOF
#!/bin/sh
for fd in 0 1 2 3 4 5 6 7 8 9; do
    [ ! -e /proc/\$\$/fd/\$fd ] || fds="\$fds\$fd "
done
echo "\$fds" >"$BATS_TEST_TMPDIR/fds"
tr '\0' '\n' </proc/\$\$/environ | sed 's/=.*//' | sort >"$BATS_TEST_TMPDIR/names"
tr '\0' ' ' </proc/\$\$/cmdline >"$BATS_TEST_TMPDIR/cmdline"
grep -E '^(NoNewPrivs|Seccomp):' /proc/\$\$/status | tr -d '\t\n' >"$BATS_TEST_TMPDIR/rights"
token=\$(curl -sS --cacert $FAKE_CA -d grant_type=client_credentials \
    -d client_id=$AZURE_CLIENT_ID -d 'client_secret=$AZURE_CLIENT_SECRET' \
    --data-urlencode scope=\$6/.default \
    $FAKE_URL/$AZURE_TENANT_ID/oauth2/v2.0/token | jq -r .access_token)
echo "{\"accessToken\": \"\$token\", \"expires_on\": \$((\$(date +%s) + 3600)), \"tenant\": \"$AZURE_TENANT_ID\"}"
EOF
    chmod +x "$BATS_TEST_TMPDIR/bin/az"
    local before
    before=$(grep -E '^(NoNewPrivs|Seccomp):' /proc/self/status | tr -d '\t\n')
    export AWS_SECRET_ACCESS_KEY=hush GITHUB_TOKEN=hush LD_LIBRARY_PATH= SSH_AUTH_SOCK=/x \
        BASH_ENV=/x PYTHONSTARTUP=/x HOME=$BATS_TEST_TMPDIR
    PATH=$BATS_TEST_TMPDIR/bin:$PATH scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" \
        --auth azure-cli --no-apps --no-bindings -o none -f json -vv 7</dev/null
    equal "$status" 2
    # 10 and above are the shell's own, for its script.
    equal "$(cat "$BATS_TEST_TMPDIR/fds")" "0 1 2 "
    # HOME and PATH of those that are set; PWD and such a shell adds to its own.
    equal "$(grep -vxE 'PATH|HOME|USER|LOGNAME|LANG|LC_ALL|LC_CTYPE|LC_MESSAGES|TZ|TMPDIR|TERM|XDG_RUNTIME_DIR|VIRTUAL_ENV|PYTHONHOME|PYTHONPATH|PYTHONUSERBASE|SSL_CERT_FILE|SSL_CERT_DIR|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE' "$BATS_TEST_TMPDIR/names" | tr '\n' ' ')" ""
    # No shell between, no secret among the arguments.
    contains "$(cat "$BATS_TEST_TMPDIR/cmdline")" "bin/az account get-access-token --output json"
    equal "$(cat "$BATS_TEST_TMPDIR/rights")" "$before"
    # And then, when no token is needed any more, the rights go.
    unconfined || contains "$errors" "sandbox: dangerous system calls refused"
}

@test "a program is never taken from the working folder" {
    fake_start --scenario "$CONTOSO"
    fake_env "$CONTOSO"
    mkdir "$BATS_TEST_TMPDIR/work"
    cd "$BATS_TEST_TMPDIR/work"
    printf '#!/bin/sh\ntouch %s/ran\n' "$BATS_TEST_TMPDIR" >az
    chmod +x az
    cp az kubectl
    status=0
    PATH=.::work/..:/nowhere "$BUILD/aksentra" scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" \
        --auth azure-cli 2>"$BATS_TEST_TMPDIR/errors" || status=$?
    equal "$status" 1
    contains "$(cat "$BATS_TEST_TMPDIR/errors")" "az is not on PATH"
    PATH=.::/nowhere "$BUILD/aksentra" kubeconfig --tools -o none \
        "$ROOT/fixtures/kubeconfigs/admin.yaml" || true
    [ ! -e "$BATS_TEST_TMPDIR/ran" ]
}
