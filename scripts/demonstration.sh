# Makes the demonstration's force and loads it, for ./start. Sourced after environment.sh.
# Quick the second time: a stamp says that it was loaded whole. Never a site's own data: it lies in a folder of its own.

# load_demonstration: two hundred made-up children, many of them with something to see, up to the present day.
load_demonstration() {
  export WHOLESTORY_DATA="$PWD/demonstration-data" WHOLESTORY_DEMONSTRATION=1 WHOLESTORY_DATABASE='' WHOLESTORY_HOSTS=''
  # Read by rules alone, which is ready in seconds; likeness to labelled sentences takes minutes.
  export WHOLESTORY_READER="${WHOLESTORY_READER:-rules}"
  [ -f "$WHOLESTORY_DATA/.loaded" ] && return
  rm -rf "$WHOLESTORY_DATA"
  mkdir -p "$WHOLESTORY_DATA"
  .venv/bin/wholestory synth --children 200 --seed 7 --as-at "$(date +%Y-%m-%d)" --out "$WHOLESTORY_DATA/force" \
    --set children.sexual_exploitation=0.1 --set children.criminal_exploitation=0.1
  .venv/bin/wholestory load "$WHOLESTORY_DATA/force" || { code=$?; [ "$code" = 1 ] || exit "$code"; }
  touch "$WHOLESTORY_DATA/.loaded"
}
