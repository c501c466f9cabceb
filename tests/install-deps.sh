#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs the Debian packages that a target needs and that are missing.
# Usage: install-deps.sh [real] [kube] [lint] [fuzz] [bench]
#                        [valgrind]
# Does nothing, and needs no network, when all of them are there.
set -eu
cd "$(dirname "$0")/.."

packages="gcc libc6-dev make pkg-config libcurl4-openssl-dev libjansson-dev
libxlsxwriter-dev libpcre2-dev libyaml-dev libssl-dev libseccomp-dev
libmicrohttpd-dev libgnutls28-dev zlib1g-dev libcmocka-dev libcmark-gfm-dev
libcmark-gfm-extensions-dev bats binutils openssl ca-certificates curl jq unzip"

npm_clients=
for set in "$@"; do
    case $set in
    real)
        # Big outside clients, which prove that our own tests do not fool us.
        packages="$packages azure-cli libreoffice-calc poppler-utils
            nghttp2-proxy python3-jsonschema man-db valgrind prometheus
            python3-prometheus-client libxml2-utils cmark-gfm bsdutils
            chromium strace"
        # node may be there from elsewhere.
        command -v npm >/dev/null || packages="$packages nodejs npm"
        npm_clients="tests/graph-client tests/sarif-client tests/browser" ;;
    kube)
        # What builds and runs a kube-apiserver; kubectl may be there already.
        packages="$packages golang-1.19-go dpkg-dev etcd-server
            golang-github-modern-go-reflect2-dev"
        command -v kubectl >/dev/null || packages="$packages kubernetes-client" ;;
    lint)
        packages="$packages clang clang-tidy clang-format cppcheck shellcheck
            universal-ctags mandoc" ;;
    fuzz) packages="$packages clang afl++" ;;
    valgrind) packages="$packages valgrind" ;;
    bench) packages="$packages time" ;;
    *) echo "install-deps.sh: unknown set '$set'" >&2; exit 64 ;;
    esac
done

if ! command -v dpkg-query >/dev/null; then
    echo "Not a Debian system: these packages must be there already:" \
        "$(echo "$packages" | tr -s ' \n' '  ')" >&2
    exit 0
fi

missing=
for package in $packages; do
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" \
        2>/dev/null || true)
    [ "$status" = installed ] || missing="$missing $package"
done
# Microsoft's own Graph client and SARIF validator, what drives a browser.
install_npm_clients() {
    for client in $npm_clients; do
        [ -d "$client/node_modules" ] ||
            npm ci --prefix "$client" --prefer-offline --no-audit --no-fund
    done
}

if [ -z "$missing" ]; then
    install_npm_clients
    exit 0
fi

sudo=
if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "Missing packages, install them as root: apt-get install$missing" >&2
        exit 1
    fi
    sudo=sudo
fi
echo "Installing:$missing"
$sudo apt-get update -q
# shellcheck disable=SC2086 # a list of words is what is meant
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q \
    --no-install-recommends $missing
install_npm_clients
