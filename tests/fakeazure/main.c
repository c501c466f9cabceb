/* SPDX-License-Identifier: MIT */
/* main.c - the fake Azure as a program; docs/FAKE-AZURE.md says how to use it. */
#include "fake.h"

#include <stdlib.h>

int
main(int argc, char **argv)
{
    struct fake f = { .buckets = json_object() };
    int status;

    pthread_mutex_init(&f.lock, NULL);
    options_parse(&f, argc, argv);
    scenario_load(&f);
    if (f.options.replay) {
        f.replay = json_load_file(f.options.replay, 0, NULL);
        if (!f.replay) {
            fprintf(stderr, "fakeazure: cannot read %s\n", f.options.replay);
            return 1;
        }
    }
    if (f.options.journal)
        f.journal = fopen(f.options.journal, "a");
    status = server_run(&f);
    if (f.journal)
        fclose(f.journal);
    fault_free(f.faults);
    json_decref(f.tenant);
    json_decref(f.replay);
    json_decref(f.buckets);
    pthread_mutex_destroy(&f.lock);
    return status;
}
