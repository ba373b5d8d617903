"""The requests that concern tries, runs, objects and what is saved: one function for each, see `routes.ROUTES`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import SexlikeError
from ..refused import Refused
from ..serving.replies import TEXT, Reply, as_plain_json
from ..session import Session
from .desk import RUN, TRY, desk_of, number_in
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
    reply = desk.tries_in(body).try_settings(dict(body))
    desk.latest = TRY
    return reply


def list_tries(session: Session, query: Given) -> dict[str, Any]:
    """The history: /api/tries."""
    return {"tries": desk_of(session).tries_in(query).list_tries()}


def go_back(session: Session, body: Given) -> Reply:
    """Go back to a try: /api/back."""
    desk = desk_of(session)
    reply = desk.tries_in(body).back(body.get("number"))
    desk.latest = TRY
    return reply


def start_run(session: Session, body: Given) -> dict[str, Any]:
    """Begin to run the whole image: /api/run."""
    desk, settings = desk_of(session), texts_of(body.get("settings"))
    desk.run.begin_with(configured(session.config, settings), settings)
    return desk.status(body)


def cancel(session: Session, body: Given) -> dict[str, Any]:
    """Cancel what goes on: /api/cancel."""
    desk = desk_of(session)
    jobs: dict[str, Job | Turns] = {RUN: desk.run, "grid": desk.grid, TRY: desk.tries_in(body).turns}
    what = body.get("what")
    if not isinstance(what, str) or what not in jobs:
        raise Refused(400, f"What is to be cancelled? It is {' or '.join(jobs)}.")
    jobs[what].cancel()
    return desk.status(body)


def table(session: Session, query: Given) -> Reply:
    """The rows of the run in an extension: /api/table."""
    outcome = desk_of(session).run.finished(number_in(query, RUN))
    return as_plain_json(table_of(outcome, session.extension_of(query)))


def catalog(session: Session, _: Given) -> Reply:
    """The catalog of the run, as the command writes it: /api/catalog."""
    outcome = desk_of(session).run.finished()
    with at_work(outcome.config):
        return download(*catalog_bytes(outcome.catalogs, outcome.config))


def selection(session: Session, body: Given) -> Reply:
    """The catalog of some rows: /api/selection."""
    outcome = desk_of(session).run.finished(number_in(body, RUN))
    with at_work(outcome.config):
        some = selected(outcome, numbers_of(body.get("numbers")))
        name, content = catalog_bytes(some, outcome.config)
    return download(f"selected_{name}", content)


def one_object(session: Session, query: Given) -> dict[str, Any]:
    """An object: /api/object."""
    desk, number = desk_of(session), object_number(query.get("number"))
    named = desk.named(query, TRY)
    with at_work(session.config):
        if named.outcome is None:
            preview = desk.tries_of(named.extension).looked(named.remembered)
            return object_of_try(preview, number, columns_of_tries(preview.config))
        measured, index = place_of(named.outcome, number)
        return object_of_run(measured, index, session.pairs[measured.catalog.image.rank - 1])


def regions(session: Session, body: Given) -> Reply:
    """DS9 regions of some objects: /api/regions."""
    desk, chosen = desk_of(session), numbers_of(body.get("numbers"))
    named = desk.named(body, RUN)
    with at_work(session.config):
        if named.outcome is not None:
            text = regions_of_run(named.outcome, chosen)
        else:
            tries = desk.tries_of(named.extension)
            text = regions_of_try(tries.looked(named.remembered), tries.field.pair[0], chosen)
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
    tries = desk.tries_in(body)
    region = region_of(body["region"], tries.field.shape) if "region" in body else tries.region
    if region is None:
        raise Refused(409, "Nothing has been tried yet.")
    desk.grid.begin_with(tries.field, region, session.config, settings, body.get("grid"))
    return desk.status(body)


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
