/* SPDX-License-Identifier: MIT */
/* unit.h - what every unit test includes: cmocka wants these in this order. */
#ifndef AKSENTRA_TESTS_UNIT_H
#define AKSENTRA_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

#endif
