"""The life of a dossier: begun, filled in, left and taken up, deposited. Pure of HTTP: ids and times are given."""
