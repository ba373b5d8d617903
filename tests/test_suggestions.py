"""Suggestions for misspelt names."""

from sexlike.suggestions import did_you_mean, similar_files

PLANETS = ("MERCURY", "VENUS", "EARTH", "MARS")


def test_the_most_similar_name():
    assert did_you_mean("VENSU", PLANETS) == "Did you mean VENUS?"
    assert did_you_mean("PLUTO", PLANETS) is None
    assert did_you_mean("VENSU", ()) is None


def test_cutoff():
    assert did_you_mean("MAS", PLANETS) == "Did you mean MARS?"
    assert did_you_mean("MAS", PLANETS, cutoff=0.95) is None


def test_several_names_the_most_similar_first():
    files = (f"deep_{band}.fits" for band in ("sci", "wht", "err"))
    text = did_you_mean("deep_sic.fits", files, limit=2, show="a/{}".format)
    assert text.startswith("Did you mean a/deep_sci.fits or a/deep_")


def test_files_with_similar_names(tmp_path):
    for name in ("run.sex", "run2.sex", "image.fits"):
        (tmp_path / name).touch()
    assert similar_files(str(tmp_path / "rnu.sex")) == f"Did you mean {tmp_path / 'run.sex'}?"
    assert similar_files(str(tmp_path / "rnu.sex"), limit=2).count(".sex") == 2
    assert similar_files(str(tmp_path / "quite.other")) is None
    assert similar_files(str(tmp_path / "nowhere" / "run.sex")) == f"There is no folder {tmp_path / 'nowhere'}."
