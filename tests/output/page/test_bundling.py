"""Modules of JavaScript, joined to one script."""

import shutil
import subprocess
from importlib.resources import files

import pytest

from sexlike.output.page.bundling import BundleError, bundled

WEB = files("sexlike.output.page") / "web"
MODULES = {
    "main.js": 'import { twice, LIMIT } from "./sums.js";\nimport {\n  say,\n} from "./words.js";\n\n'
    "say(twice(LIMIT));\n",
    "sums.js": 'import { WORD } from "./words.js";\nexport const LIMIT = 21;\nconst [ONE, TWO] = [1, 2];\n'
    "export function twice(number) {\n  const result = TWO * number * ONE;\n  return `${WORD} ${result}`;\n}\n",
    "words.js": 'export const WORD = "it is";\nexport const say = (text) => console.log(text);\n',
}


def test_what_is_imported_comes_first():
    script = bundled("main.js", MODULES.__getitem__)
    assert script.startswith('(() => {\n"use strict";\nexport'.replace("export", "const WORD"))
    assert "import" not in script
    assert "export" not in script
    assert script.index("const WORD") < script.index("const LIMIT") < script.index("say(twice")
    assert script.count("const WORD") == 1


@pytest.mark.skipif(shutil.which("node") is None, reason="node runs the script")
def test_the_script_does_what_the_modules_do():
    done = subprocess.run(["node", "-"], input=bundled("main.js", MODULES.__getitem__), capture_output=True, text=True)
    assert done.stdout == "it is 42\n"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('import * as all from "./words.js";', "an import of another form"),
        ('import { say as tell } from "./words.js";', "an import of another form"),
        ('import "./words.js";', "an import of another form"),
        ('import { say } from "https://example.org/words.js";', "an import of another form"),
        ('const more = () => import("./words.js");', "an import while the page runs"),
        ("export default 3;", "an export that is not before a declaration"),
        ("export { twice };", "an export that is not before a declaration"),
        ("const folder = import.meta.url;", "import.meta"),
        ("await twice(3);", "await outside of a function"),
        ("const three = await twice(3);", "await outside of a function"),
        ("let one, two;", "a declaration that is not understood"),
        ("const { one: two } = {};", "a declaration that is not understood"),
        ('const ENDING = "</script>";', "</script"),
        ('const BEGIN = "<!-- ";', "<!--"),
        ('import { nothing } from "./words.js";', "main.js imports nothing, which words.js does not export"),
        ('import { TWO } from "./sums.js";', "main.js imports TWO, which sums.js does not export"),
        ("const LIMIT = 3;", r"LIMIT \(main.js, sums.js\)"),
        ("function TWO() {}", r"TWO \(main.js, sums.js\)"),
    ],
)
def test_what_is_not_understood_is_refused(line, message):
    texts = MODULES | {"main.js": MODULES["main.js"] + line + "\n"}
    with pytest.raises(BundleError, match=message):
        bundled("main.js", texts.__getitem__)


def test_circles_are_refused():
    texts = MODULES | {"words.js": 'import { LIMIT } from "./sums.js";\n' + MODULES["words.js"]}
    with pytest.raises(BundleError, match="circle"):
        bundled("main.js", texts.__getitem__)


def test_an_await_within_a_function_is_no_matter():
    texts = MODULES | {"main.js": MODULES["main.js"] + "async function wait() {\n  const here = await twice(2);\n}\n"}
    assert "await" in bundled("main.js", texts.__getitem__)


@pytest.mark.parametrize("entry", ["main.js", "main_file.js"])
def test_the_modules_of_the_page_can_be_joined(entry):
    script = bundled(entry, lambda name: (WEB / name).read_text("utf-8"))
    assert len(script) > 40_000
    assert ("fetch(" in script) == (entry == "main.js")  # the page that is a file asks for nothing
