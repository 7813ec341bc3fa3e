# Debian packages that the cluster needs, installed only where their command is missing.
# shellcheck shell=bash

# COMMAND:PACKAGE; the second half is needed to build only
needed_packages=(runc:runc iptables:iptables ipset:ipset ip:iproute2 nsenter:util-linux openssl:openssl
  flock:util-linux sysctl:procps gcc:gcc mmdebstrap:mmdebstrap python3:python3 jq:jq curl:curl)

missing_packages() {
  local pair missing=()
  for pair in "${needed_packages[@]}"; do
    command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
  done
  # gcc without the C library's headers and archive cannot link the pause program
  [ -e /usr/include/stdlib.h ] || missing+=(libc6-dev)
  [ -s /etc/ssl/certs/ca-certificates.crt ] || missing+=(ca-certificates)
  printf '%s\n' "${missing[@]}" | sort -u | xargs
}

install_packages() {
  local missing
  missing=$(missing_packages)
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null || fail "please install what provides: $missing (only Debian and its kin are done for you)"
  echo "installing Debian packages: $missing"
  mkdir -p "$cache/log"
  # shellcheck disable=SC2086  # a list of names
  if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing; } >"$cache/log/packages.log" 2>&1; then
    tail -n 20 "$cache/log/packages.log" >&2
    fail "could not install $missing; the whole log: $cache/log/packages.log"
  fi
}

check_go() {
  command -v go >/dev/null || fail "needs Go 1.26.6 or newer (https://go.dev/dl) on the PATH to build"
  local have
  have=$(go env GOVERSION)
  [ "$(printf '%s\n' go1.26.6 "$have" | sort -V | head -n 1)" = go1.26.6 ] || fail "needs Go 1.26.6 or newer; this is $have"
}
