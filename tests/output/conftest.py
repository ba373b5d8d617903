"""Made-up catalogs, and configurations that write into the test's folder."""

import io

import pytest
from astropy.io import fits

from sexlike.config.config import load_config
from sexlike.output.catalogs.catalog import write_catalog

from .madeup import made_up_catalog, with_config


@pytest.fixture
def catalog():
    return made_up_catalog()


@pytest.fixture
def make_catalog():
    return made_up_catalog


@pytest.fixture
def configure(tmp_path):
    """A configuration with a catalog in the test's folder."""

    def made(**keywords):
        return load_config(overrides={"CATALOG_NAME": str(tmp_path / "out.cat")} | keywords, origin="argument")

    return made


@pytest.fixture
def written(configure):
    """Write catalogs of extensions in a format -> bytes of the file, and its HDUs."""

    def made(catalog_type, *catalogs, **keywords):
        config = configure(CATALOG_TYPE=catalog_type, **keywords)
        write_catalog(with_config(catalogs, config), config)
        with open(config.CATALOG_NAME[0], "rb") as file:
            data = file.read()
        return data, fits.open(io.BytesIO(data))

    return made
