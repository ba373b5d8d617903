"""The page of ``--page``: a server on this machine, and what it makes for the browser."""
