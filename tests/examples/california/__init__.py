"""California on small invented files of the real names and columns."""
