"""Temporary files: their names, and the removal of those that killed runs left behind."""

import os
import platform
import re
from contextlib import suppress
from functools import cache
from zlib import crc32

ABANDONED = 3600  # age in seconds at which files of a dead process are removed
OLDER = "old"  # ending of an older file that is kept until all new files have their names


def temporary_name(real, ending="part"):
    """A temporary path in the folder of a file. The name contains the host and the process.

    Parameters
    ----------
    real : str
        Path of the file, links followed.
    ending : str

    Returns
    -------
    str
    """
    name = f".sexlike-{host()}-{os.getpid()}-{os.urandom(4).hex()}.{ending}"
    return os.path.join(os.path.dirname(real), name)


@cache
def host():
    """Name of this host in temporary names; each container has its own."""
    with suppress(OSError):
        processes = os.readlink("/proc/self/ns/pid")
        return f"{short_host()}-{crc32(f'{platform.node()} {processes}'.encode()):08x}"
    return short_host()


def short_host():
    """Name of this host, shortened to fit into the name of a file."""
    return re.sub(r"\W", "_", platform.node(), flags=re.ASCII)[:40]


def remove_abandoned(temporary):
    """Remove temporary files that killed runs on this host left in the folder of a new one, more than an hour ago.

    An older file that such a run kept is removed only if it has another name, too.

    Parameters
    ----------
    temporary : str
        Path of a file that was just created. Ages are relative to it: the file system may have a clock of its own.
    """
    if os.name != "posix":
        return  # os.kill would end the process there
    pattern = re.compile(rf"\.sexlike-{re.escape(host())}-(\d+)-[0-9a-f]+\.(part|{OLDER})")
    with suppress(OSError):
        now = os.stat(temporary).st_mtime
        with os.scandir(os.path.dirname(temporary)) as entries:
            found = [(entry, match) for entry in entries if (match := pattern.fullmatch(entry.name))]
        for entry, match in found:
            status = entry.stat(follow_symlinks=False)
            needed = match[2] == OLDER and status.st_nlink == 1
            if now - status.st_mtime > ABANDONED and not needed and not is_running(int(match[1])):
                with suppress(OSError):
                    os.remove(entry.path)


def is_running(process):
    """Whether there is a process of this number on this host; if in doubt, there is."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True  # it belongs to another user
    return True
