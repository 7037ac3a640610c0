#include "check.h"

#include "base/log.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What is written to standard error between the two calls. */
struct capture {
    FILE *file;
    int kept;
};

static void capture_begin(struct capture *capture)
{
    capture->file = tmpfile();
    assert_non_null(capture->file);
    capture->kept = dup(STDERR_FILENO);
    dup2(fileno(capture->file), STDERR_FILENO);
}

static struct str capture_end(struct capture *capture, struct arena *arena)
{
    char bytes[8192];
    size_t size;

    dup2(capture->kept, STDERR_FILENO);
    close(capture->kept);
    rewind(capture->file);
    size = fread(bytes, 1, sizeof(bytes), capture->file);
    fclose(capture->file);
    return arena_str(arena, (struct str){ bytes, size });
}

static void one_event_one_line(void **state)
{
    struct capture capture;
    struct str line;

    capture_begin(&capture);
    log_write(LOG_INFO, "listening", "address=%s port=%d", "127.0.0.1", 8080);
    line = capture_end(&capture, *state);
    assert_true(str_starts(line, STR("time=20")));
    assert_true(str_ends(line, STR("Z level=info event=listening address=127.0.0.1 port=8080\n")));
}

static void values_cannot_forge_a_line(void **state)
{
    struct capture capture;
    struct str line;

    capture_begin(&capture);
    log_write(LOG_ERROR, "x", "route=%s", "a\nlevel=info\r\x1B[0m");
    line = capture_end(&capture, *state);
    assert_int_equal(str_find(line, '\n'), line.len - 1);
    assert_int_equal(str_find(line, '\r'), line.len);
    assert_int_equal(str_find(line, '\x1B'), line.len);
}

static void long_lines_are_cut_and_end(void **state)
{
    struct capture capture;
    struct str line;
    char *text = arena_alloc(*state, 10001);

    memset(text, 'x', 10000);
    capture_begin(&capture);
    log_write(LOG_WARN, "long", "value=%s", text);
    line = capture_end(&capture, *state);
    assert_in_range(line.len, 1000, 4096);
    assert_int_equal(str_find(line, '\n'), line.len - 1);
}

static void below_the_level_nothing_is_written(void **state)
{
    struct capture capture;
    struct str line;

    capture_begin(&capture);
    log_write(LOG_DEBUG, "one", "n=%d", 1);
    log_level_set(LOG_ERROR);
    log_write(LOG_WARN, "two", "n=%d", 2);
    log_level_set(LOG_DEBUG);
    log_write(LOG_DEBUG, "three", "n=%d", 3);
    log_level_set(LOG_INFO);
    line = capture_end(&capture, *state);
    assert_null(strstr(line.ptr, "event=one"));
    assert_null(strstr(line.ptr, "event=two"));
    assert_non_null(strstr(line.ptr, "level=debug event=three n=3"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(one_event_one_line),
        arena_test(values_cannot_forge_a_line),
        arena_test(long_lines_are_cut_and_end),
        arena_test(below_the_level_nothing_is_written),
    };

    return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
