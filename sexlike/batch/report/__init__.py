"""The report on a batch: a page of HTML, and a summary as text."""
