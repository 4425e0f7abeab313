# Sets up the private environment .venv, for ./start and ./check. Sourced, not run.
# Quick the second time: a stamp holds the digest of what was installed.

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 2; }

find_python() {
  for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
    command -v "$candidate" >/dev/null 2>&1 || continue
    "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v "$candidate"; return; }
  done
  stop "Wholestory needs Python 3.11 or newer. Install it (on Debian or Ubuntu: apt-get install python3 python3-venv) and run this again."
}

# install_debian PACKAGE: installs a Debian package where that is permitted, else says what to install.
install_debian() {
  if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    say "Installing $1 …"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1"; } >/dev/null 2>&1 && return
  fi
  stop "$1 is missing and could not be installed from here. Install it (on Debian or Ubuntu: apt-get install $1) and run this again."
}

# set_up LOCKFILE: makes .venv with exactly what the lock file names, checked by hash, and this project in it.
set_up() {
  lock=$1 stamp=.venv/.set-up
  wanted=$(cat "$lock" pyproject.toml | cksum)
  [ -f "$stamp" ] && [ -x .venv/bin/wholestory ] && grep -qxF "$lock $wanted" "$stamp" && return
  if ! [ -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    python=$(find_python)
    rm -rf .venv
    say "Making a private environment in .venv …"
    "$python" -m venv .venv >/dev/null 2>&1 || { rm -rf .venv; install_debian python3-venv; "$python" -m venv .venv; }
  fi
  say "Installing what $lock names …"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" \
    || stop "The packages that $lock names could not be installed. Check the network, or the package index that pip is set to use, and run this again."
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . >/dev/null \
    || stop "Wholestory itself could not be installed into .venv. Remove the folder .venv and run this again."
  printf '%s\n' "$lock $wanted" >> "$stamp"
}
