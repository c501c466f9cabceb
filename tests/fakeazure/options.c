/* SPDX-License-Identifier: MIT */
/* options.c - the command line of the fake. */
#include "fake.h"

#include <getopt.h>
#include <limits.h>
#include <stdlib.h>

static const struct option long_options[] = {
    { "scenario", required_argument, NULL, 's' },
    { "generate", required_argument, NULL, 'g' },
    { "apps", required_argument, NULL, 'a' },
    { "left-overs", required_argument, NULL, 'o' },
    { "directory-noise", required_argument, NULL, 'n' },
    { "bindings", required_argument, NULL, 'B' },
    { "principals", required_argument, NULL, 'i' },
    { "kube-dir", required_argument, NULL, 'K' },
    { "page-size", required_argument, NULL, 'p' },
    { "port", required_argument, NULL, 'P' },
    { "http-port", required_argument, NULL, 'H' },
    { "cert", required_argument, NULL, 'c' },
    { "key", required_argument, NULL, 'k' },
    { "client-cert", required_argument, NULL, 'C' },
    { "ready-file", required_argument, NULL, 'r' },
    { "journal", required_argument, NULL, 'j' },
    { "journal-bodies", no_argument, NULL, 'J' },
    { "latency", required_argument, NULL, 'l' },
    { "fault", required_argument, NULL, 'f' },
    { "trap", required_argument, NULL, 'T' },
    { "replay", required_argument, NULL, 'R' },
    { "token-lifetime", required_argument, NULL, 't' },
    { "reads-bucket", required_argument, NULL, 'b' },
    { "enforce-bucket", no_argument, NULL, 'e' },
    { "help", no_argument, NULL, 'h' },
    { NULL, 0, NULL, 0 },
};

static void
usage(FILE *out, int status)
{
    fputs(
        "usage: fakeazure --cert FILE --key FILE (--scenario DIR | --generate "
        "SxC)\n"
        "    [--client-cert FILE] [--port N] [--http-port N] [--ready-file F]\n"
        "    [--page-size N] [--latency MS] [--journal F]\n"
        "    [--journal-bodies] [--fault RULE]...\n"
        "    [--replay FILE] [--token-lifetime S] [--reads-bucket N,REFILL]\n"
        "    [--enforce-bucket] [--apps N] [--left-overs N]\n"
        "    [--directory-noise N] [--bindings N] [--principals N] [--kube-dir "
        "DIR]\n"
        "    [--trap KIND]...\n"
        "docs/FAKE-AZURE.md explains them.\n",
        out);
    exit(status);
}

static void
refuse(const char *option, const char *expected, const char *value)
{
    fprintf(stderr, "fakeazure: %s: expected %s, found '%s'\n", option,
            expected, value);
    exit(64);
}

static long
number(const char *option, const char *text, long max)
{
    char *end;
    long n = strtol(text, &end, 10);

    if (end == text || *end || n < 0 || n > max)
        refuse(option, "a number in range", text);
    return n;
}

/* Two numbers with a sign between them, and nothing behind. */
static void
pair(const char *option, const char *text, char sign, long *a, long *b)
{
    char *end;

    *a = strtol(text, &end, 10);
    if (end == text || *end != sign || *a < 0 || *a > INT_MAX)
        refuse(option, "two numbers", text);
    *b = number(option, end + 1, INT_MAX);
}

static void
set_tenant_option(struct fake *f, int letter, const char *value)
{
    struct options *o = &f->options;
    long subscriptions, clusters;

    switch (letter) {
    case 's':
        o->scenario = value;
        break;
    case 'g':
        pair("--generate", value, 'x', &subscriptions, &clusters);
        if (subscriptions == 0)
            refuse("--generate", "at least one subscription", value);
        o->generate_subscriptions = (unsigned)subscriptions;
        o->generate_clusters = (unsigned)clusters;
        break;
    case 'a':
        o->generate_apps = (unsigned)number("--apps", value, 100000);
        break;
    case 'o':
        o->generate_left_overs =
            (unsigned)number("--left-overs", value, 100000);
        break;
    case 'n':
        o->generate_noise =
            (unsigned)number("--directory-noise", value, 100000);
        break;
    case 'B':
        o->generate_bindings = (unsigned)number("--bindings", value, 100000);
        break;
    case 'i':
        o->generate_principals =
            (unsigned)number("--principals", value, 100000);
        break;
    case 'p':
        o->page_size = (unsigned)number("--page-size", value, 100000);
        break;
    case 'f':
        fault_add(f, value);
        break;
    case 'T':
        if (!trap_add(f, value))
            refuse("--trap", "closed, full, silent, slam or noise", value);
        break;
    case 'R':
        o->replay = value;
        break;
    case 't':
        o->token_lifetime_s = number("--token-lifetime", value, INT_MAX);
        break;
    case 'b':
        pair("--reads-bucket", value, ',', &o->bucket, &o->refill);
        break;
    case 'e':
        o->enforce_bucket = true;
        break;
    case 'h':
        usage(stdout, 0);
        break;
    default:
        usage(stderr, 64);
    }
}

static bool
set_server_option(struct options *o, int letter, const char *value)
{
    switch (letter) {
    case 'P':
        o->port = (unsigned)number("--port", value, 65535);
        return true;
    case 'H':
        o->http_port = (unsigned)number("--http-port", value, 65535);
        o->with_http = true;
        return true;
    case 'K':
        o->kube_dir = value;
        return true;
    case 'c':
        o->cert = value;
        return true;
    case 'k':
        o->key = value;
        return true;
    case 'C':
        o->client_cert = value;
        return true;
    case 'r':
        o->ready_file = value;
        return true;
    case 'j':
        o->journal = value;
        return true;
    case 'J':
        o->journal_bodies = true;
        return true;
    case 'l':
        o->latency_ms = number("--latency", value, INT_MAX);
        return true;
    default:
        return false;
    }
}

void
options_parse(struct fake *f, int argc, char **argv)
{
    struct options *o = &f->options;
    int letter;

    o->token_lifetime_s = 3600;
    o->bucket = 250;
    o->refill = 25;
    while ((letter = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
        if (!set_server_option(o, letter, optarg))
            set_tenant_option(f, letter, optarg);
    }
    if (optind != argc || !o->cert || !o->key ||
        !o->scenario == !o->generate_subscriptions)
        usage(stderr, 64);
}
