#!/usr/bin/env bash
# Sets up a fresh Debian machine as far as needed and runs every test.
set -euo pipefail
cd "$(dirname "$0")"
. ./setup.sh

cargo fmt --all --check
cargo clippy --quiet --workspace --all-targets -- -D warnings
cargo xtask tidy
# The model is arithmetic: tests run it optimised.
cargo test --quiet --release --workspace
cargo xtask gate
echo "all checks passed"
