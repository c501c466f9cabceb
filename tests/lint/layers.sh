#!/bin/sh
# SPDX-License-Identifier: MIT
# Arrows between layers go down only: cli > audit, formats > html, markdown,
# workbook > json, redact > sources, checks, report > model > support. Files of one
# layer may include one another.
cd "$(dirname "$0")/../.." || exit 1
grep -n '^#include "' src/*/*.c include/*/*.h | awk -F: '
BEGIN {
    rank["support"] = 0; rank["model"] = 1
    rank["sources"] = rank["checks"] = rank["report"] = 2
    rank["json"] = rank["redact"] = 3
    rank["markdown"] = rank["workbook"] = rank["html"] = 4
    rank["audit"] = rank["formats"] = 5
    rank["cli"] = 6
}
{
    split($1, file, "/"); from = file[2]
    header = $3; sub(/^#include "/, "", header); sub(/".*/, "", header)
    if (header !~ /\//) next
    split(header, part, "/"); to = part[1]
    if (!(to in rank)) {
        print $1 ":" $2 ": unknown layer in " header; bad = 1
    } else if (from != to && rank[to] >= rank[from]) {
        print $1 ":" $2 ": " from " must not include " header; bad = 1
    }
}
END { exit bad }'
