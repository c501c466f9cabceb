# SPDX-License-Identifier: MIT
# common.bash - what every end-to-end test needs.
# shellcheck shell=bash

ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
BUILD=${AKSENTRA_BUILD:-$ROOT/build/dev}
export ROOT BUILD

# The program under test, under valgrind when AKSENTRA_WRAPPER says so.
aksentra() {
    # shellcheck disable=SC2086 # the wrapper is several words
    ${AKSENTRA_WRAPPER:-} "$BUILD/aksentra" "$@"
}

# Runs an audit whose reports go to $REPORT; standard output and error apart.
# Sets $status, $out and $errors.
scan() {
    REPORT=${REPORT:-$BATS_TEST_TMPDIR/report}
    status=0
    aksentra scan -d "$REPORT" "$@" >"$BATS_TEST_TMPDIR/out" \
        2>"$BATS_TEST_TMPDIR/errors" </dev/null || status=$?
    out=$(cat "$BATS_TEST_TMPDIR/out")
    errors=$(cat "$BATS_TEST_TMPDIR/errors")
    return 0
}

# result FILTER: a jq query on results.json.
result() {
    jq -r "$1" "$REPORT/results.json"
}

# equal ACTUAL EXPECTED
equal() {
    if [ "$1" != "$2" ]; then
        printf 'expected: %s\nfound:    %s\n' "$2" "$1"
        [ -z "${errors:-}" ] || printf 'standard error:\n%s\n' "$errors"
        return 1
    fi
}

# contains TEXT PART
contains() {
    case $1 in
    *"$2"*) ;;
    *)
        printf 'expected to find: %s\nin: %s\n' "$2" "$1"
        return 1 ;;
    esac
}

# lacks GREP-ARGS...: grep must find nothing. (A "!" would not fail a test, since
# bash leaves negated commands out of set -e.)
lacks() {
    local found=0
    grep "$@" >&2 || found=$?
    [ "$found" = 1 ] || { echo "grep $*: exit $found, expected 1"; return 1; }
}

# valid SCHEMA FILE: the file is as the schema says, where a validator is
# installed.
valid() {
    python3 -c 'from jsonschema import Draft202012Validator' 2>/dev/null ||
        return 0
    python3 - "$ROOT/reports/schema/$1" "$2" <<'PYTHON'
import json, sys
from jsonschema import Draft202012Validator as Validator
schema, value = (json.load(open(f)) for f in sys.argv[1:3])
Validator.check_schema(schema)
errors = [e.json_path + ": " + e.message[:200] for e in Validator(schema).iter_errors(value)]
sys.exit("\n".join(errors[:10]) or 0)
PYTHON
}
