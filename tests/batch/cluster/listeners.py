"""A program that starts a local cluster, and prints in JSON what listens, and who works."""

import json
import sys

import psutil

from sexlike.batch.cluster.connecting import cluster
from tests.batch.cluster.work import say


def main():
    """Do a task, and look at all processes meanwhile."""
    with cluster("local", 2) as executor:
        row = executor.submit(say, json.loads(sys.argv[1])).result(60)
        processes = [psutil.Process(), *psutil.Process().children(recursive=True)]
        listening = [
            connection.laddr.ip
            for process in processes
            for connection in process.net_connections()
            if connection.status == psutil.CONN_LISTEN
        ]
        workers = [process.pid for process in processes if "spawn_main" in " ".join(process.cmdline())]
    print(json.dumps({"status": row["status"], "listening": listening, "workers": workers}))


if __name__ == "__main__":
    main()
