"""English words that the grammar here turns on: closed classes, and verbs by what they imply."""

from __future__ import annotations

__all__ = [
    "ACCUSING",
    "ADDRESS",
    "ADVERBIAL",
    "ASIDES",
    "BARE_INFINITIVE",
    "CHARGES",
    "CONDITIONS",
    "DAYS",
    "DENIALS",
    "DOUBTED",
    "DOUBTFUL",
    "FACTIVE",
    "FUTURE",
    "HAPPENING",
    "HEDGES",
    "IMPLICATIVE",
    "MAKING",
    "MODALS",
    "NAMING",
    "NONE",
    "NOWISE",
    "PERSONAL",
    "PLACES",
    "PLURAL",
    "PREPOSITIONAL",
    "QUANTITIES",
    "REPORTS",
    "SINGULAR",
    "SITES",
    "TIMES",
    "UNSURE",
    "words",
]


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


MODALS = words("can could may might must should would ought need dare")
FUTURE = words("will shall 'll ’ll wo")
# Verbs whose complement is true when they are ("began to attack"); others only plan or wish it.
IMPLICATIVE = words(
    "begin start continue keep manage help come go get proceed serve happen prove use be have "
    "succeed resume stand see hear watch find force make let cause"
)
DENIALS = words("fail refuse decline deny avoid stop cease prevent reject forbid ban")
# Verbs whose report is not a statement of fact.
DOUBTFUL = words(
    "deny doubt want wish hope fear suggest propose demand urge expect believe think suspect "
    "allege claim threaten plan pretend imagine consider recommend suppose assume guess predict "
    "ask wonder question order call intend seek try attempt mean require request encourage insist"
)
# Verbs that lay a deed on someone without saying that it was done ("accused of", "charged with").
ACCUSING = words(
    "accuse suspect charge indict acquit clear blame investigate arrest prosecute absolve"
)
# What introduces the deed that they lay on someone.
CHARGES = words("of with for over on in")
# Verbs whose report is true also where they are denied ("did not know that …").
FACTIVE = words(
    "know realize realise regret forget mention notice remember care mind disclose hide"
)
# Nouns and adjectives whose content ("the claim that …", "unlikely that …") is no statement of fact.
DOUBTED = words(
    "claim allegation accusation charge rumour rumor suggestion speculation possibility fear doubt "
    "suspicion risk threat hope belief denial theory idea notion myth lie hoax chance demand proposal "
    "unlikely likely false untrue possible impossible doubtful probable improbable plausible "
    "implausible conceivable inconceivable unproven unthinkable afraid"
)
# What stands before a deed that may not have been done ("an alleged attack").
UNSURE = words(
    "alleged possible potential planned proposed supposed suspected threatened hypothetical would-be "
    "purported attempted failed thwarted foiled imminent feared rumored rumoured no"
)
# Nouns that deny the clause when "no" is before them ("under no circumstances").
NOWISE = words("way circumstance case condition account means time point sense")
NAMING = words("call name dub know title nickname")
# Verbs with an infinitive without "to".
BARE_INFINITIVE = words("help let make have see hear watch feel notice bid")
NONE = words("no none nobody neither nothing few little")
HEDGES = words("allegedly reportedly possibly perhaps maybe almost nearly supposedly")
# Antecedents that stand for an adverb: "the day he left" lacks no object.
ADVERBIAL = words("time day week month year moment way reason place case point extent period")
REPORTS = words(
    "say write tell add announce report claim state note explain argue comment conclude declare "
    "reply warn tweet admit insist stress suggest recall confirm"
)
DAYS = words("today yesterday tomorrow tonight")
TIMES = words("after before when while since until because")
PLACES = words("here there abroad home overseas worldwide nationwide")
CONDITIONS = words("if unless whether lest without provided")
SINGULAR = words("he she him her his hers himself herself")
SITES = words("city town village province state region district island port country")
# Titles that say nothing but how a person is addressed.
ADDRESS = words("mr mr. mrs mrs. ms ms. miss sir lady lord madam dr dr. st st.")
# Verbs that give a role to someone ("was elected president"), and prepositions that do ("serve as").
MAKING = words(
    "become remain elect appoint name select choose nominate declare crown make work serve act "
    "re-elect reelect reappoint install confirm"
)
# Verbs that only say that a meeting comes about, goes on or ends.
HAPPENING = words(
    "hold take begin start open resume continue end conclude close follow occur happen proceed "
    "break collapse fail restart host arrange organise organize"
)
PERSONAL = words("he she him her his hers who whom i me")
QUANTITIES = words("majority number most half dozen hundred thousand score rest bulk lot minority")
PLURAL = words("they we them us")
# Verbs that say nothing without what their preposition introduces: it is their object.
PREPOSITIONAL = words(
    "account_for adhere_to amount_to apply_for base_on belong_to bring_about call_for call_on "
    "capitalize_on care_for come_across comply_with concentrate_on conform_to consist_of cope_with "
    "deal_with depend_on derive_from differ_from engage_in embark_on focus_on hinge_on impose_on "
    "insist_on interfere_with lead_to listen_to long_for look_after look_for object_to originate_from "
    "owe_to participate_in pertain_to qualify_for range_from rely_on refer_to refrain_from "
    "resort_to result_from result_in search_for see_as specialise_in specialize_in stem_from "
    "struggle_with subscribe_to succeed_in suffer_from tamper_with wait_for yearn_for"
)
# Phrases that tie a sentence to the text or stress a word, and say nothing of the clause.
ASIDES = frozenset(
    {"at all", "at least", "for example", "for instance", "in addition", "in fact", "in general"}
    | {"in particular", "in short", "in turn", "of course", "on average"}
)
