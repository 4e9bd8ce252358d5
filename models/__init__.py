"""First floor: a matrix in, a ranked, explained and audited model out."""
