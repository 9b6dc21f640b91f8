# What the scripts share: where the project is, how many cores there are, how to speak, how to build.
# Sourced, never run. Callers have set -euo pipefail.
# shellcheck shell=bash

script=$(realpath "$0")
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit

cores=$(nproc)

# Progress goes to stderr; stdout is for results.
say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$(basename "$script"): $*"
  exit 1
}

usage_error() {
  say "$(basename "$script"): $*"
  exit 2
}

# The comment block at the top of the calling script is its help.
print_help() { awk 'NR > 1 { if (!/^#/) exit; sub(/^# ?/, ""); print }' "$script"; }

# run_logged LOG COMMAND…: the output goes to LOG; of a failed command its last lines are shown.
run_logged() {
  local log=$1
  shift
  mkdir -p "$(dirname "$log")"
  if ! "$@" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    say "failed: $* (whole output in $log)"
    return 1
  fi
}

# Tests need packages that a user who only wants the program has no use for.
with_tests=ON

# build PRESET TARGET…: configures build/PRESET and builds the targets, through ccache where it is installed. Sources are
# compiled several at a time, for most of a small one's time goes into its headers; the preset `dev` by itself takes them
# one by one.
build() {
  local preset=$1
  shift
  local launcher=()
  if command -v ccache >/dev/null; then launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache); fi
  say "building $preset: $*"
  run_logged "build/logs/configure-$preset.log" cmake --preset "$preset" "-DTWINLINE_TESTS=$with_tests" \
    -DCMAKE_UNITY_BUILD=ON "${launcher[@]}" &&
    run_logged "build/logs/build-$preset.log" cmake --build "build/$preset" --parallel "$cores" --target "$@"
}
