# The control plane: processes on the host, reached at the bridge's address.
# shellcheck shell=bash

make_bridge() {
  ip link add "$bridge" type bridge
  ip addr add "$host_address/24" dev "$bridge"
  ip link set "$bridge" up
}

start_etcd() {
  spawn etcd "$bin/kubernetes" etcd --name="$name" --data-dir="$state/etcd" --unsafe-no-fsync \
    --listen-client-urls="http://127.0.0.1:$etcd_port" --advertise-client-urls="http://127.0.0.1:$etcd_port" \
    --listen-peer-urls="http://127.0.0.1:$((etcd_port + 1))" --initial-advertise-peer-urls="http://127.0.0.1:$((etcd_port + 1))" \
    --initial-cluster="$name=http://127.0.0.1:$((etcd_port + 1))"
}

audit_policy() { # who asked for what, never the content: secrets stay out
  cat >"$state/audit-policy.yaml" <<CONF
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules: [{level: Metadata}]
CONF
}

start_apiserver() {
  audit_policy
  # the host runs no kube-proxy: routing to endpoints is how the API server reaches metrics-server and webhooks
  spawn apiserver "$bin/kubernetes" kube-apiserver --etcd-servers="http://127.0.0.1:$etcd_port" --etcd-prefix="/registry" \
    --bind-address="$host_address" --advertise-address="$host_address" --secure-port=6443 \
    --tls-cert-file="$state/pki/apiserver.crt" --tls-private-key-file="$state/pki/apiserver.key" --client-ca-file="$state/pki/ca.crt" \
    --service-account-key-file="$state/pki/sa.pub" --service-account-signing-key-file="$state/pki/sa.key" \
    --service-account-issuer=https://kubernetes.default.svc.cluster.local --service-cluster-ip-range="$service_cidr" \
    --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction --allow-privileged=true \
    --kubelet-client-certificate="$state/pki/kubelet-client.crt" --kubelet-client-key="$state/pki/kubelet-client.key" \
    --kubelet-certificate-authority="$state/pki/ca.crt" --kubelet-preferred-address-types=InternalIP \
    --requestheader-client-ca-file="$state/pki/ca.crt" --requestheader-allowed-names=front-proxy --requestheader-username-headers=X-Remote-User \
    --requestheader-group-headers=X-Remote-Group --requestheader-extra-headers-prefix=X-Remote-Extra- \
    --proxy-client-cert-file="$state/pki/front-proxy.crt" --proxy-client-key-file="$state/pki/front-proxy.key" --enable-aggregator-routing=true \
    --audit-policy-file="$state/audit-policy.yaml" --audit-log-path="$state/log/audit.log" --audit-log-maxsize=200 --audit-log-maxbackup=1
}

start_controllers() {
  local loopback=(--bind-address="$host_address" --leader-elect=false)
  spawn controller-manager "$bin/kubernetes" kube-controller-manager "${loopback[@]}" --kubeconfig="$state/controller-manager.conf" \
    --authentication-kubeconfig="$state/controller-manager.conf" --authorization-kubeconfig="$state/controller-manager.conf" \
    --use-service-account-credentials --service-account-private-key-file="$state/pki/sa.key" --root-ca-file="$state/pki/ca.crt" \
    --cluster-signing-cert-file="$state/pki/ca.crt" --cluster-signing-key-file="$state/pki/ca.key" \
    --requestheader-client-ca-file="$state/pki/ca.crt" --service-cluster-ip-range="$service_cidr" --cluster-name="$name" \
    --horizontal-pod-autoscaler-sync-period=5s
  spawn scheduler "$bin/kubernetes" kube-scheduler "${loopback[@]}" --kubeconfig="$state/scheduler.conf" \
    --authentication-kubeconfig="$state/scheduler.conf" --authorization-kubeconfig="$state/scheduler.conf"
}

kube() { "$bin/kubectl" --kubeconfig="$admin" "$@"; }
