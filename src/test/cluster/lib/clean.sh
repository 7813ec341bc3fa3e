# Leaving nothing behind. Nothing here relies on a record of what was made, so it also clears what a killed
# `up` left: processes are known by the mark in their environment, containers by their cgroup, the rest by name.
# shellcheck shell=bash

marked_processes() { # daemons and shims, and the commands of other runs of `up`, but not of this one
  local pid variables
  { grep -lzxF "$mark" /proc/[0-9]*/environ; grep -lzE "^CLUSTER_UP=$state:" /proc/[0-9]*/environ; } 2>/dev/null | cut -d/ -f3 | sort -u |
    while read -r pid; do
      variables=$(tr '\0' '\n' 2>/dev/null <"/proc/$pid/environ") || continue # it has ended meanwhile
      [ -z "$variables" ] || grep -qxF "CLUSTER_UP=${CLUSTER_UP:-none}" <<<"$variables" || echo "$pid"
    done || true
}

contained_processes() { # of the cluster's containers
  local parent
  for parent in $(cgroup_parents); do find "$parent/k-$name" -name cgroup.procs -exec cat {} + 2>/dev/null || true; done | sort -un
}

processes() { { marked_processes; contained_processes; } | sort -un; }
namespaces() { ls -d "/run/netns/k-$name"-{[1-9],vps} 2>/dev/null | sed 's/.*\///' || true; }
links() { ip -o link show | sed -nE "s/^[0-9]+: (k-$name(-[1-9]|-vps)?)[@:].*/\1/p"; }
mounts() { awk -v under="$state/" 'index($2, under) == 1 {print $2}' /proc/mounts | sort -r; }
cgroups() {
  local parent
  for parent in $(cgroup_parents); do [ ! -d "$parent/k-$name" ] || echo "$parent/k-$name"; done
}
routes() { if load_slot; then ip -4 route show root "$net.0.0/16"; fi; }
rules() { # the cluster makes none on the host; this would show a program that did
  load_slot || return 0
  { iptables-save; nft list ruleset; } 2>/dev/null | grep -F "$net." | sort -u || true
}

end_processes() { # politely, then not; a container's processes come and go until its shim is dead
  local pids round
  mapfile -t pids < <(marked_processes)
  [ ${#pids[@]} = 0 ] || kill -STOP "${pids[@]}" 2>/dev/null || true
  for round in 1 2 3 4 5 6 7 8 9 10; do
    mapfile -t pids < <(processes)
    [ ${#pids[@]} -gt 0 ] || return 0
    kill -9 "${pids[@]}" 2>/dev/null || true
    sleep "0.$round"
  done
  [ -z "$(processes)" ] || echo "cluster: these processes would not end: $(processes | xargs)" >&2
}

remove_network() {
  local one
  for one in $(namespaces); do ip netns del "$one" || true; done
  for one in $(links); do ip link del "$one" 2>/dev/null || true; done
}

remove_cgroups() {
  local one try
  for try in 1 2 3 4 5; do
    for one in $(cgroups); do find "$one" -depth -type d -exec rmdir {} + 2>/dev/null || true; done
    [ -n "$(cgroups)" ] || return 0
    sleep "0.$try"
  done
}

remove_files() {
  local one
  for one in $(mounts); do umount "$one" 2>/dev/null || umount -l "$one" || true; done
  # deleting through a bind mount would delete what is mounted
  [ -z "$(mounts)" ] || { echo "cluster: still mounted, so $state stays: $(mounts | xargs)" >&2; return 1; }
  rm -rf --one-file-system "$state"
  # the last cluster takes the common folder with it
  [ -n "$(ls "$root" 2>/dev/null)" ] || { rm -f "$root/.slots"; rmdir "$root" 2>/dev/null || true; }
}

clear_cluster() {
  end_processes
  remove_network
  remove_files
  remove_cgroups
}

command_down() {
  check_host
  clear_cluster || true # what could not be removed is listed below
  local left
  left=$(list_leftovers)
  [ -z "$left" ] || { echo "$left" >&2; fail "not everything of cluster '$name' could be removed"; }
}

list_leftovers() {
  local pid
  for pid in $(processes); do echo "process $pid $({ tr '\0' ' ' <"/proc/$pid/cmdline" | cut -c 1-120; } 2>/dev/null)"; done
  namespaces | sed 's/^/network namespace /'
  links | sed 's/^/link /'
  routes | sed 's/^/route /'
  rules | sed 's/^/packet filter rule /'
  mounts | sed 's/^/mount /'
  cgroups | sed 's/^/cgroup /'
  [ ! -e "$state" ] || echo "files $state"
}

command_leftovers() {
  local left
  left=$(list_leftovers)
  [ -n "$left" ] || return 0
  echo "$left"
  return 1
}
