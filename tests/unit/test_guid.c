/* SPDX-License-Identifier: MIT */
/* test_guid.c - what is a GUID, and what is not. */
#include "unit.h"

#include "support/guid.h"

static void
test_guid_is(void **state)
{
    static const struct {
        const char *text;
        bool is;
    } rows[] = {
        { "6dae42f8-4368-4678-94ff-3960e28e3630", true },
        { "6DAE42F8-4368-4678-94FF-3960E28E3630", true },
        { "00000000-0000-0000-0000-000000000000", true },
        { NULL, false },
        { "", false },
        { "6dae42f8436846789 4ff3960e28e3630", false },
        { "6dae42f8-4368-4678-94ff-3960e28e363", false },
        { "6dae42f8-4368-4678-94ff-3960e28e36300", false },
        { "6dae42f8-4368-4678-94ff-3960e28e363g", false },
        { "{dae42f8-4368-4678-94ff-3960e28e363}", false },
        { "6dae42f8-4368-4678-94ff_3960e28e3630", false },
        { "6dae42f-84368-4678-94ff-3960e28e3630", false },
        { " dae42f8-4368-4678-94ff-3960e28e3630", false },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (guid_is(rows[i].text) != rows[i].is)
            fail_msg("%s", rows[i].text);
    }
}

static void
test_guid_is_zero(void **state)
{
    (void)state;
    assert_true(guid_is_zero("00000000-0000-0000-0000-000000000000"));
    assert_false(guid_is_zero("00000000-0000-0000-0000-000000000001"));
    assert_false(guid_is_zero(""));
    assert_false(guid_is_zero(NULL));
}

static void
test_guid_format(void **state)
{
    unsigned char bytes[16];
    char text[GUID_TEXT_SIZE];

    (void)state;
    for (unsigned char i = 0; i < 16; i++)
        bytes[i] = (unsigned char)(i * 17);
    guid_format(text, bytes);
    assert_string_equal(text, "00112233-4455-4677-8899-aabbccddeeff");
    for (unsigned char i = 0; i < 16; i++)
        bytes[i] = 0xff;
    guid_format(text, bytes);
    assert_string_equal(text, "ffffffff-ffff-4fff-bfff-ffffffffffff");
    assert_true(guid_is(text));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_guid_is),
        cmocka_unit_test(test_guid_is_zero),
        cmocka_unit_test(test_guid_format),
    };

    return cmocka_run_group_tests_name("guid", tests, NULL, NULL);
}
