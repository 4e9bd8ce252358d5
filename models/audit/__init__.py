"""Whom a ranking burdens: groups counted, compared and judged, with what is not known said."""
