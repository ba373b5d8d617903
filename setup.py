"""Compiles the loops of sexlike/loops where there is a C compiler. Without one, numpy does their work."""

import os
import runpy
import sys
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build_ext import build_ext

FOLDER = Path("sexlike", "loops")
SOURCES = sorted(map(str, FOLDER.rglob("*.c")))
# Results are SExtractor's to the last bit: no fused multiplication and addition, no other order of sums.
WITH_GCC = ["-O3", "-std=c11", "-ffp-contract=off", "-fno-math-errno", "-fvisibility=hidden", "-Wall", "-Wextra"]
MANUAL = Path("build", "man", "sexlike.1")
COMPILED = runpy.run_path(str(Path("sexlike", "compiled.py")))
CONSTANTS = [
    (name, repr(value))
    for name, value in runpy.run_path(str(Path("sexlike", "constants.py"))).items()
    if name.isupper() and isinstance(value, (int, float))
]
WITH_MSVC = ["/O2", "/std:c11", "/fp:precise"]


class BuildLibrary(build_ext):
    """Builds a shared library that needs nothing of Python's: one for all versions."""

    def run(self):
        """Build it; one that was left by an earlier build must not pass for it."""
        for extension in self.extensions:
            Path(self.get_ext_fullpath(extension.name)).unlink(missing_ok=True)
        super().run()

    def get_ext_filename(self, fullname):
        """Its name has no version of Python in it."""
        return os.path.join(*fullname.split(".")) + COMPILED["SUFFIX"]

    def get_export_symbols(self, extension):
        """The sources say what is exported; there is no function for Python to call at import."""
        return extension.export_symbols

    def get_libraries(self, extension):
        """None of Python's."""
        return extension.libraries


class PlatformWheel(bdist_wheel):
    """A wheel for one platform and all versions of Python."""

    def get_tag(self):
        """The tag of the platform alone."""
        return "py3", "none", super().get_tag()[2]


def write_manual():
    """Write the manual page, which is made from the tables of options and keywords; its path, for the wheel."""
    sys.path.insert(0, str(Path.cwd()))
    from sexlike.config.shells.manual import manual

    MANUAL.parent.mkdir(parents=True, exist_ok=True)
    MANUAL.write_text(manual(), encoding="ascii")
    return MANUAL.as_posix()


setup(
    data_files=[("share/man/man1", [write_manual()])],
    ext_modules=[
        Extension(
            "sexlike.loops.compiled",
            SOURCES,
            depends=sorted(map(str, FOLDER.rglob("*.h"))),
            include_dirs=[str(FOLDER)],
            define_macros=[*CONSTANTS, ("FINGERPRINT", COMPILED["fingerprint"]())],
            extra_compile_args=WITH_MSVC if sys.platform == "win32" else WITH_GCC,
            libraries=[] if sys.platform == "win32" else ["m"],
            optional=True,
        )
    ],
    cmdclass={"build_ext": BuildLibrary, "bdist_wheel": PlatformWheel},
)
