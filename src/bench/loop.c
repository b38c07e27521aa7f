/* loop DIRECTORY: the least that tells the label of every entry: readdir(3) and lgetxattr(2), by one thread. */
#define _GNU_SOURCE
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/xattr.h>

static long entries, labelled;

static void walk(const char *path) {
  char below[PATH_MAX], label[4096];
  DIR *directory = opendir(path);
  if (!directory) {
    perror(path);
    return;
  }
  for (struct dirent *entry = readdir(directory); entry; entry = readdir(directory)) {
    if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) {
      continue;
    }
    snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
    entries++;
    labelled += lgetxattr(below, "security.selinux", label, sizeof label) > 0;
    if (entry->d_type == DT_DIR) {
      walk(below);
    }
  }
  closedir(directory);
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fputs("usage: loop DIRECTORY\n", stderr);
    return 2;
  }
  walk(argv[1]);
  printf("%ld entries, %ld with a label\n", entries, labelled);
  return 0;
}
