"""The map of a region: outlines that come with the service, and what is drawn on them."""
