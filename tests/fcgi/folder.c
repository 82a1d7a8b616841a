/* Making and removing it. */
#include "folder.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

char folder_path[64];
char folder_file[80];

void folder_make(void) {
    (void)snprintf(folder_path, sizeof(folder_path), "/tmp/staccato-test.XXXXXX");
    cr_assert_not_null(mkdtemp(folder_path));
    (void)snprintf(folder_file, sizeof(folder_file), "%s/counts", folder_path);
}

void folder_remove(void) {
    (void)unlink(folder_file);
    (void)rmdir(folder_path);
}

void folder_write(const char *bytes, size_t length) {
    (void)unlink(folder_file);
    int file = open(folder_file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    cr_assert_geq(file, 0);
    cr_assert_eq(write(file, bytes, length), (ssize_t)length);
    (void)close(file);
}

size_t folder_read(char *bytes, size_t most) {
    int file = open(folder_file, O_RDONLY | O_CLOEXEC);
    cr_assert_geq(file, 0);
    ssize_t count = read(file, bytes, most);
    cr_assert_geq(count, 0);
    (void)close(file);
    return (size_t)count;
}
