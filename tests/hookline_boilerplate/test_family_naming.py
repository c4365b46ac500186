"""The recorded reasons: which family a removed line is named after."""

import pytest

from hookline import Document
from hookline_boilerplate import Boilerplate
from hookline_boilerplate.classifier.evidence import families_by_evidence
from hookline_boilerplate.classifier.family_naming import name_families
from hookline_boilerplate.features.line_features import LineFeatureExtractor
from hookline_boilerplate.lines import split_lines

ARTICLE = (
    "The council of Oberfeld voted on Tuesday to rebuild the old bridge over the river Alte, which "
    "has been closed to lorries since the floods of last spring."
)


def names(texts):
    """Name lines of which all but those of the article are removed."""
    lines = list(split_lines("\n".join(texts)))
    features = LineFeatureExtractor().extract(lines)
    removed = [line.text != ARTICLE for line in lines]
    evidence = families_by_evidence(lines, features)
    return name_families(lines, features, evidence, removed)


LABELLED = {
    "October 3, 2023 • 4 min read": "byline",
    "Posted by Ann Other on 12 May 2021": "byline",
    "Only $19.99 today": "advertisement",
    "Get your free quote now": "advertisement",
    "Photo: Jo Lind / Reuters": "caption",
    "12 comments": "comments",
    "Share on Facebook": "share",
    "Terms of Use": "legal",
    "Filed under: bridges, rivers": "tags",
    "Subscribe now": "subscription",
    "We use cookies to improve your experience.": "cookies",
}


@pytest.mark.parametrize(("line", "family"), LABELLED.items(), ids=LABELLED)
def test_a_line_is_named_by_its_words(line, family):
    """A removed line is named after its words or its shape, above and below the article."""
    assert names([line, ARTICLE])[0] == family
    assert names([ARTICLE, line])[1] == family


def test_a_heading_names_the_lines_below():
    """Headlines under a heading are of its family, until the article continues."""
    lines = [ARTICLE, "Related articles", "Mayor opens bridge", "River floods town", ARTICLE]
    assert names(lines) == [None, "related", "related", "related", None]


def test_a_name_above_the_article_is_a_byline():
    """A few capitalized words before the article are taken for the name of its author."""
    assert names(["Jo Lind", ARTICLE])[0] == "byline"


def test_headlines_below_the_article_are_related():
    """Lines like headlines after the article are named as links to other articles."""
    assert names([ARTICLE, "Mayor opens new bridge over the Alte"])[1] == "related"


PAGES = {
    "de": (
        "Der Gemeinderat von Oberfeld hat am Dienstag beschlossen, die alte Brücke über die Alte zu "
        "erneuern, die seit dem Hochwasser im Frühjahr für Lastwagen gesperrt ist.",
        {
            "Newsletter abonnieren": "newsletter",
            "Artikel teilen": "share",
            "Das könnte Sie auch interessieren": "related",
            "Anzeige": "advertisement",
            "Kommentar schreiben": "comments",
            "Alle Rechte vorbehalten": "legal",
        },
    ),
    "fr": (
        "Le conseil municipal a décidé mardi de reconstruire le vieux pont sur la rivière, qui est "
        "fermé aux camions depuis les inondations du printemps dernier.",
        {
            "Inscrivez-vous à notre newsletter": "newsletter",
            "Partager cet article": "share",
            "À lire aussi": "related",
            "Publicité": "advertisement",
            "Laisser un commentaire": "comments",
            "Tous droits réservés": "legal",
        },
    ),
    "es": (
        "El ayuntamiento decidió el martes reconstruir el viejo puente sobre el río, que está cerrado "
        "a los camiones desde las inundaciones de la primavera pasada.",
        {
            "Suscríbete a nuestro boletín": "newsletter",
            "Compartir en Facebook": "share",
            "Noticias relacionadas": "related",
            "Publicidad": "advertisement",
            "Deja un comentario": "comments",
            "Todos los derechos reservados": "legal",
        },
    ),
    "it": (
        "Il consiglio comunale ha deciso martedì di ricostruire il vecchio ponte sul fiume, che è "
        "chiuso ai camion dalle alluvioni della scorsa primavera.",
        {
            "Iscriviti alla newsletter": "newsletter",
            "Condividi su Facebook": "share",
            "Articoli correlati": "related",
            "Pubblicità": "advertisement",
            "Lascia un commento": "comments",
            "Tutti i diritti riservati": "legal",
        },
    ),
    "pt": (
        "A câmara municipal decidiu na terça-feira reconstruir a velha ponte sobre o rio, que está "
        "fechada aos caminhões desde as inundações da primavera passada.",
        {
            "Assine a newsletter": "newsletter",
            "Compartilhe no Facebook": "share",
            "Notícias relacionadas": "related",
            "Publicidade": "advertisement",
            "Deixe um comentário": "comments",
            "Todos os direitos reservados": "legal",
        },
    ),
    "nl": (
        "De gemeenteraad heeft dinsdag besloten om de oude brug over de rivier te herbouwen, die sinds "
        "de overstromingen van het voorjaar voor vrachtwagens gesloten is.",
        {
            "Schrijf je in voor onze nieuwsbrief": "newsletter",
            "Deel dit artikel": "share",
            "Lees ook": "related",
            "Advertentie": "advertisement",
            "Laat een reactie achter": "comments",
            "Alle rechten voorbehouden": "legal",
        },
    ),
}


@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize("learned", [True, False])
def test_the_common_families_in_seven_languages(language, learned):
    """The lines after an article are removed with their reasons, and the article is unchanged."""
    prose, tail = PAGES[language]
    article = [prose, prose.replace("a", "e"), prose.replace("i", "a")]
    text = "\n".join([*article, *tail])
    [doc] = Boilerplate(Boilerplate.read_options({"learned": learned})).process(
        [Document.from_text(text)]
    )
    assert {doc.raw[start:end]: reason for start, end, _, reason, _ in doc.removed} == tail
    assert doc.text == "\n".join(article)
