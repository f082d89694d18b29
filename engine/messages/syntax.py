"""Y0xx: the YAML of a file, before anything is known of what it says."""

from __future__ import annotations

from collections.abc import Mapping

SYNTAX: Mapping[str, Mapping[str, str]] = {
    # The file as a whole: too large, not UTF-8 (the first wrong byte), a mark at its head, an invisible character.
    "Y001": {
        "fr": "le fichier est trop grand, 1 Mio au plus : mettez-en une partie dans des blocs partagés",
        "en": "the file is too large, at most 1 MiB: put a part of it in shared blocks",
    },
    "Y002": {
        "fr": "le fichier n'est pas en UTF-8 (octet {byte}) : enregistrez-le en UTF-8",
        "en": "the file is not UTF-8 (byte {byte}): save it as UTF-8",
    },
    "Y003": {
        "fr": "le fichier commence par une marque invisible (BOM) : enregistrez-le en UTF-8 sans BOM",
        "en": "the file begins with an invisible mark (BOM): save it as UTF-8 without BOM",
    },
    "Y004": {
        "fr": "caractère invisible {character} : effacez-le",
        "en": "invisible character {character}: remove it",
    },
    "Y005": {
        "fr": "le fichier est vide",
        "en": "the file is empty",
    },
    "Y006": {
        "fr": "trop de niveaux imbriqués : {max} au plus",
        "en": "nested too deep: at most {max} levels",
    },
    "Y007": {
        "fr": "le fichier a trop d'éléments, 100 000 au plus : mettez-en une partie dans des blocs partagés",
        "en": "the file has too many elements, at most 100,000: put a part of it in shared blocks",
    },
    # What YAML has and the language refuses.
    "Y008": {
        "fr": "« {found} » : les ancres YAML ne sont pas admises ; si c'est un texte, mettez-le entre guillemets",
        "en": '"{found}": YAML anchors are not allowed; if it is text, put it between quotes',
    },
    "Y009": {
        "fr": "« {found} » : les renvois YAML ne sont pas admis ; si c'est un texte, mettez-le entre guillemets",
        "en": '"{found}": YAML aliases are not allowed; if it is text, put it between quotes',
    },
    "Y010": {
        "fr": "« << » : les fusions YAML ne sont pas admises ; pour réutiliser, voyez « inclure »",
        "en": '"<<": YAML merges are not allowed; to reuse, see "inclure"',
    },
    "Y011": {
        "fr": "« {found} » : les étiquettes YAML ne sont pas admises ; si c'est un texte, mettez-le entre guillemets",
        "en": '"{found}": YAML tags are not allowed; if it is text, put it between quotes',
    },
    "Y012": {
        "fr": "un fichier ne contient qu'un document : retirez ce qui suit, ou faites-en un autre fichier",
        "en": "a file holds one document: remove what follows, or make another file of it",
    },
    "Y013": {
        "fr": "clé « {found} » en double : sa valeur remplacerait la première sans le dire ; n'en gardez qu'une",
        "en": 'duplicate key "{found}": its value would silently replace the first one; keep one of them',
    },
    "Y014": {
        "fr": "espace insécable ici : remplacez-la par une espace ordinaire",
        "en": "no-break space here: replace it by an ordinary space",
    },
    "Y015": {
        "fr": "tabulation ici : remplacez-la par des espaces",
        "en": "tab here: replace it by spaces",
    },
    # Prose that YAML reads otherwise than it is meant.
    "Y016": {
        "fr": "le texte est coupé ici : « # » précédé d'une espace commence un commentaire ; mettez le texte entre"
        " guillemets – ou lui seul, si la suite est bien un commentaire",
        "en": 'the text is cut here: "#" after a space begins a comment; put the text between quotes – or it alone, if'
        " what follows is a comment",
    },
    "Y017": {
        "fr": "texte sans guillemets dans {{…}} : « {found} » ; mettez le texte entre guillemets",
        "en": 'unquoted text in {{…}}: "{found}"; put the text between quotes',
    },
    "Y018": {
        "fr": "deux-points dans un texte : mettez le texte entre guillemets",
        "en": "colon in a text: put the text between quotes",
    },
    "Y019": {
        "fr": "ce guillemet n'est pas fermé là où il faut : fermez-le à la fin du texte",
        "en": "this quote is not closed where it should be: close it at the end of the text",
    },
    "Y020": {
        "fr": "cette ligne n'est alignée avec aucune clé au-dessus : vérifiez les espaces en début de ligne",
        "en": "this line is aligned with no key above: check the spaces it begins with",
    },
    "Y021": {
        "fr": "il manque « : » : « {found} » n'est ni « clé: valeur », ni la suite d'un texte",
        "en": 'a ":" is missing: "{found}" is neither "key: value" nor the rest of a text',
    },
    "Y022": {
        "fr": "« {found} » n'est pas fermé : il manque une virgule ou la fin, ou un texte y est sans guillemets",
        "en": '"{found}" is not closed: a comma or the end is missing, or a text in it has no quotes',
    },
    "Y023": {
        "fr": "texte après le guillemet {found} qui ferme : mettez tout le texte entre guillemets{why}",
        "en": "text after the closing quote {found}: put the whole text between quotes{why}",
    },
    "Y024": {
        "fr": "une valeur ne peut commencer par « {found} » : si c'est un texte, mettez-le entre guillemets",
        "en": 'a value cannot begin with "{found}": if it is text, put it between quotes',
    },
    "Y025": {
        "fr": "« \\ » a un sens particulier entre guillemets doubles : employez des guillemets simples, ou doublez-le",
        "en": '"\\" has a meaning of its own between double quotes: use single quotes, or double it',
    },
    "Y026": {
        "fr": "un tiret de liste ne peut suivre une clé sur la même ligne : allez à la ligne, ou mettez le texte entre"
        " guillemets",
        "en": "a list dash cannot follow a key on its line: start a new line, or put the text between quotes",
    },
    "Y027": {
        "fr": "« {found} » ne peut commencer une clé : une clé est un nom simple, suivi de « : » ; si c'est un texte,"
        " mettez-le entre guillemets",
        "en": '"{found}" cannot begin a key: a key is a plain name, then ":"; if it is text, put it between quotes',
    },
    "Y028": {
        "fr": "rien ne doit suivre « {found} » sur sa ligne : le texte va à la ligne suivante, décalé vers la droite",
        "en": 'nothing may follow "{found}" on its line: the text goes on the next one, further to the right',
    },
    "Y029": {
        "fr": "les directives YAML (« % » en début de ligne) ne sont pas admises : retirez cette ligne",
        "en": 'YAML directives ("%" at the start of a line) are not allowed: remove this line',
    },
    "Y030": {
        "fr": "« {found} » est seul dans {{…}} : écrivez « clé: valeur », une liste […], ou mettez le texte entre"
        " guillemets",
        "en": '"{found}" stands alone in {{…}}: write "key: value", a list […], or put the text between quotes',
    },
    "Y031": {
        "fr": "un texte qui commence par « {found} » se met entre guillemets",
        "en": 'a text that begins with "{found}" goes between quotes',
    },
    "Y032": {
        "fr": "« {found} » est de trop ici : ce qui précède est déjà fermé",
        "en": '"{found}" is one too many here: what stands before is closed already',
    },
    "Y035": {
        "fr": "il manque une espace après le tiret de liste",
        "en": "a space is missing after the dash of the list",
    },
    "Y036": {
        "fr": "il manque une virgule avant « {found} » ; si c'est la suite d'un texte, mettez ce texte entre"
        " guillemets",
        "en": 'a comma is missing before "{found}"; if it is the rest of a text, put this text between quotes',
    },
    "Y037": {
        "fr": "« {found} » revient : si un nouvel élément de la liste commence ici, il manque un tiret devant ; sinon,"
        " n'en gardez qu'un",
        "en": '"{found}" comes again: if a new element of the list begins here, the dash before it is missing; if not,'
        " keep one",
    },
    "Y038": {
        "fr": "il manque une espace après « {found} », entre la clé et sa valeur ; si c'est un texte, mettez-le entre"
        " guillemets",
        "en": 'a space is missing after "{found}", between the key and its value; if it is text, put it between quotes',
    },
    # Files and folders.
    "Y033": {
        "fr": "on ne peut le lire : {reason}",
        "en": "it cannot be read: {reason}",
    },
    "Y034": {
        "fr": "aucun fichier .yaml dans ce dossier : donnez celui où sont la démarche et son portail",
        "en": "no .yaml file in this folder: give the one that holds the procedure and its portal",
    },
    # What looks right and is not.
    "Y040": {
        "fr": "espace au bord du texte : retirez-la",
        "en": "space at the edge of the text: remove it",
    },
    "Y041": {
        "fr": "plusieurs espaces de suite dans le texte : gardez-en une",
        "en": "several spaces in a row in the text: keep one",
    },
    "Y042": {
        "fr": "« {found} » contient une lettre d'un autre alphabet ({letters}), qui se lit pareil mais se compare"
        " autrement : retapez ce mot",
        "en": '"{found}" holds a letter of another alphabet ({letters}), which looks the same and compares otherwise:'
        " type this word again",
    },
    "Y043": {
        "fr": "« {found} » a un accent écrit à part de sa lettre : le mot se lit pareil, mais se compare autrement ;"
        " retapez-le",
        "en": '"{found}" has an accent written apart from its letter: the word looks the same and compares otherwise;'
        " type it again",
    },
    "Y044": {
        "fr": "caractère invisible {character} dans le texte, sans doute venu d'un copier-coller : retirez-le",
        "en": "invisible character {character} in the text, probably pasted from elsewhere: remove it",
    },
    "Y045": {
        "fr": "espace insécable au bord de cette valeur : elle en fait un autre nom ; retirez-la",
        "en": "no-break space at the edge of this value: it makes another name of it; remove it",
    },
    "Y046": {
        "fr": "ces guillemets typographiques seront lus par l'usager : pour YAML, employez ceux du clavier",
        "en": "people will read these typographic quotes: YAML takes only those of the keyboard, double or single",
    },
    # Whatever else stops the parser.
    "Y099": {
        "fr": "le YAML ne peut être lu à partir d'ici : vérifiez l'indentation et les guillemets",
        "en": "the YAML cannot be read from here on: {detail}",
    },
}
