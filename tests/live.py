"""SExtractor and sexlike on the same files, for tests that compare the two."""

import subprocess

from astropy.io import fits

from sexlike import cli

from .reference.make_reference import EXAMPLES, SEXTRACTOR

PYRAMID = EXAMPLES.parent / "sexlike" / "default.conv"


class Both:
    """Both programs in a folder. What they write is there in ``theirs`` and ``ours``, their messages in `messages`.

    Parameters
    ----------
    folder : Path
        Settings name files in it as ``../image.fits``.
    monkeypatch, capsys
        Of pytest.
    """

    def __init__(self, folder, monkeypatch, capsys):
        self.folder, self.monkeypatch, self.capsys = folder, monkeypatch, capsys
        self.messages = {}
        for name in ("theirs", "ours"):
            (folder / name).mkdir(exist_ok=True)
        (folder / "run.sex").touch()

    def run(self, columns, image="../image.fits", **settings):
        """Run both -> their exit statuses."""
        (self.folder / "run.param").write_text("\n".join(columns) + "\n")
        files = {"PARAMETERS_NAME": "../run.param", "CATALOG_NAME": "out.cat", "FILTER_NAME": PYRAMID}
        keywords = {**files, "CATALOG_TYPE": "FITS_LDAC", "VERBOSE_TYPE": "QUIET", **settings}
        words = [image, "-c", "../run.sex"]
        words += [str(word) for name, value in keywords.items() for word in (f"-{name}", value)]
        done = subprocess.run([SEXTRACTOR, *words], cwd=self.folder / "theirs", capture_output=True, text=True)
        self.monkeypatch.chdir(self.folder / "ours")
        self.capsys.readouterr()
        status = cli.main(words)
        self.messages = {"theirs": done.stderr, "ours": self.capsys.readouterr().err}
        return done.returncode, status

    def catalogs(self, columns, **settings):
        """Run both -> their objects, and ours."""
        assert self.run(columns, **settings) == (0, 0)
        found = []
        for name in ("theirs", "ours"):
            with fits.open(self.folder / name / "out.cat", memmap=False) as hdus:
                found.append(hdus["LDAC_OBJECTS"].data.copy())
        return found

    def warnings(self):
        """First lines of the warnings of both."""
        return [
            [text.partition("\n")[0] for text in self.messages[name].split("WARNING: ")[1:]] for name in self.messages
        ]
