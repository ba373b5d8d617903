"""The random numbers of the C library: SExtractor draws from them, and never sets a seed."""

import numpy as np

LAG = 31  # r[i] = r[i - 31] + r[i - 3] modulo 2**32
WARM_UP = 344 - LAG - 3  # numbers thrown away after the first 34
LARGEST_NUMBER = 2147483647


class GlibcRand:
    """One sequence of glibc's rand(), as a program sees it that never calls srand().

    Each number is the sum of two before it, so a matrix takes 31 numbers to the next 31, its square to those after
    them, and many are made at once.

    Attributes
    ----------
    drawn : int
        Numbers that have been taken, or skipped.
    """

    def __init__(self):
        seeds = [1]
        for _ in range(LAG - 1):
            seeds.append(16807 * seeds[-1] % LARGEST_NUMBER)
        state = np.array(seeds[3:] + seeds[:3], np.uint32)  # r[3] .. r[33]
        self._blocks = state[None, :]
        self._used = LAG
        self.drawn = -WARM_UP
        self.take(WARM_UP)

    def take(self, count: int) -> np.ndarray:
        """The next `count` numbers, from 0 to 2147483647; ndarray of int64."""
        self.drawn += count
        missing = count - (self._blocks.size - self._used)
        if missing > 0:
            self._extend(-(-missing // LAG))
        first, self._used = self._used, self._used + count
        return (self._blocks.ravel()[first : self._used] >> np.uint32(1)).astype(np.int64)

    def skip(self, count: int) -> None:
        """Pass over the next `count` numbers; it takes hardly longer for a billion than for a few."""
        self.drawn += count
        jump, self._used = divmod(self._used + count, LAG)
        block, step = self._blocks[:1], block_step()
        while jump:
            block = block @ step if jump & 1 else block
            jump, step = jump >> 1, step @ step
        self._blocks = block

    def _extend(self, number):
        """Forget the blocks that are used up, and add at least `number` after the last."""
        blocks = self._blocks[-1:]
        step = block_step()
        while len(blocks) <= number:
            blocks = np.concatenate([blocks, blocks @ step])
            step = step @ step
        kept = self._blocks[self._used // LAG :] if self._used < self._blocks.size else self._blocks[:0]
        self._used -= LAG * (len(self._blocks) - len(kept))
        self._blocks = np.concatenate([kept, blocks[1:]])


def block_step():
    """Matrix that takes 31 numbers (as a row) to the next 31."""
    rows = np.eye(LAG, dtype=np.uint32)  # each number, as a combination of the 31 known
    for _ in range(LAG):
        rows = np.vstack([rows, rows[-LAG] + rows[-3]])
    return rows[LAG:].T
