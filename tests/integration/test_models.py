"""The models that are shipped belong together."""

from hookline_coref.resolution.scorer import AntecedentScorer
from hookline_relations.scorer.pair_scorer import PairScorer
from hookline_stanza.loading.model_folder import embedded_folder, encoder_digest


def test_scorer_knows_the_states_of_the_embedded_encoder():
    """Train the scorer again where this fails: it judges without states that it was not trained on."""
    assert PairScorer().encoder == encoder_digest(embedded_folder())


def test_the_scorer_of_coreference_knows_the_states_of_the_embedded_encoder():
    """Train it again where this fails."""
    assert AntecedentScorer().encoder == encoder_digest(embedded_folder())
