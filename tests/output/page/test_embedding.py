"""Data in a page: it comes back, and cannot end its element."""

import base64
import json
import zlib

import numpy as np
import pytest

from sexlike.output.page.embedding import content_policy, embedded, packed, packed_text

HARMFUL = ["</script><script>alert(1)</script>", "<!--", "]]>", "&lt;", "\u2028\u2029", "\ud800", "é\0\n\"'\\", "漢"]


@pytest.mark.parametrize("text", HARMFUL)
def test_texts_come_back_and_do_no_harm(text):
    made = embedded({text: [text]})
    assert json.loads(made) == {text: [text]}
    assert made.isascii()
    assert not set("<>&") & set(made)


def test_what_is_not_finite_is_null():
    values = {"a": np.float32(1.5), "b": [np.nan, -np.inf], 3: np.arange(2), "c": np.int64(4), "d": (None, True)}
    assert json.loads(embedded(values)) == {"a": 1.5, "b": [None, None], "3": [0, 1], "c": 4, "d": [None, True]}


def unpacked(part):
    data = zlib.decompress(base64.b64decode(part["data"]))
    code = {"Float32Array": "<f4", "Float64Array": "<f8", "Int32Array": "<i4", "Int16Array": "<i2", "Uint8Array": "u1"}
    kind = np.dtype(code[part["type"]])
    planes = np.frombuffer(data, np.uint8).reshape(kind.itemsize, -1)
    return np.ascontiguousarray(planes.T).view(kind).reshape(part["shape"])


@pytest.mark.parametrize("kind", ["f4", ">f4", "f8", "i4", ">i2", "u1"])
@pytest.mark.parametrize("shape", [(0,), (1,), (5, 3), (2, 3, 4), (0, 7)])
def test_numbers_come_back(kind, shape):
    values = np.random.default_rng(1).normal(0, 50, shape).astype("i4").astype(kind)
    assert np.array_equal(unpacked(packed(values)), values)
    assert np.array_equal(unpacked(packed(values.T)), values.T)


def test_not_a_number_comes_back():
    values = np.array([np.nan, np.inf, -0.0], np.float32)
    assert unpacked(packed(values)).tobytes() == values.tobytes()


def test_like_numbers_take_little_room():
    values = np.random.default_rng(1).normal(24, 1, 20_000).astype(np.float32)
    assert len(packed(values)["data"]) < 0.95 * len(base64.b64encode(zlib.compress(values.tobytes())))


def test_long_texts_come_back():
    text = "é" * 1000
    assert zlib.decompress(base64.b64decode(packed_text(text)["data"])).decode() == text


def test_the_policy_names_what_it_allows():
    policy = content_policy("p {}", "let x;")
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert "unsafe" not in policy
    assert content_policy("p {}", "let y;") != policy
