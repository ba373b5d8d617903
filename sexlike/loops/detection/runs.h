/* Connected pixels: what other loops use of runs.c. */
#ifndef SEXLIKE_RUNS_H
#define SEXLIKE_RUNS_H

#include "loops.h"

index_t label_pixels(const int32_t *restrict x, index_t count, const int32_t *restrict y, index_t y_count,
                     const int64_t *restrict group, index_t group_count, int64_t *restrict label, index_t label_count,
                     int64_t *restrict room, index_t room_size);

void find_maxima(const int32_t *restrict x, index_t count, const int32_t *restrict y, index_t y_count,
                 const int64_t *restrict group, index_t group_count, const float *restrict light, index_t light_count,
                 uint8_t *restrict is_maximum, index_t maximum_count);

#endif
