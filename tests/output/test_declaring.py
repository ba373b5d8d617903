import pytest

from sexlike.output.declaring import declaring


def test_functions_are_found_by_their_word():
    functions = {}
    declare = declaring(functions)

    @declare("CSV")
    def write_csv():
        return "csv"

    assert write_csv() == "csv"
    assert functions == {"CSV": write_csv}
    with pytest.raises(ValueError, match="two functions are declared for CSV"):
        declare("CSV")(print)
    assert functions == {"CSV": write_csv}
