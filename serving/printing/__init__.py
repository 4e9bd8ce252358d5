"""Pages as paper: what an inspector takes along, as tagged PDF."""
