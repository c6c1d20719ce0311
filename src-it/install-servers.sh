#!/usr/bin/env bash
# Installs the servers that integration tests talk to, as Debian packages. Nothing is needed yet: today's tests bring their own servers.
# A test that needs one names its package here; without it the test is skipped loudly, and fails where -Dmailclad.servers=required.
set -euo pipefail

packages=()

missing=()
for package in "${packages[@]}"; do
  dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
done
if [ "${#missing[@]}" -gt 0 ]; then
  apt-get update -q >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null
fi
