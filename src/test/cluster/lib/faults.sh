# What can go wrong with a node or a part of the cluster, on purpose.
# shellcheck shell=bash

# Only taken off the bridge: a link set down would lose its routes and not get them back.
command_cut() {
  need_up
  local n
  n=$(node_number "${1:-}")
  ip link set "$(node_link "$n")" nomaster
}

command_heal() {
  need_up
  local n
  n=$(node_number "${1:-}")
  ip link set "$(node_link "$n")" master "$bridge" up
}

part_processes() { # PART: a daemon is whoever writes its log
  find /proc/[0-9]*/fd/1 -lname "$state/log/$1.log" 2>/dev/null | cut -d/ -f3
}

target_processes() { # PART, or NODE/CONTAINER: all of them, or a failure
  local found
  if [[ ${1:-} == */* ]]; then
    found=$(ctr_of "$(node_number "${1%/*}")" tasks ps "${1#*/}" | awk 'NR > 1 {print $1}')
  else
    found=$(part_processes "${1:-}")
  fi
  [ -n "$found" ] || fail "no process of '${1:-}'; there is: $(log_names | xargs), and NODE/CONTAINER"
  echo "$found"
}

signal_target() { # SIGNAL TARGET
  local processes
  processes=$(target_processes "$2") || return
  # shellcheck disable=SC2086  # one word each
  kill "-$1" $processes
}

command_stop() { need_up; signal_target KILL "${1:-}"; }
command_freeze() { need_up; signal_target STOP "${1:-}"; }
command_thaw() { need_up; signal_target CONT "${1:-}"; }

command_start() { # PART, after it was stopped
  need_up
  [ -z "$(part_processes "${1:-}")" ] || fail "$1 runs"
  case ${1:-} in
    apiserver) start_apiserver ;;
    node[1-9]-kubelet) start_kubelet "$(node_number "${1%-kubelet}")" ;;
    *) fail "cannot start '${1:-}': apiserver, or the kubelet of a node such as node1-kubelet" ;;
  esac
}

# A disk of its own, of memory, where kubelet sees it: gone with the node.
command_disk() { # NODE NAME SIZE
  need_up
  [[ $# = 3 && $2 =~ ^[a-z0-9-]+$ ]] || fail "usage: cluster disk NODE NAME SIZE"
  local n disk=$state/disks/$2
  n=$(node_number "$1")
  nsenter "--mount=/proc/$(cat "$(node_home "$n")/pid")/ns/mnt" /bin/sh -euc \
    'mkdir -p "$1"; if mountpoint -q "$1"; then umount "$1"; fi; mount -t tmpfs -o "size=${2%i},mode=777" disk "$1"' sh "$disk" "$3"
  echo "$disk"
}
