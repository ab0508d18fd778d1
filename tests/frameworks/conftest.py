"""Settings that Keras reads once, when it is imported."""

import os
import tempfile

# PyTorch as the backend, so that no third framework is needed; on the processor, because Apple's
# graphics has no float64; and no settings file in the home folder.
os.environ["KERAS_BACKEND"] = "torch"
os.environ["KERAS_TORCH_DEVICE"] = "cpu"
os.environ["KERAS_HOME"] = tempfile.mkdtemp(prefix="keras-")
