# The add-ons: DNS, storage, metrics, gateway and S3, which run as pods as on any other cluster.
# shellcheck shell=bash

addons=(dns storage metrics gateway s3)

volume_folders() { # a folder for each node, though all are on one disk: a volume must not follow a pod elsewhere
  local n list=()
  for n in $(node_numbers); do list+=("{\"node\": \"node$n\", \"paths\": [\"$state/volumes/node$n\"]}"); done
  local IFS=,
  echo "${list[*]}"
}

render_addon() { # NAME
  sed -e "s|@DNS_ADDRESS@|$dns_address|" -e "s|@GATEWAY_ADDRESS@|$(gateway_address)|" -e "s|@VOLUME_FOLDERS@|$(volume_folders)|" \
    -e "s|@S3_CERTIFICATE@|$(base64 -w 0 "$state/pki/s3.crt")|" -e "s|@S3_KEY@|$(base64 -w 0 "$state/pki/s3.key")|" "$here/manifests/$1.yaml"
}

apply_addons() {
  local addon
  mkdir -p "$state/manifests"
  for addon in "${addons[@]}"; do render_addon "$addon" >"$state/manifests/$addon.yaml"; done
  wait "$crds" || { cat "$state/log/crds.log" >&2; return 1; }
  kube apply --server-side -f "$state/manifests" >"$state/log/addons.log" 2>&1 || { cat "$state/log/addons.log" >&2; return 1; }
}

addons_available() { # chained, since `set -e` does not hold in what is tested
  patiently kube rollout status daemonset/traefik -n traefik --timeout=90s &&
    patiently kube wait --for=condition=Available deployment --all --all-namespaces --timeout=90s &&
    patiently kube wait --for=condition=Available apiservice/v1beta1.metrics.k8s.io --timeout=60s
} >>"$state/log/addons.log" 2>&1

start_addons() {
  apply_addons
  addons_available || { tail -n 5 "$state/log/addons.log" >&2; kube get pods -A -o wide >&2; return 1; }
}
