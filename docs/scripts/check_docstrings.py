"""Check that the docstrings of the public API are complete: of the names that docs/api.md has, and of their members.

    python docs/scripts/check_docstrings.py

The checks are numpydoc's, those that pyproject.toml selects.
"""

import re
import sys
from pathlib import Path

from numpydoc.hooks.validate_docstrings import parse_config
from numpydoc.validate import validate

import sexlike

ROOT = Path(__file__).resolve().parents[2]
DIRECTIVE = re.compile(r"^\.\. auto(\w+):: (\S+)(?:\n   :members: (.+))?$", re.MULTILINE)
FOR_CONSTRUCTORS = {"PR01", "PR02"}  # users get objects of these classes, and make none


def public_names():
    """Each documented name, and whether it is a class."""
    for kind, name, members in DIRECTIVE.findall((ROOT / "docs" / "api.md").read_text(encoding="utf-8")):
        yield f"sexlike.{name}", kind == "class"
        yield from ((f"sexlike.{name}.{member.strip()}", False) for member in members.split(",") if member)


def problems():
    """What is wrong, one line each."""
    checks = parse_config(ROOT)["checks"]
    names = dict(public_names())
    missing = [name for name in sexlike.__all__ if not name.startswith("__") and f"sexlike.{name}" not in names]
    yield from (f"sexlike.{name} is not on the page docs/api.md" for name in missing)
    for name, is_class in names.items():
        ignored = FOR_CONSTRUCTORS if is_class else set()
        for code, text in validate(name)["errors"]:
            if code in checks and code not in ignored:
                yield f"{name}: {code} {text}"


if __name__ == "__main__":
    sys.exit("\n".join(problems()) or None)
