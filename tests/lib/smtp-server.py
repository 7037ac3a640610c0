"""A real mail server for the tests, on aiosmtpd (Debian: python3-aiosmtpd). It keeps what it took in a file, a line of JSON
each, read with Python's own parser of mail: an independent witness of what we send.

    /usr/bin/python3 smtp-server.py --port 0 --port-file P --out FILE [--security starttls|tls] [--cert C --key K]
        [--user U --password P]

What it does depends on the recipient: later@… is told 451, nobody@… 550 5.1.1, picky@… is refused after the message,
slow@… waits five seconds for its answer, hangup@… is taken, and then the line is cut before the answer. A sender refused@… is
not taken.
"""
import argparse
import asyncio
import json
import os
import ssl
from email import message_from_bytes, policy

from aiosmtpd.smtp import SMTP, AuthResult


def part(message, kind):
    found = message.get_body(preferencelist=(kind,))
    return found.get_content().replace("\r\n", "\n") if found else None


def describe(envelope, session, tls):
    message = message_from_bytes(envelope.original_content or envelope.content, policy=policy.default)
    return {
        "from": envelope.mail_from,
        "to": envelope.rcpt_tos,
        "tls": tls or session.ssl is not None,
        "login": getattr(session, "login", None),
        "headers": [[name, str(value)] for name, value in message.items()],
        "defects": [str(defect) for defect in message.defects],
        "text": part(message, "plain"),
        "html": part(message, "html"),
        "raw": (envelope.original_content or envelope.content).decode("utf-8", "replace"),
    }


class Handler:
    def __init__(self, out):
        self.out = open(out, "a", encoding="utf-8")

    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.startswith("refused@"):
            return "550 5.7.1 Not from this sender"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name.startswith("later"):
            return "451 4.3.0 Come back later"
        if name.startswith("nobody"):
            return "550 5.1.1 Nobody of that name here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        name = envelope.rcpt_tos[0].split("@")[0]
        if name.startswith("picky"):
            return "554 5.7.1 This message is not wanted"
        if name.startswith("slow"):
            self.out.write("taking one\n")
            self.out.flush()
            await asyncio.sleep(5)
        self.out.write(json.dumps(describe(envelope, session, server.over_tls)) + "\n")
        self.out.flush()
        if name.startswith("hangup"):
            server.transport.abort()
        return "250 2.0.0 Taken"


def main():
    options = argparse.ArgumentParser()
    for name in ("port", "port-file", "out", "security", "cert", "key", "user", "password"):
        options.add_argument("--" + name)
    args = options.parse_args()
    context = None
    if args.cert:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(args.cert, args.key)

    def authenticate(server, session, envelope, mechanism, data):
        right = data.login.decode() == args.user and data.password.decode() == args.password
        if right:
            session.login = data.login.decode()
        return AuthResult(success=right, handled=right)

    def make():
        server = SMTP(
            Handler(args.out),
            hostname="mail.test",
            tls_context=context if args.security == "starttls" else None,
            require_starttls=args.security == "starttls",
            auth_required=bool(args.user),
            auth_require_tls=args.security == "starttls",
            authenticator=authenticate if args.user else None,
        )
        server.over_tls = args.security == "tls"
        return server

    async def serve():
        loop = asyncio.get_running_loop()
        server = await loop.create_server(make, "127.0.0.1", int(args.port or 0),
                                          ssl=context if args.security == "tls" else None)
        port = server.sockets[0].getsockname()[1]
        with open(args.port_file + ".new", "w", encoding="ascii") as file:
            file.write(f"{port}\n")
        os.rename(args.port_file + ".new", args.port_file)
        await server.serve_forever()

    asyncio.run(serve())


main()
