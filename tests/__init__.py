"""The tests, a package of the regular kind: an installed distribution with a `tests` of its own (Canaille is one) would
come before a folder that is none.
"""
