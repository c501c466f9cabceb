/* SPDX-License-Identifier: MIT */
/* registry.h - every check by name, for the registry and for tests. */
#ifndef AKSENTRA_CHECKS_REGISTRY_H
#define AKSENTRA_CHECKS_REGISTRY_H

#include "checks/check.h"

extern const struct check check_clu_001;
extern const struct check check_clu_002;
extern const struct check check_clu_003;
extern const struct check check_clu_004;
extern const struct check check_clu_005;
extern const struct check check_clu_006;
extern const struct check check_clu_007;
extern const struct check check_clu_008;
extern const struct check check_clu_009;
extern const struct check check_clu_010;
extern const struct check check_clu_011;
extern const struct check check_clu_012;
extern const struct check check_clu_013;
extern const struct check check_clu_014;
extern const struct check check_clu_015;
extern const struct check check_clu_016;
extern const struct check check_clu_017;
extern const struct check check_clu_018;
extern const struct check check_clu_019;
extern const struct check check_clu_020;
extern const struct check check_clu_021;
extern const struct check check_app_001;
extern const struct check check_app_002;
extern const struct check check_app_003;
extern const struct check check_app_004;
extern const struct check check_app_005;
extern const struct check check_app_006;
extern const struct check check_app_007;
extern const struct check check_app_008;
extern const struct check check_app_009;
extern const struct check check_app_010;
extern const struct check check_app_011;
extern const struct check check_app_012;
extern const struct check check_app_013;
extern const struct check check_app_014;
extern const struct check check_app_015;
extern const struct check check_app_016;
extern const struct check check_rbac_001;
extern const struct check check_rbac_002;
extern const struct check check_rbac_003;
extern const struct check check_rbac_004;
extern const struct check check_rbac_005;
extern const struct check check_rbac_006;
extern const struct check check_rbac_007;
extern const struct check check_rbac_008;
extern const struct check check_rbac_009;
extern const struct check check_rbac_010;
extern const struct check check_rbac_011;
extern const struct check check_rbac_012;
extern const struct check check_rbac_013;
extern const struct check check_rbac_014;
extern const struct check check_rbac_015;
extern const struct check check_rbac_016;
extern const struct check check_kcfg_001;
extern const struct check check_kcfg_002;
extern const struct check check_kcfg_003;
extern const struct check check_kcfg_004;
extern const struct check check_kcfg_005;
extern const struct check check_kcfg_006;
extern const struct check check_kcfg_007;
extern const struct check check_kcfg_008;

#endif
