/* A tree over numbers: it knows the least of them, and where it is. */
#ifndef SEXLIKE_TREE_H
#define SEXLIKE_TREE_H

#include "loops.h"

#define NO_VALUE INT64_MAX

/* The leaves, a power of 2 of them, are values[leaves] to values[2 * leaves - 1]; node i is the lesser of nodes 2i and
 * 2i + 1. */
typedef struct {
    int64_t *values;
    index_t leaves;
} Tree;

static inline void clear(Tree tree)
{
    for (index_t i = 0; i < 2 * tree.leaves; i++)
        tree.values[i] = NO_VALUE;
}

static inline int64_t leaf(Tree tree, index_t place) { return tree.values[tree.leaves + place]; }

static inline int64_t least(Tree tree) { return tree.values[1]; }

static inline void set_leaf(Tree tree, index_t place, int64_t value)
{
    index_t node = tree.leaves + place;
    tree.values[node] = value;
    while ((node /= 2))
        tree.values[node] = smaller(tree.values[2 * node], tree.values[2 * node + 1]);
}

/* Places of the first and the last leaf that are no larger than a limit, which one is. */
static inline index_t first_leaf_up_to(Tree tree, int64_t limit)
{
    index_t node = 1;
    while (node < tree.leaves)
        node = 2 * node + (tree.values[2 * node] > limit);
    return node - tree.leaves;
}

static inline index_t last_leaf_up_to(Tree tree, int64_t limit)
{
    index_t node = 1;
    while (node < tree.leaves)
        node = 2 * node + (tree.values[2 * node + 1] <= limit);
    return node - tree.leaves;
}

#endif
