# A server outside of the cluster, as somebody runs one by hand: Debian's PostgreSQL 18 in a network namespace of its own on
# the bridge, its configuration under /etc/postgresql, tuned a little, with a TLS key of its own. What is done to it is what
# its administrator would type.
# shellcheck shell=bash

vps_link=k-$name-vps
vps_root=$state/vps
vps_conf=$vps_root/etc/postgresql/18/main

vps_address() { echo "$net.0.200"; }

on_vps() { # COMMAND...: as root there
  env "$mark" nsenter "--net=/run/netns/$vps_link" chroot "$vps_root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "$mark" "$@"
}

as_postgres() { on_vps setpriv --reuid 999 --regid 999 --clear-groups "$@"; }

command_vps() {
  need_up
  local action=${1:-}
  [ $# = 0 ] || shift
  case $action in
    up) vps_up ;;
    start) on_vps pg_ctlcluster 18 main start ;;
    stop) on_vps pg_ctlcluster 18 main stop -m fast ;; # as systemctl stop postgresql does
    sql) as_postgres psql -XAtq -v ON_ERROR_STOP=1 "$@" ;;
    admit) # LINE of pg_hba.conf
      printf '%s\n' "$*" >>"$vps_conf/pg_hba.conf"
      as_postgres psql -XAtqc 'select pg_reload_conf()' >/dev/null ;;
    set) # LINE of postgresql.conf, for the next start
      printf '%s\n' "$*" >>"$vps_conf/postgresql.conf" ;;
    log) cat "$vps_root/var/log/postgresql/postgresql-18-main.log" ;;
    down) vps_down ;;
    *) fail "vps up, start, stop, sql ARGUMENTS, admit LINE, set LINE, log, down; not '$action'" ;;
  esac
}

vps_up() {
  vps_down
  ip netns add "$vps_link"
  ip link add "$vps_link" type veth peer name eth0 netns "$vps_link"
  ip link set "$vps_link" master "$bridge" up
  local n in_vps=(nsenter "--net=/run/netns/$vps_link")
  "${in_vps[@]}" ip link set lo up
  "${in_vps[@]}" ip addr add "$(vps_address)/24" dev eth0
  "${in_vps[@]}" ip link set eth0 up
  for n in $(node_numbers); do "${in_vps[@]}" ip route add "$(node_pods "$n")" via "$(node_address "$n")"; done
  mkdir -p "$vps_root"
  tar -C "$vps_root" -xf "$(built postgres)/layer.tar" --exclude='*/dev/*' --exclude='*/python3*' --exclude='*/rclone' --exclude='*/prometheus-*' --exclude='*/i18n'
  vps_devices
  openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=vps -keyout "$vps_root/etc/ssl/private/vps.key" -out "$vps_root/etc/ssl/certs/vps.pem" 2>/dev/null
  chown 0:999 "$vps_root/etc/ssl/private" "$vps_root/etc/ssl/private/vps.key"
  chmod 750 "$vps_root/etc/ssl/private"
  chmod 640 "$vps_root/etc/ssl/private/vps.key"
  on_vps pg_createcluster --locale en_US.UTF-8 18 main >/dev/null
  cat >>"$vps_conf/postgresql.conf" <<CONF
listen_addresses = '*'
max_connections = 150
shared_buffers = 64MB
ssl = on
ssl_cert_file = '/etc/ssl/certs/vps.pem'
ssl_key_file = '/etc/ssl/private/vps.key'
CONF
  on_vps pg_ctlcluster 18 main start
  vps_address
}

vps_devices() {
  local device
  mkdir -p "$vps_root/dev/shm" "$vps_root/run/postgresql" "$vps_root/tmp"
  chmod 1777 "$vps_root/dev/shm" "$vps_root/tmp"
  chown 999:999 "$vps_root/run/postgresql"
  for device in null:3 zero:5 random:8 urandom:9; do
    mknod -m 666 "$vps_root/dev/${device%:*}" c 1 "${device#*:}"
  done
  mount -t proc proc "$vps_root/proc"
}

vps_down() {
  if [ -d "$vps_conf" ]; then on_vps pg_ctlcluster 18 main stop -m immediate &>/dev/null || true; fi
  ip netns del "$vps_link" 2>/dev/null || true
  ip link del "$vps_link" 2>/dev/null || true
  umount "$vps_root/proc" 2>/dev/null || true
  rm -rf --one-file-system "$vps_root"
}
