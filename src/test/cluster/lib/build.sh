# The build: each part is made once and kept under a key of everything that goes into it.
# shellcheck shell=bash

part_key() { # PART: a hash of its recipe, its sources, the tools and the parts it is made from
  local part=$1 source
  {
    declare -f "make_$part"
    echo "$toolchain $kubernetes_version"
    for source in ${sources[$part]:-}; do
      (cd "$here" && find "$source" -type f -not -name '*_test.go' -print0 | sort -z | xargs -0 sha256sum)
    done
    for source in ${made_from[$part]:-}; do echo "${keys[$source]}"; done
  } | sha256sum | cut -c 1-16
}

part_dir() { echo "$cache/$1-${keys[$1]}"; }

find_keys() {
  # what decides the bytes beside the sources: the compiler, and the recipes' common functions
  toolchain="$(go env GOVERSION GOARCH | xargs) $(declare -f go_tool go_program archive | sha256sum)"
  local part
  for part in "${parts[@]}"; do keys[$part]=$(part_key "$part"); done
}

show_progress() { # LABEL PID: wait for it, counting on a terminal
  local label=$1 pid=$2 start=$SECONDS
  printf '%s' "$label"
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.1
    if [ -t 1 ] && ((SECONDS > start)); then printf '\r%s%dm%02ds' "$label" $(((SECONDS - start) / 60)) $(((SECONDS - start) % 60)); fi
  done
  [ ! -t 1 ] || printf '\r\e[K%s' "$label"
  wait "$pid"
}

build_part() { # PART LABEL
  local part=$1 label=$2 target log start
  target=$(part_dir "$part") log=$cache/log/$1.log start=$(now_ms)
  if [ -e "$target/.done" ]; then
    printf '%scached\n' "$label"
    return
  fi
  rm -rf "$target"
  mkdir -p "$target"
  # a shell of its own, since `set -e` does not hold in a function whose result is tested
  ( set -e; cd "$here"; "make_$part" "$target"; touch "$target/.done" ) >"$log" 2>&1 &
  making=$!
  if ! show_progress "$label" "$making"; then
    printf 'FAILED after %s\n' "$(elapsed $(($(now_ms) - start)))"
    tail -n 20 "$log" >&2
    rm -rf "$target"
    fail "could not build $part; the whole log: $log"
  fi
  making=
  elapsed $(($(now_ms) - start))
  echo
}

wanted_parts() { # [PART...]: these and what they are made from, in order; all when none is named
  local part wanted=" $* "
  for part; do
    [ -n "${keys[$part]:-}" ] || return 0
    wanted+="${made_from[$part]:-} "
  done
  for part in "${parts[@]}"; do [ $# -gt 0 ] && [[ $wanted != *" $part "* ]] || echo "$part"; done
}

stop_build() { # a half-made part has no .done and is made anew
  trap - INT TERM EXIT
  if [ -n "${making:-}" ]; then
    pkill -P "$making" 2>/dev/null || true
    kill "$making" 2>/dev/null || true
  fi
  echo
  fail "build interrupted; run it again to continue where it stopped"
}

# Compiling leaves several gigabytes behind that nothing needs once the parts are there.
trim_compiler_cache() {
  [ "$(du -sm "$GOCACHE" 2>/dev/null | cut -f 1)" -lt "${1:-4096}" ] 2>/dev/null || rm -rf "$GOCACHE"
}

prune_cache() { # parts of older sources
  local path part
  for path in "$cache"/*-????????????????; do
    part=${path##*/}
    part=${part%-*}
    [ "$path" = "$cache/$part-${keys[$part]:-}" ] || rm -rf "$path"
  done
}

command_build() {
  check_host
  install_packages
  check_go
  mkdir -p "$cache/log"
  export GOCACHE=$cache/go-build
  exec 8>"$cache/.lock"
  flock -n 8 || { echo "another build is under way: waiting for it"; flock 8; }
  find_keys
  local number=0 part start wanted
  mapfile -t wanted < <(wanted_parts "$@")
  [ ${#wanted[@]} -gt 0 ] || fail "no such part; there is: ${parts[*]}"
  start=$(now_ms)
  trap stop_build INT TERM
  for part in "${wanted[@]}"; do
    number=$((number + 1))
    build_part "$part" "$(printf '[%2d/%d] %s … ' "$number" "${#wanted[@]}" "$part")"
    trim_compiler_cache
  done
  trim_compiler_cache 0
  trap - INT TERM
  prune_cache
  write_index
  echo "built into $cache in $(elapsed $(($(now_ms) - start)))"
}

write_index() { # what `up` uses, so that it needs no Go
  local part
  for part in "${parts[@]}"; do [ ! -e "$(part_dir "$part")/.done" ] || echo "$part $(part_dir "$part")"; done >"$cache/index.new"
  mv "$cache/index.new" "$cache/index"
}

built() { # PART: its folder
  local found
  found=$(awk -v part="$1" '$1 == part {print $2}' "$cache/index" 2>/dev/null) || true
  [ -n "$found" ] && [ -e "$found/.done" ] || fail "$1 is not built yet: run '$0 build'"
  echo "$found"
}

command_part() {
  [ $# = 1 ] || fail "usage: cluster part PART, one of: ${parts[*]}"
  built "$1"
}
