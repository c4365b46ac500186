"""The training reads annotated documents as running text, and learns what is right in them."""

import numpy as np

from hookline_coref.lexicon.lexicon import builtin_lexicon
from hookline_coref.training.examples import document_examples
from hookline_coref.training.gold import read_documents

GOLD = """\
# global.Entity = eid-etype-head-other
# newdoc id = a
# newpar
1\tAnn\t_\tPROPN\t_\t_\t3\tnsubj\t_\tEntity=(e1-person-1-
2\tLee\t_\tPROPN\t_\t_\t1\tflat\t_\tEntity=e1)
3\tsang\t_\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No
4\t.\t_\tPUNCT\t_\t_\t3\tpunct\t_\t_

# newpar
1\tShe\t_\tPRON\t_\t_\t3\tnsubj\t_\tEntity=(e1-person-1-)
2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdid\t_\tAUX\t_\t_\t4\taux\t_\t_
3\tn't\t_\tPART\t_\t_\t4\tadvmod\t_\t_
4\twin\t_\tVERB\t_\t_\t0\troot\t_\t_
5\tit\t_\tPRON\t_\t_\t4\tobj\t_\tEntity=(e2-object-1-)

"""


def test_documents_are_read_as_running_text(tmp_path):
    """Paragraphs stand apart, words of a fused token share it, and mentions have their offsets."""
    path = tmp_path / "gold.conllu"
    path.write_text(GOLD, encoding="utf-8")
    (document,) = read_documents(path)
    assert document.text == "Ann Lee sang.\n\nShe didn't win it"
    mentions = [(document.text[item.start : item.end], item.cluster) for item in document.mentions]
    assert mentions == [("Ann Lee", "e1"), ("She", "e1"), ("it", "e2")]


def test_right_clusters_are_marked(tmp_path, document):
    """The example of "she" has the cluster of the name as the right one."""
    path = tmp_path / "gold.conllu"
    path.write_text(GOLD, encoding="utf-8")
    (gold,) = read_documents(path)
    doc = document(
        "Ann/PROPN:s/3/nsubj Lee/PROPN:s/1/flat sang/VERB/0/root ./PUNCT/3/punct\n\n"
        "She/PRON:s/4/nsubj did/AUX/4/aux not/PART/4/advmod win/VERB/0/root it/PRON:s/4/obj",
        PERSON="Ann Lee",
    )
    examples = document_examples(doc, gold.mentions, builtin_lexicon())
    she = next(example for example in examples if example.kind == "she")
    assert she.right.sum() == 1
    assert np.isfinite(she.pairs).all()
