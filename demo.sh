#!/usr/bin/env bash
# Sets up a fresh Debian machine as far as needed, builds the program, runs its demonstration.
set -euo pipefail
cd "$(dirname "$0")"
. ./setup.sh
cargo build --quiet --release --package onrecord-cli
./target/release/onrecord demo
