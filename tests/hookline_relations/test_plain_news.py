"""Plain facts of news in one sentence each, with the embedded model: stated, or left out."""

import pytest

CASES = [
    (
        "Acme founder and chief executive Jeff Bayer bought the newspaper.",
        {
            ("Acme founder and chief executive Jeff Bayer", "bought", "the newspaper"),
            ("Jeff Bayer", "is", "chief executive"),
            ("Jeff Bayer", "is", "Acme founder"),
        },
        {
            ("Acme founder", "bought", "the newspaper"),
            ("chief executive", "bought", "the newspaper"),
        },
    ),
    (
        "Ford President and Chief Executive Officer Jim Hackett resigned on Friday.",
        {("Jim Hackett", "leads", "Ford")},
        {("Ford President", "resigned on", "Friday")},
    ),
    (
        "Amazon's founder and chief executive, Jeff Bayer, bought the newspaper.",
        {("Jeff Bayer", "leads", "Amazon"), ("Amazon", "founded_by", "Jeff Bayer")},
        {("chief executive", "bought", "the newspaper")},
    ),
    (
        "Labour MP and former minister Ann Lee voted no.",
        {("Ann Lee", "member_of", "Labour")},
        {("Labour MP", "voted", "no"), ("Ann Lee", "holds_office", "Labour")},
    ),
    (
        "The first was mayoral candidate and Labour MP Paul Eagle, who got into trouble.",
        {("Paul Eagle", "is", "mayoral candidate"), ("Paul Eagle", "member_of", "Labour")},
        {("Labour MP", "got into", "trouble")},
    ),
    (
        "The president and Foreign Minister Ann Lee were in Oslo.",
        {("The president", "were in", "Oslo")},
        {("Ann Lee", "is", "The president")},
    ),
    (
        "U.S. Secretary of State John Kerr met Russian Foreign Minister Sergei Lavrin in Geneva.",
        {("John Kerr", "holds_office", "U.S."), ("John Kerr", "meets", "Sergei Lavrin")},
        set(),
    ),
    (
        "Greg Abel, the Republican governor of Texas, signed the bill.",
        {("Greg Abel", "leads", "Texas"), ("Greg Abel", "member_of", "Republican")},
        {("Greg Abel", "holds_office", "Republican")},
    ),
    (
        "ANC President Nelson Mandela accused the party.",
        {("Nelson Mandela", "leads", "ANC")},
        set(),
    ),
    (
        "Human Rights Watch, a New York-based group, condemned the arrests.",
        {("Human Rights Watch", "based_in", "New York")},
        set(),
    ),
    (
        "Coca-Cola chief executive James Quin said sales rose.",
        {("James Quin", "leads", "Coca-Cola")},
        set(),
    ),
    (
        "Guinea-Bissau President Umaro Embalo resigned.",
        {("Umaro Embalo", "leads", "Guinea-Bissau")},
        set(),
    ),
    (
        "Qatar Airways Group Chief Executive H.E. Akbar Baker said demand was strong.",
        {("Akbar Baker", "leads", "Qatar Airways Group")},
        set(),
    ),
    (
        "Director of Turcology Research Institute Dr. D. Ankhbayar said palaces were found.",
        {("D. Ankhbayar", "leads", "Turcology Research Institute")},
        set(),
    ),
    (
        "Kuwait's Speaker Marzouq Ghanem said the session was off.",
        {("Marzouq Ghanem", "holds_office", "Kuwait")},
        set(),
    ),
    (
        "Pro-Kremlin leader Ivan Petrov resigned.",
        set(),
        {("Ivan Petrov", "leads", "Pro-Kremlin"), ("Ivan Petrov", "leads", "Kremlin")},
    ),
    (
        "Rolls-Royce, a BMW subsidiary, makes cars.",
        {("Rolls-Royce", "part_of", "BMW")},
        {("BMW", "part_of", "Rolls-Royce")},
    ),
    (
        "The Geneva-headquartered Red Cross asked for help.",
        {("Red Cross", "based_in", "Geneva")},
        set(),
    ),
    (
        "A Lima court jailed Jose Padro for ten years.",
        {("A Lima court", "convicts", "Jose Padro")},
        set(),
    ),
    (
        "Emmanuel Marcon hosted Olaf Braun in Paris.",
        {("Emmanuel Marcon", "meets", "Olaf Braun")},
        set(),
    ),
    (
        "John Reeves (1921-2003) was a British actor.",
        {("John Reeves", "nationality", "British")},
        {("John Reeves", "born_on", "1921-2003")},
    ),
    (
        "Joe Mason, Conservative MP for Bath, lost.",
        set(),
        {("Joe Mason", "member_of", "Bath")},
    ),
    ("Germany, a NATO member, sent troops.", {("Germany", "part_of", "NATO")}, set()),
    ("Henri Dumont was Swiss.", {("Henri Dumont", "nationality", "Swiss")}, set()),
    ("Henri Dumont was not Swiss.", set(), {("Henri Dumont", "nationality", "Swiss")}),
    ("Henri Dumont may be Swiss.", set(), {("Henri Dumont", "nationality", "Swiss")}),
    (
        "North Korea is supplying Russia with shells.",
        {("North Korea", "supplies", "Russia")},
        set(),
    ),
    ("He told the BBC in Bonn that sales were weak.", set(), {("BBC", "based_in", "Bonn")}),
    (
        "A professor at Emory University in Atlanta said so.",
        {("Emory University", "based_in", "Atlanta")},
        set(),
    ),
    (
        "Prosecutors have raided the parent company of Terraform Labs.",
        {("Prosecutors", "have raided", "the parent company of Terraform Labs")},
        {("Prosecutors", "attacks", "the parent company of Terraform Labs")},
    ),
    ("Israeli forces raided Jenin on Monday.", {("Israeli forces", "attacks", "Jenin")}, set()),
    (
        "Microsoft has acquired the German start-up Wunderlist.",
        {("Microsoft", "acquires", "Wunderlist")},
        set(),
    ),
    (
        "He quoted Ann Lee as saying the plan had failed.",
        {("Ann Lee", "saying", "the plan had failed")},
        {("He", "saying", "the plan had failed")},
    ),
    (
        "The bank is seen as undermining the state.",
        set(),
        {("The bank", "undermining", "the state")},
    ),
    (
        "To win the cup, France must beat Spain.",
        {("France", "must beat", "Spain")},
        {("France", "To win", "the cup")},
    ),
    (
        "It is imperative for all parties to save the plan.",
        set(),
        {("all parties", "to save", "the plan")},
    ),
    (
        "He has been decorated and awarded a medal.",
        {("He", "has been awarded", "a medal")},
        {("He", "has awarded", "a medal"), ("He", "has been decorated", "a medal")},
    ),
    (
        "The police swooped in and confiscated 631 kilograms of ice.",
        {("The police", "confiscated", "631 kilograms of ice")},
        {("The police", "swooped", "631 kilograms of ice")},
    ),
    ("Physics - Aman Russell, Mohamed Bilal.", set(), {("Aman Russell", "is", "Physics")}),
    (
        "In the 62nd minute Kim Min fouled Claesson.",
        {("Kim Min", "fouled", "Claesson")},
        {("Kim Min", "is", "the 62nd minute")},
    ),
    (
        "While it is unclear who won, local governments have stepped up efforts.",
        {("local governments", "have stepped up", "efforts")},
        {("local governments", "is", "unclear")},
    ),
    (
        "The bank needs measures such as selling its branches.",
        set(),
        {("The bank", "selling", "its branches")},
    ),
    (
        "Exports have plunged 24 percent from the same period last year.",
        {("Exports", "have plunged 24 percent from", "the same period")},
        {("Exports", "have plunged 24 percent", "last year")},
    ),
    ("He wants Colombia to leave.", set(), {("He", "wants", "Colombia")}),
    ("He wants the house.", {("He", "wants", "the house")}, set()),
    (
        "She warned it is unlikely that imports will rise, citing high prices.",
        {("She", "citing", "high prices")},
        {("imports", "citing", "high prices")},
    ),
    (
        "We stand by the law, which means that even those who are here cannot take jobs.",
        set(),
        {("the law", "cannot take", "jobs")},
    ),
    ("She voted in favor of DP Ruto.", set(), {("Ruto", "is", "favor of DP")}),
    (
        "Polaroids of fashion designer Halston were sold.",
        {("Halston", "is", "fashion designer")},
        {("Halston", "is", "Polaroids of fashion designer")},
    ),
]


@pytest.fixture(scope="module")
def documents(annotate):
    """Return the document of each sentence."""
    rows = [{"id": str(number), "text": text} for number, (text, *_) in enumerate(CASES)]
    return {row["text"]: doc for row, doc in annotate(rows)}


@pytest.mark.parametrize(("text", "stated", "unstated"), CASES, ids=[case[0] for case in CASES])
def test_plain_facts(documents, as_text, text, stated, unstated):
    """What the sentence says is a relation, and what it does not say is none."""
    rows = {
        (subject, predicate.strip("()") if type == "open" else type, object)
        for type, subject, predicate, object in as_text(documents[text])
    }
    assert stated <= rows
    assert rows.isdisjoint(unstated)
