"""Arrays as large as an image, in memory and in files without a name."""

import errno
import gc
import os
import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

from sexlike import cli, threads
from sexlike.errors import SexlikeError
from sexlike.images import scratch
from sexlike.images.scratch import Budget, frame, require_scratch, scratch_folder, use_memory

SIZE = 300
FRAME = SIZE * SIZE * 4  # bytes
Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TMPDIR", raising=False)
    return tmp_path


def of_megabytes(megabytes, monkeypatch, folder="."):
    """A budget of a part of a megabyte."""
    monkeypatch.setattr(scratch, "MEGABYTE", 1_000_000 * megabytes)
    use_memory(1)
    scratch._budget.get().folder = str(folder)
    return scratch._budget.get()


def is_scratch(array):
    """Whether an array is in a file."""
    while isinstance(array, np.ndarray) and array.base is not None:
        array = array.base
    return not isinstance(array, np.ndarray)


def test_what_goes_beyond_the_limit_is_in_files_without_a_name(monkeypatch, folder):
    budget = of_megabytes(FRAME * 8 / 1e6, monkeypatch)  # a quarter of it is for two frames
    frames = [frame((SIZE, SIZE), what=f"map {number}") for number in range(3)]
    assert [is_scratch(array) for array in frames] == [False, False, True]
    assert budget.left() == 0
    for array in frames:
        assert array.shape == (SIZE, SIZE)
        assert not array.any()
        array[...] = np.arange(SIZE)
        assert array.sum() == SIZE * np.arange(SIZE).sum()
    assert not list(folder.iterdir())
    del array, frames
    gc.collect()
    assert budget.left() == 2 * FRAME
    assert not is_scratch(frame((SIZE, SIZE)))


@pytest.mark.parametrize("dtype", [np.uint8, np.int32, np.float64])
def test_types(monkeypatch, dtype):
    of_megabytes(1e-6, monkeypatch)
    array = frame((3, 5), dtype)
    assert is_scratch(array)
    assert array.dtype == dtype
    assert array.flags.writeable


def test_half_of_the_free_memory_is_the_default(monkeypatch):
    monkeypatch.setattr(scratch, "free_memory", lambda: 8e9)
    assert Budget(0, ".").for_frames == 1e9
    assert Budget(1000, ".").for_frames == 2.5e8
    assert Budget(100_000, ".").for_frames == 2e9  # there is no more


def test_without_a_run_what_does_not_fit_is_refused(monkeypatch):
    monkeypatch.setattr("sexlike.memory.free_memory", lambda: 1e4)
    require_scratch(1e12, "an image")
    with pytest.raises(SexlikeError, match=r"a map would take 360 kB of memory"):
        frame((SIZE, SIZE), what="a map")


def test_the_folder_is_that_of_the_catalog_or_of_tmpdir(folder, monkeypatch):
    (folder / "out").mkdir()
    (folder / "test.cat").touch()
    assert scratch_folder("out/test.cat") == "out"
    assert scratch_folder("test.cat") == scratch_folder("STDOUT") == os.curdir
    assert scratch_folder(os.devnull) == os.curdir
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    assert scratch_folder("missing/test.cat") == str(folder)
    monkeypatch.setenv("TMPDIR", str(folder / "out"))
    assert scratch_folder("test.cat") == str(folder / "out")


def test_the_room_on_the_disk_is_looked_at_before_the_run(monkeypatch, folder):
    of_megabytes(FRAME * 4 / 1e6, monkeypatch, folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1e9, 0, 3 * FRAME))
    require_scratch(4 * FRAME, "a.fits")
    with pytest.raises(SexlikeError) as caught:
        require_scratch(4 * FRAME + 1, "a.fits")
    text = str(caught.value)
    assert f"MEMORY_LIMIT: a.fits needs 1.08 MB on the file system of {folder}, and 1.08 MB are free" in text
    assert "360 kB of memory may be taken. Raise MEMORY_LIMIT" in text
    assert "TMPDIR" in text


def test_a_disk_that_is_full_all_the_same(monkeypatch, folder):
    def full(*_):
        raise OSError(28, "No space left on device")

    of_megabytes(1e-6, monkeypatch, folder)
    monkeypatch.setattr(scratch, "_reserve", full)
    with pytest.raises(SexlikeError, match=r"a map needs 60 bytes on the file system of .*: No space left on device"):
        frame((3, 5), what="a map")


@pytest.mark.parametrize("code", [errno.EINVAL, errno.EOPNOTSUPP, None])
def test_file_systems_and_systems_that_cannot_reserve_room(monkeypatch, code):
    def refuse(*_):
        raise OSError(code, "cannot")

    if code is None:
        monkeypatch.delattr("os.posix_fallocate", raising=False)
    else:
        monkeypatch.setattr("os.posix_fallocate", refuse, raising=False)
    of_megabytes(1e-6, monkeypatch)
    array = frame((3, 100_000))
    assert is_scratch(array)
    assert not array.any()
    array[...] = 1
    assert array.sum() == 300_000


def test_no_address_space(monkeypatch):
    def refuse(*_):
        raise OSError(12, "Cannot allocate memory")

    of_megabytes(1e-6, monkeypatch)
    monkeypatch.setattr("mmap.mmap", refuse)
    with pytest.raises(MemoryError, match="no address space for a map"):
        frame((3, 5), what="a map")


def write_images(number=2, bad=True):
    """A field with blends, its weights and a flag map, in so many extensions."""
    random = np.random.default_rng(3)
    hdus, weights = fits.HDUList([fits.PrimaryHDU()]), fits.HDUList([fits.PrimaryHDU()])
    for _ in range(number):
        image = random.normal(100, 5, (SIZE, SIZE))
        for x, y in random.integers(6, SIZE - 6, (60, 2)):
            image[y - 3 : y + 4, x - 3 : x + 4] += random.uniform(20, 400)
        weight = np.ones((SIZE, SIZE))
        if bad:
            image[50:53, 60:90], weight[100:104, 20:200] = np.nan, 0
        hdus.append(fits.ImageHDU(image.astype("f4")))
        weights.append(fits.ImageHDU(weight.astype("f4")))
    hdus.writeto("a.fits", overwrite=True)
    weights.writeto("w.fits", overwrite=True)
    Path("e.sex").touch()


KINDS = "BACKGROUND,-BACKGROUND,BACKGROUND_RMS,FILTERED,OBJECTS,-OBJECTS,SEGMENTATION,APERTURES,MASK,-MASK,IDENTICAL"
COLUMNS = "NUMBER X_IMAGE Y_IMAGE FLUX_AUTO FLUXERR_AUTO FLUX_APER FLUX_RADIUS FLAGS XWIN_IMAGE IMAFLAGS_ISO"


def outputs_of(folder, *settings):
    """The bytes of all files that a run writes."""
    folder.mkdir()
    names = ",".join(f"{folder}/{kind}.fits" for kind in KINDS.split(","))
    options = ["-CHECKIMAGE_TYPE", KINDS, "-CHECKIMAGE_NAME", names, "-CATALOG_NAME", f"{folder}/a.cat"]
    weights = ["-WEIGHT_TYPE", "MAP_WEIGHT", "-WEIGHT_IMAGE", "w.fits", "-VERBOSE_TYPE", "QUIET"]
    Path("n.param").write_text(COLUMNS.replace(" ", "\n"))
    fixed = ["-PARAMETERS_NAME", "n.param", "-FLAG_IMAGE", "f.fits", "-CATALOG_TYPE", "FITS_LDAC", *weights]
    assert cli.main(["a.fits", "-c", "e.sex", *options, *fixed, *settings]) == 0
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def expected(folder, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    write_images()
    flags = [fits.ImageHDU(np.eye(SIZE, dtype="i2")) for _ in range(2)]
    fits.HDUList([fits.PrimaryHDU(), *flags]).writeto("f.fits")
    return outputs_of(folder / "expected")


def same_files(found, expected):
    assert set(found) == set(expected)
    # The catalog holds the names and settings of the run.
    return [name for name in found if found[name] != expected[name] and name != "a.cat"] == []


def objects_of(data, folder):
    (folder / "objects.cat").write_bytes(data)
    with fits.open(folder / "objects.cat") as hdus:
        return [hdu.data.tobytes() for hdu in hdus[2::2]]


@pytest.mark.parametrize("rows", [16, 100, 4096])
def test_the_height_of_bands_changes_nothing(expected, folder, monkeypatch, rows):
    monkeypatch.setattr(threads, "BAND_ROWS", rows)
    found = outputs_of(folder / "found")
    assert same_files(found, expected)
    assert objects_of(found["a.cat"], folder) == objects_of(expected["a.cat"], folder)


def test_a_limit_of_memory_changes_nothing(expected, folder, monkeypatch):
    taken = []
    of_budget = scratch._scratch_map
    monkeypatch.setattr(scratch, "_scratch_map", lambda *args: taken.append(args[0]) or of_budget(*args))
    monkeypatch.setattr(scratch, "MEGABYTE", 1000)
    found = outputs_of(folder / "found", "-MEMORY_LIMIT", "100")
    assert len(taken) > 20
    assert same_files(found, expected)
    assert objects_of(found["a.cat"], folder) == objects_of(expected["a.cat"], folder)


def test_extensions_are_held_one_at_a_time(monkeypatch):
    write_images(number=4, bad=False)
    held = []
    hold = Budget.hold

    def holding(budget, array):
        held.append(sum(budget._held.values()) + array.nbytes)
        return hold(budget, array)

    monkeypatch.setattr(Budget, "hold", holding)
    monkeypatch.setattr(scratch, "free_memory", lambda: 1e10)
    assert cli.main(["a.fits", "-c", "e.sex", "-VERBOSE_TYPE", "QUIET"]) == 0
    at_most = max(held[: len(held) // 4])
    assert FRAME < at_most < 3 * FRAME
    assert max(held) <= 1.1 * at_most


@pytest.mark.skipif(sys.platform != "linux", reason="looks at the open files of a process")
def test_nothing_is_left_of_a_run_that_is_killed(folder):
    write_images(number=1)
    code = """
import sys, time
from sexlike import cli
from sexlike.images import scratch
scratch.MEGABYTE = 1000
import sexlike.pipeline as pipeline
def wait(*_):
    print("waiting", flush=True)
    time.sleep(60)
pipeline.search = wait
cli.main(["a.fits", "-c", "e.sex", "-MEMORY_LIMIT", "100", "-CATALOG_NAME", "out/a.cat"])
"""
    Path("out").mkdir()
    run = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert run.stdout.readline() == b"waiting\n"
    mapped = Path(f"/proc/{run.pid}/maps").read_text()
    assert f"{folder}/out" in mapped  # a scratch map is in use
    run.kill()
    run.communicate()
    assert not list(Path("out").iterdir())
