#!/bin/sh
# SPDX-License-Identifier: MIT
# Everything that looks at the sources without running them. Prints a line a
# step; what a step complains about follows it.
cd "$(dirname "$0")/../.." || exit 1
log=build/lint.log
mkdir -p build
bad=0

step() { # NAME COMMAND...
    name=$1
    shift
    if "$@" >"$log" 2>&1; then
        echo "ok      $name"
    else
        echo "FAILED  $name"
        sed 's/^/    /' "$log"
        bad=1
    fi
}

clang_build() {
    make --no-print-directory -s -j2 MODE=clang CC=clang \
        build-tests
}

tidy() {
    # The count of suppressed warnings on standard error is no news.
    find src -name '*.c' -print0 | xargs -0 -P 2 -n 8 sh -c 'clang-tidy --quiet \
        "$@" -- -std=c17 -D_GNU_SOURCE -DAKSENTRA_VERSION="\"lint\"" \
        -Iinclude 2>/dev/null' sh
}

format() {
    clang-format --dry-run -Werror src/*/*.c include/*/*.h tests/*/*.[ch] tests/*/*/*.[ch]
}

static_check() {
    cppcheck --quiet --error-exitcode=1 --std=c11 --inline-suppr -j 2 \
        --enable=warning,performance,portability \
        --suppress=missingIncludeSystem --suppress=legacyUninitvar \
        --library=tests/lint/jansson.cfg \
        -D_GNU_SOURCE -DAKSENTRA_VERSION='""' \
        -Iinclude src tests/fakeazure
}

scripts() {
    find tests .ci reports -name node_modules -prune -o \( -name '*.sh' -o -path .ci/run \) -exec shellcheck -S warning {} +
}

step "layers" sh tests/lint/layers.sh
step "one library in one place" sh tests/lint/libraries.sh
step "sizes of files and functions" sh tests/lint/sizes.sh
step "headers stand alone" sh tests/lint/headers.sh
step "gcc, warnings as errors" make --no-print-directory -s -j2 MODE=dev \
    build-tests
step "clang, warnings as errors" clang_build
step "clang-format" format
step "clang-tidy" tidy
step "cppcheck" static_check
step "shellcheck" scripts
step "checks, pages and fixtures in step" sh tests/lint/checks.sh
step "options, help and man page in step" sh tests/lint/docs.sh
step "threats and their tests" sh tests/lint/security.sh
step "matrix of faults and tests in step" sh tests/lint/reliability.sh
step "man page" mandoc -T lint -W warning docs/aksentra.1
exit $bad
