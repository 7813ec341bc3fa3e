# Commands for a cluster that is up.
# shellcheck shell=bash

command_kubeconfig() { need_up; echo "$admin"; }

command_status() {
  if ! is_up; then
    echo "cluster '$name' is not up"
    return 1
  fi
  load_slot
  echo "cluster '$name': export KUBECONFIG=$admin"
  echo "API server https://$host_address:6443, pods $pod_cidr, services $service_cidr, Traefik at $(gateway_address)"
  kube get nodes -o wide
  kube get pods -A -o wide
}

gateway_address() { node_address "$(node_numbers | head -n 1)"; }
command_gateway() { need_up; gateway_address; }

node_number() { # node2 -> 2
  local n=${1#node}
  [[ "$n" =~ ^[1-9]$ && -d $(node_home "$n") ]] || fail "no node '$1'; there is: $(node_numbers | sed 's/^/node/' | xargs)"
  echo "$n"
}

log_names() { for log in "$state"/log/*.log; do basename "$log" .log; done; }

command_logs() {
  [ -d "$state/log" ] || fail "cluster '$name' has no logs: it is not up"
  if [ $# = 0 ]; then
    log_names
  elif [ -e "$state/log/$1.log" ]; then
    echo "$state/log/$1.log"
  else
    fail "no part '$1'; there is: $(log_names | xargs)"
  fi
}

command_kubectl() { need_up; exec "$bin/kubectl" --kubeconfig="$admin" "$@"; }
command_helm() { need_up; exec "$bin/helm" --kubeconfig="$admin" "$@"; }
command_ctr() {
  need_up
  local n
  n=$(node_number "${1:-}")
  shift
  ctr_of "$n" "$@"
}
