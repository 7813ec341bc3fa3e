# A node: a network namespace on the bridge, and in it containerd, kubelet, kube-proxy and the policy enforcer.
# shellcheck shell=bash

cgroup_parents() { # every place where a cgroup has to exist: each controller of cgroup v1, or the one tree of v2
  local controller
  if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
    echo /sys/fs/cgroup
  else
    for controller in cpu cpuacct cpuset memory devices freezer blkio pids systemd hugetlb perf_event net_cls net_prio; do
      mountpoint -q "/sys/fs/cgroup/$controller" && echo "/sys/fs/cgroup/$controller"
    done
    return 0
  fi
}

make_cgroups() { # GROUP...: each kubelet has a root cgroup of its own
  local parent group file
  for group; do
    for parent in $(cgroup_parents); do mkdir -p "$parent/$group"; done
    [ -d /sys/fs/cgroup/cpuset ] || continue
    # cgroup v1 gives a new cpuset nothing, and a process cannot enter an empty one
    for file in cpus mems; do cat "/sys/fs/cgroup/cpuset/cpuset.$file" >"/sys/fs/cgroup/cpuset/$group/cpuset.$file"; done
  done
  if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
    for group in . "k-$name"; do sed 's/[^ ]* */+&/g' "/sys/fs/cgroup/$group/cgroup.controllers" >"/sys/fs/cgroup/$group/cgroup.subtree_control" || true; done
  fi
}

in_node() { # NUMBER COMMAND...; not `ip netns exec`, which hides the cgroups behind a new /sys
  local n=$1
  shift
  nsenter "--net=/run/netns/$(node_link "$n")" "$@"
}

make_node_network() { # NUMBER COUNT
  local n=$1 link address other
  link=$(node_link "$n") address=$(node_address "$n")
  ip netns add "$link"
  ip link add "$link" type veth peer name eth0 netns "$link"
  ip link set "$link" master "$bridge" up
  in_node "$n" ip link set lo up
  in_node "$n" ip addr add "$address/24" dev eth0
  in_node "$n" ip link set eth0 up
  in_node "$n" ip route add default via "$host_address"
  in_node "$n" sysctl -qw net.ipv4.ip_forward=1
  ip route replace "$(node_pods "$n")" via "$address"
  # nodes reach each other's pods themselves, so the host need not forward anything
  for other in $(seq "$2"); do
    [ "$other" = "$n" ] || in_node "$n" ip route add "$(node_pods "$other")" via "$(node_address "$other")"
  done
}

containerd_config() { # NUMBER
  local home
  home=$(node_home "$1")
  cat >"$home/containerd.toml" <<CONF
version = 3
root = "$home/containerd"
state = "$home/containerd-state"
disabled_plugins = ["io.containerd.tracing.processor.v1.otlp", "io.containerd.internal.v1.tracing", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.nri.v1.nri"]
[grpc]
  address = "$home/containerd.sock"
[ttrpc]
  address = "$home/containerd.ttrpc"
[plugins.'io.containerd.cri.v1.images'.pinned_images]
  sandbox = "localhost/pause:1"
[plugins.'io.containerd.cri.v1.runtime']
  # lowering a score needs CAP_SYS_RESOURCE, without which every sandbox would fail
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true
[plugins.'io.containerd.cri.v1.runtime'.cni]
  bin_dirs = ["$bin"]
  conf_dir = "$home/cni"
[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"
[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
  Root = "$home/runc"
[plugins.'io.containerd.shim.v1.manager']
  # the default is shared by every containerd of the machine, and stays behind
  socket_dir = "$state/s$1"
CONF
  # point to point links: all pod traffic is routed, so that policies see that of neighbours too
  cat >"$home/cni/pods.conflist" <<CONF
{"cniVersion": "1.0.0", "name": "pods", "plugins": [
  {"type": "ptp", "ipam": {"type": "host-local", "ranges": [[{"subnet": "$(node_pods "$1")"}]], "routes": [{"dst": "0.0.0.0/0"}], "dataDir": "$home/ipam"}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
CONF
}

kubelet_config() { # NUMBER
  local home
  home=$(node_home "$1")
  cat >"$home/kubelet.yaml" <<CONF
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $state/pki/ca.crt}}
authorization: {mode: Webhook}
tlsCertFile: $state/pki/node$1.crt
tlsPrivateKeyFile: $state/pki/node$1.key
containerRuntimeEndpoint: unix://$home/containerd.sock
cgroupDriver: cgroupfs
cgroupRoot: /k-$name/node$1
failCgroupV1: false
failSwapOn: false
enforceNodeAllocatable: []
clusterDomain: cluster.local
clusterDNS: [$dns_address]
resolvConf: ""
registerWithTaints: []
evictionHard: {memory.available: 100Mi, nodefs.available: 1%, imagefs.available: 1%}
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
volumePluginDir: $home/volumeplugins
podLogsDir: $state/pods$1
serializeImagePulls: false
CONF
}

start_containerd() { # NUMBER
  local home
  home=$(node_home "$1")
  mkdir -p "$home/cni" "$home/kubelet" "$state/s$1"
  containerd_config "$1"
  PATH=$bin:$PATH spawn "node$1-containerd" nsenter "--net=/run/netns/$(node_link "$1")" unshare --mount \
    "$here/lib/node-root" "$state" "$bin/containerd" -c "$home/containerd.toml"
  echo $! >"$home/pid"
}

spawn_in_node() { # NUMBER NAME COMMAND...: where the node's containerd is
  local n=$1 part=$2
  shift 2
  spawn "node$n-$part" nsenter "--net=/run/netns/$(node_link "$n")" "--mount=/proc/$(cat "$(node_home "$n")/pid")/ns/mnt" "$@"
}

start_kubelet() { # NUMBER
  local home
  home=$(node_home "$1")
  kubelet_config "$1"
  spawn_in_node "$1" kubelet "$bin/kubernetes" kubelet --config="$home/kubelet.yaml" --kubeconfig="$state/node$1.conf" --hostname-override="node$1" \
    --node-ip="$(node_address "$1")" --node-labels="topology.kubernetes.io/zone=zone-$1" --root-dir="$home/kubelet" --cert-dir="$home/pki"
}

start_proxy() { # NUMBER
  spawn_in_node "$1" proxy "$bin/kubernetes" kube-proxy --kubeconfig="$state/proxy.conf" --hostname-override="node$1" --proxy-mode=iptables \
    --cluster-cidr="$pod_cidr" --conntrack-max-per-core=0
}

start_netpol() { # NUMBER; it gives up where its node is not registered yet
  spawn_in_node "$1" netpol "$bin/kube-router" --kubeconfig="$state/netpol.conf" --hostname-override="node$1" --run-router=false --run-service-proxy=false \
    --run-firewall=true --run-loadbalancer=false --service-cluster-ip-range="$service_cidr" --service-node-port-range=30000-32767 --health-port=0 --metrics-port=0
}

ctr_of() { # NUMBER ARGUMENT...
  local n=$1
  shift
  "$bin/ctr" --address "$(node_home "$n")/containerd.sock" --namespace k8s.io "$@"
}
