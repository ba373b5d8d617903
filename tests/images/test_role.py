import pytest

from sexlike.images.role import Role, value_for


@pytest.mark.parametrize(("values", "found"), [((7,), (7, 7)), ((7, 8), (7, 8))])
def test_a_single_value_serves_both_roles(values, found):
    assert tuple(value_for(role, values) for role in Role) == found
    assert value_for(Role.DETECTION, values) == 7
