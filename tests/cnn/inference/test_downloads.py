"""Does a download end whole or not at all, whatever the server does?"""

import errno
import hashlib
import os
import subprocess
import sys
import tempfile
import warnings
from dataclasses import astuple
from pathlib import Path

import pytest
import torch

from cnn.inference import downloads, weights
from cnn.inference.downloads import DownloadProblem, PublishedFile
from cnn.models import AlexNetOWT
from tests.alone import alone
from tests.waiting import until
from tests.weights_server import FILE, OTHER, Server

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def server(tmp_path, monkeypatch):
    monkeypatch.setenv("CNN_WEIGHTS_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(downloads, "TIMEOUT", 0.5)
    monkeypatch.setattr(downloads, "PAUSE", 0.01)
    server = Server()
    yield server
    server.vanish()


def published(server, content=FILE):
    digest = hashlib.sha256(content).hexdigest()
    return PublishedFile("weights.pth", server.address, digest[:8], 2 * len(content))


def left(what):
    """What lies in the folder beside the lock."""
    return sorted(f.name for f in downloads.folder().iterdir() if f.suffix != ".lock")


@pytest.mark.parametrize(
    "mode",
    ["good", "cuts", "stalls", "no ranges", "says more", "no length", "ill once", "wrong range"],
)
def test_it_arrives_whole_in_the_end(server, mode):
    server.mode = mode
    what = published(server)
    steps = list(downloads.fetch(what))
    assert downloads.file_path(what).read_bytes() == FILE and left(what) == ["weights.pth"]
    assert steps[-1].done == len(FILE)
    asked = len(server.ranges)
    assert list(downloads.fetch(what)) == [] and len(server.ranges) == asked  # it is here


@pytest.mark.parametrize(
    ("mode", "key"),
    [
        ("other file", "weights-wrong"),
        ("says less", "weights-wrong"),
        ("too much", "weights-wrong"),
        ("endless", "weights-wrong"),
        ("gone", "weights-refused"),
        ("ill", "weights-offline"),
        ("never more", "weights-offline"),
        ("nonsense", "weights-offline"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_left_to_be_used(server, mode, key):
    server.mode = mode
    what = published(server)
    with pytest.raises(DownloadProblem) as caught:
        list(downloads.fetch(what))
    assert caught.value.key == key
    assert "weights.pth" not in left(what)
    server.mode = "good"
    list(downloads.fetch(what))
    assert downloads.file_path(what).read_bytes() == FILE


def test_who_stops_goes_on_later_where_it_was(server):
    what = published(server)
    download = downloads.fetch(what)
    next(each for each in download if each.done)
    download.close()
    kept = (downloads.folder() / "weights.pth.part").stat().st_size
    assert 0 < kept < len(FILE)
    list(downloads.fetch(what))
    assert server.ranges == [None, f"bytes={kept}-"]
    assert downloads.file_path(what).read_bytes() == FILE


@pytest.mark.parametrize("stale", [OTHER[:1000], OTHER, OTHER + OTHER, FILE])
def test_an_old_part_does_not_spoil_it(server, stale):
    what = published(server)
    downloads.folder().mkdir()
    (downloads.folder() / "weights.pth.part").write_bytes(stale)
    list(downloads.fetch(what))
    assert downloads.file_path(what).read_bytes() == FILE


def test_a_damaged_file_is_fetched_again(server):
    what = published(server)
    downloads.folder().mkdir()
    downloads.file_path(what).write_bytes(FILE[:1000])
    assert not downloads.is_whole(downloads.file_path(what), what)
    list(downloads.fetch(what))
    assert downloads.is_whole(downloads.file_path(what), what)


def test_one_download_at_a_time(server):
    what = published(server)
    first = downloads.fetch(what)
    next(first)
    with pytest.raises(DownloadProblem) as caught:
        next(downloads.fetch(what))
    assert caught.value.key == "weights-busy"
    list(first)


def test_no_network_is_a_calm_sentence(server):
    server.shutdown()
    server.server_close()
    with pytest.raises(DownloadProblem) as caught:
        list(downloads.fetch(published(server)))
    assert caught.value.key == "weights-offline"


def test_a_folder_that_cannot_be_is_a_sentence(server, tmp_path, monkeypatch):
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("CNN_WEIGHTS_DIR", str(tmp_path / "file"))
    with pytest.raises(DownloadProblem) as caught:
        list(downloads.fetch(published(server)))
    assert caught.value.key == "weights-folder"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_a_sentence_and_can_be_gone_on_from(server):
    what = published(server)
    downloads.folder().mkdir()
    part = downloads.folder() / "weights.pth.part"
    part.symlink_to("/dev/full")
    with pytest.raises(DownloadProblem) as caught:
        list(downloads.fetch(what))
    assert caught.value.key == "weights-folder" and "No space left" in str(caught.value)
    part.unlink()
    list(downloads.fetch(what))
    assert downloads.file_path(what).read_bytes() == FILE


FETCH = """
import os, resource, sys
from cnn.inference import downloads
what = downloads.PublishedFile("weights.pth", sys.argv[1], sys.argv[2], 10**7)
exec(sys.argv[3])
try:
    list(downloads.fetch(what))
    print("whole")
except downloads.DownloadProblem as problem:
    print(problem.key, problem.fields)
"""


def fetching(what, first="", **more):
    """A process that does `first`, and fetches."""
    command = [sys.executable, "-c", FETCH, what.address, what.sha256, first]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, **more)


@pytest.mark.skipif(sys.platform == "win32", reason="limits and users of Unix")
def test_a_disk_that_is_full_half_way_keeps_what_came(server):
    what = published(server)
    limit = "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))"
    with fetching(what, limit) as small:
        assert small.communicate()[0].startswith("weights-folder")
    kept = (downloads.folder() / "weights.pth.part").stat().st_size
    assert 0 < kept <= 300_000
    list(downloads.fetch(what))
    assert server.ranges == [None, f"bytes={kept}-"]
    assert downloads.file_path(what).read_bytes() == FILE


@pytest.mark.skipif(sys.platform == "win32", reason="limits and users of Unix")
@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_a_folder_that_may_not_be_written_or_read_is_a_sentence(server, mode, monkeypatch):
    what = published(server)
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, mode)
        monkeypatch.setenv("CNN_WEIGHTS_DIR", folder)
        nobody = (
            "import filelock; f = downloads.folder(); os.geteuid() or os.seteuid(65534); "
            "print(os.path.isdir(f))"
        )
        with fetching(what, nobody) as poor:  # root may write everywhere
            output = poor.communicate()[0]
        os.chmod(folder, 0o700)
        assert output.startswith("True\nweights-folder {'reason': 'Permission denied'}")
        assert os.listdir(folder) == [] and server.ranges == []


@pytest.mark.skipif(sys.platform == "win32", reason="limits and users of Unix")
def test_whether_a_file_is_here_can_be_asked_of_a_folder_that_may_not_be_read(server):
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0)
        code = (
            "import os; from cnn.inference import downloads, weights; downloads.folder(); "
            "os.geteuid() or os.seteuid(65534); "
            "print(weights.is_here('alexnet'), "
            "downloads.is_whole(downloads.file_path(weights.PUBLISHED['alexnet']), "
            "weights.PUBLISHED['alexnet']))"
        )
        run = subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"CNN_WEIGHTS_DIR": folder},
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        os.chmod(folder, 0o700)
    assert run.stdout.strip() == "False False", run.stderr


def test_a_network_that_goes_in_mid_download_leaves_a_part_that_is_gone_on_from(server):
    server.mode = "stalls"
    what = published(server)
    download = downloads.fetch(what)
    next(each for each in download if each.done >= 200_000)
    server.vanish()
    with pytest.raises(DownloadProblem) as caught:
        list(download)
    assert caught.value.key == "weights-cut"
    kept = (downloads.folder() / "weights.pth.part").stat().st_size
    assert kept == 200_000 and left(what) == ["weights.pth.part"]
    back = Server()
    there = PublishedFile(what.file, back.address, what.sha256, what.most)
    list(downloads.fetch(there))
    back.vanish()
    assert back.ranges == [f"bytes={kept}-"] and downloads.file_path(what).read_bytes() == FILE


def test_two_processes_share_a_folder(server):
    server.mode = "stalls"
    what = published(server)
    with fetching(what) as other:
        until(lambda: server.ranges)
        with pytest.raises(DownloadProblem) as caught:
            list(downloads.fetch(what))
        assert caught.value.key == "weights-busy"
        server.released.set()
        assert other.communicate(timeout=60)[0] == "whole\n"
    assert downloads.file_path(what).read_bytes() == FILE


def test_a_process_killed_in_mid_download_leaves_its_part_and_no_lock(server):
    server.mode = "stalls"
    what = published(server)
    part = downloads.folder() / "weights.pth.part"
    with fetching(what) as other:
        until(lambda: part.is_file() and part.stat().st_size)
        other.kill()
    kept = part.stat().st_size
    list(downloads.fetch(what))
    assert server.ranges == [None, f"bytes={kept}-"]
    assert downloads.file_path(what).read_bytes() == FILE


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_a_process_forked_in_mid_download_does_not_keep_the_lock(server):
    code = (
        "import os, time; from cnn.inference import downloads; "
        f"what = downloads.PublishedFile(*{astuple(published(server))!r}); "
        "download = downloads.fetch(what); next(download); child = os.fork(); "
        "child or time.sleep(60) or os._exit(0); "
        "list(download); downloads.file_path(what).unlink(); list(downloads.fetch(what)); "
        "os.kill(child, 9); print('whole')"
    )
    assert alone(code).stdout == "whole\n"


@pytest.mark.skipif(sys.platform == "win32", reason="locks of Unix")
def test_a_folder_whose_disk_knows_no_locks_will_do(server, monkeypatch):
    import fcntl

    def unknown(*_):
        raise OSError(errno.ENOSYS, "Function not implemented")

    monkeypatch.setattr(fcntl, "flock", unknown)
    what = published(server)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says that it locks otherwise
        list(downloads.fetch(what))
    assert downloads.file_path(what).read_bytes() == FILE


def test_a_file_truncated_since_it_was_used_is_refused_and_fetched_again(server, monkeypatch):
    what = published(server)
    monkeypatch.setitem(weights.PUBLISHED, "alexnet", what)
    list(weights.download("alexnet"))
    os.truncate(downloads.file_path(what), 5_000)
    with pytest.raises(DownloadProblem) as caught:
        weights.load_published("alexnet")
    assert caught.value.key == "weights-wrong" and weights.is_here("alexnet")
    list(weights.download("alexnet"))
    assert downloads.file_path(what).read_bytes() == FILE


def test_who_has_the_file_can_hand_it_over(server, tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(weights.PUBLISHED, "alexnet", published(server))
    mine, wrong = tmp_path / "mine.pth", tmp_path / "wrong.pth"
    mine.write_bytes(FILE), wrong.write_bytes(OTHER)
    with pytest.raises(SystemExit) as caught:
        weights.main(["alexnet", "--file", str(wrong)])
    assert "not the published file" in str(caught.value) and not weights.is_here("alexnet")
    with pytest.raises(SystemExit):
        weights.main(["alexnet", "--file", str(tmp_path / "nothing.pth")])
    weights.main(["alexnet", "--file", str(mine)])
    assert weights.is_here("alexnet") and str(downloads.folder()) in capsys.readouterr().out
    assert server.ranges == []


def test_the_command_downloads(server, monkeypatch, capsys):
    monkeypatch.setitem(weights.PUBLISHED, "alexnet", published(server))
    weights.main(["alexnet"])
    assert weights.is_here("alexnet") and "weights.pth" in capsys.readouterr().out


def test_the_published_file_is_torchvisions():
    from torchvision.models import AlexNet_Weights

    theirs = AlexNet_Weights.IMAGENET1K_V1
    what = weights.PUBLISHED["alexnet"]
    assert what.address == theirs.url and what.file == theirs.url.rpartition("/")[2]
    assert what.sha256 == what.file.removesuffix(".pth").rpartition("-")[2]
    assert theirs.meta["_file_size"] * 2**20 < what.most


@pytest.mark.slow
def test_a_file_of_the_right_shape_becomes_the_network(server, tmp_path, monkeypatch):
    from torchvision.models import alexnet

    torch.manual_seed(0)
    theirs = alexnet().eval()
    torch.save(theirs.state_dict(), tmp_path / "random.pth")
    server.content = (tmp_path / "random.pth").read_bytes()
    monkeypatch.setitem(weights.PUBLISHED, "alexnet", published(server, server.content))
    weights.load_published.cache_clear()
    with pytest.raises(DownloadProblem):
        weights.load_published("alexnet")
    list(weights.download("alexnet"))
    ours = weights.load_published("alexnet")
    assert isinstance(ours, AlexNetOWT) and not ours.conv1.weight.requires_grad
    images = torch.randn(1, 3, 224, 224)
    with torch.inference_mode():
        torch.testing.assert_close(ours(images), theirs(images))
    weights.load_published.cache_clear()


@pytest.mark.filterwarnings("ignore:Detected pickle protocol")
def test_a_pickle_that_would_run_code_is_not_run(server, tmp_path, monkeypatch):
    import pickle

    class Evil:
        def __reduce__(self):
            return (tmp_path.joinpath("run").write_text, ("ran",))

    content = pickle.dumps({"a": Evil()})
    monkeypatch.setitem(weights.PUBLISHED, "alexnet", published(server, content))
    weights.load_published.cache_clear()
    downloads.folder().mkdir()
    downloads.file_path(weights.PUBLISHED["alexnet"]).write_bytes(content)
    with pytest.raises(DownloadProblem):
        weights.load_published("alexnet")
    assert not (tmp_path / "run").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="limits and users of Unix")
def test_a_copy_that_finds_no_room_leaves_nothing(server, tmp_path):
    mine = tmp_path / "mine.pth"
    mine.write_bytes(FILE)
    code = """
import resource, sys
from pathlib import Path
from cnn.inference import downloads
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
what = downloads.PublishedFile("weights.pth", "", sys.argv[1], 10**7)
try:
    downloads.install_copy(what, Path(sys.argv[2]))
except downloads.DownloadProblem as problem:
    print(problem.key)
"""
    command = [sys.executable, "-c", code, published(server).sha256, str(mine)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.stdout == "weights-folder\n", run.stderr
    assert list(downloads.folder().iterdir()) == []
