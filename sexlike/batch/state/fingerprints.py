"""Fingerprints of files: their size and time, and a checksum of their header and of a sample of the data."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

HEADER = 1 << 16  # bytes at the beginning, which hold the header
SAMPLES, SAMPLE = 16, 1 << 12  # places at which so many bytes are looked at, and the end of the file
Fingerprint = list[Any]  # size, time (ns), checksum; or nothing, if there is no such file


def quick_fingerprint(path: str) -> Fingerprint:
    """Size and time of a file; nothing if there is none, or it is a device or a pipe."""
    try:
        status = os.stat(path)
    except OSError:
        return []
    return [status.st_size, status.st_mtime_ns] if stat.S_ISREG(status.st_mode) else []


def checksum(path: str, size: int) -> str:
    """A checksum of the beginning of a file, of places in it, and of its end; empty if it cannot be read."""
    digest = blake2b(digest_size=8)
    places = {HEADER + (size - HEADER) * place // SAMPLES for place in range(SAMPLES)} | {size - SAMPLE}
    try:
        with open(path, "rb") as file:
            digest.update(file.read(HEADER))
            for place in sorted(place for place in places if place > 0):
                file.seek(place)
                digest.update(file.read(SAMPLE))
    except OSError:
        return ""
    return digest.hexdigest()


def fingerprint(path: str) -> Fingerprint:
    """Size, time and checksum of a file."""
    found = quick_fingerprint(path)
    return [*found, checksum(path, found[0])] if found else []


def fingerprints(paths: Iterable[str]) -> dict[str, Fingerprint]:
    """Path -> fingerprint of each file."""
    return {path: fingerprint(path) for path in dict.fromkeys(paths)}


def is_same(path: str, known: Fingerprint) -> bool:
    """Whether a file is as it was: size and time are, or else size and checksum."""
    now = quick_fingerprint(path)
    if now == known[:2]:
        return True
    return bool(now) and len(known) == 3 and now[0] == known[0] and checksum(path, now[0]) == known[2]


def changed_files(known: dict[str, Fingerprint], paths: Iterable[str]) -> list[str]:
    """The files that are not as they were, or that were not read at that time."""
    return [path for path in dict.fromkeys(paths) if path not in known or not is_same(path, known[path])]
