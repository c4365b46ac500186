"""Texts that are not English are noticed."""

import pytest

from hookline import Document
from hookline_stanza import StanzaStage
from hookline_stanza.language_check import is_english

ENGLISH = [
    "The mayor of the town said on Tuesday that a bridge would be closed for repair until May.",
    "Home\nNews\nSport\nWeather\nSubscribe\nPhoto galleries\nAbout us\nContact and imprint",
    "Ann Lee, Tom Poe, Eva Roe, Ida Kim, Leo Fox",
    "",
    "Norway's Foreign Minister Espen Barth Eide met Mark Rutte in Oslo on Monday.",
    "Shares of Acme fell 3 percent after its chief executive resigned, and analysts expect more.",
    "Rio de Janeiro, São Paulo, Porto Alegre, Foz do Iguaçu",
    "Maria de la Cruz, José de los Reyes, Ana del Río, Luis y Pedro",
    "Le Monde, Der Spiegel, El País, La Repubblica and De Standaard",
    "Bundesverband der Deutschen Industrie, Bund für Umwelt und Naturschutz",
    "Comisión Nacional para la Defensa de los Usuarios",
    "Café owner says crème brûlée recipe is 'pièce de résistance'",
    "Médecins Sans Frontières opens clinic in Côte d'Ivoire",
    "𝐒𝐡𝐚𝐫𝐞𝐬 𝐨𝐟 𝐀𝐜𝐦𝐞 𝐟𝐚𝐥𝐥 𝟑 𝐩𝐞𝐫𝐜𝐞𝐧𝐭",
    "北京 (Beijing)",
]
OTHERS = [
    "Der Bürgermeister sagte am Dienstag, die alte Brücke müsse für zwei Jahre gesperrt werden.",
    "Le maire a déclaré mardi que le vieux pont serait fermé pendant deux ans pour des travaux.",
    "El alcalde dijo el martes que el viejo puente estará cerrado durante dos años por las obras.",
    "Il sindaco ha detto martedì che il vecchio ponte resterà chiuso per due anni per i lavori.",
    "O prefeito disse na terça-feira que a velha ponte ficará fechada durante dois anos de obras.",
    "De burgemeester zei dinsdag dat de oude brug twee jaar lang dicht zal blijven voor herstel.",
    "Ordføreren sa tirsdag at den gamle broen ville bli stengt i to år på grunn av reparasjoner.",
    "Burmistrz powiedział we wtorek, że stary most zostanie zamknięty na dwa lata z powodu robót.",
    "Мэр заявил во вторник, что старый мост будет закрыт на два года из-за ремонтных работ.",
    "市长星期二宣布旧桥将关闭两年，" * 8,
    "市長は火曜日に古い橋を二年間閉鎖すると発表した。" * 5,
    "قال رئيس البلدية يوم الثلاثاء إن الجسر القديم سيغلق لمدة عامين بسبب أعمال الإصلاح الكبيرة",
]
SHORT = [
    "Der Minister traf am Montag seinen Kollegen. Sie sprachen über den Handel. Das Treffen dauerte zwei Stunden.",
    "Die Schule bleibt bis Freitag geschlossen. Eltern sollen ihre Kinder zu Hause betreuen. Grund ist ein Rohrbruch.",
    "Un incendie a détruit dimanche un entrepôt qui appartenait à la ville.",
    "La scuola resta chiusa fino a venerdì perché si è rotto un tubo.",
    "Skolan är stängd till fredag eftersom ett rör har gått sönder.",
    "外務大臣は月曜日に東京で NATO の事務総長と会談した。",
    "Школа закрыта до пятницы.",
]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_menus_and_short_texts_pass(text):
    """Where there is too little to tell by, nothing is said."""
    assert is_english(text)


@pytest.mark.parametrize("text", OTHERS)
def test_prose_in_another_language_is_noticed(text):
    """A few sentences are enough, in any script."""
    assert not is_english(f"{text} " * 4)


@pytest.mark.parametrize("text", [*OTHERS, *SHORT])
def test_a_short_text_in_another_language_is_noticed(text):
    """A sentence is enough where its script or its function words are clear."""
    assert not is_english(text)


@pytest.mark.parametrize(
    ("options", "is_checked"), [({}, True), ({"lang": "de", "package": "default"}, False)]
)
def test_the_stage_warns_of_a_fallback_and_of_other_languages(monkeypatch, options, is_checked):
    """A model for English is checked, one for another language is not."""

    class Backend:
        encoder = None
        fallback = "computing in fp32 instead of bf16"

        def analyse(self, texts):
            return [[] for _ in texts]

        def close(self):
            pass

    monkeypatch.setattr("hookline_stanza.backends.opening.open_backend", lambda options: Backend())
    stage = StanzaStage(StanzaStage.read_options(options))
    list(stage.process([Document.from_text(OTHERS[0] * 4), Document.from_text("Short.")]))
    counts = {warning.code: warning.documents for warning in stage.take_warnings()}
    assert counts == {"precision": 0} | ({"not-english": 1} if is_checked else {})
    stage.close()
