"""Sentences about the service, each one true."""
