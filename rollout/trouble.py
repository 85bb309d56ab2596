"""What to tell the viewer of an error: plain words in their language, no path, no SQL, no traceback."""

from rollout import clock, facts, store
from rollout.words import Words


def trouble(error: Exception, w: Words) -> str:
    """An error in words: what is wrong and what to do."""
    if isinstance(error, store.StoreError):
        return {
            "broken": w.t("The store can't be read. Nothing is lost: the facts are kept apart from it. Please ask the operator to run “python -m rollout.store rebuild”."),
            "unwritable": w.t("The store's folder can't be written. Please ask the operator to give the server the right to write it, or to name another folder."),
            "locked": w.t("Another process has the store open. Please ask the operator to stop it, or to use a shared catalogue."),
            "unreachable": w.t("The store's database does not answer. Please try again in a minute, or tell the operator."),
        }[error.reason]  # fmt: skip
    if isinstance(error, clock.ZoneError):
        return w.t(
            "The setting TIME_ZONE names no time zone: “{name}”. Please ask the operator to write Asia/Seoul, for example.",
            name=error.args[0],
        )
    if isinstance(error, facts.PackageError):
        shown = "\n".join(f"- {fault}" for fault in error.faults[:20])
        return w.t("The facts have {n} faults; nothing was written.", n=len(error.faults)) + "\n\n" + shown
    return w.t(
        "This page could not be drawn. Your filters are in the address; please reload. If it happens again, tell the operator the time."
    )
