/* hold.c: a library that is preloaded into sevol's JVM. It logs the calls by which a fix changes anything, and at the
   one that is named it kills sevol, holds the thread, or leaves the call out. strace can do the same, and makes a JVM
   in an emulator ten times slower.

   HOLD_LOG=FILE          a line for each call: thread, name, files
   HOLD_AT=NAME:N         the Nth call of that name, counted over all threads
   HOLD_DO=kill|group     right after it sevol ends by SIGKILL, alone or with its children
   HOLD_DO=hold           that thread goes no further for a minute
   HOLD_DO=skip           the call does nothing, and says it was done
   HOLD_DELAY=NAME:N:S    S seconds before that call */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { WRITE, FSYNC, FDATASYNC, SYNCFS, RENAME, MKDIR, UNLINK, SETXATTR, NAMES };
static const char *const names[NAMES] = {"write", "fsync", "fdatasync", "syncfs", "rename", "mkdir", "unlink", "setxattr"};
static int counts[NAMES], at = -1, nth, delayed = -1, delayed_nth, delay, log_to = -1;
static const char *todo = "";

static int named(const char *text, int *number, int *seconds) {
  char name[16];
  *seconds = 0;
  if (text && sscanf(text, "%15[a-z]:%d:%d", name, number, seconds) >= 2)
    for (int i = 0; i < NAMES; i++)
      if (!strcmp(names[i], name)) return i;
  return -1;
}

__attribute__((constructor)) static void begin(void) {
  int none;
  if (strcmp(program_invocation_short_name, "java") || !getenv("HOLD_LOG")) return;
  at = named(getenv("HOLD_AT"), &nth, &none);
  delayed = named(getenv("HOLD_DELAY"), &delayed_nth, &delay);
  if (getenv("HOLD_DO")) todo = getenv("HOLD_DO");
  log_to = open(getenv("HOLD_LOG"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* What a descriptor, or /proc/self/fd/N, is open for. */
static const char *file(int fd, const char *path, char *buffer, size_t size) {
  char link[32];
  if (path && strncmp(path, "/proc/self/fd/", 14)) return path;
  if (!path) snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(path ? path : link, buffer, size - 1);
  buffer[length < 0 ? 0 : length] = 0;
  return buffer;
}

/* Before a call: its number, 0 if it is none of a fix's; *skip where it must not be done. */
static int before(int name, const char *a, const char *b, int *skip) {
  char line[2200];
  *skip = 0;
  if (log_to < 0 || (name != SETXATTR && name != SYNCFS && !strstr(a, "/fixes") && !strstr(a, "/selinux"))) return 0;
  int n = __atomic_add_fetch(&counts[name], 1, __ATOMIC_SEQ_CST);
  *skip = name == at && n == nth && !strcmp(todo, "skip");
  if (name == delayed && n == delayed_nth) sleep(delay);
  int length = snprintf(line, sizeof line, b ? "%ld %s(\"%s\", \"%s\")%s\n" : "%ld %s(<%s>%.0s)%s\n", (long)syscall(SYS_gettid),
                        names[name], a, b ? b : "", *skip ? " SKIPPED" : "");
  syscall(SYS_write, log_to, line, length);
  return n;
}

static void after(int name, int n) {
  if (name != at || n != nth) return;
  int kept = errno;
  if (!strcmp(todo, "kill")) kill(getpid(), SIGKILL);
  if (!strcmp(todo, "group")) kill(0, SIGKILL);
  if (!strcmp(todo, "hold")) {
    syscall(SYS_write, log_to, "0 held()\n", 9);
    sleep(60);
  }
  errno = kept;
}

#define REAL(name) real_##name = real_##name ? real_##name : (__typeof__(real_##name))found(#name)
static void *found(const char *name);

#define OF_FILE(id, name, type, parameters, arguments, none)                        \
  static type (*real_##name) parameters;                                            \
  type name parameters {                                                            \
    char buffer[1024];                                                              \
    int skip, n = log_to < 0 ? 0 : before(id, file(fd, NULL, buffer, sizeof buffer), NULL, &skip); \
    REAL(name);                                                                     \
    type result = n && skip ? none : real_##name arguments;                         \
    after(id, n);                                                                   \
    return result;                                                                  \
  }
#define OF_PATH(id, name, parameters, arguments, path, other)                       \
  static int (*real_##name) parameters;                                             \
  int name parameters {                                                             \
    char buffer[1024];                                                              \
    int skip, n = log_to < 0 ? 0 : before(id, file(-1, path, buffer, sizeof buffer), other, &skip); \
    REAL(name);                                                                     \
    int result = real_##name arguments;                                             \
    after(id, n);                                                                   \
    return result;                                                                  \
  }

OF_FILE(WRITE, write, ssize_t, (int fd, const void *from, size_t size), (fd, from, size), (ssize_t)size)
OF_FILE(FSYNC, fsync, int, (int fd), (fd), 0)
OF_FILE(FDATASYNC, fdatasync, int, (int fd), (fd), 0)
OF_FILE(SYNCFS, syncfs, int, (int fd), (fd), 0)
OF_PATH(RENAME, rename, (const char *from, const char *to), (from, to), from, to)
OF_PATH(MKDIR, mkdir, (const char *path, mode_t mode), (path, mode), path, NULL)
OF_PATH(UNLINK, unlink, (const char *path), (path), path, NULL)
OF_PATH(SETXATTR, setxattr, (const char *path, const char *name, const void *value, size_t size, int flags),
        (path, name, value, size, flags), path, NULL)

static void *(*real_dlsym)(void *, const char *);

static void *found(const char *name) {
  if (!real_dlsym) real_dlsym = dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.34");
  return real_dlsym(RTLD_NEXT, name);
}

/* JNA asks libc itself for its functions. */
void *dlsym(void *library, const char *name) {
  static void *const ours[NAMES] = {[FSYNC] = fsync, [SYNCFS] = syncfs, [SETXATTR] = setxattr};
  if (log_to >= 0)
    for (int i = 0; i < NAMES; i++)
      if (ours[i] && !strcmp(names[i], name)) return ours[i];
  found("write");
  return real_dlsym(library, name);
}
