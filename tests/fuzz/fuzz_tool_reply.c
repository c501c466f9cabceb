/* SPDX-License-Identifier: MIT */
/* fuzz_tool_reply.c - what kubectl, kubelogin and az say about themselves. */
#include "fuzz.h"
#include "sources/tool_reply.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int (*const readers[])(struct tool *, const struct buf *,
                                  struct arena *, struct err *) = {
        tool_read_kubectl, tool_read_kubelogin, tool_read_logins, tool_read_az
    };
    unsigned choice = fuzz_choice(&data, &size, 4);
    struct tool tool = { .path = "/usr/bin/tool" };
    struct arena *arena = arena_new();
    struct err e = { 0 };
    auto_buf reply = { 0 };

    buf_add(&reply, data, size);
    FUZZ_REQUIRE(readers[choice](&tool, &reply, arena, &e) == 0);
    FUZZ_REQUIRE(tool.problem || tool.version || tool.logins_known);
    arena_free(arena);
    return 0;
}
