#!/bin/sh
# SPDX-License-Identifier: MIT
# Ceilings: a function of 80 lines, a file of 600.
cd "$(dirname "$0")/../.." || exit 1
bad=0
find src include tests -name node_modules -prune -o -name '*.[ch]' -exec wc -l {} + |
    awk '$2 != "total" && $1 > 600 { print $2 ": " $1 " lines"; bad = 1 }
         END { exit bad }' || bad=1
ctags -R --languages=C --kinds-C=f --fields=+ne -f - src tests/fakeazure |
    awk '
    match($0, /line:[0-9]+/) { a = substr($0, RSTART + 5, RLENGTH - 5) }
    match($0, /end:[0-9]+/) {
        n = substr($0, RSTART + 4, RLENGTH - 4) - a + 1
        if (n > 80) { print $2 ":" a ": " $1 "() has " n " lines"; bad = 1 }
    }
    END { exit bad }' || bad=1
exit $bad
