"""Word lists: closed classes of English words, and verbs by what they imply."""

from __future__ import annotations

__all__ = [
    "ACCUSING",
    "ADDRESS",
    "ADVERBIAL",
    "BARE_INFINITIVE",
    "CHARGES",
    "CHARGE_MARKERS",
    "CLAIM_NOUNS",
    "COMPANY_ENDINGS",
    "CONDITIONS",
    "DAYS",
    "DISCOURSE_PHRASES",
    "FALSEHOOD",
    "FAULTING",
    "FORMER",
    "HANDLING",
    "IMPORTANCE",
    "INTRANSITIVE",
    "LIKENING",
    "MEETING_VERBS",
    "NAMING",
    "NEGATING_NOUNS",
    "NEGATIVE_QUANTIFIERS",
    "NEGATIVE_VERBS",
    "OFFICES",
    "PARTIES",
    "PERSONAL",
    "PERSONS",
    "PLACE_ADVERBS",
    "PLURAL",
    "PREPOSITIONAL",
    "QUANTITIES",
    "REACTIONS",
    "REPORT_VERBS",
    "ROLE_VERBS",
    "SHAM",
    "SINGULAR",
    "SITES",
    "TIME_MARKERS",
    "UNCERTAIN",
    "UNTITLED",
    "VIEWS",
    "words",
]


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


NEGATIVE_VERBS = words("fail refuse decline deny avoid stop cease prevent reject forbid ban")
# Verbs that charge someone with an act without asserting it ("accused of", "charged with").
ACCUSING = words(
    "accuse suspect charge indict acquit clear blame investigate arrest prosecute absolve"
)
# Nouns for what somebody is accused of ("won a conviction against Bob for stealing").
CHARGES = words(
    "conviction charge case complaint suit lawsuit verdict warrant sentence judgment judgement "
    "indictment accusation allegation proceedings proceeding prosecution"
)
# Verbs whose object is who did what "for" introduces ("praised Ann for leaving").
FAULTING = words(
    "abuse scold berate ridicule mock insult shame fine punish suspend ban sack dismiss fire jail "
    "imprison sentence convict criticize criticise condemn praise thank reward honour honor"
)
# Adjectives for what something depends on ("care is vital in reaching the goal").
IMPORTANCE = words("critical crucial important vital essential key useful necessary needed helpful")
# What introduces the act that they charge someone with.
CHARGE_MARKERS = words("of with for over on in")
# Modifiers of acts that may not have happened ("an alleged attack").
UNCERTAIN = words(
    "alleged possible potential planned proposed supposed suspected threatened hypothetical would-be "
    "purported attempted failed thwarted foiled imminent feared rumored rumoured no"
)
# Modifiers of offices that nobody gave ("the so-called president").
SHAM = words("so-called self-styled self-proclaimed self-declared sham bogus fake")
# Nouns that negate the clause together with "no" ("under no circumstances").
NEGATING_NOUNS = words("way circumstance case condition account means time point sense")
# What the name of a firm ends with, and a tree may take for a title of the name after it.
COMPANY_ENDINGS = words("Co Co. Inc Inc. Ltd Ltd. Corp Corp. Bros Bros. plc Plc LLC")
NAMING = words("call name dub know title nickname")
# Verbs with an infinitive without "to".
BARE_INFINITIVE = words("help let make have see hear watch feel notice bid")
NEGATIVE_QUANTIFIERS = words("no none nobody neither nothing few little")
# Adverbs by which a text contradicts what somebody says.
FALSEHOOD = words("falsely wrongly incorrectly erroneously mistakenly wrongfully")
# Antecedents that act as an adverb: "the day he left" lacks no object.
ADVERBIAL = words("time day week month year moment way reason place case point extent period")
# Verbs whose content somebody vouches for ("said that").
REPORT_VERBS = words(
    "say tell write add announce report claim state note explain argue comment conclude declare "
    "reply warn tweet admit insist stress suggest maintain assert allege contend affirm observe "
    "remark respond testify reiterate emphasize emphasise underline complain boast quip joke cite "
    "quote recount inform brief assure confess concede caution post repeat point opine proclaim "
    "hint indicate signal shout cry lament deem read publish narrate convey communicate recall "
    "confirm sigh mutter murmur whisper grumble fume muse retort"
)
# Nouns whose content somebody vouches for, and what people do with them ("the claims that he made").
CLAIM_NOUNS = words(
    "charge claim allegation accusation rumor rumour report suspicion complaint story suggestion talk"
)
HANDLING = words(
    "make publish issue release spread repeat file bring face drop read hear see send receive have "
    "commission present prepare submit produce deny reject dismiss investigate raise share deliver "
    "level"
)
# Nouns that lay a clause to somebody: "in the view of Ann", "in Ann's words".
VIEWS = words("view opinion word account telling estimation eye")
# Nouns of what people feel at an event ("to the surprise of all").
REACTIONS = words(
    "surprise dismay delight relief horror annoyance chagrin amazement astonishment disappointment "
    "consternation embarrassment joy fury anger"
)
# Nouns right before a person's name that are no title of it: "in the last minute Ann Lee scored".
UNTITLED = ADVERBIAL | words(
    "minute hour second half season night morning evening thing unit branch office department ward "
    "paper study article course book song film game match house building surnamed named"
)
DAYS = words("today yesterday tomorrow tonight")
TIME_MARKERS = words("after before when while since until because")
PLACE_ADVERBS = words("here there abroad home overseas worldwide nationwide")
CONDITIONS = words("if unless whether lest without provided")
# Verbs that have no passive without a preposition ("studied at", "worked for").
INTRANSITIVE = words(
    "study work live move serve die graduate go come travel retire return emerge rise fall remain "
    "continue arrive depart settle reside train debut migrate emigrate flee escape appear"
)
# Verbs that "like" completes ("sounds like").
LIKENING = words("look sound feel seem smell taste act behave work function treat dress be appear")
SINGULAR = words("he she him her his hers himself herself")
SITES = words("city hometown town village province state region district island port country")
# Forms of address, which are no titles.
ADDRESS = words("mr mr. mrs mrs. ms ms. miss sir lady lord madam dr dr. st st.")
# Nouns of offices that a phrase completes ("chief of the army").
OFFICES = words(
    "minister secretary undersecretary chief head director chairman chairwoman chairperson chair "
    "president chancellor speaker governor commissioner commander general ambassador envoy spokesman "
    "spokeswoman spokesperson leader member dean judge justice superintendent inspector manager editor "
    "founder owner coach captain mayor bishop archbishop deputy attorney registrar auditor controller "
    "administrator coordinator representative professor delegate adviser advisor"
)
# Names and adjectives of parties before an office ("the Republican governor").
PARTIES = words(
    "republican democrat democratic labour conservative liberal tory socialist communist green whig "
    "unionist libertarian peronist"
)
# Verbs that assign a role ("was elected president", "serve as").
ROLE_VERBS = words(
    "become remain elect appoint name select choose nominate declare crown make work serve act "
    "re-elect reelect reappoint install confirm"
)
# Verbs that only say that a meeting starts, continues or ends.
MEETING_VERBS = words(
    "hold take begin start open resume continue end conclude close follow occur happen proceed "
    "break collapse fail restart host arrange organise organize"
)
PERSONAL = words("he she him her his hers who whom i me")
# Nouns of persons, which "which" is not about.
PERSONS = words(
    "person people man woman child boy girl survivor victim resident citizen official officer worker "
    "employee member player student teacher lawyer doctor soldier driver passenger tourist migrant "
    "refugee voter protester suspect witness expert scientist researcher artist author writer "
    "supporter critic investor customer consumer client farmer trader parent"
)
QUANTITIES = words("majority number most half dozen hundred thousand score rest bulk lot minority")
PLURAL = words("they we them us")
# Verbs that are incomplete without the complement of this preposition.
PREPOSITIONAL = words(
    "account_for adhere_to amount_to apply_for base_on belong_to bring_about call_for call_on "
    "capitalize_on care_for come_across comply_with concentrate_on conform_to consist_of cope_with "
    "deal_with depend_on derive_from differ_from engage_in embark_on focus_on hinge_on impose_on "
    "insist_on interfere_with lead_to listen_to long_for look_after look_for object_to originate_from "
    "owe_to participate_in pertain_to qualify_for range_from rely_on refer_to refrain_from "
    "resort_to result_from result_in search_for see_as specialise_in specialize_in stem_from "
    "struggle_with subscribe_to succeed_in suffer_from tamper_with wait_for yearn_for"
)
# Discourse phrases, which are no arguments of a clause.
DISCOURSE_PHRASES = frozenset(
    {"at all", "at least", "for example", "for instance", "in addition", "in fact", "in general"}
    | {"in particular", "in short", "in sum", "in turn", "of course", "on average", "among other"}
)
FORMER = words(
    "former formerly previous previously ex ex- erstwhile onetime one-time retired late defector"
)
"""Words beside a role or a member that is one no longer."""
