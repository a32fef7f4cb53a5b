# Sourced by demo.sh and test.sh: installs a C compiler (for SQLite) and Rust where they are missing.
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
export PATH="$HOME/.cargo/bin:$PATH"
if ! command -v cc >/dev/null; then
    as_root apt-get update -q && as_root apt-get install -y -q gcc libc6-dev
fi
if ! command -v cargo >/dev/null; then
    as_root apt-get update -q
    if apt-cache show rustup >/dev/null 2>&1; then
        as_root apt-get install -y -q rustup && rustup default stable
    else
        as_root apt-get install -y -q curl ca-certificates
        curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --profile default
    fi
fi
