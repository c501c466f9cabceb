/* SPDX-License-Identifier: MIT */
/* main.c - the fake Azure as a program; docs/FAKE-AZURE.md says how to use it. */
#include "fake.h"

#include <stdlib.h>

struct fake_id
fake_id(struct fake *f)
{
    struct fake_id id;
    unsigned n = atomic_fetch_add(&f->ids, 1) + 1;

    snprintf(id.text, sizeof(id.text), "%08x-fa4e-4000-8000-%012x",
             n * 2654435761u, n);
    return id;
}

static void
open_journal(struct fake *f)
{
    if (!f->options.journal)
        return;
    f->journal = fopen(f->options.journal, "a");
    if (!f->journal) {
        fprintf(stderr, "fakeazure: --journal: cannot write %s\n",
                f->options.journal);
        exit(1);
    }
}

int
main(int argc, char **argv)
{
    struct fake f = { .buckets = json_object(),
                      .cursors = json_object(),
                      .runs = json_object() };
    int status;

    pthread_mutex_init(&f.lock, NULL);
    options_parse(&f, argc, argv);
    scenario_load(&f);
    replay_load(&f);
    open_journal(&f);
    status = server_run(&f);
    if (f.journal)
        fclose(f.journal);
    fault_free(f.faults);
    fault_free(f.old_faults);
    json_decref(f.tenant);
    json_decref(f.replay);
    json_decref(f.cursors);
    json_decref(f.buckets);
    json_decref(f.runs);
    pthread_mutex_destroy(&f.lock);
    return status;
}
