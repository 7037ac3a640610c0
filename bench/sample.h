/*
 * Made-up people for the measurements: the n-th is always the same one. Realistic in length and in what is empty.
 */
#ifndef BENCH_SAMPLE_H
#define BENCH_SAMPLE_H

#include "features/customer/customer.h"

/* The n-th customer as customer_create would save one, with analytics as if there were bookings; texts in ctx's arena.
 * Every e-mail and phone is somebody's alone. ctx has a location. */
void sample_customer(struct ctx *ctx, int64_t n, struct customer *out);

#endif
