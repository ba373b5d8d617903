"""Tiles, and what their tasks are told."""

import json
import os

import pytest

from sexlike.batch.tiles.plan import Tile, along_meshes, make_plan, tiles_of
from sexlike.config.config import load_config
from sexlike.measure.registry import make_request


@pytest.mark.parametrize(
    ("shape", "side", "rows"),
    [((16384, 16384), 8192, [4096] * 4), ((700, 500), 10_000, [700]), ((7, 100), 10, [1] * 7), ((10, 4), 5, [5, 5])],
)
def test_a_tile_has_as_many_pixels_as_a_square(shape, side, rows):
    tiles = tiles_of(shape, side)
    assert [tile.stop - tile.first for tile in tiles] == rows
    assert [tile.number for tile in tiles] == list(range(len(rows)))
    assert (tiles[0].first, tiles[-1].stop) == (0, shape[0])
    assert [tile.first for tile in tiles[1:]] == [tile.stop for tile in tiles[:-1]]


def test_no_mesh_is_divided():
    tiles = tiles_of((1000, 100), 100)
    assert along_meshes(tiles, 64)[:2] == [Tile(0, 0, 64), Tile(1, 64, 192)]
    assert all(tile.first % 64 == 0 for tile in along_meshes(tiles, 64))
    assert along_meshes(tiles, 300) == [Tile(0, 0, 300), Tile(1, 300, 600), Tile(2, 600, 900), Tile(3, 900, 1000)]


def test_a_plan_is_data(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    config = load_config(None, {"WEIGHT_TYPE": "MAP_WEIGHT", "WEIGHT_IMAGE": "w.fits", "MASK_IMAGE": "[DQ]"})
    request = make_request({"NUMBER": (), "FLUX_APER": (3,)})
    plan = make_plan(["a.fits[1]"], (5, 7), config, request, None, "work", 2)
    assert json.loads(json.dumps(plan)) == plan
    assert plan["images"] == [os.path.join(os.getcwd(), "a.fits[1]")]
    assert plan["config"]["values"]["WEIGHT_IMAGE"] == [os.path.join(os.getcwd(), "w.fits")]
    assert plan["config"]["values"]["MASK_IMAGE"] == ["[DQ]"]
    assert plan["columns"] == {"NUMBER": [], "FLUX_APER": [3]}
