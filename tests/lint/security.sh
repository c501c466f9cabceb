#!/bin/sh
# SPDX-License-Identifier: MIT
# docs/SECURITY.md promises a test for each line of its tables: each line of a
# table of attacks names one, and each test that is named anywhere is there.
cd "$(dirname "$0")/../.." || exit 1
page=docs/SECURITY.md
bad=0

# Lines of tables whose last column is "tests".
untested=$(awk -F'|' '
    /^\|/ && !inside { inside = 1; attacks = $4 ~ /tests/; next }
    !/^\|/ { inside = 0 }
    inside && attacks && !/^\| *---/ && $(NF - 1) !~ /`[a-z_]+(\.bats)?: [^`]+`/ {
        print FILENAME ":" FNR ": names no test:" $2
    }' $page)
[ -z "$untested" ] || { echo "$untested"; bad=1; }

names=$(grep -oE '`([a-z_]+\.bats|test_[a-z_]+): [^`]+`' $page | tr -d '`')
[ -n "$names" ] || { echo "$page: names no test at all"; bad=1; }
while IFS= read -r line; do
    file=${line%%: *}
    name=${line#*: }
    case $file in
    *.bats) grep -qF "@test \"$name\" {" "tests/e2e/$file" 2>/dev/null ;;
    *) grep -qxF "$name(void **state)" "tests/unit/$file.c" 2>/dev/null ;;
    esac || { echo "$page: no such test: $line"; bad=1; }
done <<EOF
$names
EOF
exit $bad
