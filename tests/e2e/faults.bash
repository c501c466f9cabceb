# SPDX-License-Identifier: MIT
# faults.bash - one server a file, whose misbehaviour each test puts in place.
# docs/RELIABILITY.md is the matrix that these tests prove.
# shellcheck shell=bash

# The statuses that Azure, its front doors and the proxies before them send.
STATUSES="400 401 403 404 405 406 408 409 410 411 412 413 414 415 416 421 422 423 424 \
426 428 429 431 451 500 501 502 503 504 505 507 508 511 520 529 599"
# One of each kind under valgrind, which takes twenty times as long.
[ -z "${AKSENTRA_WRAPPER:-}" ] || STATUSES="401 403 404 410 429 503"
# Those that may pass by themselves, and are asked again.
PASSING="408 429 500 502 503 504"

passes() { # STATUS
    case " $PASSING " in *" $1 "*) ;; *) return 1 ;; esac
}

# faults_start ARGS...: in setup_file; the credential of the generated tenant.
faults_start() {
    BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR fake_start "$@"
    fake_env
    READY=$BATS_FILE_TMPDIR/fake-ready
    export READY
}

trap_url() { # KIND
    sed -n "s/^$1_url=//p" "$READY"
}

# faults JSON: rules in the place of those before; the journal begins anew.
faults() {
    curl -fsS --cacert "$FAKE_CA" -T - "$FAKE_URL/fake/faults" <<<"$1"
    : >"$FAKE_JOURNAL"
}

# Without reports of an earlier audit, so that none can be taken for this one's.
audit() { # ARGS...
    rm -rf "$BATS_TEST_TMPDIR/report"
    scan --cloud "$FAKE_URL" --ca-file "$FAKE_CA" --auth environment -o none \
        -f json --fail-on never "$@"
}

# A deadline that no audit here should come near: whoever is still there after
# it hangs. Sets what audit sets.
within() { # SECONDS ARGS...
    AKSENTRA_WRAPPER="timeout -k 1 $1 ${AKSENTRA_WRAPPER:-}" audit "${@:2}"
    [ "$status" != 124 ] || { echo "it was still there after $1 s"; return 1; }
}

# The coverage of everything of a kind whose id holds this: "id: status reason".
covered() { # KIND [ID-PART]
    jq -r --arg kind "$1" --arg id "${2:-}" '.coverage[] | select(.kind == $kind and
        (.id | contains($id))) | "\(.id): \(.status) \(.reason)"' "$REPORT/results.json"
}

# What a check could not say of whom: "resource: unknown message".
unknown() { # CHECK
    jq -r --arg check "$1" '.findings[] | select(.check == $check and .verdict == "unknown") |
        "\(.resource): unknown \(.message) \(.evidence)"' "$REPORT/results.json"
}

# Subscriptions as the fake generates them: with their number behind it.
SUB=00000000-0000-4000-9000-

# No report says that all is well, and each part that was not read is named.
not_whole() { # EXIT-CODE
    equal "$status" "$1"
    equal "$(result .run.complete)" false
    equal "$(result .summary.exitCode)" "$1"
}

whole() {
    equal "$status" 0
    equal "$(result .run.complete)" true
}
