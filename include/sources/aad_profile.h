/* SPDX-License-Identifier: MIT */
/* aad_profile.h - properties.aadProfile, read with suspicion: this is what the
 * whole audit turns on. Source: ManagedClusterAADProfile of api-version
 * 2024-09-01. */
#ifndef AKSENTRA_SOURCES_AAD_PROFILE_H
#define AKSENTRA_SOURCES_AAD_PROFILE_H

#include "model/cluster.h"
#include "sources/json_fields.h"

/* Reads the member aadProfile of `properties`. A member of the wrong type, or
 * given twice in different spellings with different values, sets p->trouble:
 * nothing is guessed. -1: out of memory. */
int aad_profile_parse(struct fields *properties, struct aad_profile *p);

#endif
