"""Whom a message goes to: a file or folder, a mail address, a webhook."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import httpx

from rollout import files
from rollout.api.answers import as_json
from rollout.console import UsageError, short
from rollout.language.words import Words
from rollout.watch.message import ENDINGS, Message
from rollout.watch.secret import secret

PATIENCE = 30.0  # seconds for which a server may keep silent
SIGNATURE = "X-Rollout-Signature"


class DeliveryError(Exception):
    """A message was not taken; `said` tells why."""

    def __init__(self, said: Callable[[Words], str]):
        super().__init__(said(Words("en")))
        self.said = said


class Recipient(Protocol):
    """`name`: who it is, without a secret; `identity`: what tells it from the others."""

    @property
    def name(self) -> str: ...

    @property
    def identity(self) -> str: ...

    def deliver(self, message: Message, mark: str) -> None:
        """Hand a message over; `mark` is the same for the same news to the same recipient. Raises DeliveryError."""


@dataclass(frozen=True)
class Folder:
    """A folder that gets a file a form, or one file that holds the newest message."""

    path: Path
    is_file: bool

    @property
    def name(self) -> str:
        """Its path."""
        return str(self.path)

    @property
    def identity(self) -> str:
        """Its path, wherever the command was given."""
        return str(self.path.resolve())

    def deliver(self, message: Message, _: str) -> None:
        """Write the files, each whole or not at all."""
        try:
            (self.path.parent if self.is_file else self.path).mkdir(parents=True, exist_ok=True)
            for form in message.forms:
                target = self.path if self.is_file else self.path / message.file_name(form)
                files.write(target, message.form(form))
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise DeliveryError(lambda w: w.t("The files can't be written: {why}.", why=why)) from None


@dataclass(frozen=True)
class Webhook:
    """An address that is sent JSON."""

    url: str
    key: str = ""

    @property
    def name(self) -> str:
        """Its host: the rest of such an address is often a secret."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def identity(self) -> str:
        """The whole address."""
        return self.url

    def deliver(self, message: Message, mark: str) -> None:
        """Post the message; anything but 2xx is a failure, and nothing is followed."""
        body = self._body(message)
        headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": mark, "User-Agent": "rollout"}
        if self.key:
            headers[SIGNATURE] = "sha256=" + hmac.new(self.key.encode(), body, hashlib.sha256).hexdigest()
        try:
            with httpx.stream("POST", self.url, content=body, headers=headers, timeout=PATIENCE) as answer:
                status = answer.status_code
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            why = "timeout" if isinstance(error, httpx.TimeoutException) else short(str(error))
            raise DeliveryError(lambda w: w.t("{host} does not answer: {why}.", host=self.name, why=why)) from None
        if not 200 <= status < 300:
            raise DeliveryError(
                lambda w: w.t("{host} refused the message with status {n}.", host=self.name, n=str(status))
            )

    def _body(self, message: Message) -> bytes:
        """The values, and beside them what is asked for besides: text (always), HTML, HWPX in base64."""
        more = {"text": message.form("text").decode()}
        if "html" in message.forms:
            more["html"] = message.form("html").decode()
        if "hwpx" in message.forms:
            more["hwpx"] = base64.b64encode(message.form("hwpx")).decode()
        return as_json(message.content() | more)


def recipients(texts: Sequence[str], forms: Sequence[str], w: Words) -> list[Recipient]:
    """Everybody whom the command names, once. Raises UsageError."""
    from rollout.watch.mail import mailboxes

    found: list[Recipient] = []
    for text in texts:
        scheme = text.partition(":")[0].lower() if "://" in text else ""
        if scheme in {"smtp", "smtps"}:
            found += mailboxes(text, w)
        elif scheme in {"http", "https"}:
            found.append(_webhook(text, w))
        elif scheme:
            raise UsageError(
                w.t(
                    "“{name}” is no way to deliver. Name a folder or a file, smtp://, smtps://, http:// or https://.",
                    name=short(scheme),
                )
            )
        else:
            found.append(_folder(text, forms, w))
    return list({one.identity: one for one in found}.values())


def _folder(text: str, forms: Sequence[str], w: Words) -> Folder:
    path = Path(text)
    if not text.strip() or "\0" in text:
        raise UsageError(w.t("{what} is empty.", what="--to"))
    endings = {f".{ending}": form for form, ending in ENDINGS.items()}
    if path.is_dir() or path.suffix.lower() not in endings:
        return Folder(path, is_file=False)
    if [endings[path.suffix.lower()]] != list(forms):
        raise UsageError(w.t("A file holds one format, that of its ending; name a folder for several."))
    return Folder(path, is_file=True)


def _webhook(text: str, w: Words) -> Webhook:
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or any(letter.isspace() or not letter.isprintable() for letter in text):
        raise UsageError(w.t("The address of the webhook is not understood."))
    if parts.username is not None or parts.password is not None:
        raise UsageError(w.t("A password has no place on the command line: name it in {name}.", name="WEBHOOK_SECRET"))
    return Webhook(text, secret("WEBHOOK_SECRET", w))
