"""What workers do in tests, in place of measuring an exposure."""

import os
import signal


def say(task):
    """A row that tells of the process."""
    sentence = f"{task['threads']} threads, epoch {os.environ.get('SOURCE_DATE_EPOCH')}"
    return {name: task[name] for name in ("number", "stem")} | {
        "status": "done",
        "objects": os.getpid(),
        "sentence": sentence,
    }


def odd_answer(task):
    """A row that cannot be."""
    return say(task) | {"objects": -5}


def die(task):
    """Kill the process, as the system does when the memory is short."""
    os.kill(os.getpid(), signal.SIGKILL)
