"""A message by mail: text and HTML side by side, the other formats as attachments."""

import re
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from rollout import clock
from rollout.access import is_loopback
from rollout.console import UsageError, short
from rollout.language.words import Words
from rollout.watch.delivery import PATIENCE, DeliveryError
from rollout.watch.message import FORMS, Message
from rollout.watch.secret import secret

Security = Literal["starttls", "tls", "none"]
PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
HOST = re.compile(r"[A-Za-z0-9.:-]{1,253}")
PASSWORD = "SMTP_PASSWORD"  # noqa: S105  the name of the variable


@dataclass(frozen=True)
class Server:
    """The office's mail server. `user`: empty where it takes mail without one."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = ""


@dataclass(frozen=True)
class Mailbox:
    """One mail address, reached through a server."""

    address: str
    sender: str
    server: Server

    @property
    def name(self) -> str:
        """Its address."""
        return self.address

    @property
    def identity(self) -> str:
        """Its address, by whichever server."""
        return f"mailto:{self.address.casefold()}"

    def deliver(self, message: Message, mark: str) -> None:
        """Send the mail."""
        mail, server = self.mail(message, mark), self.server
        host = f"{server.host}:{server.port}"
        try:
            with _connected(server) as session:
                if server.user:
                    session.login(server.user, server.password)
                session.send_message(mail, self.sender, [self.address])
        except smtplib.SMTPAuthenticationError:
            raise DeliveryError(
                lambda w: w.t("The mail server {host} refused the user or the password.", host=host)
            ) from None
        except smtplib.SMTPNotSupportedError:
            raise DeliveryError(
                lambda w: w.t("The mail server {host} offers no STARTTLS or no sign-in; nothing was sent.", host=host)
            ) from None
        except ssl.SSLError as error:
            why = short(getattr(error, "verify_message", "") or str(error.reason or error))
            raise DeliveryError(
                lambda w: w.t("The mail server {host} can't be trusted (TLS): {why}.", host=host, why=why)
            ) from None
        except smtplib.SMTPException as error:
            why = _why(error)
            raise DeliveryError(
                lambda w: w.t("The mail server {host} refused the message: {why}.", host=host, why=why)
            ) from None
        except OSError as error:
            why = "timeout" if isinstance(error, TimeoutError) else short(error.strerror or str(error))
            raise DeliveryError(lambda w: w.t("{host} does not answer: {why}.", host=host, why=why)) from None

    def mail(self, message: Message, mark: str) -> EmailMessage:
        """The mail. `mark`: its Message-ID, the same when the same news is sent again."""
        w, domain = Words(message.document.lang), self.sender.rpartition("@")[2]
        mail = EmailMessage(SMTP)
        mail["From"], mail["To"] = self.sender, self.address
        mail["Subject"] = " ".join(f"{message.document.title} · {message.document.subtitle}".split())
        mail["Date"] = format_datetime(clock.now())
        mail["Message-ID"] = f"<{mark}@{domain}>"
        mail["List-Id"] = f"<watch.rollout.{domain}>"
        mail["Auto-Submitted"], mail["Content-Language"] = "auto-generated", w.lang
        mail.set_content(message.form("text").decode(), cte="base64")
        if "html" in message.forms:
            mail.add_alternative(message.form("html").decode(), subtype="html", cte="base64")
        for form in message.forms:
            if form not in {"text", "html"}:
                main, sub = FORMS[form].split("/")
                mail.add_attachment(message.form(form), main, sub, filename=message.file_name(form))
        return mail


def _connected(server: Server) -> smtplib.SMTP:
    """A session with the server, behind TLS where that is asked for. Raises OSError and SMTPException."""
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=ssl.create_default_context())
    session = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    if server.security == "starttls":
        try:
            session.starttls(context=ssl.create_default_context())
        except BaseException:
            session.close()
            raise
    return session


def _why(error: smtplib.SMTPException) -> str:
    """What a server said when it refused."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return short(f"{code} {said.decode(errors='replace')}")
    if isinstance(error, smtplib.SMTPResponseException):
        answer: bytes | str = error.smtp_error
        return short(f"{error.smtp_code} {answer.decode(errors='replace') if isinstance(answer, bytes) else answer}")
    return short(str(error))


def mailboxes(text: str, w: Words) -> list[Mailbox]:
    """The mailboxes of smtp://USER@HOST:PORT/ADDRESS,ADDRESS?from=ADDRESS&security=none. Raises UsageError."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise _wrong(w) from None
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    security = _security(parts, options.pop("security", ""), w)
    user = unquote(parts.username or "")
    sender = options.pop("from", user)
    named = [unquote(one) for one in parts.path.strip("/").split(",") if one]
    if options or parts.fragment or not named or not parts.hostname or not HOST.fullmatch(parts.hostname):
        raise _wrong(w)
    if not user.isprintable():
        raise _wrong(w)
    for address in (*named, sender):
        if not ADDRESS.fullmatch(address):
            raise UsageError(w.t("“{name}” is no mail address; the sender is named with from=.", name=short(address)))
    if parts.password is not None:
        raise UsageError(w.t("A password has no place on the command line: name it in {name}.", name=PASSWORD))
    password = secret(PASSWORD, w) if user else ""
    if user and not password:
        raise UsageError(w.t("The mail server's user has no password: name it in {name}.", name=PASSWORD))
    if user and security == "none" and not is_loopback(parts.hostname):
        raise UsageError(w.t("A password is not sent without TLS: leave out security=none."))
    server = Server(parts.hostname, port or PORTS[security], security, user, password)
    return [Mailbox(address, sender, server) for address in named]


def _security(parts: SplitResult, said: str, w: Words) -> Security:
    if parts.scheme.lower() == "smtps" and not said:
        return "tls"
    if parts.scheme.lower() == "smtp" and said in {"", "none"}:
        return "none" if said else "starttls"
    raise _wrong(w)


def _wrong(w: Words) -> UsageError:
    return UsageError(
        w.t("The mail address is not understood. Write it as {example}.", example="smtp://USER@HOST:587/TO?from=FROM")
    )
