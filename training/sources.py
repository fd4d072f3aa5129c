"""Which public sets are the pairs made of, where are they, and on what terms?"""

from dataclasses import dataclass
from pathlib import Path

NO_LICENCE = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A repository with a set, at a commit that has the files named here."""

    name: str
    repository: str
    """owner/name on GitHub."""
    commit: str
    files: tuple[str, ...]
    """Files or folders that are read, relative to the repository."""
    licence: str
    """Of the texts; NO_LICENCE where none was found."""

    @property
    def is_licensed(self) -> bool:
        """Whether its texts may be used and the model passed on, as far as is known."""
        return self.licence != NO_LICENCE

    @property
    def folder(self) -> str:
        """The folder to fetch it into."""
        return self.repository.replace("/", "+")

    def missing(self, sets: Path) -> list[Path]:
        """Name what is not there, so that it can be fetched."""
        return [file for name in self.files if not (file := sets / self.folder / name).exists()]


_SA, _APACHE = "CC BY-SA 4.0", "Apache-2.0"
_XQUAD = tuple(f"xquad.{language}.json" for language in "en ru de es el tr ro".split())
_TYDI = "language_data/{0}/{0}_tydiqa_{1}.json"

SOURCES = (
    Source(
        "squad2",
        "chrischute/squad",
        "85623adeb9e6639f145081fea9cae2d8f3a26379",
        ("data/dev-v2.0.json", "data/test-v2.0.json"),
        _SA,
    ),
    Source(
        "squad2train",
        "PhongNTDo/guide_train_MRC_transformers",
        "f626fe886397c8c6b71fdb453707a1522b5c52dd",
        ("train-v2.0.json",),
        _SA,
    ),
    Source(
        "tydi",
        "sagorbrur/tydiqa-language-specific",
        "d69f645190ada17b3c01066e28ab3918f427928b",
        tuple(
            _TYDI.format(*each.split())
            for each in ("english train", "russian dev", "finnish dev", "korean train", "arabic dev")
        ),
        _APACHE,
    ),
    Source(
        "squad2es",
        "ccasimiro88/TranslateAlignRetrieve",
        "0848556b6b1628f103fb3f3fa9039fe5165d2913",
        ("SQuAD-es-v2.0/dev-v2.0-es_small.json",),
        _SA,
    ),
    Source("xquad", "google-deepmind/xquad", "7d30520c", _XQUAD, _SA),
    Source(
        "arcd",
        "husseinmozannar/SOQAL",
        "fb76f88b7630141504da09e50759dee2e7cf6c5c",
        ("data/arcd.json",),
        "MIT",
    ),
    Source(
        "squadpt",
        "nunorc/squad-v1.1-pt",
        "8fe304f32674c3ceaf00845c8216eb0c2b9f8d7a",
        ("docs/sample-v1.1-pt.json",),
        _SA,
    ),
    Source(
        "cnil",
        "etalab-ia/piaf-ml",
        "353405a6f7f0492c21c9d7fc4b1307e8f6bd627c",
        ("clients/cnil/knowledge_base/squad.json",),
        "MIT",
    ),
    Source(
        "policyqa",
        "wasiahmad/PolicyQA",
        "7fbcd857b4b366ae3b271671e97de64bf5d33559",
        ("data/dev.json", "data/test.json"),
        "MIT",
    ),
    Source(
        "fairytale",
        "uci-soe/FairytaleQAData",
        "b6a60a49c186ce3e93268525c12ada37958db326",
        ("data-by-train-split/questions/train", "data-by-train-split/section-stories/train"),
        _APACHE,
    ),
    Source(
        "onestop",
        "berzak/onestop-qa",
        "6055b95a25e9892179960e49bca1f549517301c3",
        ("annotations/annotated_articles",),
        _SA,
    ),
    Source(
        "timeqa",
        "wenhuchen/Time-Sensitive-QA",
        "97b9a03bfb9517e4c9f11f1d8db98d2f071f1ea4",
        ("dataset/human_train.easy.json.gzip", "dataset/human_train.hard.json.gzip"),
        "BSD-3-Clause",
    ),
    Source(
        "selqa",
        "emorynlp/selqa",
        "d1ddfce49dc3c7fa5c474c7e82e3ad39370d973f",
        ("ass/selqa-ass-dev.json", "ass/selqa-ass-test.json"),
        _APACHE,
    ),
    Source(
        "tquad",
        "TQuad/turkish-nlp-qa-dataset",
        "5eb83db1012b9afe754fda5d08a350a76b2b70c7",
        ("train-v0.1.json",),
        NO_LICENCE,
    ),
    Source(
        "idkmrc",
        "rifkiaputri/IDK-MRC",
        "aaf0f7aef133707defe08c451002ae60c54b3366",
        ("dataset/idk_mrc/train.json", "dataset/baseline/trans_squad/valid.json"),
        NO_LICENCE,
    ),
    Source(
        "boolq",
        "elehman16/boolq",
        "1f8c3d9549b712a29604b314d818a87ff2590d46",
        ("data/v6_dev.json", "data/v6_test.json"),
        NO_LICENCE,
    ),
    Source("boolq-other", "dwzhu-pku/boolqQA", "HEAD", ("datafile/dev.jsonl",), NO_LICENCE),
    Source(
        "squadshifts",
        "modestyachts/squadshifts-website",
        "HEAD",
        tuple(f"datasets/{name}_v1.0.json" for name in ("new_wiki", "reddit", "amazon_reviews")),
        NO_LICENCE,
    ),
)
"""All that the shipped reader learnt from; without the unlicensed ones by default."""


def chosen(*, unlicensed: bool, without: frozenset[str] = frozenset()) -> tuple[Source, ...]:
    """Choose the sources to use; ValueError names one that is not known."""
    names = {source.name for source in SOURCES}
    if unknown := sorted(without - names):
        raise ValueError(f"{unknown[0]} is no source. Known are: {', '.join(sorted(names))}.")
    return tuple(
        source for source in SOURCES if (source.is_licensed or unlicensed) and source.name not in without
    )
