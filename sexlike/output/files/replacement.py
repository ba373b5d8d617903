"""Replacing a file by a new one, and undoing it."""

import errno
import os
import shutil
import stat
import tempfile
from contextlib import suppress

from .temporary import OLDER, temporary_name

# Errors of rename where a file can be written but not replaced: it is mounted into a container, or belongs to another
# user in a folder with a sticky bit.
CANNOT_REPLACE = (errno.EBUSY, errno.EPERM, errno.EACCES, errno.EXDEV)


class Replacement:
    """A new file under a temporary name.

    Parameters
    ----------
    path : str
        Path as the user gave it.
    keyword : str
        Keyword that the path is from.

    Attributes
    ----------
    real : str
        Path of the file, links followed.
    temporary : str
        Path of the new file: in the same folder, if files can be created there.
    older : str or None
        Path under which the older file is kept.
    in_place : bool
        The content of the older file is overwritten, since the file cannot be replaced.
    is_mixed : bool
        The overwriting has begun.
    """

    def __init__(self, path, keyword):
        self.path, self.keyword = path, keyword
        self.real = os.path.realpath(path)
        closed = os.path.exists(self.real) and not os.access(os.path.dirname(self.real), os.W_OK)
        self.nearby = path_elsewhere() if closed else self.real
        self.temporary = temporary_name(self.nearby)
        self.in_place = closed
        self.older = None
        self.is_mixed = False

    def keep_older(self):
        """Give the older file a second name, or copy it if it cannot have two."""
        if not os.path.lexists(self.real):
            return
        self.older = temporary_name(self.nearby, OLDER)
        if not self.in_place:  # a second name of the same file would not keep the content
            with suppress(OSError):
                os.link(self.real, self.older)
                return
        shutil.copy2(self.real, self.older)

    def rename(self):
        """Give the new file its name, and the permissions of the older one."""
        if not self.in_place:
            with suppress(OSError):  # there is no older file, or the file system has no permissions
                os.chmod(self.temporary, stat.S_IMODE(os.stat(self.real).st_mode))
            try:
                os.replace(self.temporary, self.real)
                return
            except OSError as error:
                if error.errno not in CANNOT_REPLACE or not os.path.isfile(self.real):
                    raise
            self.copy_older()
        self.is_mixed = True
        copy_content(self.temporary, self.real)
        os.remove(self.temporary)

    def copy_older(self):
        """Keep a copy of the older file, since its content will be overwritten."""
        link, self.in_place, self.nearby = self.older, True, path_elsewhere()
        self.keep_older()
        if link:
            os.remove(link)

    @property
    def is_done(self):
        """Whether the new file has its name."""
        return not os.path.lexists(self.temporary)

    def restore(self):
        """Restore the older file; remove the new one if there was none."""
        if self.older is None:
            if self.is_done:
                os.remove(self.real)
        elif self.in_place:
            if self.is_mixed:
                copy_content(self.older, self.real)
        else:
            try:
                os.replace(self.older, self.real)
            except OSError:
                copy_content(self.older, self.real)

    def tidy(self):
        """Remove the temporary files."""
        for path in (self.temporary, self.older):
            with suppress(OSError):
                if path is not None:
                    os.remove(path)


def path_elsewhere():
    """A path in the folder for temporary files."""
    return os.path.join(tempfile.gettempdir(), "output")


def copy_content(source, target):
    """Overwrite a file with the content of another, on the disk."""
    with open(source, "rb") as given, open(target, "r+b") as taken:
        shutil.copyfileobj(given, taken)
        taken.truncate()
        taken.flush()
        os.fsync(taken.fileno())
