"""The pages of the course, in order. A new page is one entry here, its file and its texts."""

from functools import cache
from typing import NamedTuple


class Question(NamedTuple):
    """A question to guess at before the answer is shown (see ui.page.questions)."""

    name: str  # also the name of the page's section that asks it, and of an exhibit
    options: tuple[str, ...]
    right: str  # one of the options
    told: int = 1  # how many sentences of its answer give the reason, for who reads only a line


class Chapter(NamedTuple):
    """A part of a long page, which is shown alone: its name and its sections."""

    name: str  # has a label chapter.<page>.<it>
    sections: tuple[str, ...]


class Entry(NamedTuple):
    """A page: its name in the texts, its file, icon and section, and what can be done on it."""

    name: str
    file: str
    icon: str
    section: str
    exhibits: tuple[str, ...] = ()  # in the order of the page; each has a label route.<page>.<it>
    questions: tuple[Question, ...] = ()
    folds: tuple[tuple[str, ...], ...] = ()  # sections that are folded together under the first
    chapters: tuple[Chapter, ...] = ()

    @property
    def short(self) -> tuple[str, ...]:
        """The exhibits of the short way: those that stand open."""
        return tuple(exhibit for exhibit in self.exhibits if not self.fold_of(exhibit))

    def fold(self, key: str) -> tuple[str, ...]:
        """The sections folded under `key`. Raises KeyError if there is no such fold."""
        return {fold[0]: fold for fold in self.folds}[key]

    def fold_of(self, section: str) -> str:
        """The section under which this section, or exhibit, is folded; "" if it stands open."""
        return next((fold[0] for fold in self.folds if section in fold), "")

    def is_folded(self, section: str) -> bool:
        """Whether a section, or the one that it stands below ("doubt" of "doubt-measured"), is."""
        folded = (each for fold in self.folds for each in fold)
        return any(section == each or section.startswith(f"{each}-") for each in folded)

    @property
    def address(self) -> str:
        """The page's path below the app's root, as Streamlit derives it from the file."""
        stem = self.file.removesuffix(".py").removeprefix("pages/")
        return "" if stem == "streamlit_app" else stem.split("_", 1)[1]

    @property
    def is_lesson(self) -> bool:
        """Whether it is a part of the way through the course, and no aid beside it."""
        return bool(self.exhibits)

    def question(self, name: str) -> Question:
        """The question called `name`. Raises KeyError if there is none."""
        return {question.name: question for question in self.questions}[name]


PAGES = (
    Entry(
        "home",
        "streamlit_app.py",
        ":material/home:",
        "start",
        exhibits=("walk", "guess", "timeline"),
        questions=(Question("guess", ("few", "hundred", "thousand"), right="hundred", told=2),),
        folds=(("guess",), ("timeline",)),
    ),
    # 1
    Entry(
        "draw",
        "pages/1_Draw.py",
        ":material/draw:",
        "digits",
        exhibits=("pad", "step", "switches", "picture", "shift", "break", "fool", "gradient"),
        questions=(
            Question("step", ("box", "aspect", "grey", "centre"), right="box", told=2),
            Question("shift", ("one", "five", "never"), right="five", told=3),
            Question("fool", ("hundredth", "tenth", "half"), right="half", told=3),
        ),
        folds=(
            ("step", "switches"),
            ("layers",),
            ("codes",),
            ("doubt",),
            ("machines",),
            ("neighbours",),
            ("shift", "break"),
            ("fool", "gradient"),
            ("learn",),
        ),
    ),
    # 2
    Entry(
        "mnist",
        "pages/2_MNIST.py",
        ":material/apps:",
        "digits",
        exhibits=("browse", "balance", "yours", "bytes", "map", "writers", "hands", "game"),
        questions=(
            Question("balance", ("equal", "zero", "one", "five"), right="one", told=2),
            Question("writers", ("students", "employees", "same"), right="students"),
        ),
        folds=(
            ("portraits",),
            ("yours",),
            ("scan",),
            ("bytes",),
            ("map",),
            ("writers", "hands"),
            ("missed",),
        ),
    ),
    # 3
    Entry(
        "convolution",
        "pages/3_Convolution.py",
        ":material/grid_on:",
        "digits",
        exhibits=("apart", "edge", "paint", "size", "pool", "sharing", "field", "trace"),
        questions=(
            Question("edge", ("high", "zero", "low"), right="zero", told=2),
            Question("sharing", ("window", "kernels", "biased", "every"), right="biased", told=2),
            Question("field", ("kernel", "sum", "jump", "all"), right="jump", told=2),
        ),
        folds=(("edge",), ("size",), ("pool",), ("sharing",), ("field", "trace")),
    ),
    # 4
    Entry(
        "lenet",
        "pages/4_LeNet.py",
        ":material/layers:",
        "digits",
        exhibits=(
            *("family", "most", "unit", "connections", "codes", "lesion", "lab"),
            *("modern", "retold"),
        ),
        questions=(
            Question("most", ("maps", "halves", "end"), right="end", told=2),
            Question("lesion", ("m0", "m1", "m2", "m3", "m4", "m5"), right="m3", told=3),
            Question("modern", ("softmax", "relu", "max", "none"), right="none"),
        ),
        folds=(
            ("walk",),
            ("lab", "units", "lesion-limits"),
            ("most", "table", "lenet4", "rereading"),
            ("unit",),
            ("connections",),
            ("codes",),
            ("errors",),
            ("modern", "retold"),
            ("source",),
            ("names",),
            ("banks",),
        ),
    ),
    # 5
    Entry(
        "training",
        "pages/5_Training.py",
        ":material/show_chart:",
        "digits",
        exhibits=(
            *("ball", "tenfold", "early", "train", "scrub", "compare", "own"),
            *("unit", "cost", "real"),
        ),
        questions=(
            Question("tenfold", ("sooner", "hops", "out"), right="out", told=2),
            Question("early", ("quarter", "whole", "often"), right="quarter"),
            Question("cost", ("tries", "layers", "once"), right="once", told=3),
        ),
        folds=(
            ("watch", "scrub", "compare"),
            ("early",),
            ("own",),
            ("peek",),
            ("unit",),
            ("cost",),
            ("real",),
        ),
    ),
    # 6
    Entry(
        "imagenet",
        "pages/6_ImageNet.py",
        ":material/photo_library:",
        "photos",
        exhibits=(
            *("pixels", "scale", "inside", "dogs", "tree", "agreeing", "vote"),
            *("answers", "bent", "fall", "contest", "wrong"),
        ),
        questions=(
            Question("pixels", ("few", "some", "right", "many"), right="right", told=2),
            Question("dogs", ("few", "some", "right", "many"), right="right"),
            Question("agreeing", ("two", "three", "five", "ten"), right="five", told=4),
            Question("fall", ("y2012", "y2013", "y2014", "y2015"), right="y2015", told=2),
        ),
        folds=(
            ("pixels",),
            ("inside",),
            ("tree",),
            ("agreeing", "vote"),
            ("answers",),
            ("quiet", "bent"),
            ("contest",),
            ("wrong",),
            ("people",),
        ),
    ),
    # 7
    Entry(
        "alexnet",
        "pages/7_AlexNet.py",
        ":material/menu_book:",
        "photos",
        exhibits=(
            *("slopes", "faster", "race", "towers", "crossing", "colours", "lrn", "brake"),
            *("pooling", "both", "share", "architecture", "fit", "size"),
            *("variants", "crops", "dropout", "halving"),
            *("momentum", "update", "schedule", "cost"),
            *("fifteen", "numbers"),
            *("kernels", "answers", "neighbours", "constant", "softmax", "order", "source"),
        ),
        questions=(
            Question("faster", ("two", "six", "twenty"), right="six"),
            Question("crossing", ("tenth", "one", "ten"), right="one"),
            Question("brake", ("same", "nothing", "more"), right="nothing"),
            Question("both", ("normalisation", "overlap", "two", "none"), right="none", told=2),
            Question("share", ("first", "middle", "full"), right="full", told=2),
            Question("fit", ("whole", "half", "quarter"), right="quarter"),
            Question("crops", ("paper", "real", "many"), right="real", told=2),
            Question("momentum", ("twice", "ten", "forever"), right="ten", told=2),
            Question("fifteen", ("one", "five", "seven"), right="seven"),
            Question("constant", ("more", "same", "even"), right="same"),
            Question("order", ("after", "before", "none"), right="before", told=2),
        ),
        folds=(
            ("colours",),
            ("pooling",),
            ("slips",),
            ("fit", "size"),
            ("dropout", "dropout-live", "halving", "halving-measured"),
            ("update",),
            ("numbers",),
            ("neighbours",),
            ("source",),
        ),
        chapters=(
            Chapter("relu", ("relu", "slopes", "faster", "race")),
            Chapter("towers", ("towers", "crossing", "colours")),
            Chapter("lrn", ("lrn", "brake", "pooling", "both")),
            Chapter("layers", ("share", "architecture", "slips", "fit", "size")),
            Chapter(
                "overfitting",
                (
                    *("overfitting", "variants", "crops", "dropout", "dropout-live"),
                    *("halving", "halving-measured"),
                ),
            ),
            Chapter("recipe", ("momentum", "update", "schedule", "cost")),
            Chapter("results", ("fifteen", "numbers", "kernels", "answers", "neighbours")),
            Chapter("code", ("constant", "softmax", "order", "source", "after")),
        ),
    ),
    # 8
    Entry(
        "photo",
        "pages/8_Photo.py",
        ":material/add_a_photo:",
        "photos",
        exhibits=(
            *("photo", "live", "crop", "unknown", "filters", "layers"),
            *("why", "sanity", "turned", "many"),
        ),
        questions=(
            Question("unknown", ("silent", "flat", "known"), right="known", told=2),
            Question("turned", ("most", "half", "few"), right="few", told=3),
        ),
        folds=(
            ("live",),
            ("steps", "crop"),
            ("layers", "unit", "filters"),
            ("unknown", "turned"),
            ("ladder",),
            ("both", "many"),
            ("limits", "people"),
        ),
    ),
    # 9
    Entry(
        "inside",
        "pages/9_Inside_AlexNet.py",
        ":material/account_tree:",
        "photos",
        exhibits=(
            *("choose", "excites", "deconvolution", "sanity", "trace"),
            *("made", "orientation", "lesions"),
        ),
        folds=(
            ("deconvolution", "sanity"),
            ("trace",),
            ("made", "made-measured"),
            ("orientation", "orientation-measured"),
            ("lesions", "lesions-limits"),
        ),
    ),
    # 10
    Entry(
        "teach",
        "pages/10_Teach_It.py",
        ":material/model_training:",
        "photos",
        exhibits=("own", "few", "background"),
        questions=(Question("few", ("third", "half", "quarters"), right="quarters", told=2),),
        folds=(("background",), ("history",)),
    ),
    # 11
    Entry(
        "data",
        "pages/11_Data_or_Model.py",
        ":material/balance:",
        "both",
        exhibits=("bet", "budget", "upright", "grid", "worth", "run", "photos"),
        questions=(
            Question("budget", ("digits", "same", "machine"), right="machine", told=2),
            Question("upright", ("linear", "nearest", "hidden300"), right="hidden300"),
            Question("photos", ("little", "half", "much"), right="much"),
        ),
        folds=(("paper",), ("grid",), ("worth",), ("run",), ("photos",)),
    ),
    # aids: pages without exhibits, which are no part of the way
    Entry("glossary", "pages/90_Glossary.py", ":material/translate:", "aids"),
    Entry("guesses", "pages/91_Your_Guesses.py", ":material/flag:", "aids"),
    Entry("teachers", "pages/92_For_teachers.py", ":material/school:", "aids"),
)


GLOSSARY = "glossary"  # the page of all terms
GUESSES = "guesses"  # the page of all that was guessed, where the last lesson leads
# The route for who has ten minutes: exhibits of the short way, each on a page of its own.
TOUR = ("draw.pad", "lenet.lesion", "training.ball", "imagenet.fall", "photo.photo")


def entry(name: str) -> Entry:
    """The page called `name`. Raises KeyError if there is none."""
    return {page.name: page for page in PAGES}[name]


def parted(name: str) -> tuple[Entry, str]:
    """The page and the exhibit, or question, of "<page>.<exhibit>". Raises KeyError if no page."""
    page, _, exhibit = name.partition(".")
    return entry(page), exhibit


@cache
def exhibits() -> tuple[str, ...]:
    """Everything that can be done, as "<page>.<exhibit>", in the order of the course."""
    return tuple(f"{page.name}.{exhibit}" for page in PAGES for exhibit in page.exhibits)


@cache
def short_way() -> tuple[str, ...]:
    """Those of the exhibits that belong to the short way."""
    return tuple(f"{page.name}.{exhibit}" for page in PAGES for exhibit in page.short)


@cache
def possible_answers() -> tuple[str, ...]:
    """Every answer that can be given, as "<page>.<question>:<option>"."""
    return tuple(
        f"{page.name}.{question.name}:{option}"
        for page in PAGES
        for question in page.questions
        for option in question.options
    )
