/* SPDX-License-Identifier: MIT */
/* kubeconfig_user.h - one user entry of a kubeconfig. */
#ifndef AKSENTRA_SOURCES_KUBECONFIG_USER_H
#define AKSENTRA_SOURCES_KUBECONFIG_USER_H

#include <stdbool.h>

#include "model/kubeconfig.h"
#include "support/arena.h"
#include "support/yaml.h"

/* Members as in struct kubeconfig_context; texts are made in `arena`. */
struct kubeconfig_user {
    struct arena *arena;
    enum user_form form;
    const char *command;
    const char *server_id;
    const char *client_id;
    const char *tenant_id;
    const char *login;
    bool legacy;
    bool has_certificate;
    unsigned secrets; /* enum kubeconfig_secret */
    const char *problem;
};

/* Reads the mapping under "user". False: out of memory. */
bool kubeconfig_user_read(struct kubeconfig_user *u,
                          const struct yaml_node *user);

#endif
