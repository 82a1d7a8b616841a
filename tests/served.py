"""A worker for tests, asked as a web server asks it, over FastCGI and without one: thousands of questions a second.

with served.worker() as ask: status, headers, body = ask("GET", "/mary.json", "tonic=C&octave=4")
"""

import contextlib
import os
import socket
import struct
import subprocess
import tempfile

BEGIN, END, PARAMS, STDIN, STDOUT = 1, 3, 4, 5, 6
MOST = 65535  # bytes of a record


def records(kind, content):
    parts = [content[i:i + MOST] for i in range(0, len(content), MOST)] + [b""]
    return b"".join(struct.pack(">BBHHBx", 1, kind, 1, len(part), 0) + part for part in parts)


def length(number):
    return bytes([number]) if number < 128 else struct.pack(">I", number | 1 << 31)


def parameters(values):
    pairs = [(name.encode(), value if isinstance(value, bytes) else str(value).encode()) for name, value in values.items()]
    return b"".join(length(len(name)) + length(len(value)) + name + value for name, value in pairs)


def read_answer(stream):
    out = b""
    while True:
        kind, size, padding = struct.unpack(">xBxxHBx", stream.read(8))
        content = stream.read(size + padding)[:size]
        if kind == END:
            break
        if kind == STDOUT:
            out += content
    head, body = out.split(b"\r\n\r\n", 1)
    headers = dict(line.split(": ", 1) for line in head.decode("latin-1").split("\r\n"))
    return int(headers.pop("Status")[:3]), headers, body


@contextlib.contextmanager
def worker(**variables):
    """A function that asks, and a worker that ends with the block: build/staccato.fcgi, or what BINARY names."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        path = os.path.join(folder, "socket")
        listener.bind(path)
        listener.listen()
        binary = os.environ.get("BINARY", "build/staccato.fcgi")
        with subprocess.Popen([binary], stdin=listener, env={**os.environ, **variables}) as process:
            try:
                with socket.socket(socket.AF_UNIX) as connection:
                    connection.connect(path)
                    stream = connection.makefile("rb")

                    def ask(method, path, query="", body=b"", **more):
                        """query: text, or bytes that are none. more: further parameters, e.g. HTTP_IF_NONE_MATCH."""
                        uri = path + "?%s" % query if isinstance(query, str) and query else path
                        asked = parameters({"REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": query,
                                            "REQUEST_URI": uri, "CONTENT_LENGTH": len(body), **more})
                        connection.sendall(struct.pack(">BBHHBx", 1, BEGIN, 1, 8, 0) + struct.pack(">HB5x", 1, 1) +
                                           records(PARAMS, asked) + records(STDIN, body))
                        return read_answer(stream)

                    yield ask
            finally:
                process.terminate()
