"""A film of sample photos, which Chromium takes for what its camera shows.

The tests of whatever runs at the camera start a browser with `camera_flags`.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from cnn.data.photos import sample_photos

SHOWN = ("goldfish", "koala")  # the network is sure of both
ALLOWED = "--use-fake-ui-for-media-stream"  # whoever is asked for the camera has said yes
DEVICE = "--use-fake-device-for-media-stream"


def film(
    file: Path,
    size: tuple[int, int],
    rate: int,
    seconds: int = 1,
    names: Sequence[str] = SHOWN,
) -> Path:
    """These photos, each for so long, as uncompressed video (YUV4MPEG2); the browser repeats it.

    size: even width and height, into which photos are fitted without stretching. rate: frames a
    second.
    """
    width, height = size
    with file.open("wb") as out:
        out.write(f"YUV4MPEG2 W{width} H{height} F{rate}:1 Ip A1:1 C420jpeg\n".encode())
        for name in names:
            photo = ImageOps.fit(sample_photos.sample_image(name), size).convert("YCbCr")
            light, *colours = photo.split()
            half = [
                each.resize((width // 2, height // 2), Image.Resampling.BOX) for each in colours
            ]
            picture = b"".join(np.asarray(each).tobytes() for each in (light, *half))
            out.write((b"FRAME\n" + picture) * rate * seconds)
    return file


def camera_flags(file: Path) -> list[str]:
    """What Chromium is started with to have this film for its camera."""
    return [DEVICE, f"--use-file-for-fake-video-capture={file}"]
