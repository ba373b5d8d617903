"""Whether sexlike writes the same bytes for any number of threads, any bands, and with and without its compiled loops.

Usage: same_bytes.py FIRST STOP [CASES.toml DATA]...

All outputs of the random cases FIRST to STOP, and of the cases in some files with their images, are compared between
the variants, but for the lines of XML files that tell of the command, its folder and its threads.
"""

import hashlib
import json
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ORACLE = Path(__file__).resolve().parents[2] / "shared" / "oracle"
# Name of the variant -> options, environment, rows of a band. The first is compared with all others.
VARIANTS = {
    "1 thread": (["-NTHREADS", "1"], {}, 32),
    "2 threads": (["-NTHREADS", "2"], {}, 32),
    "3 threads": (["-NTHREADS", "3"], {}, 32),
    "8 threads": (["-NTHREADS", "8"], {}, 32),
    "numpy": (["-NTHREADS", "1"], {"SEXLIKE_LOOPS": "numpy"}, 32),
    "numpy, 3 threads": (["-NTHREADS", "3"], {"SEXLIKE_LOOPS": "numpy"}, 32),
    "bands of 16 rows": (["-NTHREADS", "2"], {}, 16),
    "bands of 4096 rows": (["-NTHREADS", "2"], {}, 4096),
    "little memory": (["-NTHREADS", "2", "-MEMORY_LIMIT", "1"], {}, 100),
}
PROGRAM = "import sexlike.cli, sexlike.threads as threads; threads.BAND_ROWS = {}; raise SystemExit(sexlike.cli.main())"
AT_ONCE = 2
TELLS_OF_THE_RUN = (b"NThreads", b"Command_Line", b'"Path"')


def digest(path):
    """Digest of a file, without the lines of a VOTable that tell of the run."""
    data = path.read_bytes()
    if b"<VOTABLE" in data[:1000]:
        data = b"\n".join(line for line in data.split(b"\n") if not any(word in line for word in TELLS_OF_THE_RUN))
    return hashlib.sha256(data).hexdigest()


def digests(folder, name):
    """Name of a case and of each file in a folder -> digest of the file."""
    return {f"{name}: {path.relative_to(folder)}": digest(path) for path in sorted(folder.rglob("*")) if path.is_file()}


def run_variant(variant, first, stop, *files):
    """Run all cases -> their digests."""
    sys.path.insert(0, str(ORACLE))
    import differ
    import fuzz_sameness as fuzz

    from sexlike import threads

    options, _, threads.BAND_ROWS = VARIANTS[variant]
    command = shlex.join([sys.executable, "-c", PROGRAM.format(threads.BAND_ROWS), *options])
    found = {}
    for cases, data in zip(files[::2], files[1::2], strict=True):
        for case in differ.read_cases(Path(cases)):
            with tempfile.TemporaryDirectory() as folder:
                differ.run(command, case, Path(data).resolve(), Path(folder))
                found |= digests(Path(folder), f"{Path(cases).stem} {case['name']}")
    program = fuzz.Forked("sexlike.cli:main")
    for seed in range(int(first), int(stop)):
        with tempfile.TemporaryDirectory() as folder:
            case = fuzz.make_case(seed, Path(folder))
            case["config"].pop("NTHREADS", None)
            fuzz.write_settings(case, Path(folder))
            home = Path(folder, "out")
            home.mkdir()
            with open(home / "stdout", "wb") as catalog, open(os.devnull, "wb") as messages:
                status = fuzz.wait(program([*fuzz.command_of(case), *options], home, catalog, messages), 600)
            found |= digests(home, f"seed {seed}") | {f"seed {seed}: status": status}
    return found


def main():
    """Run all variants, and tell which files differ."""
    environment = os.environ | {"SOURCE_DATE_EPOCH": "0"}
    results, waiting, running = {}, list(VARIANTS), {}
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            variant = waiting.pop(0)
            command = [sys.executable, __file__, "--variant", variant, *sys.argv[1:]]
            running[variant] = subprocess.Popen(
                command, stdout=subprocess.PIPE, text=True, env=environment | VARIANTS[variant][1]
            )
        variant = next(iter(running))
        process = running.pop(variant)
        results[variant] = json.loads(process.communicate()[0])
    reference = results["1 thread"]
    problems = [
        f"{variant}: {name}"
        for variant, found in results.items()
        for name in sorted(reference.keys() | found.keys())
        if found.get(name) != reference.get(name)
    ]
    print(f"{len(reference)} files, {len(results)} variants: {len(problems)} differ")
    sys.exit("\n".join(problems[:40]) or 0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--variant"]:
        json.dump(run_variant(*sys.argv[2:]), sys.stdout)
    else:
        main()
