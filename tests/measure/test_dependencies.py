import inspect

import pytest

import sexlike.measure  # noqa: F401  (declares the columns)
from sexlike.measure.dependencies import REQUIRED, dependencies, parameters_of
from sexlike.measure.registry import COLUMNS, QUANTITIES


def with_all_kinds(image, kron, growth=None, power=2, *, config, masking=None):
    """Parameters of all kinds that declarations have."""


@pytest.mark.parametrize("function", [with_all_kinds, lambda: 0, lambda objects: 0, lambda k=None, n=1: 0])
def test_parameters_are_those_of_inspect(function):
    told = {
        p.name: REQUIRED if p.default is p.empty else p.default for p in inspect.signature(function).parameters.values()
    }
    assert parameters_of(function) == told
    assert list(parameters_of(function)) == list(told)


def test_local_variables_are_no_parameters():
    def function(image):
        doubled = 2 * image
        return doubled + image

    assert parameters_of(function) == {"image": REQUIRED}


def test_what_has_another_default_than_none_is_never_given():
    assert dependencies(with_all_kinds) == (("image", "kron", "config"), ("growth", "masking"))


def test_all_declarations_have_functions_whose_parameters_can_be_read():
    for declared in (*QUANTITIES.values(), *COLUMNS.values()):
        assert dependencies(declared.function) == (declared.needs, declared.optional)
