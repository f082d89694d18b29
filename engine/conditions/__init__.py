"""Conditions: frozen trees compiled once, called with a scope, read by the prover and by `explain`."""
