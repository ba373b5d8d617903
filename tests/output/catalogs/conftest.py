"""Reading of VOTables."""

import pytest
from astropy.io.votable import parse
from astropy.io.votable.exceptions import W42

from sexlike.output.catalogs.catalog import write_catalog

from ..madeup import with_config


@pytest.fixture
def parse_votable():
    """Read a VOTable with astropy, which makes a warning of whatever is wrong with it.

    There is only one: SExtractor's VOTables have no namespace, which its style-sheet counts on.
    """

    def parsed(path):
        with pytest.warns(W42):
            return parse(path, verify="warn")

    return parsed


@pytest.fixture
def read_votable(configure, parse_votable):
    """Write catalogs as a VOTable and read it."""

    def read(catalogs, **keywords):
        config = configure(CATALOG_TYPE="ASCII_VOTABLE", **keywords)
        write_catalog(with_config(catalogs, config), config)
        return parse_votable(config.CATALOG_NAME[0])

    return read
