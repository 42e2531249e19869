"""Delivery reports as mail servers write them (RFC 3464), and what comes to such a mailbox beside them."""

from __future__ import annotations

TOKEN = "0123456789abcdef0123456789abcdef"
TO = f"bounces+{TOKEN}-0@nordlys.example"
WORDS = "I'm sorry to have to inform you that your message could not be delivered."


def report(
    status: str = "5.1.1",
    *,
    action: str = "failed",
    to: str = TO,
    diagnostic: str = "",
    returned: str = TO,
    more: str = "",
) -> bytes:
    """What Postfix sends back: words for people, the status for programs, the headers of what it could not deliver."""
    return f"""Return-Path: <>
From: MAILER-DAEMON@mx.client.example (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"
{more}
--B
Content-Type: text/plain; charset=us-ascii

{WORDS}

--B
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.client.example
Arrival-Date: Mon, 2 Mar 2026 12:00:00 +0100

Final-Recipient: rfc822; ida@client.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {diagnostic or f"550 {status} no"}

--B
Content-Type: text/rfc822-headers

Return-Path: <{returned}>
Message-ID: <x@nordlys.example>
Subject: one question

--B--
""".replace("\n", "\r\n").encode()


def on_holiday(to: str = TO) -> bytes:
    return f"""From: ida@client.example
To: {to}
Subject: Automatic reply: one question
Auto-Submitted: auto-replied
Content-Type: text/plain

I am away. Status: 5.1.1
""".replace("\n", "\r\n").encode()


def read_receipt(to: str = TO) -> bytes:
    return report(to=to).replace(b"report-type=delivery-status", b"report-type=disposition-notification")
