/* SPDX-License-Identifier: MIT */
/* fuzz_kube_credential.c - what listClusterAdminCredential hands out. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "sources/kube_credential.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bool with_identity = fuzz_choice(&data, &size, 2);
    struct kube_credential *c = NULL;
    struct err e = { 0 };
    char *body = fuzz_text(data, size);

    if (kube_credential_parse(&c, body, strlen(body), with_identity, &e) == 0) {
        FUZZ_REQUIRE(c && strncmp(c->server, "https://", 8) == 0);
        FUZZ_REQUIRE(with_identity || c->key.len == 0);
    } else {
        FUZZ_REQUIRE(!c && e.code == ERR_INPUT && *e.text);
    }
    kube_credential_free(c);
    free(body);
    return 0;
}
