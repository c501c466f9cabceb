#!/bin/sh
# SPDX-License-Identifier: MIT
# One third-party library lives in one place.
cd "$(dirname "$0")/../.." || exit 1
bad=0
only() { # HEADER-PATTERN ALLOWED-PATH-PATTERN
    wrong=$(grep -nE "^#include <$1" src/*/*.c include/*/*.h |
        grep -vE "^[^:]*($2)" || true)
    if [ -n "$wrong" ]; then
        echo "$wrong" | sed "s#\$#  (only in $2)#"
        bad=1
    fi
}
only 'curl/' 'support/http[a-z_]*\.[ch]:'
only 'pcre2\.h' 'support/match\.c:'
only 'yaml\.h' 'support/yaml\.c:'
only 'xlsxwriter' 'workbook/[a-z_]*\.[ch]:'
only 'openssl/' 'support/crypto\.c:'
only 'seccomp\.h' 'support/sandbox\.c:'
only 'jansson\.h' '(support/json[a-z_]*|sources/[a-z_]*|json/[a-z_]*|redact/[a-z_]*)\.[ch]:'
exit $bad
