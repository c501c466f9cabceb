#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# samples.bats - reports/samples is what the program writes today, of every format.

load common

SAMPLES=$ROOT/reports/samples

@test "an audit of the sample tenant writes reports/samples, byte by byte" {
    sh "$ROOT/tests/samples.sh" "$BUILD" "$BATS_TEST_TMPDIR/now"
    # make samples renews them.
    diff -r -x '*.png' -x pictures.sha256 -x README.md "$BATS_TEST_TMPDIR/now" "$SAMPLES"
}

@test "every format has its sample" {
    local form
    aksentra report "$SAMPLES/results.json" -f all -o none -q -d "$BATS_TEST_TMPDIR/all" || [ $? = 2 ]
    [ "$(ls "$BATS_TEST_TMPDIR/all" | wc -l)" -ge 22 ]
    for form in "$BATS_TEST_TMPDIR"/all/*; do
        cmp "$form" "$SAMPLES/${form##*/}"
    done
    for form in table tsv github azure-pipelines; do
        [ -s "$SAMPLES/output-$form.txt" ]
    done
    valid results.schema.json "$SAMPLES/results.json"
}

@test "the table fits 80 columns" {
    [ "$(LC_ALL=C.UTF-8 wc -L <"$SAMPLES/output-table.txt")" -le 80 ]
}

@test "the pictures are of these samples" {
    cd "$SAMPLES"
    sha256sum --quiet -c pictures.sha256
    local picture
    for picture in page.png workbook.png; do
        equal "$(head -c 8 $picture | od -An -tx1 | tr -d ' ')" 89504e470d0a1a0a
        grep -q "reports/samples/$picture" "$ROOT/README.md"
    done
}
