/* Replays files through one fuzz driver, without a fuzzer: replay FILE_OR_FOLDER… What a driver
 * finds wrong ends the program on the spot; its last line names the file. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

enum { FILE_MAX = 1 << 20, PATH_SIZE = 4096 };

static size_t replayed;

static int replay_file(const char *path) {
    static uint8_t bytes[FILE_MAX];
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return 1;
    }
    size_t length = fread(bytes, 1, sizeof(bytes), file);
    int failed = ferror(file);
    (void)fclose(file);
    (void)fprintf(stderr, "%s\n", path);
    (void)LLVMFuzzerTestOneInput(bytes, length);
    replayed++;
    return failed != 0;
}

static int replay_folder(const char *path) {
    int status = 0;
    DIR *folder = opendir(path);
    if (folder == NULL) {
        perror(path);
        return 1;
    }
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        char inside[PATH_SIZE];
        if (entry->d_name[0] != '.' &&
            snprintf(inside, sizeof(inside), "%s/%s", path, entry->d_name) < PATH_SIZE) {
            status |= replay_file(inside);
        }
    }
    (void)closedir(folder);
    return status;
}

int main(int argument_count, char *arguments[]) {
    int status = 0;
    for (int i = 1; i < argument_count; i++) {
        struct stat about;
        status |= stat(arguments[i], &about) == 0 && S_ISDIR(about.st_mode)
                      ? replay_folder(arguments[i])
                      : replay_file(arguments[i]);
    }
    (void)printf("%zu passed, 0 failed\n", replayed);
    return replayed == 0 ? 1 : status;
}
