"""A small data folder and a small random encoder, to train the embedded model's parts in seconds."""

import gzip

import torch

from hookline_stanza.encoder.casing import CASE_COUNT
from hookline_stanza.encoder.stanza_encoder import load_stanza_encoder
from hookline_stanza.loading.model_folder import embedded_folder
from hookline_stanza.training.corpora import AUXILIARY, TREEBANKS

ENTITIES = "Ann\tB-Person\nLee\tI-Person\nlives\tO\nin\tO\nRome\tB-Location\n.\tO\n\n"
TREES = """# newdoc id = d
1\tAnn\tAnn\tPROPN\tNNP\tNumber=Sing\t2\tnsubj\t_\t_
2\tsleeps\tsleep\tVERB\tVBZ\tMood=Ind\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

"""


def write_compressed(path, text):
    path.parent.mkdir(exist_ok=True, parents=True)
    with gzip.open(path, "wt") as file:
        file.write(text)


def write_data(folder):
    """Write all files that training reads."""
    for part in ("train", "dev"):
        write_compressed(folder / f"ner/ww9.{part}.bio.gz", ENTITIES * 8)
        for name in TREEBANKS:
            write_compressed(folder / f"parse/{name}.{part}.conllu.gz", TREES * 8)
    for name in AUXILIARY:
        write_compressed(folder / f"ner/{name}.train.bio.gz", "Ann\tB-PER\nran\tO\n\n")


def random_encoder(dropout):
    """Return what `load_base_encoder` does: an encoder, here of two layers, and its tokenizer."""
    from transformers import BertConfig, BertModel

    sizes = {"hidden_size": 24, "num_hidden_layers": 2, "num_attention_heads": 2}
    sizes |= {
        "intermediate_size": 48,
        "type_vocab_size": CASE_COUNT,
        "hidden_dropout_prob": dropout,
    }
    torch.manual_seed(1)
    tokenizer = load_stanza_encoder(embedded_folder())[1].plain
    return BertModel(BertConfig(**sizes), add_pooling_layer=False), tokenizer
