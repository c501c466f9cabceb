/* SPDX-License-Identifier: MIT */
/* config.h - --config FILE: the options as YAML, for scheduled audits. Keys are
 * the long names; a list is a sequence or one value. */
#ifndef AKSENTRA_CLI_CONFIG_H
#define AKSENTRA_CLI_CONFIG_H

#include "cli/options.h"

/* Reads `path` into the values ("-": standard input). ERR_USAGE names file,
 * line and column. An empty file sets nothing. */
int config_read(struct option_values *v, const char *path, struct err *e);

#endif
