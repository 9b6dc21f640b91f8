#!/usr/bin/env bash
# Counts test cases in what a test program printed: count_tests.sh KIND STATUS < OUTPUT prints "PASSED FAILED".
#
# KIND is how the program speaks: catch2 (Catch2's console reporter), node (node --test, TAP or spec), python (unittest),
# plain (a last line "N passed, N failed"), exit (one test: the exit status). STATUS is its exit status. A program that
# ended badly without a failed test has crashed and one that ended well without a passed test has run nothing; each counts
# as one failure.
set -euo pipefail

kind=$1 status=$2

case $kind in
  catch2)
    counts=$(awk '
      /^All tests passed \(.* in [0-9]+ test cases?\)$/ { passed = $(NF - 2) }
      /^test cases: / {
        for (i = 3; i < NF; i++) {
          if ($(i + 1) == "passed") passed = $i
          if ($(i + 1) == "failed") failed += $i
        }
      }
      END { print passed + 0, failed + 0 }') ;;
  node)
    counts=$(awk '
      /^(#|ℹ) pass [0-9]+$/ { passed = $3 }
      /^(#|ℹ) (fail|cancelled) [0-9]+$/ { failed += $3 }
      END { print passed + 0, failed + 0 }') ;;
  python)
    counts=$(awk '
      /^Ran [0-9]+ tests? in / { ran += $2 }
      /^FAILED \(/ { while (match($0, /(failures|errors)=[0-9]+/)) {
                       split(substr($0, RSTART, RLENGTH), parts, "="); failed += parts[2]; $0 = substr($0, RSTART + RLENGTH) } }
      END { print ran - failed, failed + 0 }') ;;
  plain)
    counts=$(awk '/^[0-9]+ passed, [0-9]+ failed$/ { passed = $1; failed = $3 } END { print passed + 0, failed + 0 }') ;;
  exit)
    cat >/dev/null
    if [ "$status" -eq 0 ]; then counts="1 0"; else counts="0 1"; fi ;;
  *)
    echo "count_tests.sh: unknown kind '$kind'; expected catch2, node, python, plain or exit" >&2
    exit 2 ;;
esac

read -r passed failed <<<"$counts"
if [ "$failed" -eq 0 ] && { [ "$status" -ne 0 ] || [ "$passed" -eq 0 ]; }; then failed=1; fi
echo "$passed $failed"
