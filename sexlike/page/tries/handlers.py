"""The requests that concern tries, runs, objects and what is saved: one function for each, see `routes.ROUTES`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import SexlikeError
from ..refused import Refused
from ..serving.replies import TEXT, Reply, as_plain_json
from ..session import Session
from .desk import RUN, TRY, desk_of, kind_of
from .field import region_of
from .jobs import Job
from .objects import columns_of_tries, object_of_run, object_of_try
from .regions import regions_of_run, regions_of_try
from .saving import command_line, place_to_save, save, toml_of
from .settings import configured, sentence_of, texts_of
from .table import catalog_bytes, numbers_of, place_of, selected, table_of
from .turns import Turns, at_work

BYTES = "application/octet-stream"
Given = Mapping[str, Any]


def try_settings(session: Session, body: Given) -> Reply:
    """Search the region that is looked at: /api/try."""
    desk = desk_of(session)
    reply = desk.tries.try_settings(dict(body))
    desk.latest = TRY
    show_layers_of_try(session)
    return reply


def list_tries(session: Session, _: Given) -> dict[str, Any]:
    """The history: /api/tries."""
    return {"tries": desk_of(session).tries.list_tries()}


def go_back(session: Session, body: Given) -> Reply:
    """Go back to a try: /api/back."""
    desk = desk_of(session)
    desk.latest = TRY
    reply = desk.tries.back(body.get("number"))
    show_layers_of_try(session)
    return reply


def show_layers_of_try(session: Session) -> None:
    """Show the background, the noise and the filtered image of the current try."""
    current = desk_of(session).tries.current
    if current is not None:
        session.view.look_with(configured(session.config, current.line["settings"]))


def start_run(session: Session, body: Given) -> dict[str, Any]:
    """Begin to run the whole image: /api/run."""
    desk, settings = desk_of(session), texts_of(body.get("settings"))
    desk.run.begin_with(configured(session.config, settings), settings)
    return desk.status()


def cancel(session: Session, body: Given) -> dict[str, Any]:
    """Cancel what goes on: /api/cancel."""
    desk = desk_of(session)
    jobs: dict[str, Job | Turns] = {RUN: desk.run, "grid": desk.grid, TRY: desk.tries.turns}
    what = body.get("what")
    if not isinstance(what, str) or what not in jobs:
        raise Refused(400, f"What is to be cancelled? It is {' or '.join(jobs)}.")
    jobs[what].cancel()
    return desk.status()


def table(session: Session, _: Given) -> Reply:
    """The rows of the run in the extension that is looked at: /api/table."""
    return as_plain_json(table_of(desk_of(session).run.finished(), session.current))


def catalog(session: Session, _: Given) -> Reply:
    """The catalog of the run, as the command writes it: /api/catalog."""
    outcome = desk_of(session).run.finished()
    with at_work(outcome.config):
        return download(*catalog_bytes(outcome.catalogs, outcome.config))


def selection(session: Session, body: Given) -> Reply:
    """The catalog of some rows: /api/selection."""
    outcome = desk_of(session).run.finished()
    with at_work(outcome.config):
        some = selected(outcome, numbers_of(body.get("numbers")))
        name, content = catalog_bytes(some, outcome.config)
    return download(f"selected_{name}", content)


def one_object(session: Session, query: Given) -> dict[str, Any]:
    """An object: /api/object."""
    desk, of = desk_of(session), kind_of(query.get("of", TRY))
    number = object_number(query.get("number"))
    with at_work(session.config):
        if of == TRY:
            preview = desk.tries.looked()
            return object_of_try(preview, number, columns_of_tries(preview.config))
        measured, index = place_of(desk.run.finished(), number)
        return object_of_run(measured, index, session.pairs[measured.catalog.image.rank - 1])


def regions(session: Session, body: Given) -> Reply:
    """DS9 regions of some objects: /api/regions."""
    desk, of, chosen = desk_of(session), kind_of(body.get("of", RUN)), numbers_of(body.get("numbers"))
    with at_work(session.config):
        if of == RUN:
            text = regions_of_run(desk.run.finished(), chosen)
        else:
            tries = desk.tries
            text = regions_of_try(tries.looked(), tries.field.pair[0], chosen)
    return download("objects.reg", text.encode(), TEXT)


def save_settings(session: Session, body: Given) -> dict[str, Any]:
    """Save the configuration, or give its text for a download, and say why: /api/save."""
    settings = texts_of(body.get("settings"))
    place, why = place_to_save(session.arguments.save, session.config)
    if place is not None:
        try:
            return {"saved": save(place, session.config, settings)}
        except SexlikeError as error:
            why = sentence_of(error)
    return {"text": toml_of(session.config, settings), "why": why}


def command(session: Session, body: Given) -> dict[str, Any]:
    """The line for the shell: /api/command."""
    arguments, settings = session.arguments, texts_of(body.get("settings"))
    return {"text": command_line(session.images, session.config, arguments.settings, settings, arguments.config)}


def start_grid(session: Session, body: Given) -> dict[str, Any]:
    """Begin to try a grid of settings on the region that is looked at: /api/grid."""
    desk, settings = desk_of(session), texts_of(body.get("settings"))
    tries = desk.tries
    region = region_of(body["region"], tries.field.shape) if "region" in body else tries.region
    if region is None:
        raise Refused(409, "Nothing has been tried yet.")
    desk.grid.begin_with(tries.field, region, session.config, settings, body.get("grid"))
    return desk.status()


def grid_sheet(session: Session, _: Given) -> dict[str, Any]:
    """The sheet of the grid: /api/gridsheet."""
    return desk_of(session).grid.sheet()


def download(name: str, content: bytes, kind: str = BYTES) -> Reply:
    """A file for the browser to keep."""
    return Reply(content, kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def object_number(number: Any) -> int:
    """A number of an object, from a query or a body.

    Raises
    ------
    Refused
    """
    text = str(number)
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Refused(400, f"{text:.40} is no number of an object.")
    return int(text)
