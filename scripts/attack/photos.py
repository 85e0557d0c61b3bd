"""Photos that are small as files and large once they are decoded, four at once."""

import base64
import io
import zlib

from PIL import Image

from scripts.attack.swarm import Attack, arrived
from scripts.bench.visitor import Visitor

AT_ONCE = 4

# An AVIF of 12,000 × 8,000 pixels of one colour.
LARGE_AVIF = zlib.decompress(
    base64.b85decode(
        "c-muNU{FXasVqn=%S>Yc0uY^>nP!-qnV9D5Xy^nKdYzkElE?r7iWw<6MNl?FL1uCZ0~+8f$SlbPvlxL`E;A="
        "T8N_h`@fjhajKT~IY|DUbjm*rvG`LzRASaax%1bOWFm%q($p_n&m03_!0HnP$3zGAJv`A)gK`O*Ly$1{o@(w"
        "_TKtX0jCP;*tgM$M|@g$ZRIycJmfP{pT^K**wl5;A6Ci60|H2{UgGYfKIegZm-g^{V51?Z}ExhaVyLJVBo^5"
        "6CD|NQO3Vj?AAG=*1y?|6G_<o*BuADutIz>t3al;-g%?e&{wYpiG2-#hGCSiSqH+N6xn9BpUY|6MgUoTo3kt"
        "-8qJ!{a03xh`|Q-(t>s>u*vY{Lez+i)q%nn*Xr}7fhY^k@v~Z0KZMIoWGPTxqIJ?&1w6;BV6w%U1|FMR(8Lr"
        "cQD(uL!%a9SoG{Y*F@*6=oLFNGuJP1)6|}KW8;pHIg)doF0k+|xKj4#_T=i_E<MjJMuToNjz;5%@;FMRhmV3"
        "9hL<(;h#V&X@+G|B"
    )
)
# An AVIF whose box says 64 × 64 and whose frame has 16,384 × 16,000 pixels.
LYING_AVIF = zlib.decompress(
    base64.b85decode(
        "c-muNU{FXasVqn=%S>Yc0uY^>nP!-qnV9D5Xy^zOdYzkElE?r7iWw<6MNl?FL1uCZ0~+8f$SlbPvlxL`E;A="
        "T8N_h`@fjhajKT~I+|z(;jm*rvG`LzRASaax%1bOWFm%q($p_n&m03_!0HnP$3zGAJv`A)gK`PWf2PhUO$gI"
        "c&2{3bTZ~!Tu#4<zYMtiUt;pF_BqP*ms3ZTin3~UWRA@R(DT$rDL4r5_tYGwhtYF=(iVu=s~7q|WQ`u{)wE@"
        "3f|axiKUmtg)gW1;o`|9>KXFfc@&Kc#tmip}ly-@EhDm;E!*y1(Y_qL+fXeAa7Cm!>N4vr2tdF*MzocKPL<t"
        "1U0z{Jp)dHA`?^qRz+NItO|eHr0kMDoGTJQ4RbV_i&kx#ogXzca3J`_i-gGs?_*5YWAqvqh^nqJ!<x-*`sEU"
        "noW+`k+d^=)aX&8@f%G$lL0M-E-n"
    )
)
# A WebP of 16,383 × 6,100 pixels of one colour with transparency, without loss.
LARGE_WEBP = bytes.fromhex(
    "524946461e000000574542505650384c110000002ffefff4150750a82614b9808188e87f0000"
)


def png(mode: str, side: int = 9_900) -> bytes:
    """One of nothing but zeros; `side` pixels wide and high."""
    file = io.BytesIO()
    Image.new(mode, (side, side)).save(file, "PNG", compress_level=1)
    return file.getvalue()


async def bombs(attack: Attack) -> None:
    """Within 100 megapixels, of each kind of decoder."""
    files = {
        "a.webp": LARGE_WEBP,
        "b.avif": LARGE_AVIF,
        "c.png": png("I;16"),
        "d.png": png("1"),
    }
    await _send(attack, files)


async def lying(attack: Attack) -> None:
    """A file that says in its box that it is small."""
    await _send(attack, {"small.avif": LYING_AVIF})


async def _send(attack: Attack, files: dict[str, bytes]) -> None:
    names = list(files)
    async with arrived(attack, AT_ONCE, _ready) as attackers:

        async def one(number: int) -> None:
            name = names[number % len(names)]
            await attackers[number].upload(name, files[name], "photo.files")
            attack.count("photos answered")

        await attack.swarm(len(attackers), one)


async def _ready(attacker: Visitor) -> None:
    await attacker.open("Photo")
