"""The one door to SQL over registers: landing, sealing, compiling, folding."""
