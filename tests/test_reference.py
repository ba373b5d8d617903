"""The list of columns that -dp prints."""

from sexlike.reference import list_columns


def test_the_dump_has_units_of_sextractors_list_where_it_slips():
    lines = {line.split()[0]: line for line in list_columns().splitlines()}
    assert lines["#ERRAPSF_WORLD"].endswith("[pixel]")
    assert lines["#ERRAPSF_IMAGE"].endswith("[pixel]")
    assert lines["#ERRAWIN_WORLD"].endswith("[deg]")
