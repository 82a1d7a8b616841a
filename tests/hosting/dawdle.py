#!/usr/bin/python3
"""Clients that dawdle on purpose, in front of each server at once: tests/hosting/dawdle.py URL…

Each server lets go of a client that sends half a head, half a body, nothing after an answer, or does not read its answers; and
not of one that rests a few seconds between two requests. A line for each that is otherwise, then "N passed, N failed".
"""
import concurrent.futures
import json
import socket
import sys
import time
import urllib.parse

# Twice the samples' own times and more, so that a busy machine is no fault, and less than what servers do when not told.
PATIENCE = 30  # s, for what is half sent
IDLE_MOST = 40  # s between two requests
IDLE_LEAST = 7  # s, well below the samples' 15
READ_AGAIN = 45  # s; the samples give up after 30
LONG = json.dumps({"rhythm": "1" * 1024, "rhythmType": 16, "tonic": "D##"}).encode()  # an answer of 792 KB
PIPELINED = 12
WHOLE = PIPELINED * 790_000  # bytes of answers, and a little less


def request(base, path, body):
    return b"POST %s%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s" % (base, path, len(body), body)


def connect(url, receive=None):
    connection = socket.socket()
    if receive:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    connection.settimeout(10)
    connection.connect((url.hostname, url.port))
    return connection


def is_closed(connection, seconds):
    """Whether the other side closes in time, whatever it says before."""
    end = time.monotonic() + seconds
    try:
        while (left := end - time.monotonic()) > 0:
            connection.settimeout(left)
            if not connection.recv(65536):
                return True
    except TimeoutError:
        return False
    except OSError:
        return True
    return False


def half(url, data):
    with connect(url) as connection:
        connection.sendall(data)
        return None if is_closed(connection, PATIENCE) else f"is still there after {PATIENCE} s"


def half_head(url, base):
    return half(url, b"POST " + base + b"/mary HTTP/1.1\r\nHost: ")


def half_body(url, base):
    return half(url, request(base, b"/mary", b"{" * 100)[:-50])


def idle(url, base):
    with connect(url) as connection:
        connection.sendall(request(base, b"/nope", b"{}"))
        connection.recv(65536)
        if is_closed(connection, IDLE_LEAST):
            return f"is gone within {IDLE_LEAST} s"
        return None if is_closed(connection, IDLE_MOST - IDLE_LEAST) else f"is still there after {IDLE_MOST} s"


def unread(url, base):
    """What is read late ends early only if the server gave up on it."""
    with connect(url, receive=65536) as connection:
        connection.settimeout(2)
        try:
            connection.sendall(request(base, b"/random", LONG) * PIPELINED)
        except OSError:
            pass  # some of them are enough
        time.sleep(READ_AGAIN)
        connection.settimeout(10)
        read = 0
        try:
            while read < WHOLE and len(piece := connection.recv(1 << 20)) > 0:
                read += len(piece)
        except TimeoutError:
            return f"has no end after {read} bytes of answers"
        except OSError:
            pass  # closed, as by an end
    return None if 0 < read < WHOLE else f"has {read} bytes of answers"


def main():
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(64) as pool:
        cases = [(name, deed, pool.submit(deed, urllib.parse.urlsplit(name), urllib.parse.urlsplit(name).path.encode()))
                 for name in sys.argv[1:] for deed in (half_head, half_body, idle, unread)]
        for name, deed, outcome in cases:
            if outcome.result():
                print(f"FAILED {name}: {deed.__name__} {outcome.result()}")
                failed += 1
    print(f"{len(cases) - failed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
