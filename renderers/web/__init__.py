"""The web edge: a thin Starlette application over the life of dossiers. Nothing imports it but the command line."""
