/* SPDX-License-Identifier: MIT */
/* graph_credentials.h - passwordCredentials and keyCredentials, which stand on
 * applications and on service principals alike. */
#ifndef AKSENTRA_SOURCES_GRAPH_CREDENTIALS_H
#define AKSENTRA_SOURCES_GRAPH_CREDENTIALS_H

#include <stdbool.h>

#include "model/app.h"
#include "sources/json_fields.h"

/* Puts those of the object among the app's, by their end. The hint of a
 * password, the first letters of the secret, is not read. */
void graph_credentials_read(struct fields *f, struct app *a,
                            bool on_service_principal);

#endif
