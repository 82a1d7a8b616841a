/* A folder of the test's own, with one file in it. */
#ifndef TESTS_FCGI_FOLDER_H
#define TESTS_FCGI_FOLDER_H

#include <stddef.h>

extern char folder_path[64];
extern char folder_file[80]; /* a path in it, where there is nothing yet */

void folder_make(void);
void folder_remove(void);

/* Makes these bytes the file, in place of what was there. */
void folder_write(const char *bytes, size_t length);

/* Reads up to so many bytes from its start. */
size_t folder_read(char *bytes, size_t most);

#endif
