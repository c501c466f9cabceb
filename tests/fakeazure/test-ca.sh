#!/bin/sh
# SPDX-License-Identifier: MIT
# Makes the certificates of the tests: a CA, the fake's server certificate, bad
# ones of several kinds, and a client certificate. Usage: test-ca.sh OUTDIR
set -eu
out=$1
mkdir -p "$out"
cd "$out"
[ ! -s ca.pem ] || [ ! -s kube-nobody.pem ] || exit 0
umask 077
log=openssl.log

new_key() { # NAME
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 \
        -out "$1.key" 2>>$log
}

new_ca() { # NAME SUBJECT
    new_key "$1"
    openssl req -x509 -new -key "$1.key" -days 3650 -subj "/CN=$2" \
        -addext basicConstraints=critical,CA:TRUE \
        -addext keyUsage=critical,keyCertSign,cRLSign -out "$1.pem" 2>>$log
}

new_server() { # NAME CA SANS DAYS
    new_key "$1"
    openssl req -new -key "$1.key" -subj "/CN=fake Azure" -out "$1.csr" 2>>$log
    printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth\n' "$3" >"$1.ext"
    # A certificate that ended yesterday cannot be asked for by -days alone.
    openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" \
        -CAcreateserial -days "$4" -extfile "$1.ext" -out "$1.pem" 2>>$log
    rm -f "$1.csr" "$1.ext"
}

new_ca other-ca "Some other CA"
new_ca ca-new "aksentra test CA"
mv ca-new.key ca.key
mv ca-new.pem ca.pem
names=DNS:localhost,IP:127.0.0.1,IP:::1
new_server server ca $names 3650
new_server untrusted other-ca $names 3650
new_server wrong-name ca DNS:elsewhere.example 3650
new_server expired ca $names -1

new_kube_client() { # NAME CA SUBJECT DAYS
    new_key "$1"
    openssl req -new -key "$1.key" -subj "$3" -out "$1.csr" 2>>$log
    printf 'extendedKeyUsage=clientAuth\n' >"$1.ext"
    openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" \
        -CAcreateserial -days "$4" -extfile "$1.ext" -out "$1.pem" 2>>$log
    rm -f "$1.csr" "$1.ext"
}

# The API servers of the clusters have an authority of their own.
new_ca kube-ca "Kubernetes CA"
new_server kube-server kube-ca $names 3650
new_kube_client kube-admin kube-ca /O=system:masters/CN=masterclient 3650
new_kube_client kube-auditor kube-ca /CN=auditor 3650
new_kube_client kube-expired kube-ca /O=system:masters/CN=masterclient -1
new_kube_client kube-stranger other-ca /O=system:masters/CN=masterclient 3650
new_kube_client kube-nobody kube-ca /CN=nobody 3650

# The client certificate of the sample tenants: RSA, key and certificate in one
# file, as AZURE_CLIENT_CERTIFICATE_PATH wants it.
openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=aksentra-auditor \
    -keyout client.key -out client.crt 2>>$log
cat client.key client.crt >client.pem
