#!/bin/sh
# SPDX-License-Identifier: MIT
# Writes docs/checks/ID.md for every check, from the program.
cd "$(dirname "$0")/../.." || exit 1
bin=build/dev/aksentra
mkdir -p docs/checks
"$bin" checks -o json | jq -r '.[].id' | while read -r id; do
    "$bin" checks "$id" >"docs/checks/$id.md"
done
