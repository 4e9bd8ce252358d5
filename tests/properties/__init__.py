"""Laws that hold for every input that hypothesis can draw."""
