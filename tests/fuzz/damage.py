"""Ways to damage bytes, cards and texts."""

NUMBERS = "0 -1 1 2 -32 64 7 99999 2147483647 -2147483648 4294967296 1E400 -1E400 1E38 1E-45 NaN inf 1.5 -0.0 0x10"
WORDS = "T|F|''|'T|'abc|abc'|/|=|#|| |'-32     '|(1, 2)|1 2 3|12,5|''''''''''''''''''"
VALUES = [*NUMBERS.split(), *WORDS.split("|"), "1e", "1D5", "9" * 18, "9" * 30, "'\x01'", "'\x00'", "'\xff'"]
NAMES = """
    SIMPLE BITPIX NAXIS NAXIS1 NAXIS2 NAXIS3 EXTEND PCOUNT GCOUNT GROUPS XTENSION EXTNAME EXTVER BSCALE BZERO BLANK
    GAIN SATURATE OBJECT EQUINOX EPOCH RADESYS CTYPE1 CTYPE2 CRVAL1 CRVAL2 CRPIX1 CRPIX2 CD1_1 CD1_2 CD2_1 CD2_2
    CDELT1 PC1_1 CROTA2 PV1_0 PV1_1 PV2_1 PV2_30 LONPOLE LATPOLE WAT1_001 TFIELDS TFORM1 TTYPE1 THEAP ZIMAGE ZBITPIX
    ZNAXIS ZNAXIS1 ZNAXIS2 ZTILE1 ZTILE2 ZCMPTYPE ZNAME1 ZVAL1 ZVAL2 ZQUANTIZ ZDITHER0 ZBLANK ZSCALE END CONTINUE
    COMMENT HISTORY FITSFILE ORIGIN
"""
BLOCK, CARD = 2880, 80


def flipped(rng, data, first=0, last=None):
    """Some bytes are others."""
    data = bytearray(data)
    last = min(last or len(data), len(data))
    for _ in range(rng.choice([1, 1, 2, 5, 20])):
        if last > first:
            data[rng.randrange(first, last)] = rng.choice([0, 32, 39, 45, 255, rng.randrange(256)])
    return bytes(data)


def recarded(rng, data):
    """Some cards of a header are others."""
    data = bytearray(data)
    starts = [start for start in range(0, len(data), BLOCK) if data[start : start + 8] in (b"SIMPLE  ", b"XTENSION")]
    for _ in range(rng.choice([1, 1, 2, 4])):
        start = rng.choice(starts or [0])
        keyword, value = rng.choice(NAMES.split()), rng.choice(VALUES)
        first = data.find(f"{keyword:<8}=".encode(), start, start + 4 * BLOCK)
        if first < 0:
            first = start + CARD * rng.randrange(36)
        layout = rng.choice(["{:<8}= {:>20}", "{:<8}= {}", "{:<8}={}", "{:<8}  {}"])
        data[first : first + CARD] = layout.format(keyword, value).encode("latin-1").ljust(CARD)[:CARD]
    return bytes(data)


def cut(rng, data):
    """Something is missing, twice there, at another place, or nothing but zeros."""
    size = rng.choice([1, CARD, BLOCK, rng.randrange(1, len(data) + 1)])
    start = rng.randrange(len(data))
    return rng.choice(
        [
            data[:start],
            data[:start] + data[start + size :],
            data[:start] + data[start : start + size] * 2 + data[start + size :],
            data[:start] + bytes(size) + data[start + size :],
            data + data[start : start + size],
            data[start:] + data[:start],
        ]
    )


def damaged(rng, data):
    """Bytes with some damage, or, rarely, none."""
    for _ in range(rng.choice([0, 1, 1, 1, 2])):
        way = rng.choice([flipped, recarded, recarded, cut, lambda rng, data: flipped(rng, data, 0, BLOCK)])
        data = way(rng, data) if data else data
    return data


def spoiled(rng, text):
    """A text some of whose words, lines or bytes are others."""
    data = text.encode("utf-8", "surrogatepass")
    for _ in range(rng.choice([1, 1, 2, 3])):
        way = rng.choice([flipped, cut, reworded, with_another_line, with_one_character])
        data = way(rng, data or b" ")
    return data


def reworded(rng, data):
    """A word is another."""
    words = data.split(b" ")
    words[rng.randrange(len(words))] = rng.choice(VALUES).encode("latin-1")
    return b" ".join(words)


def with_another_line(rng, data):
    """A line is there again, perhaps many times."""
    lines = data.split(b"\n")
    lines.insert(rng.randrange(len(lines) + 1), rng.choice(lines) * rng.choice([1, 2, 300]))
    return b"\n".join(lines)


def with_one_character(rng, data):
    """A character is put in, perhaps very often."""
    piece = rng.choice([b"\n", b"[", b"{", b'"', b"#", b"1", b".", b"=", b"\r", b"\x00", b"\xff"])
    start = rng.randrange(len(data) + 1)
    return data[:start] + piece * rng.choice([1, 10, 3000, 60_000]) + data[start:]
