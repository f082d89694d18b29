"""Views built by hand, one for every kind of field and every kind of page, in invented procedures."""

from __future__ import annotations

from dataclasses import replace

from engine.texts import BulletList, LinkSpan, Paragraph, RichText, Span
from engine.view import (
    AlternativesView,
    AnsweredQuestionView,
    CheckLine,
    CheckSection,
    ErrorView,
    FieldView,
    FilesNotice,
    FileView,
    InsertView,
    ItemView,
    OptionView,
    QuestionView,
    RepeatView,
    RequestGroupView,
    RequestView,
    SectionView,
    StepRef,
    StepView,
    SuggestionView,
)
from renderers.html import (
    ButtonView,
    EntryView,
    Flash,
    HomeView,
    LanguageLink,
    LinkGroup,
    MessageView,
    NavLink,
    PageContext,
    ResumeView,
    SiteMapView,
)
from tests.renderers.views import changed, field_view, part_view, repeat_view


def rich(*paragraphs: str) -> RichText:
    """A text of plain paragraphs."""
    return RichText(tuple(Paragraph((Span(p),)) for p in paragraphs))


PAGE = PageContext(
    language="fr",
    site_title="Le Guichet",
    site_subtitle="Service de démonstration",
    home_url="/",
    action_url="/d/abc/etape-2",
    csrf_token="jeton-123",
    static_url="/static/",
    notice=RichText((Paragraph((Span("Ce site n'est pas un site officiel.", strong=True),)),)),
    flash=(Flash("Votre saisie est enregistrée."),),
    nav=(NavLink("Accueil", "/"), NavLink("Mes demandes", "/d", current=True)),
    footer=(NavLink("Contact", "/contact"), NavLink("Accessibilité", "/accessibilite")),
    languages=(LanguageLink("fr", "Français", "/fr"), LanguageLink("en", "English", "/en")),
    step_urls={"etape-2": "/d/abc/etape-2", "etape-4": "/d/abc/etape-4"},
    document_urls={"liste": "/d/abc/liste-documents.pdf"},
    change_situation_url="/d/abc/situation",
)

BAD = "Indiquez une réponse."
STEP_TITLES = ("Votre situation", "Vos informations", "Votre logement", "Vos documents", "Dépôt", "Confirmation")


def steps(current: int) -> tuple[StepRef, ...]:
    """The six steps, those before `current` done."""
    return tuple(
        StepRef(f"s{n}", n, title, f"etape-{n}", "done" if n < current else "current" if n == current else "todo")
        for n, title in enumerate(STEP_TITLES, 1)
    )


def field(kind: str = "text", name: str = "nom", **changes: object) -> FieldView:
    """A field of a kind, as the engine would build it."""
    return changed(field_view(name, kind, name, f"f-{name.replace('.', '-')}", f"Libellé de {name}"), **changes)


def options(name: str, *pairs: tuple[str, str], selected: str = "") -> tuple[OptionView, ...]:
    """The options of a choice; the first has the field's anchor."""
    anchor = f"f-{name.replace('.', '-')}"
    return tuple(
        OptionView(i, label, anchor if n == 0 else f"{anchor}-{i}", i == selected) for n, (i, label) in enumerate(pairs)
    )


def date(name: str = "naissance", *, values: tuple[str, str, str] = ("", "", ""), **changes: object) -> FieldView:
    """A date in three parts."""
    words = (
        ("jour", "Jour", "JJ", "bday-day"),
        ("mois", "Mois", "MM", "bday-month"),
        ("annee", "Année", "AAAA", "bday-year"),
    )
    parts = tuple(
        part_view(i, f"{name}.{i}", f"f-{name}-{i}", label, value, hint=hint, autocomplete=token)
        for (i, label, hint, token), value in zip(words, values, strict=True)
    )
    return field("date", name, anchor=parts[0].anchor, parts=parts, **changes)


def address(name: str = "domicile", *, values: tuple[str, ...] = ("",) * 7, **changes: object) -> FieldView:
    """A postal address: the search and its lines."""
    words = ("numero", "voie", "complement", "code_postal", "ville", "pays", "code_insee")
    labels = ("Numéro de voie", "Voie", "Complément d'adresse", "Code postal", "Ville", "Pays", "Code INSEE")
    parts = tuple(
        part_view(i, f"{name}.{i}", f"f-{name}-{i}", label, value, read_only=i == "code_insee")
        for i, label, value in zip(words, labels, values, strict=True)
    )
    return field("address", name, anchor=f"f-{name}-recherche", parts=parts, **changes)


def repeat(name: str = "prenoms", *, count: int = 2, kind: str = "text", **changes: object) -> RepeatView:
    """A repeatable field."""
    label = f"Libellé de {name}"
    elements = tuple(field(kind, f"{name}.{n}", label=label, value=f"v{n}") for n in range(count))
    given = {"elements": elements, "add_label": "Ajouter un élément", "can_remove": count > 1, **changes}
    return repeat_view(name, label, **given)  # type: ignore[arg-type] # attributes by name


def group(name: str, *members: FieldView, **changes: object) -> FieldView:
    """One element of a repeatable group."""
    return field("group", name, members=members, anchor=members[0].anchor, **changes)


def with_part_error(composed: FieldView, position: int, message: str) -> FieldView:
    """The field with a fault of its own, and one of a part."""
    parts = list(composed.parts)
    parts[position] = parts[position]._replace(error=message)
    return composed._replace(parts=tuple(parts), error=BAD)


YES_NO = (("oui", "Oui"), ("non", "Non"))
STATUSES = (("seul", "Célibataire"), ("marie", "Marié(e)"), ("pacse", "Pacsé(e)"))

FIELDS: dict[str, FieldView | RepeatView] = {
    "text": field("text", "nom", hint=rich("Comme sur votre passeport."), autocomplete="family-name", value="Okonkwo"),
    "text optional": field("text", "usage", required=False),
    "text error": field("text", "lieu", error=BAD, hint=rich("La ville."), why="Parce que vous êtes né(e) ailleurs."),
    "text new": field("text", "nouveau", is_new=True),
    "password": field("password", "secret", autocomplete="new-password", error=BAD, hint=rich("Huit caractères.")),
    "long_text": field("long_text", "observations", required=False, max_length=4000, value="\nDeux\nlignes"),
    "long_text error": field("long_text", "recit", error="Trop long.", max_length=10),
    "date": date("naissance", values=("14", "05", "1997"), hint=rich("Exemple : 14 5 1997.")),
    "date error": date("entree", error="La date doit comprendre une année."),
    "date part error": with_part_error(date("union"), 2, "L'année compte quatre chiffres."),
    "date month": date("arrivee", precision="month", hint=rich("À peu près.")),
    "date year": date("depart", precision="year", required=False),
    "choice radios": field("choice", "famille", options=options("famille", *STATUSES, selected="marie"), value="marie"),
    "choice radios error": field("choice", "famille2", options=options("famille2", *STATUSES), error=BAD),
    "choice list": field(
        "choice", "liste", presentation="list", options=options("liste", *STATUSES, selected="pacse"), value="pacse"
    ),
    "yes_no": field("yes_no", "enfants", options=options("enfants", *YES_NO), why="Toujours posée."),
    "checkbox": field("checkbox", "case", required=False, value="oui"),
    "commitment": field("commitment", "promesse", error="Cochez la case.", hint=rich("Sur l'honneur.")),
    "email": field("email", "courriel", autocomplete="email", value="a@b.example"),
    "phone": field("phone", "telephone", autocomplete="tel", value="+33102030405", example="+33 1 02 03 04 05"),
    "country": field("country", "pays", value="BR"),
    "country historic": field("country", "pays_naissance", historic=True, value="SUHH"),
    "nationality": field("nationality", "nation", error=BAD),
    "number": field("number", "dossier", example="1234", value="12"),
    "number to confirm": field(
        "number", "photo", confirm_label="Confirmer le numéro", remove_label="Retirer le numéro"
    ),
    "number confirmed": field(
        "number", "photo2", confirm_label="Confirmer", remove_label="Supprimer le numéro", value="0123456789"
    ),
    "address": address(),
    "address suggestions": address(
        "domicile2",
        value="20 rue nat",
        suggestions=(SuggestionView("20 Rue Nationale 59000 Lille", "a1"), SuggestionView("20 Rue Natale", "a2")),
    ),
    "address error": with_part_error(
        address("domicile3", values=("20", "", "", "59000", "Lille", "FR", "59350"), manual=True), 1, "La voie."
    ),
    "taken": field("email", "mail", required=False, taken_from="compte", value="ana@exemple.test"),
    "computed": field("computed", "motif", label="Motif", required=False, display="Je demande un titre."),
    "repeat": repeat(),
    "repeat one": repeat("seul", count=1, hint=rich("Dans l'ordre."), error="Ces réponses sont identiques."),
    "repeat countries": repeat("nationalites", kind="country"),
    "repeat none": repeat("rien", count=0, required=False),
    "repeat group": repeat(
        "proches",
        count=0,
        why="Vous avez des enfants.",
        can_remove=True,
        elements=(
            group("proches.0", field("text", "proches.0.nom"), date("proches.0.ne"), label="Proche 1"),
            group(
                "proches.1",
                field("yes_no", "proches.1.charge", options=options("proches.1.charge", *YES_NO)),
                repeat("proches.1.prenoms"),  # type: ignore[arg-type] # a member may repeat
                label="Proche 2",
                error="Ce proche est incomplet.",
            ),
        ),
    ),
}
"""A field of every kind, in every state that changes its HTML."""


def step(*fields: FieldView | RepeatView, **changes: object) -> StepView:
    """Step 2 with these fields in one section."""
    section = SectionView("identite", "État civil", None, fields, has_required=True)
    base = StepView(
        title="Vos informations",
        neutral_title="Ma démarche",
        procedure_title="Demander une carte",
        content="form",
        step="s2",
        slug="etape-2",
        number=2,
        total=6,
        steps=steps(2),
        version=7,
        sections=(section,) if fields else (),
        previous="etape-1",
        lists_countries=True,
    )
    return base._replace(**changes)  # type: ignore[arg-type] # the same


PREPARE = InsertView(
    "preparer",
    "Préparer les documents à fournir :",
    RichText(
        (
            BulletList(
                (
                    (
                        Paragraph((Span("Un numéro de photo", strong=True),)),
                        Paragraph(
                            (
                                Span("Vous pouvez "),
                                LinkSpan("consulter la carte", "https://carte.example/?a=1&b=2", "external"),
                                Span("."),
                            )
                        ),
                    ),
                    (Paragraph((Span("Les documents, "), Span("lisibles", emphasis=True), Span(", en français."))),),
                )
            ),
            Paragraph((LinkSpan("Télécharger la liste", "document:liste", "document"),)),
            Paragraph((LinkSpan("Contact", "/contact", "internal"),)),
        )
    ),
)
SAVED = InsertView("sauvegarde", None, rich("Votre saisie est sauvegardée à la validation de chaque étape."))

FULL_STEP = step(
    *FIELDS.values(),
    reveals=True,
    progress=20,
    remaining="15 minutes",
    recap=("Vous demandez une carte pour la première fois", "Vous êtes dans une autre situation"),
    recalls_situation=True,
    inserts=(SAVED, PREPARE),
    announcement=rich("Maintenant, nous allons vous demander vos informations."),
    errors=(ErrorView("f-lieu", BAD, "Lieu"), ErrorView("f-union-annee", "L'année compte quatre chiffres.", "Union")),
    notices=("Votre réponse change la suite.",),
)

LEVELS = AlternativesView(
    "one_of",
    None,
    None,
    (
        ItemView("facture", "Une facture", max_age="de moins de 6 mois"),
        AlternativesView(
            "all_of",
            "Si hébergement à l'hôtel :",
            rich("Veuillez joindre :"),
            (ItemView("attestation", "Une attestation"), ItemView("facture_hotel", "Une facture de l'hôtel")),
        ),
        AlternativesView("all_of", None, None, (ItemView("x", "Un titre"), ItemView("y", "Sa traduction"))),
    ),
)
ITEMS = (ItemView("facture", "Une facture"), ItemView("attestation", "Une attestation"))

JUSTIFICATIFS = step(
    title="Vos documents",
    content="justificatifs",
    step="s4",
    slug="etape-4",
    number=4,
    steps=steps(4),
    files=FilesNotice(10 * 1024 * 1024, ("jpg", "pdf")),
    errors=(ErrorView("f-domicile", "Joignez un document.", "Domicile"),),
    groups=(
        RequestGroupView(
            "perso",
            "Informations personnelles",
            (
                RequestView(
                    "autre",
                    "Autre document",
                    required=False,
                    control="autre",
                    anchor="f-autre",
                    note=rich("Si vous en avez un."),
                ),
                RequestView(
                    "acte",
                    "Acte",
                    required=True,
                    control="acte",
                    anchor="f-acte",
                    provision=LEVELS,
                    parts=(
                        RequestView("acte", "Copie", required=True, control="acte.copie", anchor="f-acte-copie"),
                        RequestView(
                            "acte",
                            "Traduction",
                            required=False,
                            control="acte.texte",
                            anchor="f-acte-texte",
                            error="Joignez un document.",
                        ),
                    ),
                ),
            ),
            (
                RequestGroupView(
                    "etat",
                    "État civil",
                    (
                        RequestView(
                            "photo",
                            "Photographie récente",
                            required=True,
                            control="photo",
                            anchor="f-photo",
                            text=rich("Si vous disposez d'une photo numérique."),
                            field=field(
                                "number", "ephoto", confirm_label="Confirmer le numéro", remove_label="Retirer"
                            ),
                        ),
                    ),
                ),
                RequestGroupView(
                    "logement",
                    "Logement",
                    (
                        RequestView(
                            "domicile",
                            "Justificatif de domicile",
                            required=True,
                            control="domicile",
                            anchor="f-domicile",
                            instruction=rich("Veuillez joindre un des justificatifs suivants :"),
                            provision=LEVELS,
                            error="Joignez un document.",
                            why="Demandé à tous.",
                        ),
                        RequestView(
                            "plein",
                            "Justificatif d'identité",
                            required=True,
                            control="plein",
                            anchor="f-plein",
                            files=(
                                FileView("u1", "passeport.pdf", 123_456, "facture", "Une facture"),
                                FileView("u2", "page 2 <b>.jpg", 3_500_000),
                            ),
                            max_files=2,
                            can_add=False,
                            items=ITEMS,
                            warning="Une attestation",
                            heading="Si vous êtes hébergé(e)",
                        ),
                    ),
                ),
            ),
        ),
    ),
)

QUESTION = QuestionView(
    id="situation",
    label="Dites-nous quelle est votre situation ?",
    anchor="f-situation",
    introduction=rich("Vous sollicitez une carte pour vous-même."),
    hint=rich("Choisissez la réponse la plus proche."),
    options=options("situation", ("a", "Je suis né(e) ici"), ("b", "Je suis dans une autre situation")),
    date=None,
    error=None,
    button=None,
    earlier=(AnsweredQuestionView("raison", "Pourquoi venez-vous ?", "Pour une carte"),),
)
SITUATION = step(
    title="Votre situation",
    content="situation",
    step="s1",
    slug="situation",
    number=1,
    steps=steps(1),
    question=QUESTION,
    previous=None,
    can_quit=False,
    inserts=(SAVED,),
)
SITUATION_ERROR = SITUATION._replace(
    question=replace(QUESTION, error="Choisissez une réponse.", earlier=()),
    errors=(ErrorView("f-situation", "Choisissez une réponse.", "Situation"),),
)
REASON = SITUATION._replace(
    steps=(),
    total=0,
    question=replace(QUESTION, button="Je continue", earlier=()),
    can_abandon=False,
    inserts=(),
)
DATE_QUESTION = SITUATION._replace(
    question=replace(QUESTION, options=(), date=date("depuis", label="Depuis quand ?")),
)
CHECK = step(
    title="Vérifiez vos réponses",
    content="check",
    number=5,
    steps=steps(5),
    check=(
        CheckSection(
            "État civil",
            (
                CheckLine("Nom", ("Okonkwo",), "etape-2", "f-nom"),
                CheckLine("Prénoms", ("Ada", "Eze"), "etape-2", "f-prenoms-0"),
                CheckLine("Pays", (), "etape-2", "f-pays", error="Indiquez un pays."),
            ),
        ),
        CheckSection("Vos documents", (CheckLine("Identité", ("passeport.pdf",), "ailleurs", "f-plein"),)),
    ),
    errors=(ErrorView("f-pays", "Indiquez un pays.", "Pays"), ErrorView("f-plein", "Joignez.", "Identité")),
)
DEPOSIT = step(
    field("long_text", "observations", label="Observations à destination de l'administration", required=False),
    title="Dépôt de la demande",
    content="deposit",
    number=5,
    steps=steps(5),
    progress=90,
)
CONFIRMATION = step(
    title="Confirmation",
    content="confirmation",
    number=6,
    steps=steps(6),
    inserts=(
        InsertView("transmise", "Votre demande a bien été transmise.", rich("Vous allez recevoir un accusé.")),
        InsertView("suite", None, rich("Et ensuite ?")),
        InsertView("ouvrir", None, RichText((Paragraph((LinkSpan("J'ouvre ma liste", "liste", "document"),)),))),
    ),
    number_given="5901202603100000001",
    documents={"liste": "Liste des documents", "inconnu": "Sans adresse"},
    previous=None,
    can_quit=False,
    can_abandon=False,
)

HOME = HomeView(
    title="Que souhaitez-vous faire ?",
    neutral_title="Le Guichet",
    introduction=rich("Choisissez une démarche."),
    entries=(
        EntryView("Je demande une première carte", "/commencer", rich("Sans numéro.")),
        EntryView("Je renouvelle ma carte", "/ailleurs", elsewhere="Se fait sur un autre site : Le Comptoir"),
    ),
    inserts=(SAVED, PREPARE),
    resume=(
        ResumeView("Reprendre ma demande", "/d/abc", "Modifiée hier."),
        ResumeView("Reprendre ma demande", "/d/def", "Modifiée avant-hier."),
    ),
)
SITE_MAP = SiteMapView(
    title="Plan du site",
    neutral_title="Plan",
    groups=(
        LinkGroup("Démarches", (NavLink("Je demande", "/commencer"), NavLink("Je valide", "/o/1", note="Ailleurs"))),
        LinkGroup("Autres sites", (NavLink("Timbres", "https://timbres.example/"),)),
    ),
)
MESSAGE = MessageView(
    title="Abandonner la demande ?",
    neutral_title="Ma démarche",
    paragraphs=("Tout ce que vous avez saisi sera effacé.",),
    body=rich("On ne pourra pas le retrouver."),
    tone="warning",
    removed_title="Seront supprimés :",
    removed=("3 réponses", "passeport.pdf"),
    hidden={"retour": "etape-2"},
    buttons=(
        ButtonView("Abandonner", "confirmer_abandon", "danger"),
        ButtonView("Garder ma demande", "garder", "main"),
        ButtonView("Autre", "autre"),
    ),
    links=(NavLink("Retour à l'accueil", "/"),),
)
SHORT_FORM = MessageView(
    title="Votre adresse électronique",
    neutral_title="Ma démarche",
    fields=(field("email", "courriel", error=BAD),),
    errors=(ErrorView("f-courriel", BAD, "Courriel"),),
    buttons=(ButtonView("Valider", "valider", "main"),),
)
NOT_FOUND = MessageView(
    title="Page introuvable", neutral_title="Page introuvable", paragraphs=("Vérifiez l'adresse.",), tone="error"
)
