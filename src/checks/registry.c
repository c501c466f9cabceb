/* SPDX-License-Identifier: MIT */
/* registry.c - the list of all checks, in order of id: reports keep it. */
#include "checks/registry.h"

#include <stddef.h>

const struct check *const check_registry[] = {
    &check_clu_001, &check_clu_002, &check_clu_003, &check_clu_004,
    &check_clu_005, &check_clu_006, &check_clu_007, &check_clu_008,
    &check_clu_009, &check_clu_010, &check_clu_011, &check_clu_012,
    &check_clu_013, &check_clu_014, &check_clu_015, &check_clu_018,
    &check_clu_019, &check_clu_020, &check_app_001, &check_app_002,
    &check_app_003, &check_app_004, &check_app_005, &check_app_006,
    &check_app_007, &check_app_008, &check_app_009, &check_app_010,
    &check_app_011, &check_app_012, &check_app_013, &check_app_014,
    &check_app_015, &check_app_016, NULL,
};
