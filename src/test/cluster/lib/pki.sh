# Certificates and kubeconfigs, new for each cluster.
# shellcheck shell=bash

authority() {
  openssl req -x509 -newkey rsa:2048 -nodes -keyout "$state/pki/ca.key" -out "$state/pki/ca.crt" -subj "/CN=$name-cluster-ca" -days 30 \
    -addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
  openssl genrsa -out "$state/pki/sa.key" 2048 2>/dev/null
  openssl rsa -in "$state/pki/sa.key" -pubout -out "$state/pki/sa.pub" 2>/dev/null
}

certificate() { # NAME SUBJECT SAN [KEY-TYPE]
  local file=$state/pki/$1 key=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1)
  [ "${4:-ec}" = ec ] || key=(-newkey rsa:2048)
  openssl req "${key[@]}" -nodes -keyout "$file.key" -out "$file.csr" -subj "$2" 2>/dev/null
  # the serial number is random, since certificates are made side by side
  openssl x509 -req -in "$file.csr" -CA "$state/pki/ca.crt" -CAkey "$state/pki/ca.key" -set_serial "0x$(openssl rand -hex 16)" -days 30 -out "$file.crt" \
    -extfile <(printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth,clientAuth\n' "$3") 2>/dev/null
  rm "$file.csr"
}

kubeconfig() { # USER: written by hand, for kubectl takes a fifth of a second for each of its parts
  cat >"$state/$1.conf" <<CONF
apiVersion: v1
kind: Config
current-context: $name
contexts: [{name: $name, context: {cluster: $name, user: $1}}]
clusters: [{name: $name, cluster: {server: "https://$host_address:6443", certificate-authority-data: $(base64 -w 0 "$state/pki/ca.crt")}}]
users: [{name: $1, user: {client-certificate-data: $(base64 -w 0 "$state/pki/$1.crt"), client-key-data: $(base64 -w 0 "$state/pki/$1.key")}}]
CONF
  chmod 600 "$state/$1.conf"
}

certificates() { # NODES
  local component n
  mkdir -p "$state/pki"
  chmod 700 "$state/pki"
  authority
  certificate apiserver /CN=kube-apiserver \
    "DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local,DNS:localhost,IP:127.0.0.1,IP:$net.128.1,IP:$host_address"
  # RSA, since fabric8 reads EC client keys only with BouncyCastle on the class path
  certificate admin /O=system:masters/CN=admin DNS:admin rsa
  certificate front-proxy /CN=front-proxy DNS:front-proxy # lets the API server call aggregated ones, such as metrics-server
  certificate kubelet-client /O=system:masters/CN=kube-apiserver-kubelet-client DNS:client
  certificate s3 /CN=s3 "DNS:s3,DNS:s3.s3,DNS:s3.s3.svc,DNS:s3.s3.svc.cluster.local"
  for component in controller-manager scheduler proxy; do certificate "$component" "/CN=system:kube-$component" "DNS:$component"; kubeconfig "$component"; done
  certificate netpol /CN=netpol DNS:netpol
  kubeconfig netpol
  kubeconfig admin
  for n in $(seq "$1"); do
    certificate "node$n" "/O=system:nodes/CN=system:node:node$n" "DNS:node$n,IP:$(node_address "$n")"
    kubeconfig "node$n"
  done
}
