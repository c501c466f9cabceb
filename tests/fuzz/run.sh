#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs fuzz targets, JOBS (2) at a time, for TIME (60) seconds each, and prints a
# table. What was learnt stays in build/fuzz/corpus (build/fuzz/afl), so that the
# next run goes on from there. Fails when something was found; the input is in
# build/fuzz/findings. Environment: ENGINE (libfuzzer or afl), TARGET (all).
set -u
cd "$(dirname "$0")/../.." || exit 1
ENGINE=${ENGINE:-libfuzzer}
export ENGINE
TIME=${TIME:-60}
export TIME

dictionary=build/fuzz/dictionary

# One target; its row of the table goes to a file.
one() {
    target=$1
    logs=build/fuzz/logs/$ENGINE
    found=build/fuzz/findings/$target
    log=$logs/$target.log
    rm -rf "$found"
    mkdir -p "$logs" "$found" "build/fuzz/corpus/$target"
    status=0
    if [ "$ENGINE" = afl ]; then
        run_afl >"$log" 2>&1 || status=$?
    else
        run_libfuzzer >"$log" 2>&1 || status=$?
    fi
    findings=$(find "$found" -type f | wc -l)
    if [ "$findings" = 0 ] && [ $status != 0 ]; then
        findings="see $log"
    fi
    printf '%s\t%s\t%s\t%s\n' "$target" "${executions:-?}" "${coverage:-?}" \
        "$findings" >"$logs/$target.row"
}

run_libfuzzer() {
    folders=
    for dir in "build/fuzz/seeds/$target" "fixtures/fuzz/$target"; do
        [ -d "$dir" ] && folders="$folders $dir"
    done
    # shellcheck disable=SC2086 # a list of words is what is meant
    "build/libfuzzer/fuzz/fuzz_$target" -max_total_time="$TIME" -timeout=20 \
        -rss_limit_mb=1024 -max_len=32768 -dict=$dictionary \
        -artifact_prefix="$found/" -print_final_stats=1 \
        "build/fuzz/corpus/$target" $folders
    ended=$?
    executions=$(awk '/number_of_executed_units/ { print $2 }' "$log")
    coverage=$(grep -o 'cov: [0-9]*' "$log" | tail -n 1 | cut -d' ' -f2)
    return $ended
}

run_afl() {
    state=build/fuzz/afl/$target
    input=build/fuzz/seeds/$target
    [ -d "$state" ] && input=-
    # A seed that ends the target is a finding too.
    AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1 AFL_AUTORESUME=1 \
        AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_QUIET=1 \
        ASAN_OPTIONS=abort_on_error=1:symbolize=0:detect_leaks=0 \
        UBSAN_OPTIONS=halt_on_error=1:abort_on_error=1:symbolize=0 \
        afl-fuzz -i "$input" -o "$state" -V "$TIME" -t 5000 -m none \
        -x $dictionary -- "build/afl/fuzz/fuzz_$target"
    ended=$?
    find "$state/default/crashes" "$state/default/hangs" -name 'id*' \
        -exec cp {} "$found/" \; 2>/dev/null
    stats=$state/default/fuzzer_stats
    executions=$(awk '/^execs_done/ { print $3 }' "$stats")
    coverage=$(awk '/^edges_found/ { print $3 }' "$stats")
    return $ended
}

if [ "${1:-}" = --one ]; then
    one "$2"
    exit 0
fi

# The words that parsers look for.
mkdir -p build/fuzz
grep -ohE '"[A-Za-z@.:/ -]{2,60}"' src/sources/*.c src/audit/*_file.c src/cli/scan_options.c |
    sort -u >$dictionary

if [ -n "${TARGET:-}" ]; then
    targets=$TARGET
else
    targets=$(find "build/$ENGINE/fuzz" -type f -name 'fuzz_*' |
        sed 's|.*/fuzz_||' | sort)
fi
rm -rf "build/fuzz/logs/$ENGINE"
# shellcheck disable=SC2086 # one word a target
printf '%s\n' $targets | xargs -P "${JOBS:-2}" -n 1 sh tests/fuzz/run.sh --one

bad=0
printf '%-18s %12s %9s  %s\n' target executions coverage findings
for target in $targets; do
    row=build/fuzz/logs/$ENGINE/$target.row
    awk -F '\t' '{ printf "%-18s %12s %9s  %s\n", $1, $2, $3, $4 }' "$row"
    [ "$(cut -f4 "$row")" = 0 ] || bad=1
done
if [ $bad != 0 ]; then
    echo "What was found is in build/fuzz/findings; replay it with"
    echo "build/asan/fuzz/fuzz_TARGET FILE (make MODE=asan build-fuzz)."
fi
exit $bad
