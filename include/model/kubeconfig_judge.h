/* SPDX-License-Identifier: MIT */
/* kubeconfig_judge.h - what is to be said of a context, once the clusters are
 * known: which cluster it is, whether it still works, what refreshes it.
 *
 * Sources: kubelogin, "convert-kubeconfig" and "get-token"; AKS docs "Use
 * kubelogin to authenticate"; Kubernetes 1.26 release notes (the azure auth
 * plugin is gone). */
#ifndef AKSENTRA_MODEL_KUBECONFIG_JUDGE_H
#define AKSENTRA_MODEL_KUBECONFIG_JUDGE_H

#include "model/kubeconfig.h"
#include "model/results.h"

/* Finds the cluster of each of s->kubeconfigs, decides the verdict and makes the
 * commands. Of what ails a context the verdict names the most pressing: what
 * does not work comes before what is dangerous, that before what is not known;
 * "current" and "not-aks" are said only of what nothing speaks against. -1: out
 * of memory. */
int kubeconfig_judge(struct snapshot *s);

/* The commands that refresh the context in its file: made in `arena` and set in
 * c->commands. Nothing where there is nothing to do. -1: out of memory. */
int kubeconfig_commands(struct kubeconfig_context *c, struct arena *arena);

#endif
