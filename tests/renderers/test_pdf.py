"""The printed documents: what they say, how they are tagged, what typed words can't do to them."""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.texts import BulletList, LinkSpan, Paragraph, RichText, Span, parse_text
from engine.view import (
    AlternativesView,
    DocumentBlockView,
    DocumentLineView,
    DocumentView,
    ItemView,
    RequestGroupView,
    RequestView,
)
from renderers.pdf import render_document
from renderers.pdf.content import document_content
from renderers.pdf.coverage import FONTS, families, read_characters
from renderers.pdf.typography import EVERYDAY, Script, breakable, printable, scripts
from tests.renderers.views import field_view

NAMES = {
    "Nom": "NGUYỄN THỊ ÁNH TUYẾT",
    "Prénom": "Олександра",
    "Second prénom": "Μαρία Ελένη",
    "Nom d'usage": "محمد بن علي",
    "Autre nom": "שלום",
    "Surnom": "Ana\u0303 Ye\u0323re\u0301",
}
CANARIES = ["#import", "*bold*", "_e_", "$x$", "</script>", "`code`", "@ref", "<label>", "\\n", "[x](y)", "= H", "//c"]


def rich(source: str) -> RichText:
    text, refused = parse_text(source)
    assert not refused
    return text.fill(lambda name: name, {})


def lines(values: dict[str, str]) -> DocumentBlockView:
    return DocumentBlockView("Vos références", tuple(DocumentLineView(k, v) for k, v in values.items()), None)


def document(*blocks: DocumentBlockView, owner: str | None = None, language: str = "fr") -> DocumentView:
    return DocumentView("doc.pdf", "Confirmation d'une demande", None, "Portail", owner, language, blocks)


def one_of(title: str | None, *labels: str, instruction: str | None = None) -> AlternativesView:
    words = rich(instruction) if instruction else None
    return AlternativesView("one_of", title, words, tuple(ItemView(label, label) for label in labels))


def request(
    label: str,
    provision: ItemView | AlternativesView | None = None,
    *,
    instruction: str | None = None,
    heading: str | None = None,
    required: bool = True,
) -> RequestView:
    return RequestView(
        label,
        label,
        required=required,
        control=label,
        anchor=f"f-{label}",
        instruction=rich(instruction) if instruction else None,
        provision=provision,
        heading=heading,
    )


JOIN_ONE = "Veuillez joindre un des justificatifs suivants :"
JOIN_ALL = "Veuillez joindre les justificatifs suivants :"

TREE = AlternativesView(
    "all_of",
    None,
    None,
    (
        ItemView("plan", "Plan de la serre"),
        ItemView("acte", "Acte de partage", max_age="moins de 3 mois"),
        AlternativesView(
            "one_of",
            None,
            None,
            (
                one_of("Si serre chauffée :", "Facture de bois", instruction="Veuillez joindre :"),
                AlternativesView(
                    "all_of",
                    "Si serre partagée :",
                    None,
                    (ItemView("c", "Convention"), one_of(None, "Carte du voisin", "Lettre du voisin")),
                ),
            ),
        ),
    ),
)
CHOICES = one_of(None, *(f"Choix {n}" for n in range(12)))
GROUPS = (
    RequestGroupView(
        "culture",
        "CULTURES",
        (
            request("Justificatif de sol", one_of(None, "Analyse ;", "ou carte."), instruction=JOIN_ONE),
            replace(
                request("Photographie"),
                text=rich("Si vous en avez une, suivez [ce lien](https://example.org/photo)."),
                field=field_view("n", "number", "n", "f-n", "Numéro de photo", required=True),
            ),
            replace(request("Justificatif de serre", TREE, heading="Si vous avez une serre"), note=rich("Traduit.")),
            request("Permis de serre", heading="Si vous avez une serre", required=False),
            request("Assurance", ItemView("a", "Attestation"), instruction=JOIN_ALL),
        ),
        (RequestGroupView("eau", "Eau", (request("Facture d'eau"),)),),
    ),
)
INTRODUCTION = rich("Vous devrez fournir :\n- des documents **lisibles** ;\n- au format .pdf.")
LIST = replace(
    document(DocumentBlockView(None, (), INTRODUCTION)),
    title="DEMANDE DE PARCELLE",
    subtitle="Liste des documents à fournir",
    groups=GROUPS,
)


def read(pdf: bytes) -> str:
    """The words of a PDF in reading order, each space plain, without the marks that poppler adds around scripts."""
    found = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    words = unicodedata.normalize("NFC", found.stdout.decode())
    kept = "".join(character for character in words if unicodedata.category(character) != "Cf")
    return kept.replace("\u00a0", " ").replace("\u202f", " ")


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def tags(pdf: bytes) -> list[str]:
    """The kinds of the structure elements, in reading order."""
    found: list[str] = []

    def walk(node: object) -> None:
        if isinstance(node, pikepdf.Array):
            for part in node:
                walk(part)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append(str(node["/S"]))
            if "/K" in node and node.get("/Type") != "/OBJR":
                walk(node["/K"])

    with opened(pdf) as document:
        walk(document.Root.StructTreeRoot["/K"])
    return found


# ── What is printed ───────────────────────────────────────────────────────────────────────────────────────────


def test_names_of_all_scripts_are_printed_and_can_be_copied() -> None:
    words = read(render_document(document(lines(NAMES))))
    for label, name in NAMES.items():
        line = next(line for line in words.split("\n") if line.startswith(f"{label}  "))
        assert unicodedata.normalize("NFC", name) in line


def test_typed_words_are_printed_as_they_are() -> None:
    words = read(render_document(document(lines({"Canaris": " ".join(CANARIES)}), owner="#panic() *x*")))
    for canary in [*CANARIES, "#panic() *x*"]:
        assert canary in words


def test_texts_keep_their_marks_and_show_their_addresses() -> None:
    text = rich("Le **dépôt** est *fait* ; voir [la carte](https://example.org/c), [écrire](mailto:a@example.org) !")
    words = read(render_document(document(DocumentBlockView("Suite", (), text))))
    assert "Le dépôt est fait ; voir la carte (https://example.org/c), écrire (a@example.org) !" in words


def test_the_list_says_each_document_under_its_own_words() -> None:
    words = [line.strip() for line in read(render_document(LIST)).split("\n")]
    body = [line for line in words if line and not line.startswith("Page ") and line not in ("Portail", LIST.title)]
    assert body == [
        "Liste des documents à fournir",
        "Vous devrez fournir :",
        "• des documents lisibles ;",
        "• au format .pdf.",
        "CULTURES",
        "Justificatif de sol",
        JOIN_ONE,
        "• Analyse ;",
        "• ou carte.",
        "Photographie",
        "Si vous en avez une, suivez ce lien (https://example.org/photo).",
        "À indiquer – Numéro de photo :",
        "Si vous avez une serre",
        "Justificatif de serre",
        "Tous les documents suivants :",
        "• Plan de la serre",
        "• Acte de partage (moins de 3 mois)",
        "Selon votre situation :",
        "Si serre chauffée :",
        "Veuillez joindre :",
        "• Facture de bois",
        "Si serre partagée :",
        "Tous les documents suivants :",
        "• Convention",
        "Un des documents suivants :",
        "• Carte du voisin",
        "• Lettre du voisin",
        "Traduit.",
        "Permis de serre (facultatif)",
        "Assurance",
        JOIN_ALL,
        "• Attestation",
        "Eau",
        "Facture d'eau",
    ]


def test_every_page_is_headed_and_counted() -> None:
    pages = read(render_document(replace(LIST, groups=GROUPS * 2, owner="Μαρία"))).rstrip("\f").split("\f")
    assert len(pages) == 3
    for number, page in enumerate(pages, start=1):
        assert page.strip().startswith("Portail")
        assert "Μαρία" in page
        assert page.strip().endswith(f"Page {number} / 3")
        assert page.count("DEMANDE DE PARCELLE") == 1


def test_the_notice_keeps_its_links() -> None:
    notice = rich("Ce site n'est pas officiel.\n\nAllez sur [le site officiel](https://officiel.example/).")
    words = " ".join(read(render_document(replace(LIST, notice=notice))).split())
    assert "Ce site n'est pas officiel. Allez sur le site officiel (https://officiel.example/)." in words


def test_a_line_without_value_says_so() -> None:
    words = read(render_document(document(lines({"Nom d'usage": "", "Prénom": " ", "Ville": "-"}))))
    assert re.search(r"^Nom d'usage +—$", words, re.MULTILINE)
    assert re.search(r"^Prénom +—$", words, re.MULTILINE)
    assert re.search(r"^Ville +-$", words, re.MULTILINE)


@pytest.mark.parametrize("before", range(0, 40, 3))
def test_no_page_ends_after_the_first_of_a_few_documents(before: int) -> None:
    pushed = DocumentBlockView(None, (), rich("\n\n".join(["mot"] * before)))
    view = replace(document(pushed), groups=(RequestGroupView("g", "Groupe", (request("R", CHOICES),)),))
    for page in read(render_document(view)).split("\f"):
        assert page.count("•") in (0, 12)


@pytest.mark.parametrize("name", ["A" * 300, "Ẹ\u0301" * 120, "Олександра" * 30, "محمد" * 60])
def test_a_very_long_name_stays_on_the_page(name: str) -> None:
    pdf = render_document(document(lines({"Nom": name})))
    boxes = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    edges = [float(word.split('"')[0]) for word in boxes.split('xMax="')[1:]]
    assert max(edges) < 595 - 50
    assert unicodedata.normalize("NFC", name) in "".join(read(pdf).split()).replace("Portail", "")


def test_a_long_answer_goes_over_the_end_of_the_page() -> None:
    words = read(render_document(document(lines({"Observations": "un mot\n" * 120 + "fin"}))))
    assert words.count("un mot") == 120
    assert words.count("\f") == 3


def test_a_character_without_glyph_costs_one_sign_and_is_said() -> None:
    words = read(render_document(document(lines({"Nom": "Li 漢😀\x07\u202eabc"}))))
    assert "Li ��abc" in words
    assert "Le signe � remplace un caractère" in words
    assert "remplace un caractère" not in read(render_document(document(lines(NAMES))))


TYPED = st.one_of(st.text(max_size=40), st.text("\u0300\u0301a \n\u200d\u064b\u0645\u05d0\ufe0f\u1fff", max_size=12))


@settings(max_examples=60, deadline=None)
@given(TYPED, TYPED, TYPED, st.sampled_from(["fr", "ar", "en"]))
def test_no_text_stops_a_document(one: str, two: str, three: str, language: str) -> None:
    link = LinkSpan(two, "https://é.example.org/ü?a=<b>&" + "x" * 60, "external")
    text = RichText(
        (
            Paragraph((Span(one), Span(two, strong=True, emphasis=True), link)),
            BulletList(((Paragraph((Span(three),)), Paragraph(())),)),
        )
    )
    view = document(DocumentBlockView(one, (DocumentLineView(two, three),), text), owner=three, language=language)
    groups = (RequestGroupView("g", one, (request(two, one_of(three, one), heading=three),)),)
    printed = render_document(replace(view, title=one, subtitle=two, site=three, notice=text, groups=groups))
    assert printed.startswith(b"%PDF-1.7")


def test_a_document_read_from_right_to_left() -> None:
    view = replace(LIST, language="ar", title="قائمة الوثائق")
    with opened(render_document(view)) as pdf:
        assert str(pdf.Root.Lang) == "ar"
        assert str(pdf.Root.ViewerPreferences.Direction) == "/R2L"


# ── The file ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("view", [document(lines(NAMES)), LIST], ids=["confirmation", "list"])
def test_the_file_says_its_title_language_and_structure(view: DocumentView) -> None:
    with opened(render_document(view)) as pdf:
        assert str(pdf.Root.Lang) == "fr-FR"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert "/StructTreeRoot" in pdf.Root
        with pdf.open_metadata() as metadata:
            # Of the list, what says what it is; not the title of its motif, which a tab or a phone's search would show.
            assert metadata["dc:title"] == (view.subtitle or view.title)
            assert metadata["pdfuaid:part"] == "1"
        assert not {"/Author", "/CreationDate", "/ModDate"} & set(pdf.docinfo.keys())


def test_headings_never_skip_a_level() -> None:
    levels = [int(tag[2:]) for tag in tags(render_document(LIST)) if tag[:2] == "/H" and tag[2:].isdigit()]
    assert levels == [1, 2, 3, 3, 3, 4, 4, 3, 3, 4]


def test_labels_are_tagged_with_their_values_and_lists_as_lists() -> None:
    confirmation = tags(render_document(document(lines({"Nom": "a", "Prénom": "b"}))))
    assert [tag for tag in confirmation if tag in ("/L", "/LI", "/Lbl", "/LBody")] == [
        "/L",
        *["/LI", "/Lbl", "/LBody"] * 2,
    ]
    assert tags(render_document(LIST)).count("/L") == 7


@pytest.mark.parametrize("name", ["محمد et שלום", "un محمد et שלום"])
def test_words_of_another_direction_carry_their_language(name: str) -> None:
    """On the words themselves, or on the element around them whose other words then say theirs."""
    with opened(render_document(document(lines({"Nom": name})))) as pdf:
        said = pdf.pages[0].Contents.read_bytes()
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/S" in thing and "/Lang" in thing:
                said += f"/Lang({thing.Lang})".encode()
    assert {b"/Lang(ar)", b"/Lang(he)", b"/Lang(fr-FR)"} <= set(re.findall(rb"/Lang\([\w-]+\)", said))


def test_only_our_fonts_are_embedded() -> None:
    view = document(lines(NAMES), DocumentBlockView(None, (), rich("*a* **b** محمد שלום")))
    with opened(render_document(view)) as pdf:
        names = {
            str(thing.FontName).partition("+")[2]
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        }
    assert names == {path.stem for path in FONTS.glob("*.ttf")}


def test_the_same_view_gives_the_same_bytes_in_any_thread() -> None:
    views = [document(lines({**NAMES, "N°": str(number)})) for number in range(4)]
    alone = [render_document(view) for view in views]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(render_document, views * 3))
    assert together == alone * 3
    assert len(set(alone)) == 4


def test_fonts_come_with_their_licence() -> None:
    licence = (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    for path in FONTS.glob("*.ttf"):
        assert read_characters(path.read_bytes())


# ── Words ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("address", ["https://www.service-exemple.fr/une/page/bien/longue", "https://a.example"])
def test_a_line_does_not_end_after_the_slashes_of_a_scheme(address: str) -> None:
    """Nor does the prose around a short address become one word."""
    said = [rich(f"{'mot ' * count}{address} et la suite de la phrase.").blocks for count in range(1, 20)]
    text = RichText(tuple(block for blocks in said for block in blocks))
    printed = read(render_document(document(DocumentBlockView(None, (), text)))).splitlines()
    assert not [line for line in printed if line.rstrip().endswith("://")]
    assert max(len(line) for line in printed) < 120
    assert sum(line.count("suite de la phrase") for line in printed) >= 10


def test_other_languages_keep_their_own_spaces() -> None:
    text = DocumentBlockView("Name : x", (), None)
    assert "Name : x" in str(document_content(document(text, language="en")))
    assert "Name\\xa0: x" in str(document_content(document(text)))


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("Ana", [Script("Ana", None)]),
        ("محمد بن علي", [Script("محمد بن علي", "ar")]),
        ("né: שלום, x", [Script("né: ", None), Script("שלום", "he"), Script(", x", None)]),
        ("محمد שלום", [Script("محمد", "ar"), Script(" ", None), Script("שלום", "he")]),
        ("", []),
    ],
)
def test_scripts(text: str, runs: list[Script]) -> None:
    assert list(scripts(text)) == runs


@given(st.text(max_size=80))
def test_cutting_words_loses_nothing(text: str) -> None:
    assert "".join(run.text for run in scripts(text)) == text
    assert "".join(breakable(text)) == text
    assert all(breakable(text))


def test_short_words_are_not_cut_and_no_mark_is_parted_from_its_letter() -> None:
    assert breakable("anticonstitutionnelle ment") == ("anticonstitutionnelle ment",)
    assert breakable(f"un {'a' * 26} mot") == ("un ", "a" * 10, "a" * 10, "a" * 6 + " mot")
    assert breakable("voir https://www.service-exemple.fr/une/page")[1] == "https://www.service-exemple.fr/"
    site = "https://" + "demarches-etrangers-en-france." * 2 + "gouv.example/x"
    assert all(cut.endswith(("-", ".", "/", "x")) for cut in breakable(site))
    assert breakable("e\u0301" * 20)[0] == "e\u0301" * 5
    assert breakable("abcdefghij\u0301" * 3)[0] == "abcdefghij\u0301"


def test_printable_keeps_words_and_drops_what_acts() -> None:
    assert printable("Ana\u0303 \u06a9\u200c\u0627\u202e\x07\tb\r") == "Ana\u0303 \u06a9\u200c\u0627 b\n"
    assert printable("漢\ud800") == "��"
    assert printable("❤\ufe0f") == "�"
    everyday = "éẸœ«»€Жґ Ωώ محمد שלום \u00a0\u202f•�"
    assert {ord(character) for character in everyday} <= frozenset().union(*families())


def test_everyday_words_need_no_look_up() -> None:
    everyday = {code for code in range(0x3000) if EVERYDAY.fullmatch(chr(code))}
    assert any(everyday <= family for family in families())
    assert {unicodedata.category(chr(code)) for code in everyday} & {"Cc", "Cf", "Mn", "Mc", "Me"} == set()


def test_a_mark_that_no_font_puts_on_its_letter_is_replaced() -> None:
    assert printable("A\u064b م\u064b א\u05b8 e\u0301 م\u0301") == "A� م\u064b א\u05b8 e\u0301 م�"


def test_a_font_without_character_map_is_refused() -> None:
    with pytest.raises(ValueError, match="no Unicode character map"):
        read_characters(b"\x00\x01\x00\x00\x00\x00")


def test_a_text_not_filled_is_not_printed() -> None:
    text, _ = parse_text("Bonjour {nom}")
    with pytest.raises(ValueError, match="nom"):
        document_content(document(DocumentBlockView(None, (), RichText(text.blocks))))
