/* SPDX-License-Identifier: MIT */
/* json_instruction.c - what one audience does about one cluster. */
#include "json/json_values.h"

static json_t *
commands_of(const struct instruction *i, const struct cluster *c)
{
    json_auto_t *list = json_array();
    auto_buf line = { 0 };

    for (size_t n = 0; n < INSTRUCTION_COMMANDS_MAX; n++) {
        buf_reset(&line);
        if (!instruction_command(&line, i, n, c))
            continue;
        if (!buf_ok(&line) ||
            json_array_append_new(list, json_from_text(buf_str(&line))) != 0)
            return NULL;
    }
    return json_incref(list);
}

json_t *
json_from_instruction(const struct instruction *i, const struct cluster *c)
{
    json_auto_t *o = json_object();

    if (json_put(o, "cluster", json_from_text(c->id)) != 0 ||
        json_put(o, "audience", json_from_text(audience_name(i->audience))) !=
            0 ||
        json_put(o, "phase", json_from_text(phase_name(i->phase))) != 0 ||
        json_put(o, "title", json_from_text(i->title)) != 0 ||
        json_put(o, "text", json_from_text(i->text)) != 0 ||
        json_put(o, "commands", commands_of(i, c)) != 0)
        return NULL;
    return json_incref(o);
}
