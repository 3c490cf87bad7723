"""Sessions of onnxruntime as the models of this project run in them: one thread each, denormals taken for 0.

onnxruntime takes denormals for 0 only in the thread that loads a process's first session, and on Linux the threads that it starts
inherit that. So all sessions are loaded in one thread of the process, whichever comes first; whatever else the program computes, it
computes in other threads as before.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Made = TypeVar("Made")


@cache
def _home(process: int) -> ThreadPoolExecutor:
    """The thread of a process in which sessions are loaded. A fork has no threads: it gets its own."""
    return ThreadPoolExecutor(1, thread_name_prefix=f"models-{process}")


def at_home(work: Callable[..., Made], *given: object) -> Made:
    """What `work` gives when it is done in the thread in which sessions are loaded; it may start further threads."""
    return _home(os.getpid()).submit(work, *given).result()


def load(model: bytes | str) -> "InferenceSession":
    """A session of a model, given as a file's bytes or its path. To be called at home."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # the arena keeps the memory of the largest input for ever
    options.log_severity_level = 3
    options.add_session_config_entry("session.set_denormal_as_zero", "1")
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
