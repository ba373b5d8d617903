"""The command line of the scripts that make a catalog with the calls of a package."""

import argparse
import json
import time


def command(make_catalog, about):
    """Make a catalog, or make it several times in one process.

    Standard output is a list in JSON: the seconds that each time took, without imports.

    Parameters
    ----------
    make_catalog : callable
        It takes the names of the image and of the catalog, and the number of threads.
    about : str
        What the script does.
    """
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("image")
    parser.add_argument("catalog")
    parser.add_argument("--threads", type=int, default=1, help="where the package has any (1)")
    parser.add_argument("--repeat", type=int, default=1, help="how often (1)")
    arguments = parser.parse_args()
    seconds = []
    for _ in range(arguments.repeat):
        begin = time.perf_counter()
        make_catalog(arguments.image, arguments.catalog, arguments.threads)
        seconds.append(time.perf_counter() - begin)
    print(json.dumps(seconds))
