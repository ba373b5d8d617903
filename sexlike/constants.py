"""Constants of SExtractor 2.25 that are rounded, or odd, and decide on cells of the catalog.

None is derived from another, however alike they look: each is what reproduces the program's numbers.
"""

# Added before a float is cut to an integer, so that it is rounded to the nearest pixel. There are two spellings: the
# longer one is in the boxes of circular apertures, the histograms of the background and the rows of ASSOC lists.
ALMOST_HALF = 0.49999
NEARLY_HALF = 0.499999

BAD_PIXEL = -1e30  # the value of pixels that hold none

# The sky in a mesh of the background.
LEAST_GOOD = 0.5  # fraction of the pixels of a mesh
SKY_CLIP = 2.0  # sigmas, before the histogram
SKY_HISTOGRAM_CLIP = 3.0  # sigmas around the median of the histogram
SKY_HALF_WIDTH = 5.0  # of the histogram, in sigmas
SKY_BINS = 4096  # at most
SKY_CROWDED = 0.3  # distance of mean and median, in sigmas, beyond which the median is taken as the mode
SKY_CLIPPINGS = 100  # at most
SKY_SETTLED = 1e-4  # relative change of the scatter
SKY_NARROW = 0.1  # bins: a histogram of a smaller scatter is not clipped further

# A twelfth, the variance of a position that is uniform within a pixel, with as many digits as are used there.
PIXEL_VARIANCE = 0.0833333  # added to the moments of objects that are too thin for an ellipse
PIXEL_VARIANCE_OF_ERRORS = 0.08333  # added to the errors of their positions
PIXEL_VARIANCE_OF_WINDOWS = 0.0833  # of each pixel, in the errors of windowed positions
SMALLEST_WORLD_DETERMINANT = 1e-6  # of second moments in the world, deg^4; the coefficients divide by no less
SMALLEST_DETERMINANT = 0.00694  # of second moments, pixel^4: a twelfth squared; below it an object is too thin

# Isophotal correction for a Gaussian (Maddox et al. 1990, MNRAS 246, 433): flux / (1 - a eta - b eta^2).
ISOCOR_LINEAR = 0.196099
ISOCOR_QUADRATIC = 0.751208

MAGNITUDE_ERROR_FACTOR = 1.086  # 2.5 / ln 10
NO_MAGNITUDE = 99.0  # magnitude, and its error, where the flux is not positive
LIGHT_PER_MAGNITUDE = 0.921034037196  # 0.4 ln 10, in the means and sums of ASSOC_TYPE MAG_MEAN and MAG_SUM

FWHM_PER_SIGMA = 2.35  # of the Gaussian window, from the half-light radius
FWHM_PER_ROOT_SLOPE = 1.6651  # 2 sqrt(ln 2): FWHM of the Gaussian whose logarithm falls by 1 per squared unit of radius
FLATTEST_CORE = 13  # the slope of a core is taken to be at least 1 / (13 A B)
RIM = 0.75  # pixels; one whose centre is further from a circle, inwards or outwards, is not divided
SUBPIXELS = 5  # along the side of a pixel, on the rims of apertures and of the rings of growth curves
WINDOW_SUBPIXELS = 11  # ... and on the rims of Gaussian windows
GROWTH_RINGS = 64  # of a growth curve
GROWTH_TOUCHING = 0.6  # pixels: centres further beyond its limit have no sub-pixel within

# Gaussian windows.
WINDOW_RADIUS = 4  # sigmas at which the window ends
WINDOW_ITERATIONS = 16  # at most
WINDOW_STEP = 2  # a step towards the barycentre in the window is half of the way
WINDOW_CONVERGED = 1e-8  # squared step, pixels^2

# Deblending.
MOST_BRANCHES = 1024  # on one level of a blob; a blob with more is left whole

LARGEST_EXPONENT = 70.0  # of the Gaussians of seeds: exp(-70) is nothing

# Cleaning.
LARGEST_MOFFAT_BASE = 1e10  # of the profile of wings; where it is larger, there is no light

# Powers in double precision, which are to be the same on every platform: two series, and where they end.
LOG_2 = 0.6931471805599453
ROOT_HALF = 0.7071067811865476
LAST_OF_LOGARITHM = 21  # (1 + x) / (1 - x), |x| < 0.172: odd powers of x
LAST_OF_SHORT_LOGARITHM = 13  # the same to 12 digits, for the residuals of fits
LAST_OF_EXPONENTIAL = 14  # |x| < 0.347
HIGHEST_POWER = 1000.0  # logarithms of numbers that are beyond double precision in any case

ALMOST_ONE = 0.99999  # steps below the first bin of a growth curve; factor on the covariance of flat world ellipses
MAMA_STRETCH = 1.000033  # of world coordinates, in the frame of the MAMA plate-measuring machine

# Fits of the PSF.
PSF_TAPS = 8  # along an axis, of the interpolation (Lanczos-4)
PSF_FIRST_TAP = -3  # from the sample below a position
PSF_CENTRED = 1e-5  # samples: nearer to one, it is taken as it is
QUARTER_PI = 0.7853981633974483
PSF_ITERATIONS = 20  # at most
PSF_CONVERGED = 1e-6  # squared step, pixels^2
PSF_LEAST_PIXELS = 4  # that have a weight
ALMOST_HALF_OF_FITS = 0.4999  # as ALMOST_HALF, for the pixel that a fitted position is in

# Fits of models.
MODEL_WINDOW_MARGIN = 0.499  # pixels
MODEL_WINDOW_STRETCH = 1.2  # of a window, which is rounded before
COMPRESSION = 10.0  # sigmas: larger residuals of fits of models count less

# Profiles of galaxies on rasters: exponentials and logarithms in single precision, and what the core misses.
LOG_2_HIGH = 0.693359375  # the two add up to the logarithm of 2: products of the first are exact
LOG_2_LOW = -2.12194440e-4
PER_LOG_2 = 1.4426950408889634
LOWEST_EXPONENT = -87.0  # of what is not nothing in single precision
LEAST_SQUARE = 1e-20  # of a radius that has a logarithm
ALMOST_HALF_SAMPLE = 0.4999999  # added to positions on rasters that are cut to whole samples
RING_DIRECTIONS = 36  # on half of a ring of light
CENTRAL_RING = 0.49  # samples within which a ring is on the central one
CENTRAL_SMOOTH_RING = 0.7  # ... where light is divided among samples
CENTRAL_SAMPLES = 3  # along a side of those among which the light around the central one is divided
