# Builds what the pages are dressed in, for ./start and ./check. Sourced after environment.sh.
# Quick the second time: a stamp holds the digest of what it was built from.

# build_look: makes src/wholestory/web/ui/static/ui from the styles and scripts beside it and what package-lock.json names.
build_look() {
  ui=src/wholestory/web/ui
  built=$ui/static/ui
  wanted=$(find "$ui/styles" "$ui/scripts" package-lock.json scripts/look.sh -type f | LC_ALL=C sort | xargs cat | cksum)
  [ -f "$built/.built" ] && [ "$(cat "$built/.built")" = "$wanted" ] && return
  command -v npm >/dev/null 2>&1 && node -e 'process.exit(Number(parseInt(process.versions.node) < 20))' 2>/dev/null \
    || stop "The pages need Node.js 20 or newer with npm to be built. Install it (on Debian or Ubuntu: apt-get install nodejs npm) and run this again."
  say "Building the pages' look …"
  # esbuild and sass come ready to run; no package needs its own install script.
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null \
    || stop "The packages that package-lock.json names could not be installed. Check the network, or the registry that npm is set to use, and run this again."
  rm -rf "$built"
  mkdir -p "$built/images"
  cp node_modules/@ministryofjustice/frontend/moj/assets/images/icon-*.svg "$built/images/"
  node_modules/.bin/sass --quiet --no-source-map --style=compressed --load-path=. --load-path=node_modules \
    "$ui/styles/look.scss" "$built/look.css" \
    || stop "The styles could not be built; what is above says where."
  node_modules/.bin/esbuild "$ui/scripts/look.mjs" --bundle --format=esm --target=es2020 --minify --log-level=warning \
    --outfile="$built/look.js" \
    || stop "The scripts could not be built; what is above says where."
  printf '%s' "$wanted" > "$built/.built"
}
