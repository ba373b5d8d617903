"""The sky in one mesh and filled pixels, computed step by step, pixel after pixel."""

import numpy as np

BAD = np.float32(-1e30)


def clipped_moments(values, low=-np.inf, high=np.inf):
    count, total, squares = 0, 0.0, 0.0
    for value in values[(values >= low) & (values <= high)].tolist():
        count, total, squares = count + 1, total + value, squares + value * value
    mean = total / count
    return count, mean, max(squares / count - mean * mean, 0) ** 0.5


def cuts(mean, sigma):
    return np.float32(mean - 2 * sigma), np.float32(mean + 2 * sigma)


def scaled_bins(count, mean, sigma):
    """Number of bins, their width, zero point."""
    number = min(4096, int((2 / np.pi) ** 0.5 * 5 / 4 * count + 1))
    return number, np.float32(10 * sigma / number) if sigma > 0 else np.float32(1), np.float32(mean - 5 * sigma)


def bin_of(value, number, width, zero):
    place = value / width + np.float32(0.499999 - float(zero / width))
    return int(place) if -1 < place < number else None


def mode(histogram, width, zero):
    """Level and scatter; the median is found by reading bins from both ends."""
    low, high, sigma, previous = 0, len(histogram) - 1, 10.0 * (len(histogram) - 1), 1.0
    mean = median = 0.0
    for _ in range(100):
        if sigma < 0.1 or abs(sigma / previous - 1) <= 1e-4:
            break
        previous = sigma
        bins = range(low, high + 1)
        total = sum(histogram[i] for i in bins)
        mean = sum(i * histogram[i] for i in bins) / total
        sigma = max(sum(i * i * histogram[i] for i in bins) / total - mean * mean, 0) ** 0.5
        a, b, below, above = low, high, 0, 0
        for _ in bins:
            if below < above:
                below, a = below + histogram[a], a + 1
            else:
                above, b = above + histogram[b], b - 1
        median = b + 0.5 + (above - below) / (2 * max(histogram[a], histogram[b])) if b >= 0 else 0.0
        low = max(0, int(np.floor(median - 3 * sigma + 0.5)))
        high = min(len(histogram) - 1, int(np.floor(median + 3 * sigma + 0.5)))
    place = 2.5 * median - 1.5 * mean if sigma > 0 and abs(mean - median) / sigma < 0.3 else median
    place = mean if sigma == 0 else place
    return np.float32(float(zero) + place * float(width)), np.float32(sigma * float(width))


def sky(values, variances=None):
    """Level and scatter of a mesh, and with variances the level of these too."""
    good = values > BAD
    clip = cuts(*clipped_moments(values[good])[1:])
    shape = scaled_bins(*clipped_moments(values[good], *clip))
    places = [bin_of(value, *shape) for value in values[good]]
    image = mode(np.bincount([p for p in places if p is not None], minlength=shape[0]).tolist(), *shape[1:])
    if variances is None:
        return image
    variances = variances[good]
    of_variance = cuts(*clipped_moments(variances)[1:])
    within = variances[(values[good] >= clip[0]) & (values[good] <= clip[1])]
    shape = scaled_bins(*clipped_moments(within, *of_variance))
    found = [bin_of(v, *shape) for v, place in zip(variances, places, strict=True) if place is not None]
    return *image, mode(np.bincount([p for p in found if p is not None], minlength=shape[0]).tolist(), *shape[1:])[0]


def fill(variance, worst, along_x, along_y, pixels):
    """Fill bad pixels (in place), one by one."""
    left_in_column = [0] * variance.shape[1]
    for y in range(variance.shape[0]):
        left_in_row = 0
        for x in range(variance.shape[1]):
            if variance[y, x] < worst:
                left_in_row, left_in_column[x] = along_x, along_y
                continue
            source = None
            if left_in_row > 0:
                left_in_row, source = left_in_row - 1, (y, x - 1)
            elif left_in_column[x] > 0:
                left_in_column[x], source = left_in_column[x] - 1, (y - 1, x)
            if source:
                variance[y, x], pixels[y, x] = variance[source], pixels[source]
