/* SPDX-License-Identifier: MIT */
/* fault.c - misbehaviour on request. */
#include "fake.h"

#include <stdlib.h>
#include <string.h>

static void
die(const char *what, const char *value)
{
    fprintf(stderr, "fakeazure: --fault: %s '%s'\n", what, value);
    exit(64);
}

static void
set_path(struct fault *t, const char *value)
{
    if (regcomp(&t->path, value, REG_EXTENDED | REG_NOSUB) != 0)
        die("no regular expression:", value);
    t->has_path = true;
}

static void
set_body_file(struct fault *t, const char *value)
{
    size_t len;
    char *body = text_read_file(value, &len);

    if (!body)
        die("cannot read", value);
    text_add(&t->body, body, len);
    t->has_body = true;
    free(body);
}

static void
set_header(struct fault *t, const char *value)
{
    const char *colon = strchr(value, ':');

    if (!colon)
        die("no header:", value);
    t->header_name = strndup(value, (size_t)(colon - value));
    t->header_value = strdup(colon + 1 + strspn(colon + 1, " "));
}

static void
set(struct fault *t, const char *key, const char *value)
{
    struct {
        const char *key;
        char **text;
        long *number;
    } rows[] = {
        { "method", &t->method, NULL },
        { "retry-after", &t->retry_after, NULL },
        { "content-type", &t->content_type, NULL },
        { "action", &t->action, NULL },
        { "location", &t->location, NULL },
        { "times", NULL, &t->times },
        { "after", NULL, &t->after },
        { "delay", NULL, &t->delay_ms },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        if (strcmp(key, rows[i].key) != 0)
            continue;
        if (rows[i].text)
            *rows[i].text = strdup(value);
        else
            *rows[i].number = atol(value);
        return;
    }
    if (strcmp(key, "path") == 0) {
        set_path(t, value);
    } else if (strcmp(key, "status") == 0) {
        t->status = atoi(value);
    } else if (strcmp(key, "header") == 0) {
        set_header(t, value);
    } else if (strcmp(key, "body") == 0) {
        set_body_file(t, value);
    } else if (strcmp(key, "body-text") == 0) {
        text_add(&t->body, value, strlen(value));
        t->has_body = true;
    } else {
        die("unknown key", key);
    }
}

static struct fault *
append(struct fake *f)
{
    struct fault **end = &f->faults;

    while (*end)
        end = &(*end)->next;
    *end = calloc(1, sizeof(**end));
    if (!*end)
        abort();
    (*end)->times = -1;
    return *end;
}

/* "key=value,key=value"; a backslash keeps a comma in a value. */
void
fault_add(struct fake *f, const char *rule)
{
    struct fault *t = append(f);
    char *copy = strdup(rule), *at = copy, *out = copy, *start = copy;

    for (;; at++) {
        if (*at == '\\' && at[1] == ',') {
            *out++ = *++at;
        } else if (*at == ',' || *at == '\0') {
            bool end = *at == '\0';
            char *equals;

            *out = '\0';
            equals = strchr(start, '=');
            if (equals)
                *equals = '\0';
            set(t, start, equals ? equals + 1 : "");
            start = out = at + 1;
            if (end)
                break;
        } else {
            *out++ = *at;
        }
    }
    free(copy);
}

void
fault_add_json(struct fake *f, const json_t *rule)
{
    struct fault *t = append(f);
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)rule, key, value)
    {
        char *text = json_is_string(value) ? strdup(json_string_value(value))
                                           : json_dumps(value, JSON_ENCODE_ANY);

        set(t, key, text);
        free(text);
    }
}

void
fault_free(struct fault *list)
{
    while (list) {
        struct fault *next = list->next;

        if (list->has_path)
            regfree(&list->path);
        free(list->method);
        free(list->retry_after);
        free(list->header_name);
        free(list->header_value);
        free(list->content_type);
        free(list->action);
        free(list->location);
        text_free(&list->body);
        free(list);
        list = next;
    }
}

static bool
matches(struct fault *t, const struct request *r)
{
    if (t->times == 0 || (t->method && strcmp(t->method, r->method) != 0) ||
        (t->has_path && regexec(&t->path, r->raw, 0, NULL, 0) != 0))
        return false;
    if (t->after > 0) {
        t->after--;
        return false;
    }
    if (t->times > 0)
        t->times--;
    return true;
}

static bool
is(const struct fault *t, const char *action)
{
    return t->action && strcmp(t->action, action) == 0;
}

static void
misbehave(struct fake *f, const struct fault *t, struct reply *reply)
{
    if (is(t, "reset"))
        reply->misdeed = MISDEED_RESET;
    else if (is(t, "hang"))
        reply->misdeed = MISDEED_HANG;
    else if (is(t, "slow"))
        reply->misdeed = MISDEED_SLOW;
    else if (is(t, "cut"))
        reply->misdeed = MISDEED_CUT;
    else if (is(t, "endless"))
        reply->misdeed = MISDEED_ENDLESS;
    else if (is(t, "expire-tokens"))
        f->token_epoch++;
}

static void
add_headers(const struct fault *t, struct reply *reply)
{
    if (t->retry_after)
        reply_header(reply, "Retry-After", t->retry_after);
    if (t->header_name)
        reply_header(reply, t->header_name, t->header_value);
    if (t->content_type)
        reply->content_type = t->content_type;
    if (t->location)
        reply_header(reply, "Location", t->location);
}

bool
fault_apply(struct fake *f, const struct request *r, struct reply *reply,
            struct fault *taken)
{
    struct fault *t;

    pthread_mutex_lock(&f->lock);
    for (t = f->faults; t && !matches(t, r); t = t->next)
        ;
    if (t) {
        *taken = *t;
        misbehave(f, t, reply);
    }
    pthread_mutex_unlock(&f->lock);
    if (!t)
        return false;
    if (!t->status && !t->has_body && !is(t, "redirect"))
        return false;
    if (t->has_body) {
        text_add(&reply->body, t->body.data ? t->body.data : "", t->body.len);
        reply->status = t->status ? t->status : 200;
    } else {
        reply_status(reply, t->status ? t->status : 302);
    }
    add_headers(t, reply);
    return true;
}

/* Puts another nextLink into a genuine list. */
static void
change_next_link(struct reply *reply, const char *link)
{
    json_t *body = json_loadb(reply->body.data ? reply->body.data : "",
                              reply->body.len, 0, NULL);
    char *text;

    if (!json_is_object(body)) {
        json_decref(body);
        return;
    }
    json_object_set_new(body, "nextLink", json_string(link));
    text = json_dumps(body, JSON_COMPACT);
    text_free(&reply->body);
    text_add(&reply->body, text, strlen(text));
    free(text);
    json_decref(body);
}

void
fault_change(const struct fault *taken, const struct request *r,
             struct reply *reply)
{
    if (is(taken, "loop-nextlink")) {
        char *link = text_format("%s%s", r->base, r->raw);

        change_next_link(reply, link);
        free(link);
    } else if (is(taken, "foreign-nextlink")) {
        change_next_link(reply, taken->location
                                    ? taken->location
                                    : "https://evil.example/next?page=2");
    }
    if (taken->retry_after || taken->header_name)
        add_headers(taken, reply);
}
