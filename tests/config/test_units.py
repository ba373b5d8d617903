import pytest
from astropy import units

from sexlike.config.config import load_config
from sexlike.config.dumps import dump_toml
from sexlike.config.keywords import KEYWORDS
from sexlike.config.units import DIMENSIONS, in_own_unit
from sexlike.errors import SettingError


def value_and_text(name, value, *origin):
    config = load_config(None, {name: value}, *origin)
    return config.values[name], config.given.get(name)


@pytest.mark.parametrize(
    ("name", "text", "value", "given"),
    [
        ("PHOT_APERTURES", "0.5 arcsec", ("0.5 arcsec",), ("0.5 arcsec",)),
        ("PHOT_APERTURES", "0.5arcsec,1e3mas", ("0.5 arcsec", "1e3 mas"), ("0.5 arcsec", "1e3 mas")),
        ("PHOT_APERTURES", "0.5 arcsec, 1 arcsec", ("0.5 arcsec", "1 arcsec"), ("0.5 arcsec", "1 arcsec")),
        ("PHOT_APERTURES", "5 pixels 7 px", (5.0, 7.0), ("5 pix", "7 pix")),
        ("PHOT_APERTURES", "5,7", (5.0, 7.0), None),
        ("SEEING_FWHM", "750 mas", 0.75, "750 mas"),
        ("SEEING_FWHM", "3 pix", "3 pix", "3 pix"),
        ("PIXEL_SCALE", "500 mas/pix", 0.5, "500 mas / pix"),
        ("PIXEL_SCALE", "0.5 arcsec", 0.5, "0.5 arcsec"),
        ("DETECT_MINAREA", "0.1 arcsec2", "0.1 arcsec2", "0.1 arcsec2"),
        ("DETECT_MINAREA", "5 pixels", 5, "5 pix"),
        ("BACK_SIZE", "10 arcsec", ("10 arcsec",), ("10 arcsec",)),
        ("ASSOC_RADIUS", "2 arcsec for the match", "2 arcsec", "2 arcsec"),
        ("MAG_ZEROPOINT", "25.5 ABmag", 25.5, "25.5 mag(AB)"),
        ("MAG_ZEROPOINT", "auto", "AUTO", None),
        ("MEMORY_LIMIT", "2GB", 2000, "2 Gbyte"),
        ("GAIN", "2.5 electrons per ADU", 2.5, "2.5 electron"),
        ("SATUR_LEVEL", "40000 counts", 40000.0, "40000 ct"),
    ],
)
def test_words_with_units(name, text, value, given):
    assert value_and_text(name, text) == (value, given)


@pytest.mark.parametrize("text", ["5#", "5d", "5.f", "5x", "5m"])
def test_what_c_does_not_read_is_no_unit(text):
    assert value_and_text("PHOT_APERTURES", text) == ((5.0,), None)


@pytest.mark.parametrize("text", ["2 is the radius", "2 a b c", "2"])
def test_prose_after_a_single_value_is_ignored(text):
    assert value_and_text("ASSOC_RADIUS", text) == (2.0, None)


@pytest.mark.parametrize(
    ("name", "value", "expected", "given"),
    [
        ("PHOT_APERTURES", 0.5 * units.arcsec, ("0.5 arcsec",), ("0.5 arcsec",)),
        ("PHOT_APERTURES", [0.5, 1] * units.arcmin, ("0.5 arcmin", "1.0 arcmin"), ("0.5 arcmin", "1.0 arcmin")),
        ("PHOT_APERTURES", (5 * units.pix, 7 * units.pix), (5.0, 7.0), ("5.0 pix", "7.0 pix")),
        ("PHOT_APERTURES", ["1 arcsec", 2 * units.arcsec], ("1 arcsec", "2.0 arcsec"), ("1 arcsec", "2.0 arcsec")),
        ("DETECT_THRESH", units.Quantity(5), (5.0,), None),
        ("MAG_ZEROPOINT", 25.5 * units.ABmag, 25.5, "25.5 mag(AB)"),
        ("MAG_ZEROPOINT", 25.5 * units.mag, 25.5, "25.5 mag"),
        ("PIXEL_SCALE", 0.5 * units.arcsec / units.pix, 0.5, "0.5 arcsec / pix"),
        ("GAIN", 2.5 * units.electron / units.adu, 2.5, "2.5 electron / adu"),
    ],
)
def test_quantities(name, value, expected, given):
    assert value_and_text(name, value, "argument") == (expected, given)


@pytest.mark.parametrize("name", [name for name, keyword in KEYWORDS.items() if keyword.unit])
@pytest.mark.parametrize("form", ["{}{}", "{} {}"])
def test_wrong_units_name_the_right_ones(name, form):
    with pytest.raises(SettingError, match=r"^command line: .*kpc.*with a unit") as error:
        load_config(None, {name: form.format("0.5", "kpc")})
    assert name in error.value.message
    assert DIMENSIONS[KEYWORDS[name].unit].allowed in error.value.message


@pytest.mark.parametrize("name", [name for name, keyword in KEYWORDS.items() if keyword.unit])
def test_every_unit_that_is_named_is_taken(name):
    dimension = DIMENSIONS[KEYWORDS[name].unit]
    fewest = (KEYWORDS[name].count or (1, 1))[0]
    for unit in dimension.allowed.split(", "):
        assert load_config(None, {name: ",".join([f"2 {unit}"] * fewest)}).given[name]


@pytest.mark.parametrize("text", ["0.5 arsec", "0.5arsec", "0.5 arcsce"])
def test_misspelt_units(text):
    for name in ("PHOT_APERTURES", "ASSOC_RADIUS"):
        with pytest.raises(SettingError, match=r"Did you mean arcsec\?"):
            load_config(None, {name: text})


@pytest.mark.parametrize("value", [3 * units.m, 1 * units.sr])
def test_keywords_without_units(value):
    for name in ("DETECT_THRESH", "CATALOG_NAME", "FILTER", "DETECT_TYPE"):
        with pytest.raises(SettingError, match=f"argument: {name} takes no unit, such as (m|sr)"):
            load_config(None, {name: value}, "argument")


def test_an_array_of_quantities_is_no_list_for_a_keyword_without_units():
    with pytest.raises(SettingError, match="DETECT_THRESH takes no unit, such as m"):
        load_config(None, {"DETECT_THRESH": [3, 4] * units.m}, "argument")


def test_some_values_with_a_unit_are_an_error():
    with pytest.raises(SettingError, match=r"PHOT_APERTURES has values with and without a unit: 5\.0, 1 arcsec"):
        load_config(None, {"PHOT_APERTURES": "5, 1 arcsec"})


def test_limits_hold_for_what_is_converted():
    with pytest.raises(SettingError, match=r"SEEING_FWHM keyword out of range: -0.8 .*\n  SEEING_FWHM is -800 mas"):
        load_config(None, {"SEEING_FWHM": "-800 mas"})
    with pytest.raises(
        SettingError, match=r"BACK_SIZE keyword out of range: 0 .*\n.*0.1 arcsec, and a pixel 0.5 arcsec"
    ):
        in_own_unit(KEYWORDS["BACK_SIZE"], ("0.1 arcsec",), "here", 0.5)


@pytest.mark.parametrize(
    ("name", "text", "number"),
    [
        ("PHOT_APERTURES", "0.5 arcsec", 2.5),
        ("PHOT_APERTURES", "0.1 arcmin", 30.0),
        ("BACK_SIZE", "10.1 arcsec", 50),
        ("DETECT_MINAREA", "0.2 arcsec2", 5),
        ("SEEING_FWHM", "4 pix", 0.8),
    ],
)
def test_conversion_with_a_pixel_of_a_fifth_of_an_arcsec(name, text, number):
    assert in_own_unit(KEYWORDS[name], text, "here", 0.2) == pytest.approx(
        (number,) if KEYWORDS[name].count else number
    )


def test_toml_there_and_back(tmp_path):
    config = load_config(
        None, {"PHOT_APERTURES": "0.5 arcsec, 7 pix", "SEEING_FWHM": "750 mas", "MAG_ZEROPOINT": "25 AB"}
    )
    (tmp_path / "a.toml").write_text(dump_toml(config))
    again = load_config(tmp_path / "a.toml")
    assert again.values == config.values | {"COMPATIBILITY": "SEXTRACTOR"}
    assert again.given == config.given


def test_a_sex_file_takes_quotes_and_none(tmp_path):
    (tmp_path / "a.sex").write_text('PHOT_APERTURES "0.5 arcsec" 1arcsec # comment\nASSOC_RADIUS 2 pix # pixels\n')
    config = load_config(tmp_path / "a.sex")
    assert config.PHOT_APERTURES == ("0.5 arcsec", "1 arcsec")
    assert config.ASSOC_RADIUS == 2.0


def test_plain_numbers_on_top_of_units():
    below, above = load_config(None, {"PHOT_APERTURES": "1 arcsec"}), load_config(None, {"PHOT_APERTURES": "5"})
    assert below.overridden_by(above).given == {}
    assert above.overridden_by(below).as_given["PHOT_APERTURES"] == ("1 arcsec",)


@pytest.mark.parametrize("name", ["DETECT_THRESH", "ANALYSIS_THRESH"])
@pytest.mark.parametrize("value", ["25 mag/arcsec2", "25 mag/arcsec2,30", 25 * units.mag / units.arcsec**2])
def test_thresholds_take_no_unit_of_surface_brightness_and_say_so(name, value):
    with pytest.raises(SettingError, match=rf"(?s){name} .*not offered.*as in {name} 25.5,30"):
        load_config(None, {name: value}, "argument")
