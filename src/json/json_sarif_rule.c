/* SPDX-License-Identifier: MIT */
/* json_sarif_rule.c - texts and rules of results.sarif. */
#include "json/json_sarif.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "json/json_values.h"
#include "support/str.h"

static char *
sanitized(const char *text)
{
    size_t size = strlen(text) + 1;
    char *safe = malloc(size);

    if (safe)
        str_sanitize(safe, size, text);
    return safe;
}

json_t *
sarif_text(const char *text)
{
    char *safe = sanitized(str_or(text, ""));
    json_t *value = safe ? json_string(safe) : NULL;

    free(safe);
    return value;
}

/* "{0}": arguments would be put there, if there were any. */
static bool
has_placeholder(const char *text)
{
    for (const char *p = strchr(text, '{'); p; p = strchr(p + 1, '{')) {
        const char *end = p + 1 + strspn(p + 1, "0123456789");

        if (end > p + 1 && *end == '}')
            return true;
    }
    return false;
}

json_t *
sarif_message(const char *text)
{
    char *safe = sanitized(str_or(text, "-"));
    auto_buf out = { 0 };
    bool links, places;

    if (!safe)
        return NULL;
    links = strstr(safe, "](") != NULL;
    places = has_placeholder(safe);
    for (const char *p = safe; *p; p++) {
        if (links && strchr("\\[]", *p))
            buf_addc(&out, '\\');
        if (places && strchr("{}", *p))
            buf_addc(&out, *p);
        buf_addc(&out, *p);
    }
    free(safe);
    return buf_ok(&out) ? json_pack("{s:s}", "text", buf_str(&out)) : NULL;
}

const char *
sarif_level(enum severity severity)
{
    if (severity >= SEVERITY_HIGH)
        return "error";
    return severity == SEVERITY_MEDIUM ? "warning" : "note";
}

/* "Over 9.0 is critical, 7.0 to 8.9 high, 4.0 to 6.9 medium, 0.1 to 3.9 low." */
static const char *
security_severity(enum severity severity)
{
    static const char *const scores[SEVERITY_COUNT] = {
        [SEVERITY_INFO] = "0.0",     [SEVERITY_LOW] = "3.0",
        [SEVERITY_MEDIUM] = "5.5",   [SEVERITY_HIGH] = "8.0",
        [SEVERITY_CRITICAL] = "9.5",
    };

    return scores[severity];
}

/* "## Why", a blank line, the text: our own words, no names. */
static void
add_part(struct buf *out, bool markdown, const char *heading, const char *text)
{
    if (str_empty(text))
        return;
    buf_addf(out, markdown ? "%s**%s** %s" : "%s%s %s", out->len ? "\n\n" : "",
             heading, text);
}

static void
add_help(struct buf *out, const struct rule *rule, bool markdown)
{
    add_part(out, markdown, "Why it matters:", rule->why);
    add_part(out, markdown, "How it is decided:", rule->how);
    add_part(out, markdown, "How to fix it:", rule->fix);
    add_part(out, markdown, "Reference:", rule->reference);
}

static json_t *
help_of(const struct rule *rule)
{
    auto_buf text = { 0 }, markdown = { 0 };

    add_help(&text, rule, false);
    add_help(&markdown, rule, true);
    if (!buf_ok(&text) || !buf_ok(&markdown))
        return NULL;
    return json_pack("{s:s, s:s}", "text", buf_str(&text), "markdown",
                     buf_str(&markdown));
}

static json_t *
properties_of(const struct rule *rule)
{
    char family[16];
    size_t n = 0;

    for (; rule->id[n] && rule->id[n] != '-' && n < sizeof(family) - 1; n++)
        family[n] = (char)tolower((unsigned char)rule->id[n]);
    family[n] = '\0';
    return json_pack("{s:[s, s], s:s, s:s}", "tags", "security", family,
                     "security-severity", security_severity(rule->severity),
                     "severity", severity_name(rule->severity));
}

json_t *
sarif_rule(const struct rule *rule)
{
    json_auto_t *o = json_object();

    if (json_put(o, "id", json_from_text(rule->id)) != 0 ||
        json_put(o, "shortDescription",
                 json_pack("{s:s}", "text", rule->title)) != 0 ||
        json_put(o, "fullDescription",
                 json_pack("{s:s}", "text", str_or(rule->why, rule->title))) !=
            0 ||
        json_put(o, "help", help_of(rule)) != 0 ||
        json_put(o, "defaultConfiguration",
                 json_pack("{s:s}", "level", sarif_level(rule->severity))) !=
            0 ||
        json_put(o, "properties", properties_of(rule)) != 0)
        return NULL;
    if (!str_empty(rule->reference) &&
        json_put(o, "helpUri", json_from_text(rule->reference)) != 0)
        return NULL;
    return json_incref(o);
}
