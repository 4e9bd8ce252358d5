"""The gate: who approved which model, on what evidence; no list is made without."""
