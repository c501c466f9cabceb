#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs every test of the build in build/$MODE and counts them.
# Environment: MODE (dev); REAL=1: a skipped test is a failure; VALGRIND=1: the
# end-to-end tests run aksentra under valgrind; TESTS: only these files.
# The last line is "N passed, N failed, N skipped".
set -u

MODE=${MODE:-dev}
cd "$(dirname "$0")/.." || exit 1
AKSENTRA_BUILD=$PWD/build/$MODE
export AKSENTRA_BUILD
if [ -z "${AKSENTRA_RECORDED:-}" ] && [ -d ../shared/recorded ]; then
    AKSENTRA_RECORDED=$(cd ../shared/recorded && pwd)
    export AKSENTRA_RECORDED
fi
# LibreOffice has a use of its own for a variable of this name.
valgrind=${VALGRIND:-}
unset VALGRIND
if [ -n "$valgrind" ]; then
    AKSENTRA_WRAPPER="valgrind -q --error-exitcode=99 --leak-check=full \
--errors-for-leak-kinds=definite,indirect --trace-children=no \
--suppressions=$PWD/tests/valgrind.supp"
    export AKSENTRA_WRAPPER
fi
# Tests must not pick up the settings of whoever runs them.
for name in $(env | sed -n 's/^\(A[ZR][UM][RE_]*[A-Z_]*\)=.*/\1/p
s/^\(AKSENTRA_[A-Z_]*\)=.*/\1/p'); do
    case $name in
    AKSENTRA_BUILD|AKSENTRA_RECORDED|AKSENTRA_WRAPPER) ;;
    AZURE_*|ARM_*|AKSENTRA_*) unset "$name" ;;
    esac
done
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY all_proxy \
    SSL_CERT_FILE KUBECONFIG SOURCE_DATE_EPOCH IDENTITY_ENDPOINT MSI_ENDPOINT
export NO_COLOR=1 LC_ALL=C.UTF-8 TZ=UTC

logs=$AKSENTRA_BUILD/test-logs
rm -rf "$logs"
mkdir -p "$logs"

# One test file; its TAP goes to a log.
cat >"$logs/run-one" <<'EOF'
#!/bin/sh
file=$1; log=$2/$(basename "$file").tap
case $file in
*.bats) bats --tap "$file" >"$log" 2>&1 ;;
*) CMOCKA_MESSAGE_OUTPUT=TAP "$file" >"$log" 2>&1 ;;
esac
echo $? >"$log.status"
EOF
chmod +x "$logs/run-one"

if [ -n "${TESTS:-}" ]; then
    files=$TESTS
elif [ -n "$valgrind" ]; then
    # Connections that time out are the same code as those that are refused.
    files=$(find tests/e2e -name '*.bats' ! -name 'faults-tls*' | sort)
else
    files="$(find "$AKSENTRA_BUILD/unit" -name "test_*" ! -name "*.*" | sort) \
$(find "$AKSENTRA_BUILD/fuzz" -name "fuzz_*" ! -name "*.*" | sort) \
$(ls tests/e2e/*.bats)"
fi
# shellcheck disable=SC2086
printf '%s\n' $files | xargs -P 2 -I{} "$logs/run-one" {} "$logs"

passed=0 failed=0 skipped=0
for file in $files; do
    log=$logs/$(basename "$file").tap
    # cmocka calls a skipped test "not ok N # SKIP name", bats "ok N name # skip".
    skip=$(grep -ciE '^(not )?ok .*# skip' "$log")
    ok=$(grep -iE '^ok ' "$log" | grep -civ '# skip')
    bad=$(grep -E '^not ok ' "$log" | grep -civ '# skip')
    # A crash, or a file that ran nothing, is a failure of its own.
    if [ "$bad" = 0 ] && { [ "$(cat "$log.status")" != 0 ] ||
        [ "$((ok + skip))" = 0 ]; }; then
        bad=1
    fi
    passed=$((passed + ok))
    failed=$((failed + bad))
    skipped=$((skipped + skip))
    if [ "$bad" != 0 ]; then
        echo "FAILED $file"
        sed 's/^/    /' "$log"
    fi
    grep -iE '^(not )?ok .*# skip' "$log" |
        sed -E 's/^(not )?ok [0-9]* /skipped: /'
done
if [ -n "${REAL:-}" ] && [ "$skipped" != 0 ]; then
    echo "With REAL=1 nothing may be skipped."
    failed=$((failed + skipped))
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
