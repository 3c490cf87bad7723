"""Sessions: which thread they are loaded in. (That denormals are 0 to OCR, and to nothing else: test_ocr.)"""

import subprocess
import sys

import pytest

from pipeline.engines import sessions

LATER = """
import numpy as np
from pipeline.engines import ocr
from pipeline.reading import encoder
encoder.read("", "筹集3万元", [(2, 5)])
denormal = lambda _: float(np.float32(1e-40) * np.float32(1.0))
print(ocr._shared_out("det", denormal, [1]), denormal(1) > 0)
"""


def test_work_at_home_is_done_in_another_thread_always_the_same():
    import threading

    names = {sessions.at_home(lambda: threading.current_thread().name) for _ in range(3)}
    assert len(names) == 1
    assert names != {threading.current_thread().name}


def test_what_fails_at_home_fails_here():
    with pytest.raises(ZeroDivisionError):
        sessions.at_home(lambda: 1 / 0)


@pytest.mark.skipif(sys.platform != "linux", reason="where threads inherit how denormals are taken")
def test_ocr_is_as_fast_where_the_encoder_came_first():
    told = subprocess.run([sys.executable, "-c", LATER], capture_output=True, text=True, check=True)
    assert told.stdout.split("\n")[-2] == "[0.0] True"
