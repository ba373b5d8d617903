"""World coordinates."""
