/* SPDX-License-Identifier: MIT */
/* options.c - the command line of the fake. */
#include "fake.h"

#include <getopt.h>
#include <stdlib.h>

static const struct option long_options[] = {
    { "scenario", required_argument, NULL, 's' },
    { "generate", required_argument, NULL, 'g' },
    { "page-size", required_argument, NULL, 'p' },
    { "port", required_argument, NULL, 'P' },
    { "http-port", required_argument, NULL, 'H' },
    { "cert", required_argument, NULL, 'c' },
    { "key", required_argument, NULL, 'k' },
    { "client-cert", required_argument, NULL, 'C' },
    { "ready-file", required_argument, NULL, 'r' },
    { "journal", required_argument, NULL, 'j' },
    { "latency", required_argument, NULL, 'l' },
    { "fault", required_argument, NULL, 'f' },
    { "replay", required_argument, NULL, 'R' },
    { "token-lifetime", required_argument, NULL, 't' },
    { "reads-bucket", required_argument, NULL, 'b' },
    { "enforce-bucket", no_argument, NULL, 'e' },
    { NULL, 0, NULL, 0 },
};

static void
usage(void)
{
    fputs("fakeazure: see docs/FAKE-AZURE.md for the options\n", stderr);
    exit(64);
}

static long
number(const char *text)
{
    char *end;
    long n = strtol(text, &end, 10);

    if (end == text || *end || n < 0)
        usage();
    return n;
}

static void
set_tenant_option(struct fake *f, int letter, const char *value)
{
    struct options *o = &f->options;

    switch (letter) {
    case 's':
        o->scenario = value;
        break;
    case 'g':
        if (sscanf(value, "%ux%u", &o->generate_subscriptions,
                   &o->generate_clusters) != 2)
            usage();
        break;
    case 'p':
        o->page_size = (unsigned)number(value);
        break;
    case 'f':
        fault_add(f, value);
        break;
    case 'R':
        o->replay = value;
        break;
    case 't':
        o->token_lifetime_s = number(value);
        break;
    case 'b':
        if (sscanf(value, "%ld,%ld", &o->bucket, &o->refill) != 2)
            usage();
        break;
    case 'e':
        o->enforce_bucket = true;
        break;
    default:
        usage();
    }
}

static bool
set_server_option(struct options *o, int letter, const char *value)
{
    switch (letter) {
    case 'P':
        o->port = (unsigned)number(value);
        return true;
    case 'H':
        o->http_port = (unsigned)number(value);
        o->with_http = true;
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
    case 'l':
        o->latency_ms = number(value);
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

    o->page_size = 10;
    o->token_lifetime_s = 3600;
    o->bucket = 250;
    o->refill = 25;
    while ((letter = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
        if (!set_server_option(o, letter, optarg))
            set_tenant_option(f, letter, optarg);
    }
    if (optind != argc || !o->cert || !o->key || o->page_size == 0 ||
        (!o->scenario && !o->generate_subscriptions))
        usage();
}
