# Bringing a cluster up, with the time of each phase; it cleans up after itself when that fails.
# shellcheck shell=bash

phase() { # LABEL COMMAND...
  local label=$1 start
  shift
  start=$(now_ms)
  printf '  %-44s ' "$label"
  "$@"
  elapsed $(($(now_ms) - start))
  echo
}

patiently() { # COMMAND...: a signal ends the waiting at once, where bash would put it off until the command ends
  "$@" &
  wait $!
}

undo() { # whatever ended `up` early
  local status=$?
  trap - EXIT INT TERM
  [ "$status" != 0 ] || return 0
  set +e
  echo
  local job
  # Jobs first, so that they start nothing more; then what they had started, which would outlive them.
  for job in $(jobs -p); do kill -9 "$job" 2>/dev/null; done
  for job in $(grep -lzxF "CLUSTER_UP=${CLUSTER_UP:-none}" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3); do
    [ "$job" = $$ ] || kill -9 "$job" 2>/dev/null
  done
  if [ "${CLUSTER_KEEP:-}" = 1 ]; then
    echo "cluster: up failed; kept for a look (CLUSTER_KEEP=1): logs in $state/log, end it with '$0 down'" >&2
  else
    save_logs
    echo "cluster: up failed, cleaning up" >&2
    clear_cluster
  fi
  exit "$status"
}

save_logs() { # of a failed start, the only thing that survives it
  local log
  for log in "$state"/log/*.log; do
    [ -s "$log" ] || continue
    mkdir -p "$cache/log/up-$name"
    tail -n 200 "$log" >"$cache/log/up-$name/${log##*/}"
  done
  [ ! -d "$cache/log/up-$name" ] || echo "cluster: the ends of the logs are in $cache/log/up-$name" >&2
}

make_state() { # binaries are linked here, so that a later build does not take them from a running cluster
  local part
  mkdir -p "$state/log" "$bin"
  chmod 755 "$root" "$state"
  for part in kubernetes kubectl node netpol helm; do cp -alf "$(built "$part")"/* "$bin/" 2>/dev/null || cp -af "$(built "$part")"/* "$bin/"; done
}

start_nodes() { # NODES: everything but the kubelets, which need an API server
  local n
  make_cgroups "k-$name"
  for n in $(seq "$1"); do
    make_cgroups "k-$name/node$n"
    make_node_network "$n" "$1"
    mkdir -p "$(node_home "$n")"
    seed_node "$n"
    start_containerd "$n"
  done
}

start_control_plane() {
  start_etcd
  start_apiserver
  await 60 kube get --raw /readyz
  start_controllers
  # large, and of no need to anyone before the add-ons
  kube apply --server-side -f "$(built gateway_api)" >"$state/log/crds.log" 2>&1 &
  crds=$!
}

start_kubelets() { # NODES
  local n
  kube apply --server-side -f "$here/manifests/netpol.yaml" >/dev/null
  for n in $(seq "$1"); do await 30 ctr_of "$n" version; done
  for n in $(seq "$1"); do start_kubelet "$n"; start_proxy "$n"; done
}

nodes_ready() { # NODES
  local n
  for n in $(seq "$1"); do
    await 60 kube get node "node$n"
    start_netpol "$n"
  done
  patiently kube wait --for=condition=Ready node --all --timeout=120s >/dev/null
}

command_up() {
  check_host
  local nodes=${1:-3} part
  [[ $nodes =~ ^[1-9]$ ]] || fail "NODES must be 1 to 9"
  # once more with a mark in the environment, by which `down` knows this very process and its children
  [ "${CLUSTER_UP:-}" = "$state:$$" ] || CLUSTER_UP="$state:$$" exec "$here/cluster" up "$nodes"
  [ -z "$(missing_packages)" ] || fail "missing: $(missing_packages); '$0 build' installs them"
  for part in kubernetes kubectl node netpol helm gateway_api seed; do built "$part" >/dev/null; done
  local start
  start=$(now_ms)
  trap undo EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  echo "cluster '$name', $nodes nodes:"
  bring_up "$nodes"
  echo "up in $(elapsed $(($(now_ms) - start)))"
  echo "export KUBECONFIG=$admin"
}

bring_up() { # NODES
  local nodes=$1
  [ -z "$(list_leftovers)" ] || phase "clearing an earlier cluster" clear_cluster
  choose_slot
  make_state
  phase "certificates" certificates "$nodes"
  make_bridge
  start_nodes "$nodes"
  phase "control plane" start_control_plane
  start_kubelets "$nodes"
  phase "nodes ready" nodes_ready "$nodes"
  phase "add-ons" start_addons
  echo "$nodes" >"$state/up"
}
