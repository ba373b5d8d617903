"""Runs of the command: what it reads, writes and says, and how it ends."""

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

from sexlike import cli
from sexlike.commands import running
from sexlike.config.dumps import dump_sex
from sexlike.errors import SexlikeError

from .reference.make_reference import SEXTRACTOR

COLUMNS = "NUMBER\nX_IMAGE\nY_IMAGE\nFLUX_AUTO\nMAG_AUTO\nFLAGS\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A current folder with an image of nine stars and a list of columns."""
    monkeypatch.chdir(tmp_path)
    Path("default.param").write_text(COLUMNS)
    noise = np.random.default_rng(1)
    y, x = np.mgrid[:128, :160]
    image = noise.normal(100, 3, x.shape)
    for star in range(9):
        image += 600 / (1 + star) * np.exp(-((x - 20 - 14.3 * star) ** 2 + (y - 15.2 - 11 * star) ** 2) / 4.5)
    fits.PrimaryHDU(image.astype(np.float32)).writeto("image.fits")
    fits.PrimaryHDU((image / 2).astype(np.float32)).writeto("half.fits")
    return tmp_path


def sexlike(capsys, *argv, status=0):
    """A call -> standard output and standard error."""
    assert cli.main([str(word) for word in argv]) == status
    return capsys.readouterr()


def catalog(name="test.cat"):
    return np.loadtxt(name, ndmin=2)


def test_an_image_is_enough(capsys):
    os.remove("default.param")
    out, err = sexlike(capsys, "image.fits")
    assert out == ""
    assert len(catalog()) == 9
    assert "> WARNING: default.sex not found, using internal defaults\n" in err
    assert "No default.param in the current folder: sexlike's own is used" in err
    assert "No default.conv in the current folder: sexlike's own is used" in err
    assert re.search(r"Objects: detected 9 +/ sextracted 9", err)
    assert re.search(r"Background: 100\.\d+ +RMS: [\d.]+ +/ Threshold: [\d.]+", err)
    assert re.search(r"> All done \(in [\d.]+ s: [\d.]+ lines/s , [\d.]+ detections/s\)\n$", err)
    assert "error" not in err.lower()
    assert "\x1b" not in err
    assert "\r" not in err


def test_the_files_that_are_written_are_named(capsys):
    checks = ("-CHECKIMAGE_TYPE", "SEGMENTATION,BACKGROUND", "-CHECKIMAGE_NAME", "s.fits,b.fits")
    _, err = sexlike(capsys, "image.fits", "-CATALOG_NAME", "o.cat", *checks, "-WRITE_XML", "Y", "-XML_NAME", "o.xml")
    assert "\n      Written: o.cat, b.fits, s.fits, o.xml\n> All done" in err
    out, err = sexlike(capsys, "image.fits", "-CATALOG_NAME", "STDOUT")
    assert out
    assert "Written" not in err


def test_nothing_is_said_of_files_that_could_not_be_written(capsys):
    Path("folder").mkdir()
    _, err = sexlike(capsys, "image.fits", "-CATALOG_NAME", "folder", status=1)
    assert "Written" not in err


def test_sky_above_the_threshold(capsys):
    _, err = sexlike(capsys, "image.fits", "-BACK_TYPE", "MANUAL", "-COMPATIBILITY", "NONE")
    assert re.search(
        r"> WARNING: image.fits: BACK_TYPE MANUAL gives a background of 0, but the sky measures 100, w", err
    )
    assert "  Set BACK_VALUE to the level of the sky, or BACK_TYPE to AUTO" in err
    assert "> WARNING: image.fits: 1 detection covers 100% of the image\n  The sky itself seems to be above" in err
    assert err.count("WARNING") == 3
    _, err = sexlike(capsys, "image.fits", "-BACK_TYPE", "MANUAL")  # which has SExtractor's warnings alone
    assert err.count("WARNING") == 1
    assert "\nimage.fits: 1 detection covers 100% of the image\n  The sky" in err
    assert "\nimage.fits: BACK_TYPE MANUAL gives a background of 0, but the sky measures 100" in err
    _, err = sexlike(capsys, "image.fits", "-BACK_TYPE", "MANUAL", "-BACK_VALUE", "100")
    assert "BACK_TYPE" not in err


def test_the_number_of_threads_is_told_and_obeyed(capsys):
    _, one = sexlike(capsys, "image.fits", "-NTHREADS", "1")
    first = Path("test.cat").read_bytes()
    _, three = sexlike(capsys, "image.fits", "-NTHREADS", "3")
    assert " with 1 thread\n" in one
    assert " with 3 threads\n" in three
    assert Path("test.cat").read_bytes() == first


def test_quiet(capsys):
    Path("default.sex").write_text(dump_sex())
    assert sexlike(capsys, "image.fits", "-VERBOSE_TYPE", "QUIET") == ("", "")


@pytest.mark.parametrize(
    ("name", "text"), [("default.sex", "MAG_ZEROPOINT 25\n"), ("default.toml", "mag.zeropoint = 25")]
)
def test_configuration_of_the_folder(capsys, name, text):
    _, err = sexlike(capsys, "image.fits")
    assert re.search("^No configuration: .* defaults, COMPATIBILITY SEXTRACTOR$", err, re.MULTILINE)
    magnitudes = catalog()[:, 4]
    Path(name).write_text(text)
    _, err = sexlike(capsys, "image.fits")
    compatibility = "NONE" if name.endswith(".toml") else "SEXTRACTOR"
    assert f"No -c: the configuration is {name}, COMPATIBILITY {compatibility}\n" in err
    _, err = sexlike(capsys, "image.fits", "-c", name)
    assert f"\nConfiguration: {name}, COMPATIBILITY {compatibility}\n" in err
    assert "WARNING" not in err
    np.testing.assert_allclose(catalog()[:, 4], magnitudes + 25, atol=2e-4)


def test_one_run_in_five_ways(capsys):
    """The same catalog from TOML (flat, nested, dotted), from .sex, and from the command line."""
    Path("flat.toml").write_text("DETECT_THRESH = 3\nBACK_SIZE = [32, 40]\nFILTER = false\nPHOT_AUTOPARAMS = [2, 3]\n")
    Path("nested.toml").write_text(
        "[detect]\nthresh = 3\n[back]\nsize = [32, 40]\n[filter]\nvalue = false\n[phot]\nautoparams = [2, 3.0]\n"
    )
    Path("dotted.toml").write_text(
        "detect.thresh = 3.0\nback.size = [32, 40]\nfilter.value = false\nphot.autoparams = [2.0, 3]\n"
    )
    Path("run.sex").write_text("detect_thresh 3 # high\nBACK_SIZE\t32,40\nFILTER N\nPHOT_AUTOPARAMS=2;3\n")
    options = ["-DETECT_THRESH", "3", "-BACK_SIZE", "32,40", "-filter", "N", "-PHOT_AUTOPARAMS", "2,3"]
    ways = [["-c", name] for name in ("flat.toml", "nested.toml", "dotted.toml", "run.sex")] + [options]
    catalogs = []
    for way in ways:
        sexlike(capsys, "image.fits", *way)
        catalogs.append(Path("test.cat").read_bytes())
    assert len(set(catalogs)) == 1
    sexlike(capsys, "image.fits")
    assert Path("test.cat").read_bytes() != catalogs[0]


def test_command_line_wins(capsys):
    Path("run.sex").write_text("CATALOG_NAME file.cat\nDETECT_THRESH 3\n")
    sexlike(capsys, "image.fits", "-CATALOG_NAME", "option.cat", "-c", "run.sex")
    assert not os.path.exists("file.cat")
    sexlike(capsys, "image.fits", "-DETECT_THRESH", "3")
    assert Path("option.cat").read_bytes() == Path("test.cat").read_bytes()  # the rest is that of the file
    sexlike(capsys, "image.fits", "-DETECT_THRESH", "60", "-c", "run.sex")
    assert len(catalog("file.cat")) < len(catalog("option.cat"))


def test_meant_and_not_said(capsys):
    """What SExtractor would take as a surface brightness, or as a wish for the default configuration."""
    catalogs = []
    for way in (["-DETECT_THRESH", "60"], ["-DETECT_THRESH=60"], ["--DETECT_THRESH", "60"]):
        sexlike(capsys, "image.fits", *way)
        catalogs.append(Path("test.cat").read_bytes())
    assert len(set(catalogs)) == 1
    assert 0 < len(catalog()) < 9


def test_two_images(capsys):
    sexlike(capsys, "image.fits")
    single = catalog()
    for argv in (["image.fits,half.fits"], ["image.fits", "half.fits"], ["image.fits,", "half.fits"]):
        sexlike(capsys, *argv)
        np.testing.assert_allclose(catalog()[:, 3] / single[:, 3], 0.5, rtol=0.01)


@pytest.mark.parametrize(
    ("argv", "names", "backgrounds"),
    [
        (["image.fits"], [("Measuring", "image.fits")], [("M+D", 100, 1.5)]),
        (
            ["image.fits", "half.fits"],
            [("Detecting", "image.fits"), ("Measuring", "half.fits")],
            [("M", 50, 4), ("D", 100, 1.5)],
        ),
        (
            ["image.fits", "-WEIGHT_TYPE", "NONE,BACKGROUND"],
            [("Measuring", "image.fits")],
            [("M", 100, 1.5), ("D", 100, 1.5)],
        ),
    ],
)
def test_images_and_thresholds_are_logged(capsys, argv, names, backgrounds):
    """The threshold of the measurement image is that of the analysis only if there are two images."""
    _, err = sexlike(capsys, *argv, "-ANALYSIS_THRESH", "4")
    assert re.findall(r"----- (\w+) from: (\S+)\n", err) == names
    lines = re.findall(r"\((.*?)\) +Background: (\S+) +RMS: (\S+) +/ Threshold: (\S+) *\n", err)
    assert [fields for fields, *_ in lines] == [fields for fields, *_ in backgrounds]
    for (_, mean, noise, threshold), (_, expected, sigmas) in zip(lines, backgrounds, strict=True):
        assert float(mean) == pytest.approx(expected, rel=0.01)
        assert float(threshold) / float(noise) == pytest.approx(sigmas, rel=1e-4)


def test_catalog_to_standard_output():
    words = "image.fits -CATALOG_NAME STDOUT -CATALOG_TYPE ASCII -VERBOSE_TYPE QUIET"
    done = subprocess.run([sys.executable, "-m", "sexlike", *words.split()], capture_output=True, text=True, check=True)
    assert len(done.stdout.splitlines()) == 9
    assert not os.path.exists("STDOUT")


def test_unknown_keyword_and_column(capsys):
    Path("my.param").write_text("NUMBER\nBOGUS\nX_IMAG\nX_IMAGE(3)\n")
    _, err = sexlike(
        capsys, "image.fits", "-NO_SUCH_KEY", "1", "-PARAMETERS_NAME", "my.param", "-VERBOSE_TYPE", "QUIET"
    )
    assert "\n> WARNING: NO_SUCH_KEY keyword unknown" in err
    assert "\n> WARNING: BOGUS catalog parameter unknown" in err
    assert "X_IMAG catalog parameter unknown\n  (my.param:3) Did you mean X_IMAGE?" in err
    assert catalog().shape == (9, 2)


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["nothere.fits"], r"\*Error\*: .*nothere\.fits"),
        (["text.txt"], r"\*Error\*: .*text\.txt"),
        (["image.fits", "-PARAMETERS_NAME", "no"], r"\*Error\*: PARAMETERS_NAME: can't read no"),
        (["image.fits", "-PARAMETERS_NAME", "empty.param"], r"\*Error\*: .*no key to print"),
        (["image.fits", "-PARAMETERS_NAME", "som.param"], r"\*Error\*: not offered by sexlike: FLUX_SOMFIT"),
        (["image.fits", "-FILTER_NAME", "no.conv"], r"\*Error\*: FILTER_NAME: can't read no\.conv"),
        (["image.fits", "-CATALOG_NAME", "no/x.cat"], r"\*Error\*: .*no/x\.cat"),
        (["image.fits", "-CATALOG_TYPE", "BOGUS"], "command line: CATALOG_TYPE set to an unknown keyword: BOGUS"),
        (["image.fits", "-DETECT_THRESH", "-1"], r"\*Error\*: .*DETECT_THRESH -1 \(command line\)"),
        (["image.fits", "-DETECT_MINAREA", "0"], "command line: DETECT_MINAREA keyword out of range: 0"),
        (["image.fits", "-c", "bad.toml"], "bad.toml:1: detect.tresh is not a keyword of sexlike"),
        (["image.fits", "-GAIN"], "command line: -GAIN keyword has no value"),
        (["-GAIN", "2"], r"\*Error\*: no image is given"),
        (["a.fits", "b.fits", "c.fits"], r"\*Error\*: Too many input images: c\.fits"),
    ],
)
def test_failures(capsys, argv, message):
    """Exit status 1, one message and nothing else, and an older catalog as it was."""
    Path("default.sex").write_text("VERBOSE_TYPE QUIET\n")
    Path("text.txt").write_text("not an image\n")
    Path("empty.param").write_text("# NUMBER\n")
    Path("som.param").write_text("NUMBER\nFLUX_SOMFIT\n")
    Path("bad.toml").write_text("detect.tresh = 2\n")
    Path("test.cat").write_text("old")
    files = sorted(os.listdir())
    out, err = sexlike(capsys, *argv, status=1)
    assert out == ""
    assert re.fullmatch(rf"\n> {message}(.|\n)*\n\n", err)
    assert err.count("> ") == 1
    assert Path("test.cat").read_text() == "old"
    assert sorted(os.listdir()) == files


def test_no_configuration_file(capsys):
    _, err = sexlike(capsys, "image.fits", "-c", "nothere.sex", "-VERBOSE_TYPE", "QUIET")
    assert err == "\n> WARNING: nothere.sex not found, using internal defaults\n\n"


def test_interruption(capsys, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "write_outputs", interrupt)
    Path("default.sex").write_text("VERBOSE_TYPE QUIET\n")
    assert sexlike(capsys, "image.fits", status=130) == ("", "")


def test_a_mistake_of_ours_is_not_hidden(monkeypatch):
    monkeypatch.setattr(running, "write_outputs", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        cli.main(["image.fits", "-VERBOSE_TYPE", "QUIET"])


@pytest.mark.needs_sextractor
@pytest.mark.parametrize("full", [False, True])
def test_source_extractor_takes_our_dumps(full):
    Path("ours.sex").write_text(dump_sex(full))
    Path("default.conv").write_text("CONV NORM\n1 2 1\n2 4 2\n1 2 1\n")
    option = "-dd" if full else "-d"
    its_own = subprocess.run([SEXTRACTOR, option], capture_output=True, text=True, check=True).stdout
    Path("its_own.sex").write_text(its_own)
    for name in ("ours", "its_own"):
        words = f"image.fits -c {name}.sex -CATALOG_NAME {name}.cat -VERBOSE_TYPE QUIET".split()
        done = subprocess.run([SEXTRACTOR, *words], capture_output=True, text=True, check=True)
        # Its build for one thread does not like the 0 for all cores; else it has nothing to say.
        assert all("NTHREADS" in warning for warning in re.findall("WARNING.*", done.stderr))
    assert Path("ours.cat").read_bytes() == Path("its_own.cat").read_bytes()


def test_error_without_where_is_marked(capsys, monkeypatch):
    def fail(*_):
        raise SexlikeError("cannot open x", hint="Look elsewhere.")

    monkeypatch.setattr(running, "write_outputs", fail)
    Path("default.sex").write_text("VERBOSE_TYPE QUIET\n")
    assert sexlike(capsys, "image.fits", status=1).err == "\n> *Error*: cannot open x\n  Look elsewhere.\n\n"
