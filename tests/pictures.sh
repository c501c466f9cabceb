#!/bin/sh
# SPDX-License-Identifier: MIT
# pictures.sh DIR: page.png of DIR/report.html and workbook.png of DIR/report.xlsx,
# and pictures.sha256, which says of what they are pictures. Needs Chromium,
# LibreOffice and pdftoppm.
set -eu
cd "$1"
for tool in chromium soffice pdftoppm; do
    command -v $tool >/dev/null || {
        echo "The pictures stay as they are: $tool is not installed." >&2
        exit 0
    }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --force-device-scale-factor=1 \
    --user-data-dir="$work/chromium" --window-size=1200,1900 \
    --screenshot="$work/page.png" "file://$PWD/report.html" >"$work/log" 2>&1 ||
    { cat "$work/log" >&2; exit 1; }
soffice --headless "-env:UserInstallation=file://$work/office" \
    --convert-to pdf --outdir "$work" report.xlsx >"$work/log" 2>&1 ||
    { cat "$work/log" >&2; exit 1; }
pdftoppm -png -r 80 -f 1 -l 1 -singlefile "$work/report.pdf" "$work/workbook"
mv "$work/page.png" "$work/workbook.png" .
sha256sum report.html report.xlsx >pictures.sha256
