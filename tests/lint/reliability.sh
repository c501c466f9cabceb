#!/bin/sh
# SPDX-License-Identifier: MIT
# Each row of the matrix in docs/RELIABILITY.md names its tests as `FILE: NAME`,
# where a star in the name stands for anything. Each names some that are there,
# and each test of tests/e2e/faults-*.bats stands in a row.
cd "$(dirname "$0")/../.." || exit 1
page=docs/RELIABILITY.md
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

for file in tests/e2e/*.bats; do
    sed -n "s|^@test \"\\([^\"]*\\)\".*|$(basename "$file" .bats): \\1|p" "$file"
done >"$work/tests"
grep '^|' $page | grep -o '`[a-z0-9_-]*: [^`]*`' | tr -d '`' >"$work/rows"

fits() { # TEXT PATTERN
    # shellcheck disable=SC2254 # it is a pattern
    case $1 in
    $2) return 0 ;;
    *) return 1 ;;
    esac
}

while read -r row; do
    found=
    while read -r name; do
        ! fits "$name" "$row" || found=yes
    done <"$work/tests"
    [ -n "$found" ] || echo "$page: there is no test $row"
done <"$work/rows" >"$work/complaints"
grep '^faults-' "$work/tests" | while read -r name; do
    found=
    while read -r row; do
        ! fits "$name" "$row" || found=yes
    done <"$work/rows"
    [ -n "$found" ] || echo "$page: no row names the test $name"
done >>"$work/complaints"
[ -s "$work/rows" ] || echo "$page: no row names a test" >>"$work/complaints"
cat "$work/complaints"
[ ! -s "$work/complaints" ]
