#!/bin/sh
# SPDX-License-Identifier: MIT
# Every check has its page, which says what the program says, and fixtures for
# pass, fail and unknown. Needs build/dev/aksentra.
cd "$(dirname "$0")/../.." || exit 1
bin=build/dev/aksentra
bad=0
ids=$("$bin" checks -o json | jq -r '.[].id')
for id in $ids; do
    if ! "$bin" checks "$id" | cmp -s - "docs/checks/$id.md"; then
        echo "docs/checks/$id.md: not what 'aksentra checks $id' prints;" \
            "run tests/lint/write-check-pages.sh"
        bad=1
    fi
    for verdict in pass fail unknown; do
        if [ ! -f "fixtures/checks/$id/$verdict.json" ] &&
            [ ! -d "fixtures/checks/$id/$verdict" ]; then
            echo "fixtures/checks/$id/$verdict: missing"
            bad=1
        fi
    done
done
for page in docs/checks/*.md; do
    id=$(basename "$page" .md)
    echo "$ids" | grep -qx "$id" || {
        echo "$page: there is no such check"
        bad=1
    }
done
exit $bad
