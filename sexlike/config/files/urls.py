"""Names that are addresses in the network: sexlike reads files only."""

import re
import shlex

_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]+):/{1,3}[^/].*", re.IGNORECASE | re.DOTALL)
_COMMANDS = {"s3": "aws s3 cp {} .", "gs": "gcloud storage cp {} .", "sftp": "scp {} ."}


def download_hint(name: str) -> str | None:
    """What to do with a name that is an address; None if it is none.

    Parameters
    ----------
    name : str

    Returns
    -------
    str or None
        A sentence with the command that downloads it.
    """
    found = _ADDRESS.fullmatch(name.strip())
    if not found:
        return None
    scheme = found[1].lower()
    if scheme == "file":
        return "Give the path of the file, without file://."
    command = _COMMANDS.get(scheme, "curl -LO {}").format(shlex.quote(name.strip()))
    return f"It is an address, and sexlike does not go to the network: {command} downloads it."
