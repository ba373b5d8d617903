import re
import time

import numpy as np
import pytest

import sexlike.measure  # noqa: F401  (declares the columns)
from sexlike.measure import registry
from sexlike.measure.dependencies import composed
from sexlike.measure.notoffered import NOT_OFFERED
from sexlike.measure.order import ORDER
from sexlike.measure.registry import COLUMNS, GIVEN, QUANTITIES, make_request, measure, required


@pytest.fixture
def empty(monkeypatch):
    """A registry without columns and quantities."""
    monkeypatch.setattr(registry, "COLUMNS", {})
    monkeypatch.setattr(registry, "QUANTITIES", {})


def named(name, function):
    """The function under another name."""
    function.__name__ = name
    return function


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_every_column_can_be_computed_and_is_described(name):
    declared = COLUMNS[name]
    required(declared.needs, (name,))
    assert set(declared.optional) <= QUANTITIES.keys() | set(GIVEN)
    assert re.fullmatch(r"%[-+]?\d+(\.\d+)?[dufeg]", declared.format)
    assert declared.type in ("f4", "f8", "i4", "i2", "u1")
    assert re.fullmatch(r"[A-Za-z0-9].{0,57}", declared.about), "the header of a catalog has 58 characters for it"


def test_each_of_sextractors_columns_is_offered_or_refused():
    assert [name for name in ORDER if (name in COLUMNS) == (name in NOT_OFFERED)] == []
    assert sum(name in COLUMNS for name in ORDER) == 416


def test_quantities_need_nothing_that_nobody_provides():
    for quantity in QUANTITIES.values():
        required(quantity.needs, (quantity.name,))
        assert set(quantity.optional) <= QUANTITIES.keys()


def test_only_what_is_wanted_is_computed_and_that_once(empty):
    computed = []

    @registry.quantity
    def light(detections):
        computed.append("light")
        return detections * 2.0

    @registry.quantity
    def darkness(light):
        computed.append("darkness")
        return -light

    for name in ("A", "B"):
        registry.column(name, "f4 %5.2f", about=name)(lambda light: light)
    registry.column("C", "i2 %5d", about="C")(lambda darkness: darkness)
    values = measure(make_request({"B": (), "A": ()}), detections=np.arange(3))
    assert list(values) == ["B", "A"]
    assert computed == ["light"]
    assert values["A"].dtype == np.float32
    assert measure(make_request({"C": ()}), detections=np.arange(3))["C"].tolist() == [0, -2, -4]


def test_the_time_that_has_passed_is_asked_for_last(empty):
    @registry.column("FIRST", "f8 %5.2f", about="Time")
    def _(elapsed):
        return [elapsed()]

    @registry.column("SECOND", "f8 %5.2f", about="Work")
    def _(image):
        time.sleep(image)
        return [1]

    values = measure(make_request({"FIRST": (), "SECOND": ()}), image=0.02)
    assert list(values) == ["FIRST", "SECOND"]
    assert values["FIRST"][0] >= 0.02


def test_a_parameter_with_a_default_is_there_if_somebody_else_needs_it(empty):
    @registry.quantity
    def kron(detections):
        return detections + 1

    def flags(detections, kron=None):
        return detections * 0 + (kron is not None)

    registry.column("FLAGS", "i2 %3d", about="Flags")(flags)
    registry.column("FLUX", "f4 %5.2f", about="Flux")(lambda kron: kron)
    given = {"detections": np.arange(2)}
    assert measure(make_request({"FLAGS": ()}), **given)["FLAGS"].tolist() == [0, 0]
    assert measure(make_request({"FLAGS": (), "FLUX": ()}), **given)["FLAGS"].tolist() == [1, 1]


def test_circles_and_gaps_are_shown_as_a_chain(empty):
    registry.quantity(named("a", lambda b: b))
    registry.quantity(named("b", lambda a: a))
    registry.column("LOOP", "f4 %5.2f", about="Loop")(lambda a: a)
    registry.column("GAP", "f4 %5.2f", about="Gap")(lambda nothing_like_it: 0)
    with pytest.raises(ValueError, match=r"LOOP <- a <- b <- a|a <- b <- a"):
        make_request({"LOOP": ()})
    with pytest.raises(ValueError, match="nobody provides nothing_like_it, needed by GAP"):
        make_request({"GAP": ()})


def test_names_are_given_once(empty):
    registry.quantity(named("a", lambda: 0))
    for name in ("a", "image"):
        with pytest.raises(ValueError, match=f"two quantities are named {name}"):
            registry.quantity(named(name, lambda: 1))
    registry.column("A", "f4 %f", about="A")(lambda: 0)
    with pytest.raises(ValueError, match="two columns are named A"):
        registry.column("A", "f4 %f", about="A")(lambda: 0)


def test_a_column_in_two_steps_needs_what_both_need(empty):
    @registry.quantity
    def kron(image):
        return image + 1

    def flags(image, growth=None):
        return image if growth is None else growth

    registry.quantity(named("growth", lambda image: -image))
    scaled = composed(flags, lambda value, config, power=2: config * value**power)
    registry.column("A", "i4 %5d", about="A")(composed(lambda kron: kron, lambda value, image: (value, image)))
    registry.column("B", "i4 %5d", about="B")(scaled)
    registry.column("C", "i4 %5d", about="C")(lambda growth: growth)
    assert (registry.COLUMNS["B"].needs, registry.COLUMNS["B"].optional) == (("image", "config"), ("growth",))
    given = {"image": 3, "config": 10}
    assert measure(make_request({"A": ()}), **given)["A"].tolist() == [4, 3]
    assert measure(make_request({"B": ()}), **given)["B"] == 90
    assert measure(make_request({"B": (), "C": ()}), **given | {"config": 1})["B"] == 9
    assert measure(make_request({"B": ()}), **given | {"image": -2})["B"] == 40
    registry.column("D", "i4 %5d", about="D")(composed(flags, lambda value, config, power=3: config * value**power))
    assert measure(make_request({"D": (), "C": ()}), **given)["D"] == -270


def test_a_cell_is_type_format_and_unit(empty):
    registry.column("MU", "f4 %8.4f mag * arcsec**(-2)", about="Brightness", ucd="phot.mag.sb", dimensions=1)(lambda: 0)
    registry.column("N", "i2 %3d", about="Number")(lambda: 0)
    found = registry.COLUMNS["MU"]
    assert (found.type, found.format, found.unit) == ("f4", "%8.4f", "mag * arcsec**(-2)")
    assert (found.about, found.ucd, found.dimensions) == ("Brightness", "phot.mag.sb", 1)
    found = registry.COLUMNS["N"]
    assert (found.type, found.format, found.unit, found.ucd, found.dimensions) == ("i2", "%3d", "", "", 0)
