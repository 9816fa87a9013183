"""An instance from its first day to its restoration, in processes of its own."""

import json
import os
import re
import signal
import socket
import stat
import tarfile
import time
import urllib.error
import urllib.request

import pytest

from tests.cli.outside import Instance
from tests.support.postgres import postgres_url

CODE = re.compile(r"(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}")


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    """Shaanxi's divisions, a system administrator's code not yet used."""
    instance = Instance(tmp_path_factory.mktemp("instance"))
    instance.first = instance.call("init", "--divisions", "61", "--first-day", "2025-01-01")
    return instance


@pytest.fixture(params=["sqlite", "postgresql"])
def used(request, tmp_path):
    """An instance in use, on either database."""
    if request.param == "sqlite":
        instance = Instance(tmp_path / "instance")
        yield _in_use(instance)
        return
    with postgres_url() as url:
        yield _in_use(Instance(tmp_path / "instance", url))


def _in_use(instance):
    instance.done("init", "--divisions", "61")
    add = ("user", "add", "bo", "--name", "薄（演示）", "--role", "officer", "--unit", "610103")
    instance.done(*add)
    return instance


def logins(instance):
    return [row["login"] for row in json.loads(instance.done("user", "list", "--json"))["rows"]]


class TestInit:
    def test_it_says_what_it_did(self, instance):
        assert instance.first.returncode == 0
        assert "新装入区划 118 个；启用日 2025-01-01" in instance.first.stdout

    def test_r12_the_setup_secret_is_in_a_file_of_its_own(self, instance):
        path = instance.folder / "setup-secret"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert CODE.fullmatch(path.read_text().strip())
        assert path.read_text().strip() not in instance.first.stdout + instance.first.stderr

    def test_keys_are_for_the_owner_alone(self, instance):
        for name in ("secret", "field-key"):
            assert stat.S_IMODE((instance.folder / name).stat().st_mode) == 0o600

    def test_a_second_time_it_changes_no_division_and_no_day(self, instance):
        again = instance.done("init")
        assert "新装入区划 0 个；启用日 2025-01-01" in again

    def test_doctor_finds_nothing_wrong(self, instance):
        assert json.loads(instance.done("doctor", "--json"))["ok"]


def test_without_a_database_the_next_step_is_said(tmp_path):
    answer = Instance(tmp_path / "empty").call("user", "list")
    assert answer.returncode == 1
    assert "请先运行 partybuild init" in answer.stderr


class TestBackup:
    def test_r63_what_was_backed_up_comes_back(self, used, tmp_path):
        (used.folder / "evidence").mkdir()
        (used.folder / "evidence" / "a1").write_bytes(b"\x00paper")
        archive = tmp_path / "b.tgz"
        assert "已校验" in used.done("backup", str(archive))
        assert stat.S_IMODE(archive.stat().st_mode) == 0o600
        used.done("user", "disable", "bo")
        used.done("user", "add", "li", "--name", "李", "--role", "leader", "--unit", "610103")
        (used.folder / "evidence" / "a1").write_bytes(b"lost")

        answer = used.call("restore", str(archive))

        assert answer.returncode == 0, answer.stderr
        assert logins(used) == ["bo"]
        assert (used.folder / "evidence" / "a1").read_bytes() == b"\x00paper"
        assert stat.S_IMODE((used.folder / "evidence" / "a1").stat().st_mode) == 0o400
        assert "审计链完整" in used.done("audit", "verify")
        assert json.loads(used.done("doctor", "--json"))["ok"]
        assert list(used.folder.glob("before-restore-*"))

    def test_a_damaged_archive_restores_nothing(self, used, tmp_path):
        archive = tmp_path / "b.tgz"
        used.done("backup", str(archive))
        whole = archive.read_bytes()
        for damaged in (whole[: len(whole) // 2], b"not an archive", _with_another_file(archive)):
            archive.write_bytes(damaged)
            answer = used.call("restore", str(archive))
            assert answer.returncode == 1
            assert "不是完整的备份" in answer.stderr
        assert logins(used) == ["bo"]
        assert not list(used.folder.glob("before-restore-*"))


def _with_another_file(archive):
    changed = archive.with_name("changed.tgz")
    with tarfile.open(archive) as old, tarfile.open(changed, "w:gz") as new:
        for member in old:
            new.addfile(member, old.extractfile(member))
        new.add(__file__, "instance/secret-door")
    return changed.read_bytes()


class TestRun:
    @pytest.fixture
    def site(self, used):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        process = used.start("run", "--port", str(port))
        used.url = f"http://127.0.0.1:{port}"
        used.process = process
        self.wait(lambda: self.status(used))
        yield used
        process.kill()
        process.communicate()

    def status(self, site):
        try:
            with urllib.request.urlopen(f"{site.url}/sign-in", timeout=10) as answer:
                return answer.status
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return None

    def wait(self, condition, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition():
                return
            time.sleep(0.2)
        pytest.fail("did not happen in time")

    def children(self, site):
        number = site.process.pid
        with open(f"/proc/{number}/task/{number}/children") as children:
            return [int(child) for child in children.read().split()]

    def test_it_serves_and_stops_with_all_its_processes(self, site):
        assert self.status(site) == 200
        children = self.children(site)
        assert len(children) == 2
        second = site.call("restore", str(site.folder / "secret"))
        assert second.returncode == 1
        assert "正在运行" in second.stderr

        site.process.send_signal(signal.SIGTERM)

        assert site.process.wait(30) == 0
        self.wait(lambda: not any(_alive(child) for child in children))

    def test_r64_a_child_that_dies_is_started_again(self, site):
        for child in self.children(site):
            os.kill(child, signal.SIGKILL)
        self.wait(lambda: self.status(site) == 200)
        self.wait(lambda: len(self.children(site)) == 2)

    def test_children_do_not_outlive_a_killed_parent(self, site):
        children = self.children(site)
        site.process.kill()
        self.wait(lambda: not any(_alive(child) for child in children))


def _alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as about:
            return about.read().split(") ")[1][0] != "Z"
    except OSError:
        return False


def test_r33_plain_http_is_not_offered_to_others_unasked(instance):
    answer = instance.call("run", "--host", "0.0.0.0", "--port", "0")
    assert answer.returncode == 1
    assert "--allow-http" in answer.stderr
