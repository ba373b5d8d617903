"""Whatever a file holds, the readers give a result or a SexlikeError."""

import random
import warnings
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sexlike.config.arguments import parse_arguments
from sexlike.config.config import load_config
from sexlike.config.dumps import dump_sex, dump_toml
from sexlike.config.files.assocfile import read_assoc_list
from sexlike.config.files.convfile import read_kernel
from sexlike.config.files.nnwfile import read_network
from sexlike.config.files.paramfile import read_columns
from sexlike.errors import SexlikeError

from ..test_config import DOTTED, NESTED, SEX
from .test_nnwfile import GOOD

READERS = {
    "run.sex": (load_config, [SEX, dump_sex(), dump_sex(full=True)]),
    "run.toml": (load_config, [NESTED, DOTTED, dump_toml(load_config())]),
    "my.param": (read_columns, ["NUMBER\nFLUX_APER(3) text\n# MAG_AUTO\nVIGNET[5,5]\n"]),
    "k.conv": (read_kernel, ["CONV NORM\n# text\n1 2 1\n2 4 2\n1 2 1\n"]),
    "my.nnw": (read_network, [GOOD]),
    "sky.list": (read_assoc_list, ["# text\n1 2.5 -3\n2 3 4\n"]),
}
quick = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture(autouse=True)
def silence():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def survives(read, path, data):
    Path(path).write_bytes(data)
    with suppress(SexlikeError):
        read(path)


@pytest.mark.parametrize("name", READERS)
@quick
@given(data=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-8"))))
def test_random_text(tmp_path, name, data):
    survives(READERS[name][0], tmp_path / name, data)


@pytest.mark.parametrize("name", READERS)
@quick
@given(seed=st.integers(0, 2**32), piece=st.text(max_size=5))
def test_mutations_of_good_files(tmp_path, name, seed, piece):
    read, texts = READERS[name]
    draw = random.Random(seed)
    text = draw.choice(texts)
    for _ in range(draw.randint(1, 4)):
        start = draw.randrange(len(text) + 1)
        end = min(start + draw.choice((0, 1, 3, 20)), len(text))
        new = draw.choice(
            (piece, "", text[end : end + 20], "=", "\n", "[", "]", "0", "-", "1e999", '"', "#", "$X", "\x00")
        )
        text = text[:start] + new + text[end:]
    survives(read, tmp_path / name, text.encode("utf-8", "replace"))


@quick
@given(
    st.lists(
        st.one_of(
            st.sampled_from(["-c", "-d", "-dt", "--explain", "a.fits", "-DETECT_THRESH", "--GAIN=2", "-FILTER", "="]),
            st.text(max_size=8),
        ),
        max_size=6,
    )
)
def test_any_command_line(argv):
    with suppress(SexlikeError):
        load_config(None, parse_arguments(argv).settings)
