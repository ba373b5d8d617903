"""The bytes of files, packed or not, and of pipes."""

import bz2
import gzip
import io
import lzma
import os
import tempfile
import threading
import zipfile

import numpy as np
import pytest

from sexlike.errors import SexlikeError, SexlikeWarning
from sexlike.images.files import contents
from sexlike.images.files.contents import Contents

DATA = np.random.default_rng(1).integers(0, 40, 300_000, np.uint8).tobytes()


def zipped(*members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, data in enumerate(members):
            archive.writestr(f"{place}.fits", data)
    return file.getvalue()


PACKERS = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zip": zipped, "plain": bytes}


def opened(path, data):
    path.write_bytes(data)
    return Contents(str(path))


@pytest.mark.parametrize("kind", PACKERS)
def test_any_place_can_be_read(tmp_path, kind):
    file = opened(tmp_path / "a", PACKERS[kind](DATA))
    assert file.packed == (kind != "plain")
    for place, count in ((5, 10), (200_000, 1000), (0, 3), (299_999, 10), (400_000, 4)):
        assert file.read(place, count) == DATA[place : place + count]
    assert np.array_equal(file.numbers(2, ">i4", 5), np.frombuffer(DATA[2:22], ">i4"))
    assert file.length(1 << 40) == len(DATA)
    file.check_end()


def test_it_is_unpacked_no_further_than_is_asked_for(tmp_path):
    zeros = opened(tmp_path / "zeros.gz", gzip.compress(bytes(200 << 20)))
    zeros.read(0, 2880)
    assert zeros.length(0) <= 16 << 20


def test_long_contents_go_to_a_file_without_a_name(tmp_path, monkeypatch):
    monkeypatch.setattr(contents, "_IN_MEMORY", 1000)
    file = opened(tmp_path / "a.gz", gzip.compress(DATA))
    assert file.read(299_990, 100) == DATA[-10:]
    assert [path.name for path in tmp_path.iterdir()] == ["a.gz"]


def test_a_full_disk_is_told(tmp_path, monkeypatch):
    class Full(tempfile.SpooledTemporaryFile):
        def write(self, data):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", Full)
    file = opened(tmp_path / "a.gz", gzip.compress(DATA))
    with pytest.raises(SexlikeError, match=r"a\.gz cannot be unpacked: No space left(?s:.*)TMPDIR"):
        file.read(0, 10)


@pytest.mark.parametrize("kind", ["gz", "bz2", "xz", "zip"])
def test_packed_files_cut_short(tmp_path, kind):
    packed = PACKERS[kind](DATA)
    for length in (len(packed) // 2, len(packed) - 3):
        with pytest.raises(SexlikeError, match=r"a (is truncated|cannot be unpacked)"):
            opened(tmp_path / "a", packed[:length]).check_end()


@pytest.mark.parametrize("kind", ["gz", "bz2", "xz", "zip"])
def test_damaged_packed_files(tmp_path, kind):
    """A bit of the data is another one: the unpacked data would be wrong, and some checksum tells."""
    packed = bytearray(PACKERS[kind](DATA))
    packed[len(packed) // 2] ^= 4
    with pytest.raises(SexlikeError, match=r"cannot be unpacked|truncated"):
        opened(tmp_path / "a", packed).check_end()


@pytest.mark.parametrize(("place", "what"), [(-8, "CRC"), (-5, "CRC"), (-4, "[Ll]ength"), (-1, "[Ll]ength")])
def test_the_checksum_and_the_length_of_gzip(tmp_path, place, what):
    packed = bytearray(gzip.compress(DATA))
    packed[place] ^= 1
    file = opened(tmp_path / "a.fits.gz", packed)
    with pytest.raises(SexlikeError, match=rf"a\.fits\.gz cannot be unpacked: .*{what}"):
        file.check_end()


def test_members_one_after_the_other(tmp_path):
    file = opened(tmp_path / "a.gz", gzip.compress(DATA[:1000]) + gzip.compress(DATA[1000:]))
    assert file.read(900, 200) == DATA[900:1100]
    damaged = bytearray(gzip.compress(DATA[:1000]) + gzip.compress(DATA[1000:]))
    damaged[-7] ^= 1
    with pytest.raises(SexlikeError, match="CRC"):
        opened(tmp_path / "b.gz", damaged).check_end()


def test_what_follows_the_packed_data(tmp_path):
    opened(tmp_path / "zeros.gz", gzip.compress(DATA) + bytes(512)).check_end()
    file = opened(tmp_path / "a.gz", gzip.compress(DATA) + b"more")
    assert file.read(0, len(DATA)) == DATA
    with pytest.warns(SexlikeWarning, match=r"a\.gz: what follows the compressed data is ignored"):
        file.check_end()


@pytest.mark.parametrize(
    "data", [zipped(DATA, DATA), b"\x1f\x9d" + DATA, b"\x1f\x8b" + DATA], ids=["two members", "compress", "gzip"]
)
def test_what_does_not_unpack(tmp_path, data):
    with pytest.raises(SexlikeError, match="a cannot be unpacked"):
        opened(tmp_path / "a", data).check_end()


def test_a_file_cut_short_while_it_is_read(tmp_path):
    file = opened(tmp_path / "a", DATA)
    assert file.length(0) == len(DATA)
    os.truncate(tmp_path / "a", 100_000)
    assert len(file.numbers(90_000, "u1", 10_000)) == 10_000
    with pytest.raises(SexlikeError, match="a ended at byte 100000 while it was read"):
        file.numbers(90_000, "u1", 10_001)


@pytest.mark.needs_posix
@pytest.mark.parametrize("kind", ["plain", "gz", "bz2"])
def test_pipes(tmp_path, kind):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=[PACKERS[kind](DATA)])
    writer.start()
    file = Contents(str(path))
    assert file.packed
    assert file.read(100, 50) == DATA[100:150]
    assert file.read(10, 50) == DATA[10:60]
    assert file.length(1 << 40) == len(DATA)
    writer.join()


def test_files_are_closed(tmp_path):
    file = opened(tmp_path / "a", DATA)
    handle = file._file
    del file
    assert handle.closed
