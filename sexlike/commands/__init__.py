"""What the command does: a run, a tuning, or a text that an option prints."""
