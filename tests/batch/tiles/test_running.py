"""A mosaic in tiles gives the bytes of one run."""

import warnings
from pathlib import Path

import pytest

from sexlike.batch.tiles import shares

from .mosaics import names_of, run_tiled, run_whole, settings_of, write_mosaic

SIDE = 260  # 117 rows of 500 pixels
CHECKS = (
    *("BACKGROUND", "BACKGROUND_RMS", "-BACKGROUND", "MINIBACKGROUND", "MINIBACK_RMS", "FILTERED", "SEGMENTATION"),
    *("OBJECTS", "-OBJECTS", "MASK", "-MASK", "APERTURES", "IDENTICAL"),
)
WEIGHTS = {"WEIGHT_TYPE": "MAP_WEIGHT", "WEIGHT_IMAGE": "{}/weight.fits"}
CASES = {
    "plain": (["image.fits"], CHECKS, {}),
    "many lines leave the buffer": (
        ["image.fits"],
        ("SEGMENTATION", "-OBJECTS"),
        {"MEMORY_BUFSIZE": 60, "MEMORY_OBJSTACK": 40, "BACK_SIZE": 50, "BACKPHOTO_TYPE": "LOCAL"},
    ),
    "weights": (["image.fits"], CHECKS, {**WEIGHTS, "COMPATIBILITY": "NONE"}),
    "two images, two maps": (
        ["detect.fits", "image.fits"],
        ("SEGMENTATION", "APERTURES", "FILTERED"),
        {
            "WEIGHT_TYPE": "BACKGROUND,MAP_WEIGHT",
            "WEIGHT_IMAGE": "{0}/weight.fits,{0}/weight.fits",
            "COMPATIBILITY": "NONE",
            "BACKPHOTO_TYPE": "LOCAL",
            "MASK_IMAGE": "{}/flags.fits",
        },
    ),
    "no kernel, no cleaning": (["image.fits"], ("SEGMENTATION",), {"FILTER": "N", "CLEAN": "N", "DETECT_THRESH": 4}),
    "few detections": (["image.fits"], ("SEGMENTATION", "APERTURES"), {"DETECT_THRESH": 2000}),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mosaic")
    write_mosaic(folder)
    return folder


@pytest.fixture(autouse=True)
def _same_time(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")


@pytest.mark.parametrize("case", CASES)
def test_tiles_give_the_bytes_of_one_run(folder, case, request):
    images, checks, settings = CASES[case]
    settings = {name: str(value).format(folder) for name, value in settings.items()}
    images, name = [folder / image for image in images], request.node.callspec.id.replace(" ", "-").replace(",", "")
    whole, tiled = (
        settings_of(folder, f"{name}-whole", checks, **settings),
        settings_of(folder, name, checks, **settings),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        run_whole(images, whole)
        catalog = run_tiled(images, tiled, SIDE)
    ours, theirs = (path.read_bytes() for path in (tiled["CATALOG_NAME"], whole["CATALOG_NAME"]))
    assert ours == theirs
    assert catalog.objects == theirs.count(b"\n") - theirs.count(b"#")
    pairs = zip(names_of(folder, name, checks), names_of(folder, f"{name}-whole", checks), strict=True)
    assert [ours for ours, theirs in pairs if Path(ours).read_bytes() != Path(theirs).read_bytes()] == []
    assert not list(folder.glob("sexlike-tiles-*"))


def test_a_tile_is_measured_again_where_its_objects_look_further(folder, monkeypatch, caplog):
    monkeypatch.setattr(shares, "USUAL_REACH", 0)
    monkeypatch.setattr(shares, "LEAST_REACH", 0)
    settings = {"BACKPHOTO_TYPE": "LOCAL", "COMPATIBILITY": "NONE"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        run_whole([folder / "image.fits"], settings_of(folder, "again-whole", (), **settings))
        with caplog.at_level("INFO", "sexlike"):
            run_tiled([folder / "image.fits"], settings_of(folder, "again", (), **settings), SIDE)
    assert "measured again" in caplog.text
    assert (folder / "again.cat").read_bytes() == (folder / "again-whole.cat").read_bytes()


def test_tiles_without_objects_are_measured_once(folder, caplog):
    with warnings.catch_warnings(), caplog.at_level("INFO", "sexlike"):
        warnings.simplefilter("ignore")
        catalog = run_tiled([folder / "image.fits"], settings_of(folder, "nothing", (), DETECT_THRESH=1e6), SIDE)
    assert catalog.objects == 0
    assert "6 tiles" in caplog.text
    assert "measured again" not in caplog.text
