#define _GNU_SOURCE
#include "CCellBoundary.h"

#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static char folder[PATH_MAX]; /* where outputs and events go; empty outside the runner */
static long long output_limit;
static pid_t program; /* the process that was started; a fork of it is none */
static pid_t runner;
static int running; /* the number of the running cell; 0 before the first */
static struct timespec started;

/* All files are opened anew by their paths, since a cell may close any descriptor or change its working folder. */
static int open_file(const char *name, int number) {
    char path[PATH_MAX + 32];
    if (number > 0)
        snprintf(path, sizeof path, "%s/%s-%d", folder, name, number);
    else
        snprintf(path, sizeof path, "%s/%s", folder, name);
    return open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void redirect(const char *name, int number, int descriptor) {
    int file = open_file(name, number);
    if (file < 0 || file == descriptor) return;
    dup2(file, descriptor);
    close(file);
}

/* Where the library's `display` puts what this cell displays. */
static void name_figures(int number) {
    char path[PATH_MAX + 32];
    snprintf(path, sizeof path, "%s/figures-%d", folder, number);
    setenv("WINNOW_FIGURES", path, 1);
}

/* Where the library's `checkpoint` keeps what this cell computes: the line of the file `checkpoints` with its number. */
static void name_checkpoints(int number) {
    char path[PATH_MAX + 32];
    char *line = NULL;
    size_t room = 0;
    ssize_t length = -1;
    unsetenv("WINNOW_CHECKPOINT");
    snprintf(path, sizeof path, "%s/checkpoints", folder);
    FILE *file = fopen(path, "re");
    if (!file) return;
    for (int index = 0; index < number; index++) length = getline(&line, &room, file);
    if (length > 1 && line[length - 1] == '\n') {
        line[length - 1] = 0;
        setenv("WINNOW_CHECKPOINT", line, 1);
    }
    free(line);
    fclose(file);
}

static void say(const char *event) {
    int file = open_file("events", 0);
    if (file < 0) return;
    if (write(file, event, strlen(event)) < 0) { /* the runner sees that the event is missing */
    }
    close(file);
}

/* The largest resident memory since the last reset, in bytes. */
static long long peak_memory(void) {
    long long kibibytes = 0;
    char line[256];
    FILE *status = fopen("/proc/self/status", "re");
    if (!status) return 0;
    while (fgets(line, sizeof line, status))
        if (sscanf(line, "VmHWM: %lld", &kibibytes) == 1) break;
    fclose(status);
    return kibibytes * 1024;
}

static void reset_peak_memory(void) {
    int file = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);
    if (file < 0) return;
    if (write(file, "5", 1) < 0) { /* then the peak is that of the whole program */
    }
    close(file);
}

static int is_over_limit(const char *name) {
    char path[PATH_MAX + 32];
    struct stat status;
    snprintf(path, sizeof path, "%s/%s-%d", folder, name, running);
    return stat(path, &status) == 0 && status.st_size > output_limit;
}

/* Ends the program's whole group when its runner is gone, killed perhaps, and nobody will read the outputs. */
static void *watch_runner(void *unused) {
    (void)unused;
    while (getppid() == runner) usleep(250000);
    kill(0, SIGKILL);
    return NULL;
}

/* The thread takes signals like any other: the backtrace of a trap stops all threads by one and waits for each. */
static void start_watching(void) {
    pthread_t thread;
    runner = getppid();
    if (pthread_create(&thread, NULL, watch_runner, NULL) == 0) pthread_detach(thread);
}

static void set_up(void) {
    const char *path = getenv("WINNOW_CELLS");
    const char *limit = getenv("WINNOW_OUTPUT_LIMIT");
    if (!path || strlen(path) >= sizeof folder) return;
    strcpy(folder, path);
    output_limit = limit ? atoll(limit) : LLONG_MAX;
    unsetenv("WINNOW_CELLS");
    unsetenv("WINNOW_OUTPUT_LIMIT");
    setvbuf(stdout, NULL, _IONBF, 0);
    program = getpid();
    start_watching();
}

static void end_cell(void) {
    struct timespec now;
    char event[96];
    clock_gettime(CLOCK_MONOTONIC, &now);
    double seconds = (double)(now.tv_sec - started.tv_sec) + (double)(now.tv_nsec - started.tv_nsec) * 1e-9;
    if (is_over_limit("output") || is_over_limit("errors")) {
        snprintf(event, sizeof event, "flood %d\n", running);
        say(event);
        _exit(1);
    }
    snprintf(event, sizeof event, "end %d %.9f %lld\n", running, seconds, peak_memory());
    say(event);
}

void winnow_cell(int number) {
    static int is_set_up;
    char event[32];
    if (!is_set_up) {
        is_set_up = 1;
        set_up();
    }
    fflush(NULL);
    if (!folder[0]) return;
    if (getpid() != program) _exit(0); /* a fork that a cell made ends with the cell */
    if (running) end_cell();
    running = number;
    redirect("output", number, STDOUT_FILENO);
    redirect("errors", number, STDERR_FILENO);
    if (number == 0) {
        say("done\n");
        return;
    }
    name_figures(number);
    name_checkpoints(number);
    reset_peak_memory();
    snprintf(event, sizeof event, "begin %d\n", number);
    say(event);
    clock_gettime(CLOCK_MONOTONIC, &started);
}
