#!/usr/bin/env bash
# Installs the servers that integration tests talk to, as Debian packages: Dovecot, Postfix, Exim, Cyrus, OpenSMTPD and stunnel for mail
# (it.servers); NSD, unbound and the signer of ldns for DNS (it.dns), with the published root anchors; OpenSSL for its opinion on DANE
# (it.dane); PostgreSQL for account stores (it.store); Chromium for the pages of samples/spring-boot; and Node.js from npm, whose OpenSSL
# 3.5 has post-quantum key exchanges (it.tls). The tests start and stop them on their own; nothing of this runs as a service.
# Without them the tests are skipped loudly, and fail where -Dmailclad.servers=required.
set -euo pipefail

packages=(dovecot-core dovecot-imapd dovecot-pop3d dovecot-submissiond postfix nsd unbound ldnsutils dns-root-data openssl curl postgresql
  chromium chromium-driver)
exim=/opt/mailclad-exim
cyrus=/opt/mailclad-cyrus
opensmtpd=/opt/mailclad-opensmtpd
stunnel=/opt/mailclad-stunnel
node=/opt/mailclad-node
node_version=24.21.0

say() { printf '\n== %s\n' "$*"; }

# Those of the packages that are not installed.
missing() {
  local package
  for package; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
  done
}

mapfile -t missing < <(missing "${packages[@]}")
# Debian's Node.js has an older OpenSSL. The packages of npm hold nothing but the program, for one platform each.
if [ ! -x "$node/bin/node" ]; then
  case "$(uname -m)" in
    x86_64) platform=linux-x64 ;;
    aarch64) platform=linux-arm64 ;;
    *) platform= ;;
  esac
  if [ -n "$platform" ] && command -v npm >/dev/null; then
    say "installing Node.js $node_version to $node"
    npm install --silent --no-save --ignore-scripts --prefix "$node" "node-$platform@$node_version" >/dev/null
    mkdir -p "$node/bin"
    ln -sf "../node_modules/node-$platform/bin/node" "$node/bin/node"
  else
    say "no Node.js: npm is missing, or there is no package for $(uname -m)"
  fi
fi

if [ "${#missing[@]}" -eq 0 ] && [ -x "$exim/usr/sbin/exim4" ] && [ -x "$cyrus/usr/lib/cyrus/bin/master" ] &&
  [ -x "$opensmtpd/usr/sbin/smtpd" ] && [ -x "$stunnel/usr/bin/stunnel4" ]; then
  exit 0
fi

install() {
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends -o Dpkg::Options::=--force-confold "$@" >/dev/null
}

# Packages start their services as soon as they are installed, unless they are told not to.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod +x "$policy"
fi

# PostgreSQL comes with a cluster that the next boot would start, unless it is told not to make one.
clusters=/etc/postgresql-common/createcluster.conf
if [ ! -e "$clusters" ]; then
  mkdir -p "$(dirname "$clusters")"
  echo 'create_main_cluster = false' >"$clusters"
fi

apt-get update -q >/dev/null
if [ "${#missing[@]}" -gt 0 ]; then
  say "installing ${missing[*]}"
  install "${missing[@]}"
fi

# Their packages exclude those of Postfix and Dovecot, or start a service. So each is unpacked into a folder of its own: a program, its
# libraries, its user.
# usage: unpack DIRECTORY PROGRAM PACKAGE... ; options of apt-get are in the array "apt"
apt=()
unpack() {
  local directory=$1 program=$2 download
  shift 2
  [ ! -x "$directory/$program" ] || return 0
  say "unpacking $* to $directory"
  mapfile -t libraries < <(apt-cache depends "${apt[@]}" --important "$@" |
    awk '($1 == "Depends:" || $1 == "PreDepends:") && $2 ~ /^lib/ && $2 !~ /^lib(clamav|zephyr|elogind)/ { print $2 }' | sort -u)
  mapfile -t missing < <(missing "${libraries[@]}")
  [ "${#missing[@]}" -eq 0 ] || install "${missing[@]}"
  download=$(mktemp -d)
  (cd "$download" && apt-get download -q "${apt[@]}" "$@" >/dev/null 2>&1 && for file in *.deb; do dpkg-deb -x "$file" unpacked; done)
  rm -rf "$directory"
  mv "$download/unpacked" "$directory"
  chmod 755 "$directory"
  rm -rf "$download"
}

user() {
  id "$1" >/dev/null 2>&1 || useradd --system --user-group --no-create-home --home-dir /nonexistent "$1"
}

user Debian-exim
unpack "$exim" usr/sbin/exim4 exim4-daemon-heavy
# it is started by root, and needs no more than that
chmod u-s "$exim/usr/sbin/exim4"

# with the program that sets passwords; scanning for viruses is left out, with its library
unpack "$cyrus" usr/lib/cyrus/bin/master cyrus-common cyrus-imapd cyrus-pop3d sasl2-bin

unpack "$stunnel" usr/bin/stunnel4 stunnel4

# OpenSMTPD 6.8 of Debian 12 cannot use its keys with OpenSSL 3: no TLS handshake with it succeeds
if [ "$(. /etc/os-release && echo "$VERSION_CODENAME")" = bookworm ]; then
  lists=$(mktemp -d)
  mkdir -p "$lists/lists/partial" "$lists/cache/archives/partial"
  echo 'deb http://deb.debian.org/debian bookworm-backports main' >"$lists/sources.list"
  apt=(-o "Dir::Etc::sourcelist=$lists/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$lists/lists"
    -o "Dir::Cache=$lists/cache")
  apt-get update -q "${apt[@]}" >/dev/null
fi
user opensmtpd
user opensmtpq
unpack "$opensmtpd" usr/sbin/smtpd opensmtpd
rm -rf "${lists:-}"
