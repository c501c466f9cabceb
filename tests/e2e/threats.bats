#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# threats.bats - attacks of docs/SECURITY.md that no other test is about: on the
# report folder, through the files that are read, and by a server that pretends.

load common
load fakeazure

FIXTURE=$ROOT/fixtures/checks/CLU-019/fail.json

setup() {
    T=$BATS_TEST_TMPDIR
    cd "$T"
    # Nothing of these may hang.
    command -v timeout >/dev/null
}

teardown() {
    fake_stop
}

within() { # SECONDS ARGS...: an audit that must have ended by then.
    local seconds=$1
    shift
    status=0
    timeout -k 1 "$seconds" "$BUILD/aksentra" scan -d "$T/report" -o none "$@" \
        >"$T/out" 2>"$T/errors" || status=$?
    errors=$(cat "$T/errors")
    [ "$status" != 124 ] && [ "$status" != 137 ] || { echo "it hangs"; return 1; }
}

# ---- a colleague on the same host --------------------------------------------

@test "links in the report folder are replaced, what they point to stays" {
    mkdir report
    echo precious >precious
    echo shared >shared
    ln -s ../precious report/results.json
    ln -s /nowhere/at/all report/clusters.csv
    ln shared report/report.html
    scan --from "$FIXTURE" -o none
    equal "$status" 2
    equal "$(cat precious)" precious
    equal "$(cat shared)" shared
    equal "$(find "$REPORT" -type l | wc -l)" 0
    equal "$(find "$REPORT" -type f ! -perm 600 | wc -l)" 0
    equal "$(find "$REPORT" -type f -links +1 | wc -l)" 0
    jq -e .schema "$REPORT/results.json"
}

@test "a report that others could read is not written into, but replaced" {
    mkdir report
    touch report/results.json
    chmod 666 report/results.json
    # Somebody has it open already, and waits.
    exec 6<report/results.json
    scan --from "$FIXTURE" -o none
    equal "$(stat -c %a report/results.json)" 600
    equal "$(wc -c <&6)" 0
    exec 6<&-
}

@test "temporary files are in the report folder, whatever TMPDIR says" {
    command -v strace >/dev/null || skip "strace is not installed"
    ! nm "$BUILD/aksentra" | grep -q __asan_init || skip "the leak check of ASan is a ptrace as well"
    [ -z "${AKSENTRA_WRAPPER:-}" ] || skip "it would be valgrind's files"
    mkdir shared
    ln -s /etc "$T/trap"
    status=0
    TMPDIR=$T/trap TEMP=$T/trap TMP=$T/trap strace -f -qq -o calls -e trace=%file \
        "$BUILD/aksentra" scan --from "$FIXTURE" -o none -d "$T/report" -f all >out 2>errors || status=$?
    equal "$status" 2
    grep -E 'O_CREAT' calls >created
    # Random names, and never a file that is there already; but for the workbook's,
    # which libxlsxwriter opens by its name after we have made it.
    lacks -v "\"$T/report/" created
    grep -v 'O_EXCL' created >again || true
    equal "$(grep -vc '/report/\.report\.xlsx\.' again)" 0
    lacks trap calls
    # Each open says that no child gets it; libxlsxwriter's do not, when no child
    # can be started any more.
    grep -E '^[0-9]+ +open' calls | grep -v ENOENT | grep -E "$T|fixtures" |
        grep -vE '/report/(\.report\.xlsx|tmp)\.' >opened
    lacks -v O_CLOEXEC opened
}

@test "a folder that others can write to is told; a sticky one and our own are not" {
    mkdir -m 777 report
    scan --from "$FIXTURE" -o none
    equal "$status" 2
    contains "$errors" "others can write to this folder"
    chmod 1777 report
    scan --from "$FIXTURE" -o none
    lacks "others can write" errors
    chmod 755 report
    scan --from "$FIXTURE" -o none
    lacks "others can write" errors
}

@test "the folder is made before anything is asked, and goes when nothing comes of it" {
    fake_start --scenario "$ROOT/fixtures/contoso"
    fake_env "$ROOT/fixtures/contoso"
    touch file
    within 60 --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --auth environment -d "$T/file/report"
    equal "$status" 1
    contains "$errors" "the folder cannot be made"
    equal "$(journal_count '.path | startswith("/subscriptions")')" 0
    within 60 --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --auth environment -s no-such-subscription
    equal "$status" 1
    [ ! -e report ]
    within 60 --from /nowhere
    equal "$status" 64
    [ ! -e report ]
}

@test "no secret can be an argument" {
    aksentra scan --help >help
    aksentra kubeconfig --help >>help
    lacks -iE -e '--[a-z-]*(secret|password|token|key)\b' help
}

# ---- files ---------------------------------------------------------------------

@test "pipes, devices, endless and waiting files never hang an audit" {
    mkfifo pipe
    local file
    for file in pipe /dev/zero /dev/tty /proc/kmsg /proc/self/mem; do
        [ -e "$file" ] || continue
        within 30 --from "$file"
        equal "$status" 64
        within 30 --from "$FIXTURE" --plan "$file"
        equal "$status" 64
        within 30 --from "$FIXTURE" --waivers "$file"
        equal "$status" 64
        within 30 --from "$FIXTURE" --baseline "$file"
        equal "$status" 64
        within 30 --cloud https://127.0.0.1:1 --ca-file "$file"
        equal "$status" 64
    done
    # Files of /proc say that they are empty, and are not.
    within 30 --from /proc/self/maps
    equal "$status" 64
    within 60 --from "$FIXTURE" --plan - </dev/zero
    equal "$status" 64
}

@test "a file that is larger than makes sense is told and not read whole" {
    truncate -s 100G big.json || skip "no room for a file of that size"
    local option
    for option in --plan --waivers --config; do
        within 60 --from "$FIXTURE" $option big.json
        equal "$status" 64
        contains "$errors" big.json
    done
    within 60 --cloud https://127.0.0.1:1 --ca-file big.json
    equal "$status" 64
    contains "$errors" big.json
}

@test "a folder of exports that leads to itself ends" {
    mkdir export
    cp "$FIXTURE" export/
    ln -s . export/again
    ln -s again export/more.json
    ln -s /dev/zero export/zero.json
    within 60 --from export
    contains "$errors$(jq -r '.coverage[].reason // ""' report/results.json)" zero.json
    equal "$(jq '.clusters | length' report/results.json)" \
        "$(within 60 --from "$FIXTURE" && jq '.clusters | length' report/results.json)"
}

# ---- names -----------------------------------------------------------------------

@test "a cluster's name is never a file's name" {
    mkdir -p deep/er
    local name
    for name in '../../../escaped' '/tmp/aksentra-escaped' '..' 'CON' '-rf' 'a/b' $'n\nl'; do
        jq --arg name "$name" 'walk(if type == "object" and has("name") and has("properties")
            then .name = $name else . end)' "$FIXTURE" >hostile.json
        status=0
        aksentra scan --from hostile.json -o none -f all -d deep/er/report 2>errors || status=$?
        [ "$status" != 1 ]
        (cd deep/er/report && find . | sort) >now
        [ -e first ] || cp now first
        diff first now
    done
    equal "$(find . -name '*escaped*' | wc -l)" 0
    [ ! -e /tmp/aksentra-escaped ]
    equal "$(find deep -mindepth 1 -maxdepth 2 | sort | tr '\n' ' ')" "deep/er deep/er/report "
}

# ---- replies -----------------------------------------------------------------------


@test "plain http is refused for ARM and for the authority" {
    fake_start --scenario "$ROOT/fixtures/contoso" --http-port 0
    fake_env "$ROOT/fixtures/contoso"
    within 60 --cloud "$FAKE_HTTP_URL" --auth environment
    equal "$status" 64
    contains "$errors" "https://"
    AZURE_AUTHORITY_HOST=$FAKE_HTTP_URL within 60 --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --auth environment
    equal "$status" 64
    contains "$errors" AZURE_AUTHORITY_HOST
    equal "$(journal_count '.path | endswith("/token")')" 0
}
