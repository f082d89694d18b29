"""The procedure engine: the language, its interpreter, dossiers and stores. It knows no HTTP, no HTML and no clock."""
