#!/usr/bin/env bash
# Runs a command against a temporary PostgreSQL 15 with pgvector, and leaves neither server nor data behind:
#   .ci/postgres15.sh run npm test
# What is missing is installed first (Debian 12, as root or through sudo). DATABASE_URL is exported to the command,
# whose exit status becomes this script's.
set -euo pipefail

pg_major=15
pg_bin=/usr/lib/postgresql/$pg_major/bin
extension_dir=/usr/share/postgresql/$pg_major/extension

say() { printf 'postgres15: %s\n' "$*" >&2; }
fail() {
  say "$*"
  exit 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  else
    command -v sudo >/dev/null || fail "'$*' needs root: install sudo or run this script as root"
    sudo "$@"
  fi
}

# Runs a step quietly; its output is shown only when it fails.
step() {
  local name=$1 log status=0 started=$SECONDS
  shift
  log=$(mktemp)
  "$@" >"$log" 2>&1 || status=$?
  if [ "$status" != 0 ]; then
    cat "$log" >&2
    rm -f "$log"
    fail "$name failed with status $status"
  fi
  rm -f "$log"
  say "$name ($((SECONDS - started)) s)"
}

apt_install() { as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"; }

# The mirror of Debian's own archive that this machine's apt sources name.
own_mirror() {
  apt-get indextargets --format '$(REPO_URI) $(ORIGIN) $(CODENAME)' 'Created-By: Packages' |
    awk -v codename="$(. /etc/os-release && echo "$VERSION_CODENAME")" '$2 == "Debian" && $3 == codename && !seen++ { print $1 }'
}

install_postgres() {
  [ -x "$pg_bin/postgres" ] && return
  step 'apt-get update' as_root apt-get update -q
  step "installing PostgreSQL $pg_major" apt_install "postgresql-$pg_major"
}

# Debian 12 has no pgvector package for PostgreSQL 15; Debian 13's source package builds against it unchanged.
# Its deb-src entry lives in a private apt configuration, so the machine's own sources stay as they are.
install_pgvector() {
  [ -f "$extension_dir/vector.control" ] && return
  local build=$work/pgvector keyring=/usr/share/keyrings/debian-archive-keyring.gpg mirror
  step 'apt-get update' as_root apt-get update -q
  mirror=$(own_mirror)
  [ -n "$mirror" ] || fail 'the apt sources of this machine name no Debian archive to take the source of pgvector from'
  mkdir -p "$build/lists/partial"
  printf 'deb-src [signed-by=%s] %s trixie main\n' "$keyring" "$mirror" >"$build/sources.list"
  local apt=(apt-get -q -o "Dir::Etc::SourceList=$build/sources.list" -o Dir::Etc::SourceParts=/dev/null
    -o "Dir::State::Lists=$build/lists" -o "Dir::Cache::pkgcache=" -o "Dir::Cache::srcpkgcache=" -o APT::Sandbox::User=root)

  step 'installing the build tools' apt_install build-essential "postgresql-server-dev-$pg_major"
  step 'listing the source packages of Debian 13' "${apt[@]}" update
  (cd "$build" && step 'fetching the source of pgvector' "${apt[@]}" source pgvector)
  # No LLVM bitcode: it needs clang and serves only JIT, which is off here.
  local make=(make -C "$(echo "$build"/pgvector-*/)" "PG_CONFIG=$pg_bin/pg_config" OPTFLAGS= with_llvm=no)
  step 'building pgvector' "${make[@]}"
  step 'installing pgvector' as_root "${make[@]}" install
}

# PostgreSQL refuses to run as root.
as_server() {
  if [ "$(id -u)" = 0 ]; then
    (cd / && runuser -u postgres -- "$@")
  else
    (cd / && "$@")
  fi
}

free_port() { node -e "const s = net.createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close(); })"; }

start_cluster() {
  local port
  cluster=$work/cluster
  mkdir "$cluster"
  # mktemp made the folder private to us; the server's user only needs to pass through it.
  chmod 711 "$work"
  [ "$(id -u)" != 0 ] || chown postgres "$cluster"
  port=$(free_port)
  step 'initdb' as_server "$pg_bin/initdb" --pgdata="$cluster/data" --username=postgres --auth=trust \
    --encoding=UTF8 --locale=C.UTF-8 --no-sync
  # Nothing in this cluster outlives the run, so durability is off.
  if ! as_server "$pg_bin/pg_ctl" start --silent --wait --pgdata="$cluster/data" --log="$cluster/server.log" --options="\
-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories= -c max_connections=200 -c timezone=UTC \
-c log_timezone=UTC -c jit=off -c fsync=off -c synchronous_commit=off -c full_page_writes=off"; then
    cat "$cluster/server.log" >&2
    fail 'the server did not start'
  fi
  export DATABASE_URL=postgres://postgres@127.0.0.1:$port/postgres
  say "PostgreSQL $pg_major listens on port $port"
}

clean_up() {
  local status=$?
  trap - EXIT
  trap '' INT TERM HUP
  if [ -f "${cluster:-}/data/postmaster.pid" ]; then
    as_server "$pg_bin/pg_ctl" stop --silent --mode=fast --pgdata="$cluster/data" ||
      as_server "$pg_bin/pg_ctl" stop --silent --mode=immediate --pgdata="$cluster/data" || true
  fi
  rm -rf "$work"
  exit "$status"
}

if [ "${1:-}" != run ] || [ $# -lt 2 ]; then
  fail "usage: $0 run COMMAND [ARGUMENT...]"
fi
shift

work=$(mktemp -d)
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

install_postgres
install_pgvector
start_cluster

# In the background, because bash would hold a signal back until a command in the foreground ends.
"$@" <&0 &
command_pid=$!
forward() {
  kill -TERM "$command_pid" 2>/dev/null || true
  wait "$command_pid" || true
  exit "$1"
}
trap 'forward 130' INT
trap 'forward 143' TERM
trap 'forward 129' HUP
wait "$command_pid"
