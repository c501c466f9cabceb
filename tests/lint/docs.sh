#!/bin/sh
# SPDX-License-Identifier: MIT
# The manual says what --help says: every option with its sentence and default,
# every exit code and every command, in the same order, and no other option.
# Environment: AKSENTRA (build/dev/aksentra).
cd "$(dirname "$0")/../.." || exit 1
bin=${AKSENTRA:-build/dev/aksentra}
page=docs/aksentra.1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
bad=0

# So wide that nearly nothing is broken at a hyphen.
render() { # FILE
    # Bold and underlined letters come as letter, backspace, letter.
    mandoc -T ascii -O width=1000 "$1" | sed "s/.$(printf '\b')//g"
}

# The part under one heading, as one line.
section() { # FILE HEADING
    render "$1" | awk -v heading="$2" '
        /^[A-Z]/ { inside = $0 == heading }
        inside' | tr -s ' \n' '  '
}

# Each entry of a help text, as one line: an option, a command or an exit code.
entries() {
    awk '
        function flush() { if (entry != "") print entry; entry = "" }
        /^ ? ?(  -[a-z], --|      --|  [a-z]+  | *[0-9]+  [a-z])/ {
            flush(); $1 = $1; entry = $0; next
        }
        /^      / && entry != "" { $1 = $1; entry = entry " " $0; next }
        { flush() }
        END { flush() }'
}

# Every entry stands in the text, after the one before it.
expect_in_order() { # TEXT-FILE ENTRIES-FILE WHERE
    [ -s "$2" ] || echo "$3: nothing to look for: is $bin there?"
    awk -v where="$3" '
        NR == FNR { text = text $0; next }
        {
            at = index(text, $0)
            if (!at) print where ": missing or out of order: " $0
            else text = substr(text, at + length($0))
        }' "$1" "$2"
}

"$bin" scan --help >"$work/scan" || bad=1
"$bin" report --help >"$work/report" || bad=1
"$bin" kubeconfig --help >"$work/kubeconfig" || bad=1
"$bin" --help >"$work/program" || bad=1
awk '/^Exit codes:/ { exit } { print }' "$work/kubeconfig" |
    entries >"$work/kubeconfig.options"
awk '/^Exit codes:/ { exit } { print }' "$work/report" |
    entries >"$work/report.options"
awk '/^Exit codes:/ { exit } { print }' "$work/scan" |
    entries >"$work/options"
awk '/^Exit codes:/ { on = 1 } on' "$work/scan" | entries >"$work/codes"
awk '/^Exit codes:/ { on = 1 } on' "$work/program" >"$work/codes.program"
awk '/^Exit codes:/ { on = 1 } on' "$work/scan" >"$work/codes.scan"
awk '/^Commands:/ { on = 1 } /^$/ { on = 0 } on' "$work/program" |
    entries >"$work/commands"

section $page OPTIONS >"$work/OPTIONS"
section $page "REPORT OPTIONS" >"$work/REPORT"
section $page "KUBECONFIG OPTIONS" >"$work/KUBECONFIG"
section $page "EXIT STATUS" >"$work/EXIT"
section $page DESCRIPTION >"$work/DESCRIPTION"

{
    expect_in_order "$work/OPTIONS" "$work/options" "$page, OPTIONS"
    expect_in_order "$work/REPORT" "$work/report.options" "$page, REPORT OPTIONS"
    expect_in_order "$work/KUBECONFIG" "$work/kubeconfig.options" \
        "$page, KUBECONFIG OPTIONS"
    expect_in_order "$work/EXIT" "$work/codes" "$page, EXIT STATUS"
    expect_in_order "$work/DESCRIPTION" "$work/commands" "$page, DESCRIPTION"
    cmp -s "$work/codes.program" "$work/codes.scan" ||
        echo "--help and scan --help do not show the same exit codes"
    # Nothing that is gone: every --name in the page is an option.
    render $page | grep -oE -e '(^|[^-a-z])--[a-z][a-z-]*' |
        sed 's/^[^-]*//' | sort -u | while read -r name; do
        grep -qE -e "(^|[^-a-z])$name([^a-z-]|\$)" "$work/scan" \
            "$work/report" "$work/kubeconfig" "$work/program" ||
            echo "$page: there is no option $name"
    done
    awk 'length > 80 { print "--help: more than 80 columns: " $0 }' \
        "$work/scan" "$work/report" "$work/kubeconfig" "$work/program"
} >"$work/complaints"
if [ -s "$work/complaints" ]; then
    cat "$work/complaints"
    bad=1
fi
exit $bad
