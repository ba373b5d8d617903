"""The output files of a run: all of them are replaced at the end, or none."""

from contextlib import ExitStack, contextmanager

from ...errors import SexlikeError
from .places import is_stream, require_writable
from .replacement import Replacement
from .temporary import remove_abandoned
from .writing import as_sexlike_error, new_file, stream


class Outputs:
    """Files that get their names together, at the end of a context, or not at all.

    Older files of these names stay as they are until then, and where an exception ends the context.

    Attributes
    ----------
    written : list of str
        After the context the paths of the files that have got their names, sorted by keyword.
    """

    def __init__(self):
        self.files = []
        self.written = []

    def __enter__(self):
        return self

    def __exit__(self, failure, *_):
        try:
            if failure is None:
                self.replace_all()
                self.written = [
                    str(file.path) for file in sorted(self.files, key=lambda file: (file.keyword, str(file.path)))
                ]
        finally:
            for file in self.files:
                file.tidy()
            self.files = []

    @contextmanager
    def file(self, path, keyword):
        """Open a file for writing.

        Devices, pipes and open files (``/dev/stdout``) are written directly. The target of a symbolic link is replaced,
        not the link. The permissions of an older file are kept.

        Parameters
        ----------
        path : str or path-like
        keyword : str
            Keyword that the name is from, for error messages.

        Yields
        ------
        file
            A binary file.

        Raises
        ------
        SexlikeError
            The file cannot be written.
        """
        require_writable(path, keyword)
        if is_stream(path):
            with stream(path, keyword) as file:
                yield file
            return
        replacement = Replacement(path, keyword)
        try:
            with new_file(replacement.temporary, path, keyword) as file:
                remove_abandoned(replacement.temporary)
                yield file
            self.files.append(replacement)
        except BaseException:
            replacement.tidy()
            raise

    def replace_all(self):
        """Give all files their names, or none of them."""
        files = sorted(self.files, key=lambda file: not file.in_place)  # those most likely to fail come first
        try:
            for file in files:
                if file.in_place or file is not files[-1]:  # after the last rename nothing can fail
                    with as_sexlike_error(file.path, file.keyword):
                        file.keep_older()
            for file in files:
                with as_sexlike_error(file.path, file.keyword):
                    file.rename()
        except BaseException as failure:
            if not all(file.is_done for file in files):
                restore(files, failure)
            raise


def restore(files, failure):
    """Restore the older files. If one cannot be restored, raise SexlikeError that says where it is."""
    lost = []
    for file in files:
        try:
            file.restore()
        except OSError:
            lost.append(f"The older {file.path} is now {file.older}." if file.older else f"{file.path} is new.")
            file.older = None
    if lost:
        raise SexlikeError(f"{failure}", hint=" ".join(lost)) from failure


@contextmanager
def atomic_file(path, keyword, outputs=None):
    """Open a file for writing. It gets its name when it is complete; until then an older file of that name stays.

    Parameters
    ----------
    path : str or path-like
    keyword : str
        Keyword that the name is from, for error messages.
    outputs : Outputs, optional
        Files with which it gets its name.

    Yields
    ------
    file
        See `Outputs.file`.

    Raises
    ------
    SexlikeError
        It cannot be written, or cannot get its name.
    """
    with ExitStack() as stack:
        together = stack.enter_context(Outputs()) if outputs is None else outputs
        yield stack.enter_context(together.file(path, keyword))
