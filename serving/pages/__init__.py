"""The pages: what each shows, and its template. They lay out; they never compute a place."""
