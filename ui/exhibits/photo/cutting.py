"""What a square of a shrunk photo shows in the photo as it was."""

from PIL import Image

from cnn.analysis.receptive_field import Box


def cut(
    photo: Image.Image, shrunk: tuple[int, int], corner: tuple[int, int], box: Box, most: int
) -> Image.Image:
    """A box of a crop, as the photo has it: `most` pixels wide, or less where it has less.

    shrunk: the size of the photo reduced; corner: left and top of the crop within that.
    """
    left, top = corner
    x, y = (big / small for big, small in zip(photo.size, shrunk, strict=True))
    area = (
        (left + box.left) * x,
        (top + box.top) * y,
        min((left + box.right) * x, photo.width),
        min((top + box.bottom) * y, photo.height),
    )
    width, height = box.size
    size = min(most, max(1, round(area[2] - area[0])))
    return photo.resize(
        (size, max(1, round(size * height / width))), Image.Resampling.BICUBIC, area
    )
