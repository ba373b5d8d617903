"""Random damage of what the command reads: it ends with a result or a sentence, soon, and in bounded memory."""
