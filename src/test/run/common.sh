# What the scripts of this folder share.
# shellcheck shell=bash

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../../.." && pwd)
run=$root/src/test/run
cluster=$root/src/test/cluster/cluster
version=0.1.0
operator_namespace=dhanman-operator
# Where a cluster of your own gets images from; the test cluster has them loaded into its nodes.
registry=${IMAGE_REGISTRY:-}
operator_image=${registry:-localhost}/dhanman-operator
postgres_image=${registry:-localhost}/dhanman-postgres:18

fail() { printf '%s\n' "$*" >&2; exit 1; }

step() { printf '\n== %s\n' "$*"; }

# True where the user brought a cluster; asked once, before a script sets KUBECONFIG itself.
own_cluster=${KUBECONFIG:+true}
own_cluster=${own_cluster:-false}

# The tools of the test cluster's build, or those of the machine.
tool() { # NAME
  command -v "$1" 2>/dev/null || { "$cluster" build "$1" >/dev/null && echo "$("$cluster" part "$1")/$1"; }
}

package() { # the application, without tests and checks
  "$run/java" "$root/mvnw" -B -q -f "$root/pom.xml" package -Dmaven.test.skip=true -Dspotless.check.skip=true -Dcheckstyle.skip=true
}

make_images() { # the operator's, the databases' and those of test programs, as archives
  mkdir -p "$root/target/images"
  "$root/src/test/cluster/images/build-operator-image" "$root/target/images/operator.tar" "$operator_image:$version"
  "$cluster" build postgres image_postgres standin appender >/dev/null
}

postgres_archive() { echo "$("$cluster" part image_postgres)/image.tar"; }

appender_archive() { echo "$("$cluster" part appender)/appender.tar"; }

standin_images() { ls "$("$cluster" part standin)"/standin-*.tar; }

deliver_images() { # into the nodes, or to the registry that the user's cluster pulls from
  if ! $own_cluster; then
    mapfile -t archives < <(standin_images)
    "$cluster" load "$root/target/images/operator.tar" "$(postgres_archive)" "$(appender_archive)" "${archives[@]}"
  elif [ -n "$registry" ]; then
    local crane=github.com/google/go-containerregistry/cmd/crane@v0.20.6 service release
    go run "$crane" push "$root/target/images/operator.tar" "$operator_image:$version"
    go run "$crane" push "$(postgres_archive)" "$postgres_image"
    go run "$crane" push "$(appender_archive)" "$registry/appender:1"
    for release in 1.0.0 1.1.0; do
      for service in standin common community inventory payroll purchase sales; do
        go run "$crane" push "$("$cluster" part standin)/standin-$release.tar" "$registry/$service:$release"
      done
    done
  else
    echo "KUBECONFIG is set and IMAGE_REGISTRY is not: the nodes must have the images already"
  fi
}

install_operator() {
  "$(tool helm)" upgrade --install dhanman-operator "$root/helm/dhanman-operator" --namespace "$operator_namespace" \
    --create-namespace --set image.repository="$operator_image" --set image.tag="$version" \
    --set postgresImage.repository="${postgres_image%:*}" --wait --timeout 3m >/dev/null
}

uninstall_operator() {
  "$(tool helm)" uninstall dhanman-operator --namespace "$operator_namespace" --ignore-not-found --wait >/dev/null
  "$(tool kubectl)" delete namespace "$operator_namespace" --ignore-not-found >/dev/null
}
