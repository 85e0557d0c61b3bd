"""Does a photo look here as it looks in a browser, whatever file it comes in?"""

import base64
import io
import struct

import numpy as np
from PIL import Image

from cnn.data.photos.decode import open_photo
from tests.photo_files import (
    ADOBE,
    BT2020,
    HLG,
    P3,
    PQ,
    SRGB,
    apart,
    bmp,
    chrm,
    cicp,
    gama,
    icc,
    iccp,
    picture,
    png_of,
    saved,
    with_nclx,
)

SHOWN = picture(96, 64)
VALUES = np.asarray(SHOWN).astype(int)
GREY = VALUES[..., 1]
CLEAR = np.dstack([VALUES, GREY])
MASKS = (0xFF0000, 0xFF00, 0xFF, 0xFF000000)
MOST_APART = 10  # of 255


def turned(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif.tobytes()


def avif(*codes: int) -> bytes:
    return with_nclx(saved(SHOWN, "AVIF", quality=100, subsampling="4:4:4"), *codes)


def files() -> dict[str, bytes]:
    wide, codes = icc(ADOBE, 2.2), bytes([BT2020, PQ, 0, 1])
    xmp = b'<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/>'
    moves = {"save_all": True, "duration": 60_000}
    others = [Image.new("RGB", SHOWN.size, each) for each in ("black", "white")]
    made = {
        "PNG gAMA": png_of(VALUES, 8, gama(1.0)),
        "PNG gAMA cHRM": png_of(VALUES, 8, gama(0.55), chrm(ADOBE)),
        "PNG cHRM": png_of(VALUES, 8, chrm(ADOBE)),
        "PNG sRGB gAMA": png_of(VALUES, 8, (b"sRGB", b"\0"), gama(1.0)),
        "PNG iCCP gAMA": png_of(VALUES, 8, iccp(wide), gama(1.0)),
        "PNG cICP iCCP": png_of(VALUES, 8, cicp(BT2020, PQ), iccp(wide)),
        "PNG cICP limited": png_of(VALUES, 8, cicp(BT2020, PQ, 0, 0)),
        "PNG grey gAMA": png_of(GREY, 8, gama(1.0)),
        "PNG grey profile": png_of(GREY, 8, iccp(icc(ADOBE, 1.0))),
        "PNG 16 bits": png_of(VALUES * 257, 16, cicp(BT2020, HLG)),
        "PNG half clear": png_of(CLEAR, 8, cicp(BT2020, PQ)),
        "PNG 16 bits tRNS": png_of(GREY * 257, 16, (b"tRNS", struct.pack(">H", 50 * 257))),
        "PNG 4 bits tRNS": png_of(GREY >> 4, 4, (b"tRNS", struct.pack(">H", 7))),
        "PNG moving": saved(SHOWN, "PNG", append_images=others, **moves),
        "PNG stand-in": saved(
            others[0], "PNG", append_images=[SHOWN, *others], default_image=True, **moves
        ),
        "JPEG CMYK": saved(SHOWN.convert("CMYK"), "JPEG", quality=95),
        "WebP half clear": saved(Image.fromarray(CLEAR.astype(np.uint8)), "WEBP", lossless=True),
        "AVIF half clear": saved(
            Image.fromarray(CLEAR.astype(np.uint8)), "AVIF", quality=95, subsampling="4:4:4"
        ),
        "AVIF grey": saved(SHOWN.convert("L"), "AVIF", quality=95),
        "BMP 10 bits": bmp(VALUES, 32, (0x3FF00000, 0xFFC00, 0x3FF)),
        "BMP 16 bits": bmp(VALUES, 16, (0xF00, 0xF0, 0xF), 108),
        "BMP half clear": bmp(CLEAR, 32, MASKS, 108),
        "BMP profile": bmp(VALUES, 32, MASKS[:3], 124, wide),
    }
    for primaries, transfer in [(BT2020, PQ), (BT2020, HLG), (P3, SRGB), (P3, PQ), (4, 4), (1, 8)]:
        made[f"PNG {primaries}/{transfer}"] = png_of(VALUES, 8, cicp(primaries, transfer))
        made[f"AVIF {primaries}/{transfer}"] = avif(primaries, transfer)
    for primaries, transfer in [(9, 14), (1, 1), (1, 13), (2, 2), (99, 16), (9, 99)]:
        made[f"AVIF {primaries}/{transfer}"] = avif(primaries, transfer)
    for matrix in (0, 1, 6, 9):
        for full in (0, 1):
            made[f"AVIF 9/16/{matrix}/{full}"] = avif(BT2020, PQ, matrix, full)
    for form in ("JPEG", "PNG", "WEBP", "AVIF"):
        fine = {"subsampling": "4:4:4"} if form in ("JPEG", "AVIF") else {}
        of = {"form": form, "quality": 95, **fine}
        made[f"{form} Adobe RGB"] = saved(SHOWN, icc_profile=wide, **of)
        made[f"{form} version 2"] = saved(SHOWN, icc_profile=icc(ADOBE, 1.8, 2), **of)
        made[f"{form} PQ"] = saved(SHOWN, icc_profile=icc(ADOBE, 2.2, codes=codes), **of)
        made[f"{form} XMP"] = saved(SHOWN, xmp=xmp, **of)
        if form == "WEBP":  # whose EXIF is obeyed here and by Safari, but not by Chromium
            continue
        made[f"{form} XMP EXIF"] = saved(SHOWN, xmp=xmp, exif=turned(3), **of)
        for orientation in (6, 7):
            made[f"{form} EXIF {orientation}"] = saved(SHOWN, exif=turned(orientation), **of)
    return made


TYPES = {b"\x89P": "png", b"\xff\xd8": "jpeg", b"BM": "bmp", b"RI": "webp", b"\0\0": "avif"}
SHOW = """async (address) => {
    const image = new Image();
    image.src = address;
    image.style.display = "block";
    await image.decode();
    document.body.replaceChildren(image);
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


def test_a_photo_looks_as_in_a_browser(page):
    page.set_content('<body style="margin: 0; background: white">')
    wrong = {}
    for name, data in files().items():
        kind, coded = TYPES[data[:2]], base64.b64encode(data).decode()
        page.evaluate(SHOW, f"data:image/{kind};base64,{coded}")
        seen = Image.open(io.BytesIO(page.locator("img").screenshot())).convert("RGB")
        found = open_photo(data)
        if found.size != seen.size or apart(found, seen) > MOST_APART:
            wrong[name] = found.size, seen.size
    assert not wrong
