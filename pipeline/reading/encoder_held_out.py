"""What the encoder said of texts it had not seen, kept from its training for those who lean on it: `encoder.npz`."""

import io
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from pipeline.reading.encoder import QUESTIONS, Outlook

FILE = "encoder.npz"


def write(path: Path, said: Mapping[str, Outlook]) -> None:
    """Outlooks by the name of the text (measure_samples.Sample.group), in 16 bits; the same input gives the same bytes."""
    first = next(iter(said.values()))
    sizes = [len(outlook.logits["measure"]) for outlook in said.values()]
    arrays = {"texts": np.array(list(said)), "sizes": np.array(sizes)}
    for question in QUESTIONS:
        arrays[question] = np.concatenate([outlook.logits[question] for outlook in said.values()]).astype(np.float16)
        arrays[f"{question}.classes"] = np.array(first.classes[question])
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    path.write_bytes(buffer.getvalue())


def read(path: Path) -> dict[str, Outlook]:
    """The outlooks by the name of the text."""
    with np.load(path, allow_pickle=False) as file:
        classes = {question: tuple(file[f"{question}.classes"].tolist()) for question in QUESTIONS}
        cuts = file["sizes"].cumsum()[:-1]
        parts = {question: np.split(file[question].astype(np.float32), cuts) for question in QUESTIONS}
        return {text: Outlook({q: parts[q][i] for q in QUESTIONS}, classes) for i, text in enumerate(file["texts"].tolist())}
