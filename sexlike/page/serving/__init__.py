"""The server of the page: who may ask, for what, and how it is answered."""
