"""The two processes below `partybuild run`: the web server, and the one that does long work."""

import os
import signal
import sys
import threading
from collections.abc import Callable

import waitress

from partybuild import create_app
from partybuild.config import Instance
from partybuild.demo import load_accounts
from partybuild.jobs import worker
from partybuild.web import limits

THREADS = 8


def web(host: str, port: int) -> None:
    """Serve the site until the parent says stop; requests begun are answered."""
    app = create_app(DEMO_ACCOUNTS=load_accounts(Instance.from_environment()))
    proxy = os.environ.get("PARTYBUILD_TRUSTED_PROXY")
    trust = {
        "trusted_proxy": proxy,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"},
    }
    waitress.serve(
        app,
        host=host,
        port=port,
        threads=THREADS,
        ident="",
        clear_untrusted_proxy_headers=True,
        max_request_body_size=limits.LARGEST,
        **(trust if proxy else {}),
    )


def jobs(stop: threading.Event) -> None:
    """Do long work until the parent says stop; a job begun is brought to its end."""
    worker.run_forever(create_app(), stop)


def _follow_parent(end: Callable[[], None]) -> None:
    """End when the parent is gone, however it went: its end of the pipe closes."""

    def watch() -> None:
        sys.stdin.read()
        end()

    threading.Thread(target=watch, daemon=True).start()


def _leave(*_: object) -> None:
    raise SystemExit(0)


def main(arguments: list[str]) -> None:
    """Become the child that the parent asked for."""
    if arguments[0] == "web":
        signal.signal(signal.SIGTERM, _leave)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _follow_parent(lambda: os.kill(os.getpid(), signal.SIGTERM))
        web(arguments[1], int(arguments[2]))
        return
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _follow_parent(stop.set)
    jobs(stop)


if __name__ == "__main__":
    main(sys.argv[1:])
