/* Sets of nodes that are joined one by one; the root of a set is its lowest node. */
#ifndef SEXLIKE_SETS_H
#define SEXLIKE_SETS_H

#include "loops.h"

static inline index_t root_of(int64_t *parent, index_t node)
{
    while (parent[node] != node)
        node = parent[node] = parent[parent[node]];
    return node;
}

static inline void join(int64_t *parent, index_t one, index_t other)
{
    one = root_of(parent, one);
    other = root_of(parent, other);
    parent[larger(one, other)] = smaller(one, other);
}

#endif
