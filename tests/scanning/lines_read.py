"""Lines as the recogniser gives them, for tests."""

from pipeline.engines.ocr import Reading
from pipeline.scanning.recognising import Printed

EM = 20.0


def printed(text: str, x0: float, y0: float, em: float = EM, sure: float = 0.99, pitch: float = EM, hole: tuple = (99, 0.0)) -> Printed:
    """A line whose characters stand `pitch` apart, with `hole` pixels more before one of them."""
    middles = [pitch * (i + 0.5) + (hole[1] if i >= hole[0] else 0.0) for i in range(len(text))]
    across = middles[-1] + pitch / 2
    reading = Reading(text, (sure,) * len(text), tuple(m / across for m in middles), ((),) * len(text))
    return Printed((x0, y0, x0 + across, y0 + em), reading, em, x0, across)


def column(x0: float, count: int = 9, text: str = "工会筹集资金帮扶职工家庭") -> list[Printed]:
    return [printed(text, x0, 100.0 + 30 * n) for n in range(count)]
