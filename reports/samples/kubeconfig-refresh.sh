#!/bin/sh
# kubeconfig-refresh.sh, written by aksentra 0.1.0 on 2026-11-23T05:30:00Z
#
# Refreshes the kubeconfig on this machine once a cluster has been moved to
# AKS-managed Microsoft Entra integration. Read it before you run it:
#
#   sh kubeconfig-refresh.sh                  says what it can do
#   sh kubeconfig-refresh.sh --list           lists the clusters
#   sh kubeconfig-refresh.sh --dry-run NAME   shows the commands
#   sh kubeconfig-refresh.sh NAME             runs the commands
#
# NAME is a cluster's name or its resource id. Nothing is changed in Azure.
#
# Names are data and are not to be expanded:
# shellcheck disable=SC2016
set -eu

dry_run=
wanted=
found=
matches=0

usage() {
    sed -n 's/^#   //p' "$0"
}

# Prints a word as one would type it.
show() {
    case $1 in
    '' | *[!A-Za-z0-9_@%+=:,./-]*)
        printf " '%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")"
        ;;
    *)
        printf ' %s' "$1"
        ;;
    esac
}

# Shows a command, and runs it unless this is a dry run.
run() {
    printf '+'
    for word in "$@"; do
        show "$word"
    done
    printf '\n'
    if [ -z "$dry_run" ]; then
        "$@"
    fi
}

# Called for every cluster: lists it, or compares it with what is wanted.
cluster() { # NUMBER NAME ID
    if [ -z "$wanted" ]; then
        printf '%s\n    %s\n' "$2" "$3"
    elif [ "$2" = "$wanted" ] || [ "$3" = "$wanted" ]; then
        found=$1
        matches=$((matches + 1))
    fi
}

clusters() {
    cluster 1 archive-2019 /subscriptions/0351e904-2d90-53d0-a3eb-a50fb4ef34a5/resourcegroups/rg-archive/providers/Microsoft.ContainerService/managedClusters/archive-2019
    cluster 2 payments-stage '/subscriptions/12059e25-84f9-5d4a-8506-313cd02fe4d2/resourcegroups/rg-(stage).eu_1/providers/Microsoft.ContainerService/managedClusters/payments-stage'
    cluster 3 shop-stage '/subscriptions/12059e25-84f9-5d4a-8506-313cd02fe4d2/resourcegroups/rg-(stage).eu_1/providers/Microsoft.ContainerService/managedClusters/shop-stage'
    cluster 6 intranet-stage /subscriptions/12059e25-84f9-5d4a-8506-313cd02fe4d2/resourcegroups/rg-old/providers/Microsoft.ContainerService/managedClusters/intranet-stage
    cluster 8 batch-dev /subscriptions/40a89755-10c2-504f-8324-985707aa4b1e/resourcegroups/rg-dev/providers/Microsoft.ContainerService/managedClusters/batch-dev
    cluster 12 old-api /subscriptions/40a89755-10c2-504f-8324-985707aa4b1e/resourcegroups/rg-dev/providers/Microsoft.ContainerService/managedClusters/old-api
    cluster 14 rbac-less /subscriptions/40a89755-10c2-504f-8324-985707aa4b1e/resourcegroups/rg-dev/providers/Microsoft.ContainerService/managedClusters/rbac-less
    cluster 16 fabrikam-1 /subscriptions/4df1f423-0649-5a4d-8b66-ab50cd5a346c/resourcegroups/rg-fabrikam/providers/Microsoft.ContainerService/managedClusters/fabrikam-1
    cluster 18 fabrikam-3 /subscriptions/4df1f423-0649-5a4d-8b66-ab50cd5a346c/resourcegroups/rg-fabrikam/providers/Microsoft.ContainerService/managedClusters/fabrikam-3
    cluster 20 warehouse-prod /subscriptions/54496911-16d3-5e1d-863b-277a200488b8/resourcegroups/rg-data/providers/Microsoft.ContainerService/managedClusters/warehouse-prod
    cluster 22 erp-prod /subscriptions/54496911-16d3-5e1d-863b-277a200488b8/resourcegroups/rg-legacy/providers/Microsoft.ContainerService/managedClusters/erp-prod
    cluster 23 payments-ledger /subscriptions/54496911-16d3-5e1d-863b-277a200488b8/resourcegroups/rg-payments/providers/Microsoft.ContainerService/managedClusters/payments-ledger
    cluster 24 payments-prod /subscriptions/54496911-16d3-5e1d-863b-277a200488b8/resourcegroups/rg-payments/providers/Microsoft.ContainerService/managedClusters/payments-prod
    cluster 25 shop-prod /subscriptions/54496911-16d3-5e1d-863b-277a200488b8/resourcegroups/rg-shop-prod/providers/Microsoft.ContainerService/managedClusters/shop-prod
    cluster 26 shop-search-prod /subscriptions/54496911-16d3-5e1d-863b-277a200488b8/resourcegroups/rg-shop-prod/providers/Microsoft.ContainerService/managedClusters/shop-search-prod
    :
}

steps() { # NUMBER
    case $1 in
    1)
        run az account set --subscription 0351e904-2d90-53d0-a3eb-a50fb4ef34a5
        run az aks get-credentials --subscription 0351e904-2d90-53d0-a3eb-a50fb4ef34a5 --resource-group rg-archive --name archive-2019 --overwrite-existing --format exec
        run kubelogin remove-cache-dir
        run kubelogin convert-kubeconfig -l azurecli
        run kubectl get nodes
        ;;
    2)
        run az account set --subscription 12059e25-84f9-5d4a-8506-313cd02fe4d2
        run az aks get-credentials --subscription 12059e25-84f9-5d4a-8506-313cd02fe4d2 --resource-group 'rg-(stage).eu_1' --name payments-stage --overwrite-existing
        run kubelogin remove-cache-dir
        run kubelogin convert-kubeconfig -l azurecli
        run kubectl get nodes
        ;;
    3)
        run az account set --subscription 12059e25-84f9-5d4a-8506-313cd02fe4d2
        run az aks get-credentials --subscription 12059e25-84f9-5d4a-8506-313cd02fe4d2 --resource-group 'rg-(stage).eu_1' --name shop-stage --overwrite-existing
        run kubelogin remove-cache-dir
        run kubelogin convert-kubeconfig -l azurecli
        run kubectl get nodes
        ;;
    6)
        run az account set --subscription 12059e25-84f9-5d4a-8506-313cd02fe4d2
        run az aks get-credentials --subscription 12059e25-84f9-5d4a-8506-313cd02fe4d2 --resource-group rg-old --name intranet-stage --overwrite-existing
        run kubelogin remove-cache-dir
        run kubelogin convert-kubeconfig -l azurecli
        run kubectl get nodes
        ;;
    8)
        run az account set --subscription 40a89755-10c2-504f-8324-985707aa4b1e
        run az aks get-credentials --subscription 40a89755-10c2-504f-8324-985707aa4b1e --resource-group rg-dev --name batch-dev --overwrite-existing
        run kubelogin remove-cache-dir
        run kubelogin convert-kubeconfig -l azurecli
        run kubectl get nodes
        ;;
    12)
        run az account set --subscription 40a89755-10c2-504f-8324-985707aa4b1e
        run az aks get-credentials --subscription 40a89755-10c2-504f-8324-985707aa4b1e --resource-group rg-dev --name old-api --overwrite-existing
        run kubelogin remove-cache-dir
        run kubelogin convert-kubeconfig -l azurecli
        run kubectl get nodes
        ;;
    14)
        run az account set --subscription 40a89755-10c2-504f-8324-985707aa4b1e
        run az aks get-credentials --subscription 40a89755-10c2-504f-8324-985707aa4b1e --resource-group rg-dev --name rbac-less --overwrite-existing
        run kubelogin remove-cache-dir
        run kubelogin convert-kubeconfig -l azurecli
        run kubectl get nodes
        ;;
    16)
        run az account set --subscription 4df1f423-0649-5a4d-8b66-ab50cd5a346c
        run az aks get-credentials --subscription 4df1f423-0649-5a4d-8b66-ab50cd5a346c --resource-group rg-fabrikam --name fabrikam-1 --overwrite-existing
        run kubelogin remove-cache-dir
        run kubelogin convert-kubeconfig -l azurecli
        run kubectl get nodes
        ;;
    18)
        run az account set --subscription 4df1f423-0649-5a4d-8b66-ab50cd5a346c
        run az aks get-credentials --subscription 4df1f423-0649-5a4d-8b66-ab50cd5a346c --resource-group rg-fabrikam --name fabrikam-3 --overwrite-existing
        run kubelogin remove-cache-dir
        run kubelogin convert-kubeconfig -l azurecli
        run kubectl get nodes
        ;;
    20)
        run az account set --subscription 54496911-16d3-5e1d-863b-277a200488b8
        run az aks get-credentials --subscription 54496911-16d3-5e1d-863b-277a200488b8 --resource-group rg-data --name warehouse-prod --overwrite-existing
        run kubelogin remove-cache-dir
        run kubelogin convert-kubeconfig -l azurecli
        run kubectl get nodes
        ;;
    22)
        run az account set --subscription 54496911-16d3-5e1d-863b-277a200488b8
        run az aks get-credentials --subscription 54496911-16d3-5e1d-863b-277a200488b8 --resource-group rg-legacy --name erp-prod --overwrite-existing --format exec
        run kubelogin remove-cache-dir
        run kubelogin convert-kubeconfig -l azurecli
        run kubectl get nodes
        ;;
    23)
        run az account set --subscription 54496911-16d3-5e1d-863b-277a200488b8
        run az aks get-credentials --subscription 54496911-16d3-5e1d-863b-277a200488b8 --resource-group rg-payments --name payments-ledger --overwrite-existing
        run kubelogin remove-cache-dir
        run kubelogin convert-kubeconfig -l azurecli
        run kubectl get nodes
        ;;
    24)
        run az account set --subscription 54496911-16d3-5e1d-863b-277a200488b8
        run az aks get-credentials --subscription 54496911-16d3-5e1d-863b-277a200488b8 --resource-group rg-payments --name payments-prod --overwrite-existing
        run kubelogin remove-cache-dir
        run kubelogin convert-kubeconfig -l azurecli
        run kubectl get nodes
        ;;
    25)
        run az account set --subscription 54496911-16d3-5e1d-863b-277a200488b8
        run az aks get-credentials --subscription 54496911-16d3-5e1d-863b-277a200488b8 --resource-group rg-shop-prod --name shop-prod --overwrite-existing
        run kubelogin remove-cache-dir
        run kubelogin convert-kubeconfig -l azurecli
        run kubectl get nodes
        ;;
    26)
        run az account set --subscription 54496911-16d3-5e1d-863b-277a200488b8
        run az aks get-credentials --subscription 54496911-16d3-5e1d-863b-277a200488b8 --resource-group rg-shop-prod --name shop-search-prod --overwrite-existing
        run kubelogin remove-cache-dir
        run kubelogin convert-kubeconfig -l azurecli
        run kubectl get nodes
        ;;
    *)
        exit 64
        ;;
    esac
}

if [ $# -eq 0 ]; then
    usage
    exit 0
fi
if [ "$1" = --list ]; then
    clusters
    exit 0
fi
if [ "$1" = --dry-run ]; then
    dry_run=yes
    shift
fi
if [ $# -ne 1 ] || [ -z "$1" ]; then
    usage >&2
    exit 64
fi
wanted=$1
clusters
if [ "$matches" -eq 0 ]; then
    echo 'No legacy cluster has this name or id; --list shows them.' >&2
    exit 64
fi
if [ "$matches" -gt 1 ]; then
    echo 'Several clusters have this name: give the id; --list shows them.' >&2
    exit 64
fi
steps "$found"
