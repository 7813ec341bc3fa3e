# Names, addresses and small helpers. Everything a cluster owns is named after it, so that two clusters
# never share anything and each can be cleared without a record of what it once made.
# shellcheck shell=bash

name=${CLUSTER_NAME:-test}
root=${CLUSTER_STATE:-/var/lib/dhanman-operator}
cache=${DHANMAN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/dhanman-operator}
state=$root/$name
bin=$state/bin
bridge=k-$name
admin=$state/admin.conf
kubernetes_version=1.36.2
# set in the environment of everything that `up` starts, which is how `down` knows it again
mark=CLUSTER_OF=$state

usage() { sed -n '/^# usage/,/README/s/^# \{0,1\}//p' "$here/cluster"; }

fail() { printf 'cluster: %s\n' "$*" >&2; exit 1; }

check_name() {
  [[ $name =~ ^[a-z0-9]{1,8}$ ]] || fail "CLUSTER_NAME '$name' must be 1 to 8 characters of a-z and 0-9"
  # a unix socket's path ends at 108 characters, containerd's shims allow 42 for their folder
  ((${#root} <= 30)) || fail "CLUSTER_STATE '$root' is too long: 30 characters at most"
  [[ $root =~ ^/[A-Za-z0-9._/-]+$ && $root != */ ]] || fail "CLUSTER_STATE '$root' must be an absolute path without blanks"
}

check_host() {
  [ "$(uname -s)" = Linux ] || fail "needs Linux: nodes are network namespaces; this is $(uname -s)"
  [[ $(uname -m) =~ ^(x86_64|aarch64)$ ]] || fail "needs amd64 or arm64; this is $(uname -m)"
  [ "$(id -u)" = 0 ] || fail "needs root, for network namespaces, mounts and cgroups: run it with sudo -E"
}

node_link() { echo "k-$name-$1"; }      # the host's end of node N's cable, and the node's namespace
node_home() { echo "$state/node$1"; }

# Addresses: slot S owns 10.(130+S).0.0/16. Node N is .0.1N, its pods are .10N.0/24, services are .128.0/17.
use_slot() {
  slot=$1
  net=10.$((130 + slot))
  host_address=$net.0.1
  pod_cidr=$net.64.0/18
  service_cidr=$net.128.0/17
  dns_address=$net.128.10
  etcd_port=$((23790 + slot * 2))
}
node_address() { echo "$net.0.1$1"; }
node_pods() { echo "$net.10$1.0/24"; }

load_slot() { # the slot this cluster has, or would get; fails when it has none
  case $name in
    test) use_slot 0 ;;
    demo) use_slot 1 ;;
    *) [ -s "$state/slot" ] && use_slot "$(cat "$state/slot")" ;;
  esac
}

slot_is_free() { # SLOT: no other cluster and no other route has it
  local other
  for other in "$root"/*/slot; do
    [ -s "$other" ] && [ "$other" != "$state/slot" ] && [ "$(cat "$other")" = "$1" ] && return 1
  done
  [ -z "$(ip -4 route show root "10.$((130 + $1)).0.0/16")" ]
}

choose_slot() { # fixed for the two usual clusters, else the first that is free
  mkdir -p "$state"
  exec 9>"$root/.slots"
  flock 9
  local candidate candidates
  case $name in test) candidates=0 ;; demo) candidates=1 ;; *) candidates=$(seq 2 99) ;; esac
  for candidate in $candidates; do
    slot_is_free "$candidate" || continue
    echo "$candidate" >"$state/slot"
    break
  done
  exec 9>&-
  [ -s "$state/slot" ] || fail "the network 10.$((130 + ${candidates%%[!0-9]*})).0.0/16 is taken by something else: see 'ip route'"
  use_slot "$(cat "$state/slot")"
}

node_numbers() { # the nodes this cluster was made with
  local home
  for home in "$state"/node[1-9]; do [ -d "$home" ] && echo "${home##*node}"; done
  return 0
}

is_up() { [ -s "$state/up" ]; }
need_up() { is_up || fail "cluster '$name' is not up: run '$0 up'"; load_slot; }

await() { # SECONDS COMMAND...
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || { echo "gave up waiting for: $*; logs are in $state/log" >&2; return 1; }
    sleep 0.2
  done
}

spawn() { # NAME COMMAND...: start a daemon with a log and the cluster's mark
  local daemon=$1
  shift
  env -u CLUSTER_UP "$mark" setsid "$@" >>"$state/log/$daemon.log" 2>&1 </dev/null &
  disown # or bash would report its end
}

now_ms() { echo $((${EPOCHREALTIME/[.,]/} / 1000)); }
elapsed() { # MILLISECONDS: as people say it
  local ms=$1
  if ((ms < 60000)); then printf '%d.%ds' $((ms / 1000)) $((ms % 1000 / 100)); else printf '%dm%02ds' $((ms / 60000)) $((ms / 1000 % 60)); fi
}
