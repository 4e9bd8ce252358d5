"""Ground floor: registers in, one checked matrix out."""
