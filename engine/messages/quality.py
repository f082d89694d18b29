"""D4xx justificatifs, A6xx plain language, Z8xx sources, C9xx privacy, N0xx unused."""

from __future__ import annotations

from collections.abc import Mapping

JUSTIFICATIFS: Mapping[str, Mapping[str, str]] = {
    "D401": {
        "fr": "le groupe « {found} » ne demande rien, pour aucun motif : son titre ne sera jamais lu ; ajoutez-lui une"
        " demande, ou retirez-le",
        "en": 'the group "{found}" asks nothing, for any motif: its title is never shown; give it a request, or remove'
        " it",
    },
    "D402": {
        "fr": "« {found} » n'est demandé que sous condition, mais sans « entete » : dans la liste imprimée avant que la"
        " réponse soit connue, chacun croira devoir le fournir ; dites à qui il s'adresse (« Si vous êtes … »)",
        "en": '"{found}" is only asked under a condition, but has no "entete": in a list printed before the answer is'
        ' known, everybody will think it is theirs to give; say whom it is for ("Si vous êtes …")',
    },
    "D403": {
        "fr": "l'en-tête « {found} » n'est lu que tant qu'un « si » est inconnu, et cette demande n'en a pas :"
        " donnez-lui un « si », ou mettez ces mots dans « texte »",
        "en": 'the heading "{found}" is only shown while a "si" is unknown, and this request has none: give it a "si",'
        ' or put these words in "texte"',
    },
    "D404": {
        "fr": "« {found} » n'a qu'un élément, sans titre ni consigne ni « si » : écrivez la pièce seule, ou ajoutez ce"
        " qui manque",
        "en": '"{found}" has a single element, without title, instruction or "si": write the document alone, or add'
        " what is missing",
    },
    "D405": {
        "fr": "« {found} » est déjà demandé à tous pour ce motif : une personne devrait le donner deux fois ; retirez"
        " une des demandes, ou dites ce qui les distingue",
        "en": '"{found}" is already asked of everyone for this motif: a person would have to give it twice; remove one'
        " of the requests, or say how they differ",
    },
    "D406": {
        "fr": "cette demande veut au moins {needed} pièces, mais limite à {max} le nombre de fichiers :"
        " augmentez « max »",
        "en": 'this request wants at least {needed} documents, but limits the number of files to {max}: raise "max"',
    },
    "D407": {
        "fr": "« envoi: {found} » demande chaque pièce à part, mais cette demande n'en a pas deux : retirez-le, ou"
        " dites les pièces sous « fournir »",
        "en": '"envoi: {found}" asks each document apart, but this request has not two of them: remove it, or list the'
        ' documents under "fournir"',
    },
    "D408": {
        "fr": "le code « {found} » est déjà celui d'une autre demande de ce motif : un courrier ne pourrait dire"
        " laquelle manque ; donnez à chacune le sien",
        "en": 'the code "{found}" already is that of another request of this motif: a letter could not say which is'
        " missing; give each its own",
    },
    "D409": {
        "fr": "une autre pièce de cette liste s'appelle « {found} » : on ne pourra dire laquelle est un fichier ;"
        " retirez une des deux, ou dites ce qui les distingue",
        "en": 'another document of this list is called "{found}": nobody can say which of them a file is; remove one,'
        " or say how they differ",
    },
    "D410": {
        "fr": "la consigne dit « {found} », mais les pièces sont sous « {mode} » : ce qu'on lit et ce qui est vérifié"
        " se contredisent ; corrigez l'une ou l'autre",
        "en": 'the instruction says "{found}", but the documents are under "{mode}": what is read and what is checked'
        " contradict each other; correct one of them",
    },
    "D411": {
        "fr": "« {found} » ne dit pas quel document donner, et rien d'autre ne l'explique : nommez-le, ou ajoutez"
        " « texte » ou « fournir »",
        "en": '"{found}" does not say which document to give, and nothing else does: name it, or add "texte" or'
        ' "fournir"',
    },
}

LANGUAGE: Mapping[str, Mapping[str, str]] = {
    "A601": {
        "fr": "ce libellé a {count} mots : au-delà de {max}, on le relit pour le comprendre ; mettez l'essentiel dans"
        " le libellé, le reste dans une aide",
        "en": "this label has {count} words: beyond {max}, people read it twice; keep what matters in the label, the"
        " rest in a hint",
    },
    "A602": {
        "fr": "une phrase de {count} mots, « {found} » : au-delà de {max}, beaucoup de lecteurs en perdent le fil ;"
        " coupez-la",
        "en": 'a sentence of {count} words, "{found}": beyond {max}, many readers lose the thread; cut it',
    },
    "A603": {
        "fr": "« {found} » est tout en majuscules : c'est plus lent à lire, et un lecteur d'écran peut l'épeler ;"
        " écrivez-le en minuscules, avec ses accents",
        "en": '"{found}" is all in capitals: it is slower to read, and a screen reader may spell it; write it in lower'
        " case, with its accents",
    },
    "A604": {
        "fr": "« {found} » est écrit à la main dans le libellé, alors que la page marque elle-même ce qui est"
        " obligatoire : retirez-le, et dites « obligatoire » par sa clé",
        "en": '"{found}" is written by hand in the label, while the page itself marks what is required: remove it, and'
        ' use the key "obligatoire"',
    },
    "A605": {
        "fr": "un autre champ de « {section} » s'appelle « {found} » : à l'oreille, rien ne les distingue ; dites de"
        " quoi, ou de qui, il s'agit",
        "en": 'another field of "{section}" is called "{found}": to who hears them, nothing tells them apart; say what,'
        " or whom, each is about",
    },
    "A606": {
        "fr": "une autre réponse de cette liste se lit aussi « {found} » : personne ne saura laquelle choisir ; dites"
        " ce qui les distingue",
        "en": 'another answer of this list also reads "{found}": nobody can tell which to choose; say how they differ',
    },
    "A607": {
        "fr": "« {found} » ne dit pas où mène le lien : les lecteurs d'écran lisent les liens seuls ; mettez entre [ ]"
        " ce que l'on y trouve",
        "en": '"{found}" does not say where the link leads: screen readers read links alone; put between [ ] what is'
        " found there",
    },
    "A608": {
        "fr": "« {found} » suit un « format », mais sans « format_message » : qui se trompe ne saura pas quoi corriger"
        " ; dites en mots ce qui est attendu",
        "en": '"{found}" follows a "format", but has no "format_message": who gets it wrong cannot tell what to'
        " correct; say in words what is expected",
    },
    "A609": {
        "fr": "« {found} » suit un « format », mais sans « format_exemple » : ajoutez un exemple, qui montre d'un"
        " coup d'œil ce qui est attendu",
        "en": '"{found}" follows a "format", but has no "format_exemple": add an example, which shows at a glance what'
        " is expected",
    },
    "A610": {
        "fr": "cette aide répète le libellé, « {found} » : elle se lit deux fois sans aider ; retirez-la, ou dites ce"
        " qui embarrasse",
        "en": 'this hint repeats the label, "{found}": it is read twice and helps nobody; remove it, or say what people'
        " stumble on",
    },
    "A611": {
        "fr": "{count} réponses en boutons : au-delà de {max}, la page se perd de vue ; « presentation: liste » tient"
        " en une ligne",
        "en": '{count} answers as buttons: beyond {max}, the page is lost from sight; "presentation: liste" takes one'
        " line",
    },
    "A612": {
        "fr": "une autre étape s'appelle « {found} » : on ne saura à laquelle on est, ni à laquelle revenir ; donnez à"
        " chacune son titre",
        "en": 'another step is called "{found}": nobody can tell which one they are at, or are to go back to; give each'
        " a title of its own",
    },
    "A613": {
        "fr": "la page « {found} » peut demander {count} champs : au-delà de {max}, beaucoup renoncent ou se trompent ;"
        " partagez-la en étapes",
        "en": 'the page "{found}" may ask {count} fields: beyond {max}, many give up or make mistakes; share it out'
        " between steps",
    },
    "A614": {
        "fr": "« {found} » n'est employé que par les administrations : écrivez plutôt : {plain}",
        "en": '"{found}" is only used by administrations: rather write: {plain}',
    },
    "A615": {
        "fr": "« {found} » : en français, une espace précède « {sign} » ; la page la rend insécable",
        "en": '"{found}": in French, a space comes before "{sign}"; the page makes it a no-break one',
    },
    "A616": {
        "fr": "« {found} » dit qu'il y a une erreur, pas comment la corriger : dites ce qui est attendu",
        "en": '"{found}" says that something is wrong, not how to mend it: say what is expected',
    },
    "A617": {
        "fr": "« {found} » est une chose que le navigateur sait remplir : ajoutez « remplissage: {token} », ou"
        " « remplissage: off » si elle concerne quelqu'un d'autre",
        "en": '"{found}" is something a browser can fill in: add "remplissage: {token}", or "remplissage: off" if it is'
        " about somebody else",
    },
}

SOURCES: Mapping[str, Mapping[str, str]] = {
    "Z801": {
        "fr": "rien ne dit d'où cela vient ; dans ce fichier, champs, demandes, règles ou orientations sans source :"
        " {count} ; ajoutez « source » (ligne du guide, article), ou « a_valider »",
        "en": "nothing says where this comes from; fields, requests, rules or orientations of this file without a"
        ' source: {count}; add "source" (line of a guide, article), or "a_valider"',
    },
    "Z802": {
        "fr": "question ouverte : « {found} » ; tranchez-la, puis retirez « a_valider »",
        "en": 'open question: "{found}"; settle it, then remove "a_valider"',
    },
    "Z803": {
        "fr": "la version « {found} » n'est pas une date AAAA-MM-JJ : une date dit à tous laquelle est la dernière",
        "en": 'the version "{found}" is not a date YYYY-MM-DD: a date tells everybody which is the latest',
    },
    "Z804": {
        "fr": "la source « {found} » ne mène nulle part : ajoutez la ligne, la page, l'article ou la date",
        "en": 'the source "{found}" leads nowhere: add the line, the page, the article or the date',
    },
}

PRIVACY: Mapping[str, Mapping[str, str]] = {
    "C901": {
        "fr": "« {found} » touche {what} : la loi demande une raison écrite ; dites par « source » quel texte le"
        " permet, ou ne le demandez pas",
        "en": '"{found}" is about {what}: the law wants a written reason; say in "source" which text allows it, or do'
        " not ask it",
    },
    "C902": {
        "fr": "dans « {found} », on peut tout écrire, jusqu'à la santé ou la vie d'autres personnes : dites par « aide"
        " » ce qu'il n'y faut pas mettre",
        "en": 'in "{found}" people may write anything, even about health or about other people: say in "aide" what not'
        " to put there",
    },
    "C903": {
        "fr": "« {found} » dit pourquoi l'on vient (« {word} ») : il reste dans l'historique ou les téléchargements"
        " d'un appareil que d'autres regardent ; prenez des mots neutres",
        "en": '"{found}" says why one comes ("{word}"): it stays in the history or the downloads of a device that'
        " others look at; take neutral words",
    },
    "C904": {
        "fr": "« {found} » n'est pas chiffrée : d'autres peuvent voir ou changer ce qui passe ; prenez l'adresse en"
        " https://",
        "en": '"{found}" is not encrypted: others may see or change what goes through; take the https:// address',
    },
    "C905": {
        "fr": "« {found} » contient des accolades : une adresse n'est jamais remplie, et une réponse ne doit pas y"
        " paraître ; retirez-les",
        "en": '"{found}" holds braces: an address is never filled in, and no answer may show in it; remove them',
    },
    "C906": {
        "fr": "« {found} » dit à l'autre site d'où viennent les personnes : retirez-le de l'adresse",
        "en": '"{found}" tells the other site where people come from: remove it from the address',
    },
    "C907": {
        "fr": "{mode}, ce courriel dit à qui ouvre la boîte : {told}",
        "en": "{mode}, this mail tells whoever opens the mailbox: {told}",
    },
    "C908": {
        "fr": "« {word} » dit pourquoi l'on vient, dans {place} : d'autres peuvent le lire, sur un écran verrouillé ou"
        " dans une boîte partagée ; prenez des mots neutres",
        "en": '"{word}" says why one comes, in {place}: others may read it, on a locked screen or in a shared mailbox;'
        " take neutral words",
    },
    "C909": {
        "fr": "un texte discret ne cite pas de réponse ({what}) : il part là où d'autres lisent ; menez à l'espace"
        " personnel, qui dit tout",
        "en": "a discreet text cites no answer ({what}): it goes where others read; lead to the personal space, which"
        " says everything",
    },
}

UNUSED: Mapping[str, Mapping[str, str]] = {
    "N001": {
        "fr": "rien ne lit le fait « {found} » : ni condition, ni texte ; retirez-le, ou citez-le",
        "en": 'nothing reads the fact "{found}": no condition, no text; remove it, or cite it',
    },
    "N002": {
        "fr": "aucun champ n'emploie la liste « {found} » : retirez-la, ou citez-la par « liste »",
        "en": 'no field uses the list "{found}": remove it, or cite it with "liste"',
    },
    "N003": {
        "fr": "rien ne cite le lien « {found} » : retirez-le, ou citez-le dans un texte par « [mots](lien:{found}) »",
        "en": 'nothing cites the link "{found}": remove it, or cite it in a text as "[words](lien:{found})"',
    },
    "N004": {
        "fr": "rien n'affiche le texte « {found} » : citez-le dans les « encarts » d'une étape ou, si c'est une page du"
        " portail, au « pied » de toutes ; ou retirez-le",
        "en": 'nothing shows the text "{found}": cite it in the "encarts" of a step or, if it is a page of the portal,'
        ' in the "pied" of all; or remove it',
    },
    "N005": {
        "fr": "ni réponse, ni entrée, ni règle ne mène à l'orientation « {found} » : retirez-la, ou citez-la par"
        " « orienter_vers »",
        "en": 'no answer, no entry and no rule leads to the orientation "{found}": remove it, or cite it with'
        ' "orienter_vers"',
    },
    "N006": {
        "fr": "aucun texte ne donne le document « {found} » : citez-le par « [mots](document:{found}) », ou retirez-le",
        "en": 'no text gives the document "{found}": cite it as "[words](document:{found})", or remove it',
    },
    "N007": {
        "fr": "aucune démarche de ce dossier n'inclut le bloc « {found} » : incluez-le, ou retirez-le s'il ne sert"
        " plus",
        "en": 'no procedure of this folder includes the block "{found}": include it, or remove it if it is of no use',
    },
    "N008": {
        "fr": "aucune démarche de ce dossier n'emploie la table de services « {found} » : citez-la sous « depot », ou"
        " retirez-la",
        "en": 'no procedure of this folder uses the table of services "{found}": cite it under "depot", or remove it',
    },
    "N009": {
        "fr": "« {found} » est déjà ainsi dans le bloc : cette adaptation ne change rien ; retirez-la",
        "en": '"{found}" already is so in the block: this adaptation changes nothing; remove it',
    },
    "N010": {
        "fr": "ce bloc attend le fait « {found} », mais ne le lit nulle part : chaque démarche devrait le déclarer pour"
        " rien ; retirez-le d'« attend »",
        "en": 'this block expects the fact "{found}", but reads it nowhere: each procedure would have to declare it for'
        ' nothing; remove it from "attend"',
    },
}

QUALITY: Mapping[str, Mapping[str, str]] = {**JUSTIFICATIFS, **LANGUAGE, **SOURCES, **PRIVACY, **UNUSED}

_FIRST: Mapping[str, str] = {"fr": "l'autre", "en": "the other"}
_WORDS: Mapping[str, str] = {"fr": "ces mots", "en": "these words"}

RELATED: Mapping[str, Mapping[str, str]] = {
    **dict.fromkeys(("D405", "D408", "D409", "A605", "A606", "A612"), _FIRST),
    **dict.fromkeys(("A602", "A607", "A614", "A615", "C903", "C904", "C905", "C906", "C908", "C909"), _WORDS),
    "D410": {"fr": "les pièces", "en": "the documents"},
    "N009": {"fr": "dans le bloc", "en": "in the block"},
}
"""What the second place of a problem is."""
