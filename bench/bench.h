/*
 * What the programs of the benchmark have in common: clocks, and giving up.
 */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stdint.h>
#include <sys/types.h>

/* For give_up; set by main. */
extern const char *bench_name;

/* A sentence on standard error, and the end. */
_Noreturn void give_up(const char *format, ...) __attribute__((format(printf, 1, 2)));

int64_t now_ns(void);

/* CPU time of the calling process, and of another one; both in nanoseconds, user and system together. */
int64_t own_cpu_ns(void);
int64_t process_cpu_ns(pid_t pid);

/* Sorts `values`. */
double median(double *values, int count);

#endif
