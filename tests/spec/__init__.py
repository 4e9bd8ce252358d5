"""What each Swedish indicator means, by drawn rows and figures worked out by hand."""
