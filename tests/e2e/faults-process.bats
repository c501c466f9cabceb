#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# faults-process.bats - what the machine does to an audit: signals, kill -9, a
# clock that jumps, a full disk, a folder for reading alone, no memory, no
# descriptors. A report stands whole under its name, or as it was before.

load common
load fakeazure
load faults

setup_file() {
    faults_start --generate 6x2 --bindings 2 --principals 3 --latency 10
    EXPORT=$ROOT/fixtures/checks/CLU-004/fail.json
    export EXPORT
}

setup() {
    REPORT=$BATS_TEST_TMPDIR/report
}

teardown_file() {
    fake_stop
}

# Programs that a sanitizer or valgrind runs in need room of their own.
plain_build() {
    [ -z "${AKSENTRA_WRAPPER:-}" ] && case $BUILD in *asan) return 1 ;; esac
}

# preloaded VARIABLE=VALUE... -- COMMAND...: with tests/preload/faults.c.
preloaded() {
    local settings=()
    [ -z "${AKSENTRA_WRAPPER:-}" ] || skip "not under a wrapper"
    while [ "$1" != -- ]; do
        settings+=("$1")
        shift
    done
    shift
    AKSENTRA_WRAPPER="env LD_PRELOAD=$BUILD/faults.so ASAN_OPTIONS=verify_asan_link_order=0 ${settings[*]}" "$@"
}

# Every report under its own name is whole, and nothing else is there.
reports_are_whole() { # [DRAFTS-MAY-BE-LEFT]
    local file
    for file in "$REPORT"/* "$REPORT"/.[!.]*; do
        case $file in
        *"*"*) ;; # no such file
        */.*) [ -n "${1:-}" ] || { echo "left behind: $file"; return 1; } ;;
        *.json|*.sarif) jq -e . "$file" >/dev/null ;;
        *.xlsx) unzip -tqq "$file" ;;
        *.html) contains "$(tail -c 20 "$file")" "</html>" ;;
        *.xml) contains "$(tail -c 20 "$file")" "</testsuites>" ;;
        *.sh) sh -n "$file" ;;
        *.csv|*.md|*.prom) [ -s "$file" ] ;;
        *) echo "what is $file?"; return 1 ;;
        esac || { echo "not whole: $file"; return 1; }
    done
}

# An audit without the network, into $REPORT.
offline() {
    scan --from "$EXPORT" -o none -f all --fail-on never --no-apps --no-bindings "$@"
}

# Reports of an earlier audit, and what they are.
earlier() {
    offline
    before=$(cd "$REPORT" && cksum -- *)
}

as_before() {
    equal "$(cd "$REPORT" && cksum -- *)" "$before"
    reports_are_whole
}

# ---- signals ------------------------------------------------------------------

# The audit gets the signal when so many requests were made.
signalled_after() { # REQUESTS SIGNAL
    local pid tries=0 code=0
    rm -rf "$REPORT"
    faults '[]'
    # shellcheck disable=SC2086 # the wrapper is several words
    ${AKSENTRA_WRAPPER:-} "$BUILD/aksentra" scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" \
        --auth environment -o none -f json,html,csv -d "$REPORT" --fail-on never --parallel 4 \
        --allow-admin-credential 2>"$BATS_TEST_TMPDIR/errors" &
    pid=$!
    until [ "$(wc -l <"$FAKE_JOURNAL")" -ge "$1" ] || ! kill -0 $pid 2>/dev/null; do
        tries=$((tries + 1))
        [ $tries -lt 2000 ] || return 1
        sleep 0.005
    done
    kill "-$2" $pid 2>/dev/null || true
    wait $pid || code=$?
    errors=$(cat "$BATS_TEST_TMPDIR/errors")
    reports_are_whole
    if [ ! -e "$REPORT/results.json" ]; then
        # Nothing had been read: it ended with words, or before it could catch any.
        [ "$code" = 1 ] || [ "$code" -gt 128 ]
        return
    fi
    equal "$(result .summary.exitCode)" "$code"
    if [ "$code" = 0 ]; then
        # The last reply had come already.
        equal "$(result .run.complete)" true
    else
        equal "$code" 1
        equal "$(result .run.complete)" false
        contains "$(result '[.coverage[].reason] | tostring')" interrupted
    fi
}

at_many_moments() { # SIGNAL
    local n
    for n in 0 1 3 5 8 14 22 32 44 58; do
        signalled_after $n "$1" || { echo "after $n requests"; return 1; }
    done
}

@test "SIGINT at many moments: what was read is reported, exit 1" { at_many_moments INT; }

@test "SIGTERM at many moments: what was read is reported, exit 1" { at_many_moments TERM; }

@test "SIGINT while nothing answers ends the audit at once" {
    local pid started=$SECONDS
    faults '[{"path": "managedClusters[?]", "action": "hang"}]'
    # shellcheck disable=SC2086 # the wrapper is several words
    ${AKSENTRA_WRAPPER:-} "$BUILD/aksentra" scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" \
        --auth environment -o none -f json -d "$BATS_TEST_TMPDIR/report" 2>/dev/null &
    pid=$!
    until [ "$(wc -l <"$FAKE_JOURNAL")" -ge 5 ]; do
        [ $((SECONDS - started)) -lt 60 ]
        sleep 0.02
    done
    kill -INT $pid
    status=0
    wait $pid || status=$?
    equal "$status" 1
    [ $((SECONDS - started)) -lt 60 ]
    REPORT=$BATS_TEST_TMPDIR/report
    contains "$(covered subscription)" interrupted
}

@test "a second signal ends the process, and leaves no half report" {
    local pid moment
    for moment in 0 0.01 0.02 0.05; do
        rm -rf "$BATS_TEST_TMPDIR/report"
        faults '[]'
        "$BUILD/aksentra" scan --from "$ROOT/fixtures/checks" -o none -f all \
            -d "$BATS_TEST_TMPDIR/report" 2>/dev/null &
        pid=$!
        sleep $moment
        kill -TERM $pid 2>/dev/null || true
        kill -TERM $pid 2>/dev/null || true
        wait $pid || true
        REPORT=$BATS_TEST_TMPDIR/report reports_are_whole drafts
    done
}

# ---- kill -9 --------------------------------------------------------------------

@test "kill -9 at each rename: reports are whole, and the next audit leaves nothing behind" {
    local n=0 new=$ROOT/fixtures/checks/CLU-003/fail.json
    offline
    while true; do
        n=$((n + 1))
        preloaded FAULT_KILL_AT_RENAME=$n -- scan --from "$new" -o none -f all --fail-on never
        [ "$status" = 137 ] || break
        reports_are_whole drafts
        [ "$(find "$REPORT" -name '.*.??????' | wc -l)" -ge 1 ]
    done
    # As many as there are reports.
    [ $n -gt 15 ]
    [ "$status" != 1 ]
    reports_are_whole
}

@test "kill -9 at many moments of an audit of a fleet" {
    local i pid
    jq -n '[range(2000) | {id: "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/c\(.)",
        name: "c\(.)", type: "Microsoft.ContainerService/managedClusters", location: "x", properties: {provisioningState: "Succeeded"}}] | {value: .}' \
        >"$BATS_TEST_TMPDIR/fleet.json"
    REPORT=$BATS_TEST_TMPDIR/report
    for i in 1 2 3 4 5 6 7 8 9 10; do
        "$BUILD/aksentra" scan --from "$BATS_TEST_TMPDIR/fleet.json" -o none -f all -d "$REPORT" 2>/dev/null &
        pid=$!
        sleep 0.0$((i * 7))
        kill -9 $pid 2>/dev/null || true
        wait $pid 2>/dev/null || true
        reports_are_whole drafts
    done
    offline
    reports_are_whole
}

# ---- the disk -------------------------------------------------------------------

@test "a disk that is full at any size: exit 1, the earlier reports stay, the audit is shown" {
    [ -z "${AKSENTRA_WRAPPER:-}" ] || skip "the limit would be the wrapper's too"
    local size
    earlier
    for size in 0 1 2 4 8 16 32 64 128; do
        rm -f "$BATS_TEST_TMPDIR/out"
        # What goes to the shell is no file: it would be too large as well.
        status=0
        out=$(ulimit -f $size; AKSENTRA_WRAPPER=${AKSENTRA_WRAPPER:-} aksentra scan --from "$EXPORT" \
            -o table -f all --fail-on never -d "$REPORT" 2>&1) || status=$?
        [ "$status" != 0 ] || break
        equal "$size $status" "$size 1"
        contains "$out" "cannot be written"
        contains "$out" "could not be written" # in the table, with the exit code
        contains "$out" legacy
        as_before
    done
    [ "$size" -ge 8 ]
}

@test "a disk that is full when a report is made sure of: exit 1, the earlier reports stay" {
    local n
    earlier
    # 28: ENOSPC, 5: EIO
    for n in 1,28 2,28 1,5; do
        preloaded FAULT_FSYNC=$n -- offline
        equal "$status" 1
        contains "$errors" "$REPORT"
        reports_are_whole
    done
}

@test "a folder for reading alone: exit 1, told at once or with the audit" {
    local dir=$BATS_TEST_TMPDIR/read-only
    mkdir "$dir"
    if [ "$(id -u)" = 0 ]; then
        mount -t tmpfs -o ro none "$dir" 2>/dev/null || skip "nothing can be mounted here"
    else
        chmod 500 "$dir"
    fi
    # A folder that cannot be made is told before anything is asked.
    REPORT=$dir/report scan --from "$EXPORT" -o table
    equal "$status" 1
    contains "$errors" "$dir/report"
    equal "$out" ""
    REPORT=$dir scan --from "$EXPORT" -o table
    [ "$(id -u)" != 0 ] || umount "$dir"
    equal "$status" 1
    contains "$errors" "$dir"
    contains "$out" legacy
    contains "$out" "could not be written"
}

@test "no folder for temporary files is needed" {
    [ -z "${AKSENTRA_WRAPPER:-}" ] || skip "the wrapper needs one"
    TMPDIR=/nonexistent offline
    equal "$status" 0
    reports_are_whole
}

@test "standard streams that are closed: no report is written into another file, exit 1" {
    [ -z "${AKSENTRA_WRAPPER:-}" ] || skip "the wrapper opens them again"
    REPORT=$BATS_TEST_TMPDIR/report
    status=0
    aksentra scan --from "$EXPORT" -o table -f all -d "$REPORT" >&- 2>"$BATS_TEST_TMPDIR/errors" || status=$?
    equal "$status" 1
    contains "$(cat "$BATS_TEST_TMPDIR/errors")" "standard output"
    reports_are_whole
    status=0
    aksentra scan --from "$EXPORT" -o none -f all -d "$REPORT" --fail-on never --no-apps --no-bindings <&- >&- 2>&- || status=$?
    equal "$status" 0
    reports_are_whole
    lacks -rl "^Reports: " "$REPORT"
}

@test "standard output that nobody reads any more: exit 1, the reports are there" {
    REPORT=$BATS_TEST_TMPDIR/report
    { aksentra scan --from "$ROOT/fixtures/checks" -o json -f json -d "$REPORT" 2>/dev/null ||
        echo $? >"$BATS_TEST_TMPDIR/status"; } | head -c 10 >/dev/null
    equal "$(cat "$BATS_TEST_TMPDIR/status")" 1
    reports_are_whole
}

# ---- memory and descriptors -------------------------------------------------------

# Whatever the limit: no crash, no claim to have seen what was not seen.
honest() { # LIMIT
    case $status in
    127) return 0 ;; # not even its libraries were loaded
    64) contains "$errors" "Too many open files" ;; # a file of the command line
    0) equal "$1 $(result .run.complete) $(result .summary.clusters)" "$1 true 12" ;;
    1) [ ! -e "$REPORT/results.json" ] || equal "$1 $(result .run.complete)" "$1 false" ;;
    3) equal "$1 $(result .run.complete)" "$1 false" ;;
    *) echo "limit $1: exit $status: $errors"; return 1 ;;
    esac
    [ ! -d "$REPORT" ] || reports_are_whole
}

@test "no memory: exit 1 or 3 with words, at many limits" {
    plain_build || skip "its memory has no limit"
    local limit seen=
    faults '[]'
    for limit in $(seq 20000 2500 50000) 60000 80000 120000; do
        AKSENTRA_WRAPPER="limited -v $limit" audit --allow-admin-credential -f all --retries 0
        honest "$limit"
        seen="$seen$status "
    done
    # Both ends were reached.
    contains "$seen" "1 "
    contains "$seen" "0 "
}

@test "no descriptors: exit 1 or 3 with words, at many limits" {
    local limit
    faults '[]'
    for limit in 4 5 6 7 8 9 10 12 14 16 20 24 32 48; do
        AKSENTRA_WRAPPER="limited -n $limit" audit --allow-admin-credential --retries 0
        honest "$limit"
    done
    equal "$status" 0
}

# The wrapper of these two: a limit, then the program.
limited() { # ULIMIT-OPTION LIMIT PROGRAM...
    (
        ulimit "$1" "$2"
        exec "${@:3}"
    )
}

# ---- the clock --------------------------------------------------------------------

@test "a clock that jumps does not move a deadline" {
    local jump
    faults '[{"path": "managedClusters[?]", "action": "hang"}]'
    for jump in 150000000,0 150000000,300 -150000000,300; do
        preloaded FAULT_CLOCK_JUMP=$jump -- within 30 --no-apps --no-bindings --retries 0 --timeout 1
        equal "$status" 1
        contains "$(covered subscription)" timeout
    done
}

@test "a clock that jumps ahead and back makes no audit fail, and no token end" {
    # The certificates of the tests begin today: it never is before that.
    faults '[{"path": "managedClusters[?]", "delay": 150}]'
    preloaded FAULT_CLOCK_JUMP=864000,0 FAULT_CLOCK_BACK=150 -- within 60 --allow-admin-credential
    whole
    : >"$FAKE_JOURNAL"
    preloaded FAULT_CLOCK_JUMP=864000,150 -- within 60 --allow-admin-credential
    whole
    [ "$(journal_count '.path | contains("/token")')" -le 3 ]
}

@test "a clock that is decades off is told as certificates that cannot be trusted" {
    faults '[]'
    preloaded FAULT_CLOCK_JUMP=1000000000,0 -- within 60 --retries 0
    equal "$status" 1
    contains "$errors" certificate
}

@test "a clock that jumps while 429 is waited out" {
    local jump
    for jump in 86400,200 -86400,200; do
        faults "[{\"path\": \"managedClusters[?]\", \"status\": 429, \"retry-after\": \"1\", \"times\": 1}]"
        preloaded FAULT_CLOCK_JUMP=$jump -- within 30 --no-apps --no-bindings
        whole
    done
}

# ---- other programs ---------------------------------------------------------------

@test "an az that hangs, crashes or never stops talking ends with words" {
    local bin=$BATS_TEST_TMPDIR/bin kind
    mkdir "$bin"
    for kind in 'kill -9 $$' 'yes' 'exit 0' 'printf "\377\376"'; do
        printf '#!/bin/sh\n%s\n' "$kind" >"$bin/az"
        chmod +x "$bin/az"
        faults '[]'
        PATH=$bin:$PATH within 60 --auth azure-cli --timeout 2
        equal "$kind: $status" "$kind: 1"
        contains "$errors" az
    done
    # Its minute passes in a second.
    printf '#!/bin/sh\nexec sleep 600\n' >"$bin/az"
    PATH=$bin:$PATH preloaded FAULT_SPEED=100 -- within 30 --auth azure-cli --timeout 100
    equal "$status" 1
    contains "$errors" "within 60 s"
}
