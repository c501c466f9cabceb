#!/bin/sh
# SPDX-License-Identifier: MIT
# embed.sh - the templates of report.html as a C file, with the hashes that its
# Content-Security-Policy names: embed.sh DIR >templates.c
set -eu
cd "$1"
echo '/* Made from reports/templates. */'
echo '#include "html/templates.h"'
for kind in html css js; do
    echo "const char html_template_${kind}[] = {"
    # Octal escapes in quotes are of type char: no byte is out of its range.
    od -An -v -to1 "report.$kind" | sed "s/ \([0-7]*\)/'\\\\\1',/g"
    echo '0};'
    [ $kind = html ] ||
        printf 'const char html_template_%s_hash[] = "sha256-%s";\n' $kind \
            "$(openssl dgst -sha256 -binary "report.$kind" | openssl base64 -A)"
done
