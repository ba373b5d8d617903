/* Numbers as text, as printf writes them (see output/catalogs/textrows.py). */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "loops.h"

#define MOST_DIGITS 17
#define EXACT_POWERS 22 /* 10^22 is the largest power of 10 that is exact in double precision */
#define SPLIT 134217729.0 /* 2^27 + 1 */
#define LARGEST_SCALED 4503599627370496.0 /* 2^52: halves are exact below */
#define LONGEST_CELL 512

static const double POWERS[EXACT_POWERS + 1] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
                                                1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* A cell of a row: a row of a table. Offsets are those into the text of all literals and formats. */
typedef struct {
    int64_t literal, literal_length; /* what comes before it */
    int64_t format;                  /* ends with a zero */
    int64_t plus, alternate, width, precision, conversion;
} Cell;

/* A product, and what is lost by rounding it (Dekker 1971, Numerische Mathematik 18, 224). */
static double product(double a, double b, double *lost)
{
    const double whole = a * b, a_split = SPLIT * a, b_split = SPLIT * b;
    const double a_high = a_split - (a_split - a), a_low = a - a_high;
    const double b_high = b_split - (b_split - b), b_low = b - b_high;
    *lost = ((a_high * b_high - whole) + a_high * b_low + a_low * b_high) + a_low * b_low;
    return whole;
}

/* value * 10^power, rounded to a whole number, to even if halfway; -1 if it is too large, or the power is. */
static int64_t scaled(double value, int power)
{
    double near, rest; /* their sum is the exact product; for a quotient, rest has the right sign */
    if (power < -EXACT_POWERS || power > EXACT_POWERS)
        return -1;
    if (power >= 0) {
        if (!(value * POWERS[power] < LARGEST_SCALED))
            return -1;
        near = product(value, POWERS[power], &rest);
    } else {
        near = value / POWERS[-power];
        if (!(near < LARGEST_SCALED))
            return -1;
        double lost;
        const double back = product(near, POWERS[-power], &lost);
        rest = (value - back) - lost;
    }
    int64_t whole = (int64_t)near;
    const double half = near - (double)whole - 0.5;
    if (half > 0 || (half == 0 && (rest > 0 || (rest == 0 && whole % 2))))
        whole++;
    return whole;
}

/* Write a number with so many digits; returns the place behind it. */
static char *put_digits(char *at, int64_t number, int digits)
{
    for (int k = digits - 1; k >= 0; k--) {
        at[k] = (char)('0' + number % 10);
        number /= 10;
    }
    return at + digits;
}

static int digits_of(int64_t number)
{
    int digits = 1;
    while (number >= 10) {
        number /= 10;
        digits++;
    }
    return digits;
}

/* As %.<decimals>f; NULL if it cannot be done here. */
static char *put_fixed(char *at, double value, int decimals, int alternate)
{
    const int64_t number = scaled(value, decimals);
    if (number < 0)
        return NULL;
    const int64_t unit = (int64_t)POWERS[decimals];
    at = put_digits(at, number / unit, digits_of(number / unit));
    if (decimals || alternate)
        *at++ = '.';
    return put_digits(at, number % unit, decimals);
}

/* The first digits of a value as a whole number, and the exponent of the first of them; -1 if it cannot be done here. */
static int64_t leading_digits(double value, int digits, int *exponent)
{
    *exponent = 0;
    if (value == 0)
        return 0;
    int twos;
    frexp(value, &twos);
    *exponent = (int)floor((twos - 1) * 0.30103); /* log10(2); what it is, or one less */
    int64_t number = scaled(value, digits - 1 - *exponent);
    if (number >= (int64_t)POWERS[digits])
        number = scaled(value, digits - 1 - ++*exponent);
    return number < (int64_t)POWERS[digits - 1] ? -1 : number;
}

static char *without_zeros(char *start, char *end)
{
    if (!memchr(start, '.', (size_t)(end - start)))
        return end;
    while (end[-1] == '0')
        end--;
    return end[-1] == '.' ? end - 1 : end;
}

/* As %.<digits - 1>e, or as %.<digits>g; NULL if it cannot be done here. */
static char *put_leading(char *at, double value, int digits, const Cell *cell)
{
    int exponent;
    const int64_t number = leading_digits(value, digits, &exponent);
    if (number < 0)
        return NULL;
    const int general = cell->conversion == 'g', keeps_zeros = !general || cell->alternate;
    char *start = at, all[MOST_DIGITS] = {0};
    put_digits(all, number, digits);
    if (general && exponent >= -4 && exponent < digits) {
        int before = exponent + 1; /* digits before the point */
        if (exponent < 0) {
            *at++ = '0';
            before = 0;
        }
        memcpy(at, all, (size_t)before);
        at += before;
        if (before < digits || cell->alternate)
            *at++ = '.';
        for (int k = exponent + 1; k < 0; k++)
            *at++ = '0';
        memcpy(at, all + before, (size_t)(digits - before));
        at += digits - before;
        return keeps_zeros ? at : without_zeros(start, at);
    }
    *at++ = all[0];
    if (digits > 1 || cell->alternate)
        *at++ = '.';
    memcpy(at, all + 1, (size_t)digits - 1);
    at = keeps_zeros ? at + digits - 1 : without_zeros(start, at + digits - 1);
    *at++ = 'e';
    *at++ = exponent < 0 ? '-' : '+';
    const int size = exponent < 0 ? -exponent : exponent;
    return put_digits(at, size, size < 100 ? 2 : 3);
}

/* The text of a cell without its padding; returns its length. */
static index_t put_cell(char *text, const Cell *cell, const char *formats, double value)
{
    char *at = text, *end = NULL;
    const int precision = (int)cell->precision;
    const int negative = cell->conversion == 'd' ? value <= -1 : signbit(value) && !isnan(value);
    if (negative || cell->plus)
        *at++ = negative ? '-' : '+';
    const double size = fabs(value);
    if (isnan(value) || isinf(value)) {
        memcpy(at, isnan(value) ? "nan" : "inf", 3);
        end = at + 3;
    } else if (cell->conversion == 'd') {
        const int64_t whole = (int64_t)size;
        end = put_digits(at, whole, digits_of(whole));
    } else if (cell->conversion == 'f' && precision < MOST_DIGITS)
        end = put_fixed(at, size, precision, (int)cell->alternate);
    else if (cell->conversion == 'e' && precision < MOST_DIGITS)
        end = put_leading(at, size, precision + 1, cell);
    else if (cell->conversion == 'g' && precision <= MOST_DIGITS)
        end = put_leading(at, size, precision > 1 ? precision : 1, cell);
    if (end)
        return end - text;
    return snprintf(text, LONGEST_CELL, formats + cell->format, value);
}

/* Rows first to stop as text, as far as there is room; returns how long the whole text is.
 *
 * numbers: of each cell of each row; %d takes whole numbers. literals: all texts. cells: one more than a row has, the
 * last for what comes behind all.
 */
EXPORT index_t format_rows(const double *numbers, index_t rows, index_t columns,
                           const uint8_t *literals, index_t literals_size,
                           const int64_t *cells, index_t cell_count, index_t fields,
                           uint8_t *room, index_t room_size, index_t first, index_t stop)
{
    (void)rows, (void)literals_size, (void)cell_count, (void)fields;
    const Cell *all = (const Cell *)cells;
    const char *texts = (const char *)literals;
    char text[LONGEST_CELL];
    index_t written = 0;
    for (index_t row = first; row < stop; row++)
        for (index_t k = 0; k <= columns; k++) {
            const Cell *cell = all + k;
            const index_t length = k < columns ? put_cell(text, cell, texts, numbers[row * columns + k]) : 0;
            const index_t padding = larger(cell->width - length, 0), before = written + cell->literal_length;
            if (before + padding + length <= room_size) {
                memcpy(room + written, texts + cell->literal, (size_t)cell->literal_length);
                memset(room + before, ' ', (size_t)padding);
                memcpy(room + before + padding, text, (size_t)length);
            }
            written = before + padding + length;
        }
    return written;
}
