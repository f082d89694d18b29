"""The page that others are compared with: 60 fields, about 21 KB of HTML, rendered by Jinja2 at each request.

It does what a plain Starlette application does and no more: no session, no store, no check. Labels are read by
`field["label"]`, the quickest way in Jinja2 on plain data, and everything is escaped.
"""

from __future__ import annotations

from jinja2 import DictLoader, Environment, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

FIELDS = 60

PAGE = """<!doctype html>
<html lang="fr">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>{{ title }}</title>
  <link rel="stylesheet" href="/static/site.css">
</head>
<body>
  <header class="site-header"><p class="site-name">{{ title }}</p></header>
  <main id="contenu">
    <h1>{{ heading }}</h1>
    <form method="post" action="{{ action }}" novalidate>
      <input type="hidden" name="jeton" value="{{ token }}">
{% for field in fields %}      <div class="field{% if field["error"] %} field-invalid{% endif %}">
        <label class="field-label" for="f-{{ field["id"] }}">{{ field["label"] }}</label>
{% if field["hint"] %}        <p class="field-hint" id="a-{{ field["id"] }}">{{ field["hint"] }}</p>
{% endif %}{% if field["error"] %}        <p class="field-error" id="e-{{ field["id"] }}">{{ field["error"] }}</p>
{% endif %}        <input class="field-input" id="f-{{ field["id"] }}" name="{{ field["id"] }}" type="text" \
autocomplete="off" value="{{ field["value"] }}"{% if field["hint"] %} aria-describedby="a-{{ field["id"] }}"{% endif %}\
{% if field["required"] %} required{% endif %}>
      </div>
{% endfor %}      <button class="button" name="action" value="enregistrer">Enregistrer et continuer</button>
    </form>
  </main>
</body>
</html>
"""


def fields() -> list[dict[str, object]]:
    """Sixty text fields: half with a hint, some with an error, all with a value that must be escaped."""
    return [
        {
            "id": f"champ_{number}",
            "label": f"Question numéro {number} de la démarche",
            "hint": "Comme sur votre titre d'identité <en cours>" if number % 2 else "",
            "error": "Cette réponse est à corriger" if number % 20 == 0 else "",
            "value": f"Réponse & valeur {number}",
            "required": number % 3 == 0,
        }
        for number in range(FIELDS)
    ]


def page() -> Starlette:
    """The application: one route, `/`."""
    environment = Environment(
        loader=DictLoader({"page.html": PAGE}), autoescape=True, undefined=StrictUndefined, trim_blocks=False
    )
    template = environment.get_template("page.html")
    listed = fields()

    async def show(request: Request) -> HTMLResponse:
        return HTMLResponse(
            template.render(
                title="Ma démarche",
                heading="Informations",
                action=request.url.path,
                token="0123456789abcdef" * 4,
                fields=listed,
            )
        )

    return Starlette(routes=[Route("/", show)])
