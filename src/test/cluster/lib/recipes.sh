# How each part is made: make_PART writes into the folder it is given and runs in the cluster's own folder.
# shellcheck shell=bash

parts=(kubernetes kubectl node netpol dns metrics storage s3 traefik helm gateway_api pause
  standin appender tools image_dns image_metrics image_storage image_s3 image_traefik seed java postgres image_postgres promtool)

declare -A keys=() # of each part, filled in by the build
declare -A sources=(
  [kubernetes]='kubernetes/go.mod kubernetes/go.sum kubernetes/main.go'
  [kubectl]='kubernetes/go.mod kubernetes/go.sum kubernetes/kubectl'
  [node]=node [netpol]=netpol [dns]=dns [metrics]=metrics [storage]=storage [s3]=s3 [traefik]=gateway [helm]=helm
  [gateway_api]='gateway/go.mod gateway/go.sum' [pause]='pause.c image.py' [standin]='images/standin image.py' [appender]='images/appender image.py'
  [tools]='image.py'
  [image_dns]=image.py [image_metrics]=image.py [image_storage]=image.py [image_s3]=image.py [image_traefik]=image.py
  [image_postgres]='image.py ../../main/images/postgres'
  [postgres]='../../main/images/postgres/packages ../../main/images/postgres/before-packages ../../main/images/postgres/after-packages'
)
declare -A made_from=(
  [seed]='node pause image_dns tools image_storage image_metrics image_traefik image_s3'
  [image_dns]=dns [image_metrics]=metrics [image_storage]=storage [image_s3]=s3 [image_traefik]=traefik
  [image_postgres]=postgres
)
# whose images every node has from the start
node_images=(pause image_dns tools image_storage image_metrics image_traefik image_s3)

go_tool() { # FOLDER OUT: the tools of a Go module, without C so that they run in an empty image
  (cd "$1" && CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o "$2/" tool)
}

go_program() { # FOLDER PACKAGE OUT: a Kubernetes program that knows its version
  local stamp=k8s.io/component-base/version
  (cd "$1" && go build -trimpath -o "$3" \
    -ldflags "-s -w -X $stamp.gitVersion=v$kubernetes_version -X $stamp.gitMajor=${kubernetes_version%%.*} -X $stamp.gitMinor=$(cut -d. -f2 <<<$kubernetes_version)" "$2")
}

archive() { # OUT.tar NAME:TAG BINARY [IMAGE.PY-OPTION...]: an image of one static program and the CA certificates
  local out=$1 tag=$2 binary=$3
  shift 3
  ./image.py "$out" --tag "$tag" --add "$binary=/${binary##*/}" --add /etc/ssl/certs/ca-certificates.crt=/etc/ssl/certs/ca-certificates.crt \
    --dir /tmp=1777 --user 65532:65532 "$@" --entry "/${binary##*/}"
}

make_kubernetes() { go_program kubernetes . "$1/kubernetes"; }
make_kubectl() { go_program kubernetes ./kubectl "$1/kubectl"; }
make_node() { (cd node && go build -trimpath -ldflags "-s -w" -o "$1/" tool); }
make_netpol() { go_tool netpol "$1"; }
make_dns() { go_tool dns "$1"; }
make_metrics() { go_tool metrics "$1"; }
make_storage() { go_tool storage "$1"; }
make_s3() { go_tool s3 "$1"; }
make_traefik() { go_tool gateway "$1"; }
make_helm() { go_tool helm "$1"; }

make_gateway_api() { # the CRDs lie as YAML inside modules that Traefik is built from
  local api traefik
  (cd gateway && go mod download sigs.k8s.io/gateway-api github.com/traefik/traefik/v3)
  api=$(cd gateway && go list -m -f '{{.Dir}}' sigs.k8s.io/gateway-api)
  traefik=$(cd gateway && go list -m -f '{{.Dir}}' github.com/traefik/traefik/v3)
  install -m 644 "$api"/config/crd/standard/gateway.networking.k8s.io_*.yaml "$1/"
  install -m 644 "$traefik"/docs/content/reference/dynamic-configuration/kubernetes-crd-definition-v1.yml "$1/traefik.io.yaml"
}

make_pause() {
  gcc -static -O2 -s -o "$1/pause" pause.c
  ./image.py "$1/image.tar" --tag localhost/pause:1 --add "$1/pause=/pause" --user 65535:65535 --entry /pause
}

make_image_dns() { archive "$1/image.tar" localhost/coredns:1.15.0 "$(part_dir dns)/coredns"; }
make_image_metrics() { archive "$1/image.tar" localhost/metrics-server:0.9.0 "$(part_dir metrics)/metrics-server"; }
make_image_storage() { archive "$1/image.tar" localhost/local-path-provisioner:0.0.30 "$(part_dir storage)/local-path-provisioner"; }
make_image_s3() { archive "$1/image.tar" localhost/versitygw:1.8.0 "$(part_dir s3)/versitygw"; }
make_image_traefik() { archive "$1/image.tar" localhost/traefik:3.6.0 "$(part_dir traefik)/traefik"; }

make_tools() { # Debian's busybox under the names of all its commands; not the static one, which needs libc anyway to look names up
  local root=$1/root package
  mkdir -p "$root"
  apt-get update # or a package may be listed in a version that is gone
  (cd "$1" && apt-get download busybox libc6)
  for package in "$1"/*.deb; do dpkg-deb --fsys-tarfile "$package" | tar -C "$root" -xf - --wildcards './bin/*' './lib/*' './lib64/*' 2>/dev/null || true; done
  chroot "$root" /bin/busybox --list | while read -r command; do [ "$command" = busybox ] || ln -sf busybox "$root/bin/$command"; done
  local folders=(--add "$root/bin=/bin" --add "$root/lib=/lib")
  [ ! -d "$root/lib64" ] || folders+=(--add "$root/lib64=/lib64")
  ./image.py "$1/image.tar" --tag localhost/tools:1 "${folders[@]}" --dir /tmp=1777 --user 65532:65532 --entry /bin/sh
  rm -rf "$root" "$1"/*.deb
}

make_promtool() { # Debian's, of the release of this machine: it evaluates alerts in tests
  apt-get update
  (cd "$1" && apt-get download prometheus)
  dpkg-deb --fsys-tarfile "$1"/*.deb | tar -C "$1" -xf - --strip-components=3 ./usr/bin/promtool
  rm "$1"/*.deb
}

make_standin() { # two versions of the same program, under the names that the samples use too
  local version service names
  (cd images/standin && CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o "$1/standin" .)
  for version in 1.0.0 1.1.0; do
    names=(--tag "localhost/standin:$version")
    for service in common community inventory payroll purchase sales; do names+=(--tag "registry.example.com/dhanman/$service:$version"); done
    ./image.py "$1/standin-$version.tar" "${names[@]}" --add "$1/standin=/app/standin" --add /etc/ssl/certs/ca-certificates.crt=/etc/ssl/certs/ca-certificates.crt \
      --env "STANDIN_VERSION=$version" --user 65532:65532 --workdir /app --port 8080/tcp --entry /app/standin
  done
}

make_appender() { # writes rows while the databases' cluster is broken, and knows which were acknowledged
  (cd images/appender && CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o "$1/appender" .)
  ./image.py "$1/appender.tar" --tag localhost/appender:1 --add "$1/appender=/appender" --user 65532:65532 --port 8080/tcp --entry /appender
}

make_seed() { # containerd's folder with the nodes' images in it: to link it into a new node takes no time
  local run ctr part daemon
  run=$(mktemp -d)
  ctr="$(part_dir node)/ctr --address $run/sock --namespace k8s.io"
  cat >"$run/config.toml" <<CONF
version = 3
root = "$1/containerd"
state = "$run/state"
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.cri.v1.images", "io.containerd.cri.v1.runtime"]
[grpc]
  address = "$run/sock"
[ttrpc]
  address = "$run/ttrpc"
[plugins.'io.containerd.shim.v1.manager']
  socket_dir = "$run"
CONF
  unshare --mount "$(part_dir node)/containerd" -c "$run/config.toml" &
  daemon=$!
  # shellcheck disable=SC2064  # the names as they are now
  trap "kill $daemon 2>/dev/null || true; rm -rf '$run'" EXIT
  await 30 $ctr version
  for part in "${node_images[@]}"; do $ctr images import --snapshotter overlayfs "$(part_dir "$part")/image.tar"; done
  kill "$daemon"
  wait "$daemon" # so that its databases are whole
}

debian_mirror() { # that of this machine's own apt sources
  apt-get indextargets --format '$(LABEL)|$(REPO_URI)' 'Created-By: Packages' | sed -n 's/^Debian|//p' | head -n 1
}

make_java() { # the operator's base layer, as its Containerfile has it: Debian and a JRE, without what nobody reads
  local mirror
  mirror=$(debian_mirror)
  [ -n "$mirror" ] || { echo "no mirror of Debian in this machine's apt sources"; return 1; }
  # The rest, package lists too, mmdebstrap removes itself; were its own file in /tmp removed by a hook before, it would
  # empty those of this machine. A mirror frozen at some day will do: signatures are checked all the same
  SOURCE_DATE_EPOCH=0 mmdebstrap --mode=root --aptopt='Acquire::Check-Valid-Until "false"' --variant=essential --include=openjdk-25-jre-headless,ca-certificates \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*' \
    --customize-hook='rm -rf "$1"/usr/share/man/* "$1"/var/cache/debconf/* "$1"/var/cache/ldconfig/*' \
    forky "$1/layer.tar" "$mirror"
}

make_postgres() { # the base layer of the image of databases, as its Containerfile has it
  local mirror files=$here/../../main/images/postgres
  mirror=$(debian_mirror)
  [ -n "$mirror" ] || { echo "no mirror of Debian in this machine's apt sources"; return 1; }
  # sid is for rclone, which forky lacks
  SOURCE_DATE_EPOCH=0 mmdebstrap --mode=root --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='APT::Default-Release "forky"' --variant=essential \
    --include="$(xargs <"$files/packages" | tr ' ' ,)" \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*' \
    --essential-hook="copy-in '$files/before-packages' '$files/after-packages' /" --essential-hook='chroot "$1" /before-packages' \
    --customize-hook='chroot "$1" /after-packages; rm "$1"/before-packages "$1"/after-packages' \
    forky "$1/layer.tar" "deb $mirror forky main" "deb $mirror sid main"
}

make_image_postgres() {
  local files=../../main/images/postgres programs=() program
  for program in run-postgres run-pgbouncer run-exporter locked-postgres on-role-change dhanman-backup copy-source tell-volumes pod_api.py; do programs+=(--add "$files/$program=/usr/local/bin/$program"); done
  ./image.py "$1/image.tar" --tag localhost/dhanman-postgres:18 --layer "$(part_dir postgres)/layer.tar" "${programs[@]}" --add "$files/backup=/usr/local/lib/dhanman-backup" \
    --add "$files/exporter-queries.yml=/etc/postgres-exporter/queries.yml" --env LANG=C.UTF-8 --env PYTHONWARNINGS=ignore --env PATH=/usr/local/bin:/usr/lib/postgresql/18/bin:/usr/bin:/bin \
    --user 999:999 --workdir /var/lib/postgresql --port 5432/tcp --port 8008/tcp --port 9187/tcp \
    --label org.opencontainers.image.title="PostgreSQL for the Dhanman operator" --label org.opencontainers.image.licenses=PostgreSQL \
    --entry tini run-postgres
}
