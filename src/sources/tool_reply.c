/* SPDX-License-Identifier: MIT */
/* tool_reply.c - what kubectl, kubelogin and az print about themselves. */
#include "sources/tool_reply.h"

#include <string.h>

#include "support/json.h"
#include "support/str.h"

#define SHOWN_MAX 80

/* What was expected, and the start of what was found. */
static int
refuse(struct tool *t, const char *expected, const struct buf *reply,
       struct arena *arena, struct err *e)
{
    const char *text = buf_str(reply);
    size_t len = strcspn(text, "\r\n");
    char line[SHOWN_MAX], shown[SHOWN_MAX];

    len = len < sizeof(line) - 1 ? len : sizeof(line) - 1;
    memcpy(line, text, len);
    line[len] = '\0';
    str_sanitize(shown, sizeof(shown), line);
    t->problem =
        arena_printf(arena, "expected %s, found '%s'", expected, shown);
    return t->problem ? 0 : err_nomem(e);
}

/* `text` up to white space or one of `ends`. */
static int
set_version(struct tool *t, const char *text, const char *ends,
            struct arena *arena, struct err *e)
{
    size_t len;

    text += *text == 'v';
    len = strcspn(text, ends);
    t->version = arena_strndup(arena, text, len < 64 ? len : 64);
    if (!t->version)
        return err_nomem(e);
    t->number = tool_version_read(t->version);
    return 0;
}

/* A version that stands in a JSON object: `outer` is NULL at the top. */
static int
read_json(struct tool *t, const struct buf *reply, const char *outer,
          const char *key, struct arena *arena, struct err *e)
{
    struct err why = { 0 };
    json_t *body = json_read(buf_str(reply), reply->len, t->path, &why);
    const json_t *object = outer ? json_get_fold(body, outer, NULL) : body;
    const char *text = object ? json_get_text(object, key) : NULL;
    int rc = 0;

    if (why.code == ERR_NOMEM)
        return err_nomem(e);
    if (text && tool_version_read(text).known)
        rc = set_version(t, text, " \t\r\n", arena, e);
    json_decref(body);
    return rc;
}

int
tool_read_kubectl(struct tool *t, const struct buf *reply, struct arena *arena,
                  struct err *e)
{
    if (read_json(t, reply, "clientVersion", "gitVersion", arena, e) != 0)
        return -1;
    return t->version ? 0
                      : refuse(t, "JSON with clientVersion.gitVersion", reply,
                               arena, e);
}

int
tool_read_az(struct tool *t, const struct buf *reply, struct arena *arena,
             struct err *e)
{
    if (read_json(t, reply, NULL, "azure-cli", arena, e) != 0)
        return -1;
    return t->version ? 0 : refuse(t, "JSON with azure-cli", reply, arena, e);
}

/* Azure's says "git hash: v0.1.4/<commit>" on a line of its own; the other
 * program of that name, for OpenID Connect at large, "kubelogin version
 * v1.28.0". */
int
tool_read_kubelogin(struct tool *t, const struct buf *reply,
                    struct arena *arena, struct err *e)
{
    static const char azure[] = "git hash: ", other[] = "kubelogin version v";
    const char *text = buf_str(reply), *at = strstr(text, azure);

    if (at && tool_version_read(at + sizeof(azure) - 1).known)
        return set_version(t, at + sizeof(azure) - 1, "/ \t\r\n", arena, e);
    if (!str_has_prefix_fold(text, other))
        return refuse(t, "'git hash: v<version>/<commit>'", reply, arena, e);
    t->is_foreign = true;
    return set_version(t, text + sizeof(other) - 2, " \t\r\n", arena, e);
}

static size_t
count_words(const char *list, size_t len)
{
    size_t n = 1;

    for (size_t i = 0; i < len; i++)
        n += list[i] == ',';
    return n;
}

int
tool_read_logins(struct tool *t, const struct buf *reply, struct arena *arena,
                 struct err *e)
{
    static const char mark[] = "Supported methods: ";
    const char *at = strstr(buf_str(reply), mark);
    size_t len;

    if (!at)
        return refuse(t, "a help text with 'Supported methods:'", reply, arena,
                      e);
    at += sizeof(mark) - 1;
    len = strcspn(at, ".\r\n(");
    t->logins.items =
        arena_alloc(arena, count_words(at, len) * sizeof(*t->logins.items));
    if (!t->logins.items)
        return err_nomem(e);
    for (const char *end = at + len; at < end; at++) {
        size_t word;

        at += strspn(at, ", ");
        if (at >= end)
            break;
        word = strcspn(at, ", .\r\n(");
        t->logins.items[t->logins.len] = arena_strndup(arena, at, word);
        if (!t->logins.items[t->logins.len++])
            return err_nomem(e);
        at += word;
    }
    t->logins_known = true;
    return 0;
}
