#!/bin/sh
# SPDX-License-Identifier: MIT
# Every header compiles by itself.
cd "$(dirname "$0")/../.." || exit 1
bad=0
for header in include/*/*.h; do
    gcc -std=c17 -D_GNU_SOURCE -DAKSENTRA_VERSION='""' -Iinclude -Wall -Wextra \
        -Werror -fsyntax-only -x c "$header" || bad=1
done
exit $bad
