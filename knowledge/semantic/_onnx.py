"""How are a network's files opened? On one thread, without a word to its maker, and with plain errors."""

import os
from pathlib import Path

from knowledge.errors import KnowledgeError

# From 1.29 on, onnxruntime reports its use to its maker and keeps an id of the machine for that. This ends
# both, but only where it is set before the import; its own `disable_telemetry_events()` comes too late.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
import onnxruntime


def open_session(file: Path) -> onnxruntime.InferenceSession:
    """Open an ONNX file; raises KnowledgeError where it is none."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # A plan of memory would be kept for each length of a text, and they are all different.
    options.enable_mem_pattern = False
    options.log_severity_level = 3  # errors only; what is wrong with a file is raised as well
    onnxruntime.disable_telemetry_events()  # on Windows, where the variable above does not do it
    try:
        return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the library's errors have no other base
        raise unusable(file, str(error)) from error


def unusable(file: Path, reason: str) -> KnowledgeError:
    """Say why a file of a model cannot be used."""
    return KnowledgeError(
        f"{file} cannot be used: {reason.rstrip('.')}.", "Take another model, or fetch this again."
    )


def make_encodable(text: str) -> str:
    """Replace lone surrogates, which no tokenizer takes."""
    return text.encode("utf-8", "replace").decode()
