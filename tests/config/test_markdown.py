"""Tables in Markdown."""

from sexlike.config.markdown import code, table


def test_table():
    assert table(("name", "unit"), [("MAG", code("mag")), ("NUMBER", code(""))]) == (
        "| name | unit |\n| --- | --- |\n| MAG | `mag` |\n| NUMBER |  |\n"
    )
