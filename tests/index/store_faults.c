/* Makes the n-th change below a folder fail, and notes what was synced: preloaded into a build, driven from Python.

   A point is a call that changes files: creating open, write, truncate, sync, rename, link, unlink, mkdir, rmdir. With a
   log folder every successful sync leaves there what it made durable: a file's bytes, or a folder's names. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { NONE, CRASH, FULL, BROKEN, SHORT, TORN, READ_ONLY };

static char root[PATH_MAX], logs[PATH_MAX];
static int kind = NONE;
static long at = -1;
static atomic_long points, synced;

#define REAL(type, name, ...) \
  static type (*real_##name)(__VA_ARGS__); \
  if (!real_##name) real_##name = dlsym(RTLD_NEXT, #name)

void fault_arm(const char *folder, long point, int fault, const char *log) {
  strncpy(root, folder, sizeof root - 1);
  strncpy(logs, log, sizeof logs - 1);
  points = 0;
  at = point;
  kind = fault;
}

long fault_points(void) { return points; }

static int below(const char *path) {
  size_t length = strlen(root);
  return length && !strncmp(path, root, length) && (path[length] == '/' || !path[length]);
}

static int below_at(int folder, const char *path) {
  char link[64], base[PATH_MAX];
  if (!path) return 0;
  if (path[0] == '/' || folder == AT_FDCWD) return below(path);
  snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
  ssize_t length = readlink(link, base, sizeof base - 1);
  if (length < 0) return 0;
  base[length] = 0;
  return below(base);
}

static int below_fd(int fd) { return root[0] ? below_at(fd, "") : 0; }

/* Returns 0 to go on, -1 with errno to fail, 1 to do half of it, 2 to do half of it and die. */
static int point(int allocates) {
  if (kind == READ_ONLY) {
    errno = EROFS;
    return -1;
  }
  long number = atomic_fetch_add(&points, 1) + 1;
  if (at < 0 || number < at) return 0;
  if (kind == FULL && (number == at || allocates)) { /* a full disk stays full */
    errno = ENOSPC;
    return -1;
  }
  if (number != at) return 0;
  if (kind == CRASH) _exit(99);
  if (kind == BROKEN) {
    errno = EIO;
    return -1;
  }
  if (kind == SHORT) return 1;
  if (kind == TORN) return 2;
  return 0;
}

static int whole(int allocates) { /* for calls that cannot be done by half */
  int found = point(allocates);
  if (found == 2) _exit(99);
  return found < 0 ? -1 : 0;
}

/* What is durable now. */
static void identify(const struct statx *s, char *out, size_t size) {
  snprintf(out, size, "%llu-%lld.%u", (unsigned long long)s->stx_ino,
           s->stx_mask & STATX_BTIME ? (long long)s->stx_btime.tv_sec : 0LL,
           s->stx_mask & STATX_BTIME ? s->stx_btime.tv_nsec : 0U);
}

int fault_identity(const char *path, char *out, size_t size) {
  struct statx s;
  if (statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS | STATX_BTIME, &s)) return -1;
  identify(&s, out, size);
  return 0;
}

/* A note gets its name when it is whole: another thread may end the process in the middle of one. */
static void note(int fd) {
  REAL(int, rename, const char *, const char *);
  char link[64], name[PATH_MAX + 32], part[PATH_MAX + 32], self[96], path[PATH_MAX];
  struct statx s;
  if (!logs[0] || statx(fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS | STATX_BTIME, &s)) return;
  identify(&s, self, sizeof self);
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  path[length > 0 ? length : 0] = 0;
  long number = atomic_fetch_add(&synced, 1);
  snprintf(name, sizeof name, "%s/%08ld", logs, number);
  snprintf(part, sizeof part, "%s/%08ld.part", logs, number);
  FILE *out = fopen(part, "we");
  if (!out) abort();
  int folder = S_ISDIR(s.stx_mode);
  fprintf(out, "%c %s %s\n", folder ? 'D' : 'F', self, path);
  if (folder) {
    DIR *names = opendir(link);
    struct dirent *entry;
    while (names && (entry = readdir(names))) {
      struct statx e;
      char other[96];
      if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
      if (statx(dirfd(names), entry->d_name, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS | STATX_BTIME, &e)) continue;
      identify(&e, other, sizeof other);
      fprintf(out, "%c %s %s\n", S_ISDIR(e.stx_mode) ? 'D' : 'F', other, entry->d_name);
    }
    if (names) closedir(names);
  } else {
    static _Thread_local char buffer[1 << 16];
    int in = open(link, O_RDONLY | O_CLOEXEC);
    ssize_t got;
    while (in >= 0 && (got = read(in, buffer, sizeof buffer)) > 0) fwrite(buffer, 1, got, out);
    if (in >= 0) close(in);
  }
  fclose(out);
  if (real_rename(part, name)) abort();
}

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    REAL(int, name, const char *, int, ...); \
    va_list more; \
    va_start(more, flags); \
    int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, int) : 0; \
    va_end(more); \
    int changes = flags & (O_CREAT | O_TRUNC) || (kind == READ_ONLY && flags & (O_WRONLY | O_RDWR)); \
    if (changes && below(path) && whole(flags & O_CREAT)) return -1; \
    return real_##name(path, flags, mode); \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
  int name(int folder, const char *path, int flags, ...) { \
    REAL(int, name, int, const char *, int, ...); \
    va_list more; \
    va_start(more, flags); \
    int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, int) : 0; \
    va_end(more); \
    int changes = flags & (O_CREAT | O_TRUNC) || (kind == READ_ONLY && flags & (O_WRONLY | O_RDWR)); \
    if (changes && below_at(folder, path) && whole(flags & O_CREAT)) return -1; \
    return real_##name(folder, path, flags, mode); \
  }
OPENAT(openat)
OPENAT(openat64)

ssize_t write(int fd, const void *data, size_t size) {
  REAL(ssize_t, write, int, const void *, size_t);
  int found = below_fd(fd) ? point(1) : 0;
  if (found < 0) return -1;
  if (found) size = size > 1 ? size / 2 : size;
  ssize_t done = real_write(fd, data, size);
  if (found == 2) _exit(99);
  return done;
}

#define PWRITE(name, offset) \
  ssize_t name(int fd, const void *data, size_t size, offset place) { \
    REAL(ssize_t, name, int, const void *, size_t, offset); \
    int found = below_fd(fd) ? point(1) : 0; \
    if (found < 0) return -1; \
    if (found) size = size > 1 ? size / 2 : size; \
    ssize_t done = real_##name(fd, data, size, place); \
    if (found == 2) _exit(99); \
    return done; \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t writev(int fd, const struct iovec *parts, int count) {
  REAL(ssize_t, writev, int, const struct iovec *, int);
  int found = below_fd(fd) ? point(1) : 0;
  if (found < 0) return -1;
  ssize_t done = found && count ? write(fd, parts[0].iov_base, parts[0].iov_len / 2) : real_writev(fd, parts, count);
  if (found == 2) _exit(99);
  return done;
}

#define SENDFILE(name, offset) \
  ssize_t name(int to, int from, offset *place, size_t size) { \
    REAL(ssize_t, name, int, int, offset *, size_t); \
    int found = below_fd(to) ? point(1) : 0; \
    if (found < 0) return -1; \
    if (found) size = 7; \
    ssize_t done = real_##name(to, from, place, size); \
    if (found == 2) _exit(99); \
    return done; \
  }
SENDFILE(sendfile, off_t)
SENDFILE(sendfile64, off64_t)

#define SYNC(name) \
  int name(int fd) { \
    REAL(int, name, int); \
    int ours = below_fd(fd); \
    if (ours && whole(0)) return -1; \
    int done = real_##name(fd); \
    if (ours && !done) note(fd); \
    return done; \
  }
SYNC(fsync)
SYNC(fdatasync)

#define TRUNCATE(name, offset) \
  int name(int fd, offset size) { \
    REAL(int, name, int, offset); \
    if (below_fd(fd) && whole(0)) return -1; \
    return real_##name(fd, size); \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

int rename(const char *from, const char *to) {
  REAL(int, rename, const char *, const char *);
  if (below(to) && whole(1)) return -1;
  return real_rename(from, to);
}

int renameat(int a, const char *from, int b, const char *to) {
  REAL(int, renameat, int, const char *, int, const char *);
  if (below_at(b, to) && whole(1)) return -1;
  return real_renameat(a, from, b, to);
}

int link(const char *from, const char *to) {
  REAL(int, link, const char *, const char *);
  if (below(to) && whole(1)) return -1;
  return real_link(from, to);
}

int linkat(int a, const char *from, int b, const char *to, int flags) {
  REAL(int, linkat, int, const char *, int, const char *, int);
  if (below_at(b, to) && whole(1)) return -1;
  return real_linkat(a, from, b, to, flags);
}

int unlink(const char *path) {
  REAL(int, unlink, const char *);
  if (below(path) && whole(0)) return -1;
  return real_unlink(path);
}

int unlinkat(int folder, const char *path, int flags) {
  REAL(int, unlinkat, int, const char *, int);
  if (below_at(folder, path) && whole(0)) return -1;
  return real_unlinkat(folder, path, flags);
}

int rmdir(const char *path) {
  REAL(int, rmdir, const char *);
  if (below(path) && whole(0)) return -1;
  return real_rmdir(path);
}

int mkdir(const char *path, mode_t mode) {
  REAL(int, mkdir, const char *, mode_t);
  if (below(path) && whole(1)) return -1;
  return real_mkdir(path, mode);
}
