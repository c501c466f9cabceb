#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds kube-apiserver from Debian's source package into build/kube/, once: the
# binary package holds the client alone. Needs golang-1.19-go, dpkg-dev and
# golang-github-modern-go-reflect2-dev (tests/install-deps.sh kube) and about
# six minutes on two cores.
set -eu
cd "$(dirname "$0")/../.."
out=$PWD/build/kube
server=$out/kube-apiserver
[ ! -x "$server" ] || exit 0
work=$out/source
mkdir -p "$work/lists/partial"

# A list of sources of our own, from the mirrors that are in use, so that the
# machine's own lists stay as they are.
key=/usr/share/keyrings/debian-archive-keyring.gpg
key=${key:+$([ ! -f $key ] || echo "[signed-by=$key] ")}
# shellcheck disable=SC2016 # apt reads these
apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT)' \
    'Created-By: Packages' | sort -u |
    awk -v key="$key" '$2 == "bookworm" && $3 == "main" {
        print "deb-src " key $1 " " $2 " " $3
    }' >"$work/sources.list"
own() {
    apt-get -q -o Dir::Etc::sourcelist="$work/sources.list" \
        -o Dir::Etc::sourceparts=- -o Dir::State::lists="$work/lists" \
        -o Dir::Cache="$work/cache" -o APT::Sandbox::User=root "$@"
}
echo "kube: fetching the source of kubernetes"
mkdir -p "$work/cache/archives/partial"
own update >"$work/update.log" 2>&1 || { cat "$work/update.log"; exit 1; }
(cd "$work" && own source --only-source kubernetes >source.log 2>&1) ||
    { cat "$work/source.log"; exit 1; }
tree=$(find "$work" -maxdepth 1 -type d -name 'kubernetes-*' | head -1)
[ -n "$tree" ] || { echo "kube: no source tree in $work"; exit 1; }

# The reflect2 that it carries crashes under Go 1.18 and later.
rm -rf "$tree/vendor/github.com/modern-go/reflect2"
cp -r /usr/share/gocode/src/github.com/modern-go/reflect2 \
    "$tree/vendor/github.com/modern-go/"

# Its go.mod is older than Go 1.17 accepts with vendored code; the older way, by
# place below GOPATH, still works.
mkdir -p "$work/go/src/k8s.io"
mv "$tree" "$work/go/src/k8s.io/kubernetes"

in_source() {
    (cd "$work/go/src/k8s.io/kubernetes" &&
        GO111MODULE=off GOPATH=$work/go GOCACHE=$work/go-cache CGO_ENABLED=0 \
            GOFLAGS='' PATH=/usr/lib/go-1.19/bin:$PATH "$@")
}

# One source file of the server is not in the package: it is generated, as the
# package's own Makefile.generated_files does it, from all types that ask for it.
echo "kube: generating the OpenAPI definitions"
in_source go build -o "$work/openapi-gen" \
    k8s.io/kubernetes/vendor/k8s.io/kube-openapi/cmd/openapi-gen
types=$(cd "$work/go/src/k8s.io/kubernetes" &&
    grep -rl --include='*.go' '+k8s:openapi-gen=' pkg cmd staging/src |
    grep -v -e /zz_generated -e _test.go -e _examples -e sample- |
        xargs -n1 dirname | sort -u |
        sed 's,^staging/src/,vendor/,; s,^,k8s.io/kubernetes/,' | paste -sd,)
in_source "$work/openapi-gen" --logtostderr -i "$types" \
    -p k8s.io/kubernetes/pkg/generated/openapi -O zz_generated.openapi \
    -h hack/boilerplate/boilerplate.generatego.txt -r "$work/violations"

echo "kube: building kube-apiserver"
in_source go build -trimpath -o "$server.new" k8s.io/kubernetes/cmd/kube-apiserver
mv "$server.new" "$server"
# Nine tenths of the space, and none of it is needed again.
chmod -R u+w "$work"
rm -rf "$work"
echo "kube: $server"
