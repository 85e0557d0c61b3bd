"""The ten codes that LeNet-5's output layer compares F6 with: LeCun et al. (1998), Fig. 3.

Each is a stylised picture of its digit, 7 pixels wide and 12 high, "#" for +1 and "." for -1; read
row by row it is a vector of 84. Decoded from the pixels of the figure; the bars in the top row of
0, 2, 4 and 5 are really in it. Two codes differ in 12 (6 and 8) to 50 (4 and 7) places.
"""

import numpy as np
from numpy.typing import NDArray

HEIGHT, WIDTH = 12, 7

PICTURES = """
.#####.  ...##..  .#####.  #######  .#####.
.......  ..###..  .......  .....##  .......
..###..  .####..  .#####.  ....##.  .......
.##.##.  ...##..  ##...##  ...##..  .##..##
##...##  ...##..  #....##  ..####.  .##..##
##...##  ...##..  ....##.  .....##  ###..##
##...##  ...##..  ..###..  .....##  ##...##
##...##  ...##..  .##....  .....##  ##...##
.##.##.  ...##..  ##.....  ##...##  ##..###
..###..  .######  #######  .#####.  .######
.......  .......  .......  .......  .....##
.......  .......  .......  .......  .....##

.#####.  ..####.  #######  .#####.  .#####.
.......  .##....  .....##  ##...##  ##..###
#######  ##.....  .....##  ##...##  ##...##
##.....  ##.....  ....##.  ##...##  ##...##
##.....  ######.  ...##..  .#####.  ##..###
.####..  ###..##  ...##..  ##...##  .######
..####.  ##...##  ..##...  ##...##  .....##
.....##  ##...##  ..##...  ##...##  .....##
##...##  ###..##  ..##...  ##...##  ....##.
.#####.  .#####.  ..##...  .#####.  .####..
.......  .......  .......  .......  .......
.......  .......  .......  .......  .......
"""


def codes() -> NDArray[np.float32]:
    """The codes of 0 ... 9 as (10, 84), each entry -1 or +1."""
    rows = [row.split() for row in PICTURES.split("\n") if row]
    pictures = [
        "".join(row[i] for row in block)
        for block in (rows[:HEIGHT], rows[HEIGHT:])
        for i in range(5)
    ]
    return np.where(np.array([list(picture) for picture in pictures]) == "#", 1, -1).astype("f4")


def least_apart() -> int:
    """The least number of places in which two of the codes differ."""
    differing = (codes()[:, None] != codes()[None]).sum(-1)
    return int(differing[~np.eye(10, dtype=bool)].min())
