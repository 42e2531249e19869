"""What an erasure does with the tables that no app owns: a step deletes a client's events, the book's the mails."""

from clienthealth.core.erasure import Plan

ERASABLE = (
    Plan("core.ClosedDay", {}, client=""),
    Plan("core.OutboxEvent", {}, frozenset({"topic", "key", "payload"}), client=""),
    # What was answered to a program; thinned after two days.
    Plan("core.KeptAnswer", {}, frozenset({"caller", "method", "path", "key", "asked", "etag", "body"}), client=""),
    Plan(
        "core.OutgoingMail",
        {},
        frozenset({
            "key", "recipient", "subject", "text", "html", "headers", "composer", "about", "language", "error",
        }),
        client="",
    ),
)  # fmt: skip
