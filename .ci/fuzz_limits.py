"""What the logs of .ci/fuzz must not fall behind. Usage: fuzz_limits.py CASES LOG.jsonl ..."""

import json
import sys
from collections import Counter
from pathlib import Path

NEVER = ("traceback", "hang", "status", "catalog")  # kinds of findings that must not be there at all
ONLY_THEIRS_FAILS = "status 1/0"  # README lists when
CASES_WITH_OTHER_ROWS = 0.005  # of all cases: another number or order of rows
CELLS = 0.998  # that agree
CELLS_NOT_LISTED = 0.9999  # of those that README's table of differences does not cover

cases, *logs = sys.argv[1:]
entries = [json.loads(line) for log in logs for line in Path(log).read_text(encoding="utf-8").splitlines()]
findings = [(entry["seed"], found) for entry in entries for found in entry["found"]]
good, cells = (sum(tally[k] for entry in entries for tally in entry["cells"].values()) for k in (0, 1))
# "cells-last": last elements of growth curves, which README lists and the fuzzer has a kind for.
listed = sum(
    found["bad"]
    for _, found in findings
    if found["kind"] == "cells-last" or (found["kind"] == "cells" and found["listed"])
)
other_rows = {seed for seed, found in findings if found["kind"] in ("rows", "order")}
kinds = Counter(f"{found['kind']}:{found['what']}" for _, found in findings if not found["listed"])
print(f"{len(entries)} cases, {good} of {cells} cells agree ({good / max(cells, 1):.5%}), {listed} others are listed")
print("not listed:", ", ".join(f"{kind} {number}" for kind, number in kinds.most_common(12)))

problems = [
    f"seed {seed}: {found['text']}"
    for seed, found in findings
    if found["kind"] in NEVER and f"{found['kind']} {found['what']}" != ONLY_THEIRS_FAILS
]
if len(entries) < int(cases):
    problems.append(f"only {len(entries)} of {cases} cases were run")
if len(other_rows) > CASES_WITH_OTHER_ROWS * len(entries):
    problems.append(f"other rows in cases {sorted(other_rows)}")
if good < CELLS * cells:
    problems.append(f"less than {CELLS:.1%} of all cells agree")
if cells - good - listed > (1 - CELLS_NOT_LISTED) * cells:
    problems.append(f"{cells - good - listed} cells differ that README does not list")
sys.exit("\n".join(problems) or 0)
