/* SPDX-License-Identifier: MIT */
/* arm_credential.c - listClusterUserCredential, listClusterAdminCredential. */
#include "sources/arm_cluster_call.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sources/azure_error.h"
#include "support/buf.h"
#include "support/str.h"

void
arm_refusal_set(struct arm_refusal *ret, char reason[ERR_TEXT_MAX],
                char code[128], const struct http_reply *reply)
{
    struct azure_error error = { .code = "" };
    struct err e = { 0 };

    azure_error_set(&e, reply);
    if (reply->failure == HTTP_OK)
        azure_error_parse(&error, reply->body, reply->len);
    memcpy(reason, e.text, ERR_TEXT_MAX);
    memcpy(code, error.code, sizeof(error.code));
    *ret = (struct arm_refusal){
        .status = e.code == ERR_DENIED || reply->failure == HTTP_NO_TOKEN
                      ? COVERAGE_DENIED
                      : COVERAGE_UNREACHABLE,
        .reason = reason,
        .code = code,
        .interrupted = reply->failure == HTTP_INTERRUPTED,
    };
}

static void
credential_done(struct http *h, const struct http_reply *reply)
{
    struct arm_credential_call *call = reply->arg;
    struct kube_credential *credential = NULL;
    char reason[ERR_TEXT_MAX], code[128] = "";
    struct arm_refusal why = { COVERAGE_UNREACHABLE, reason, code, false };
    struct err e = { 0 };

    (void)h;
    if (reply->failure != HTTP_OK || reply->status != 200) {
        arm_refusal_set(&why, reason, code, reply);
    } else if (kube_credential_parse(&credential, reply->body, reply->len,
                                     call->admin, &e) != 0) {
        memcpy(reason, e.text, sizeof(reason));
    }
    call->done(call->arg, credential, credential ? NULL : &why);
    free(call);
}

int
arm_credential_start(const struct arm_credential_call *call, struct err *e)
{
    struct arm_credential_call *own = malloc(sizeof(*own));
    auto_buf url = { 0 };
    struct http_request request = {
        .method = "POST",
        .secret = true,
        .lane = call->cluster->subscription->id,
        .gate = call->arm->gate,
        .done = credential_done,
        .arg = own,
    };

    if (!own)
        return err_nomem(e);
    *own = *call;
    buf_addf(&url, "%s%s/%s?api-version=" ARM_CLUSTERS_API "%s",
             call->arm->endpoint, call->cluster->id,
             call->admin ? "listClusterAdminCredential"
                         : "listClusterUserCredential",
             call->admin ? "" : "&format=exec");
    request.url = buf_str(&url);
    if (!buf_ok(&url))
        err_nomem(e);
    else if (http_submit(call->arm->http, &request, e) == 0)
        return 0; // NOLINT(clang-analyzer-unix.Malloc)
    free(own);
    return -1;
}
