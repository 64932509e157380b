#include <fcntl.h>
#include <linux/fs.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Both take a variable number of arguments, which Swift cannot call. */

static inline int winnow_become_subreaper(void) {
    return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

/* Puts each of two paths in the place of the other, in one step. */
static inline int winnow_exchange_paths(const char *left, const char *right) {
    return (int)syscall(SYS_renameat2, AT_FDCWD, left, AT_FDCWD, right, RENAME_EXCHANGE);
}
