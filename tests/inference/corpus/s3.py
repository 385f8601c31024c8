"""The part of S3 that listing and reading need, over a folder whose folders are the buckets."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
WHEN = "2026-01-01T00:00:00.000Z"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    root: Path

    def log_message(self, *_: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        bucket, _, key = unquote(url.path).strip("/").partition("/")
        path = self.root / bucket / key
        if not key:
            prefix = parse_qs(url.query).get("prefix", [""])[0]
            self.answer(200 if path.is_dir() else 404, listing(path, prefix) if path.is_dir() else b"")
        elif path.is_file():
            self.answer(200, path.read_bytes())
        else:
            self.answer(404, b"")

    def answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/xml", "ETag": '"x"', "Content-Length": len(body)}.items():
            self.send_header(name, str(value))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)


def listing(bucket: Path, prefix: str) -> bytes:
    keys = sorted(path.relative_to(bucket).as_posix() for path in bucket.rglob("*") if path.is_file())
    found = "".join(
        f"<Contents><Key>{escape(key)}</Key><Size>{(bucket / key).stat().st_size}</Size>"
        f"<LastModified>{WHEN}</LastModified></Contents>"
        for key in keys
        if key.startswith(prefix)
    )
    count = f"<KeyCount>{found.count('<Key>')}</KeyCount><IsTruncated>false</IsTruncated>"
    return f'<ListBucketResult xmlns="{NAMESPACE}"><Name>{bucket.name}</Name>{count}{found}</ListBucketResult>'.encode()


@contextmanager
def served(root: Path) -> Iterator[Mapping[str, str]]:
    """Serve a folder; gives the environment in which its buckets are found."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Handler,), {"root": root}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}
    try:
        yield keys | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}", "AWS_EC2_METADATA_DISABLED": "true"}
    finally:
        server.shutdown()
        server.server_close()
