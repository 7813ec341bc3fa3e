# Images: archives imported into every node, all nodes at once.
# shellcheck shell=bash

load_node() { # NUMBER ARCHIVE...
  local n=$1 archive
  shift
  for archive; do ctr_of "$n" images import --snapshotter overlayfs "$archive" || return; done
}

load_archives() { # NODES ARCHIVE...
  local n job jobs=() failed=0
  local nodes=$1
  shift
  for n in $nodes; do
    load_node "$n" "$@" >"$state/log/node$n-load.log" 2>&1 &
    jobs+=("$n:$!")
  done
  for job in "${jobs[@]}"; do
    wait "${job#*:}" || { failed=1; echo "node${job%:*} could not import an image:" >&2; tail -n 5 "$state/log/node${job%:*}-load.log" >&2; }
  done
  return $failed
}

seed_node() { # NUMBER: the images that every node has, as links; only what containerd writes to is copied
  local seed home
  seed=$(built seed)/containerd home=$(node_home "$1")/containerd
  cp -al "$seed" "$home" 2>/dev/null || { rm -rf "$home"; cp -a "$seed" "$home"; }
  (cd "$seed" && find . -name '*.db' -print0 | xargs -0 -I{} cp --remove-destination {} "$home/{}")
}

command_load() {
  need_up
  [ $# -gt 0 ] || fail "usage: cluster load ARCHIVE..."
  local archive
  for archive; do [ -r "$archive" ] || fail "cannot read $archive"; done
  load_archives "$(node_numbers)" "$@"
}
