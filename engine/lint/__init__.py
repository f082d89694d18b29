"""The linter: rules by family, run over what was loaded. `linting` runs them, `registry` lists them."""
