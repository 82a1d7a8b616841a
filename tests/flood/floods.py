#!/usr/bin/env python3
"""Floods against both web servers as conf/ has them, with a figure for each: what `make flood` calls.

While a flood goes on, a bystander asks for /mary on a new connection, again and again. It must always be answered, and the
memory of the web server and of the workers must stay within bounds. SHORT=1 is the version of `make check`: the same
floods, with fewer connections and bytes. Load goes to 127.0.0.1 only.
"""
import errno
import gzip
import itertools
import os
import random
import re
import resource
import select
import signal
import socket
import subprocess
import sys
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SHORT = bool(os.environ.get("SHORT"))
SECONDS = 2 if SHORT else 20  # of a flood that goes on for a time
BODY_BYTES = 32 << 20 if SHORT else 1 << 30  # of chunked bodies, in all
BOMBS = 50 if SHORT else 1000
BAD_REQUESTS = 2000 if SHORT else 100000
BYSTANDER_PATIENCE = 10  # s
# MiB of each worker: twice 64, as SECURITY.md has it, and what it needs itself. Sanitizers keep what was freed.
WORKER_MAX = 144 if "sanitize" not in os.environ.get("BINARY", "") else 1 << 20
SERVER_MAX = 512  # MiB of the web server, all its processes

MARY = b'{"tonic":"C","octave":4}'


def request(body=b"", method=b"POST", path=b"/mary", headers=b"", length=None):
    length = len(body) if length is None else length
    return b"%s %s HTTP/1.1\r\nHost: localhost\r\n%sContent-Length: %d\r\n\r\n%s" % (method, path, headers, length, body)


class Site:
    """A web server and its workers, started by conf/run, and what /proc says of them."""

    def __init__(self, server, workers=2):
        environment = dict(os.environ, SERVER=server, PORT="0", WORKERS=str(workers))
        environment.setdefault("BINARY", ROOT + "/build/staccato.fcgi")
        self.name = server
        self.process = subprocess.Popen([ROOT + "/conf/run"], env=environment, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        found = re.search(r"http://([0-9.]+):([0-9]+)", line)
        if not found:
            raise SystemExit(f"{server} did not start: {line}")
        self.address = (found[1], int(found[2]))
        # lighttpd has two descriptors for each, and accepts nobody once nine in ten of them are taken.
        limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1] * (2 if server == "lighttpd" else 4) // 5
        self.connections = 500 if SHORT else min(10000, limit)

    def end(self):
        self.process.terminate()
        self.process.wait()

    def descendants(self):
        found, queue = [], [self.process.pid]
        while queue:
            pid = queue.pop()
            try:
                with open(f"/proc/{pid}/task/{pid}/children") as children:
                    queue += [int(child) for child in children.read().split()]
                with open(f"/proc/{pid}/status") as status:
                    fields = dict(line.split(":", 1) for line in status if ":" in line)
                found.append((fields["Name"].strip(), int(fields.get("VmRSS", "0").split()[0]) / 1024, pid))
            except (FileNotFoundError, ProcessLookupError):
                pass  # it has just ended
        return found

    def memory(self):
        """MiB: of the largest worker, and of the web server's processes together."""
        found = self.descendants()
        return (max((size for name, size, _ in found if name == "staccato.fcgi"), default=0),
                sum(size for name, size, _ in found if name == self.name))

    def workers(self):
        return {pid for name, _, pid in self.descendants() if name == "staccato.fcgi"}

    def connect(self, timeout=BYSTANDER_PATIENCE):
        return socket.create_connection(self.address, timeout)


def ask(site, data, timeout=BYSTANDER_PATIENCE):
    """The status of the answer to some bytes on a new connection; 0 if there is none."""
    try:
        with site.connect(timeout) as connection:
            connection.sendall(data)
            head = connection.recv(12)
            return int(head[9:12]) if head.startswith(b"HTTP/1.") and head[9:12].isdigit() else 0
    except OSError:
        return 0


class Watch(threading.Thread):
    """The bystander, and the greatest memory seen meanwhile."""

    def __init__(self, site):
        super().__init__(daemon=True)
        self.site, self.stopped = site, threading.Event()
        self.times, self.failed = [], 0
        self.worker = self.server = 0

    def run(self):
        is_over = False
        while not is_over:  # at least once, however short the flood
            start = time.monotonic()
            if ask(self.site, request(MARY)) != 200:
                self.failed += 1
            self.times.append(time.monotonic() - start)
            worker, server = self.site.memory()
            self.worker, self.server = max(self.worker, worker), max(self.server, server)
            is_over = self.stopped.wait(0.02)

    def stop(self):
        self.stopped.set()
        self.join()


# ---- floods: each returns a line that says what was sent and what became of it ----

def open_many(site, count, greeting):
    """Connections, each of which has sent the greeting; fewer if the server takes no more."""
    opened = []
    for _ in range(count):
        connection = socket.socket()
        connection.setblocking(False)
        connection.connect_ex(site.address)
        opened.append(connection)
        if len(opened) % 200 == 0:
            time.sleep(0.01)  # or the kernel's queue of half-open connections is what is flooded
    waiting, end = set(opened), time.monotonic() + 5
    while waiting and time.monotonic() < end:
        for connection in poll(waiting, select.POLLOUT, 0.2):
            waiting.discard(connection)
            try:
                connection.send(greeting)
            except OSError:
                pass
    return opened


def poll(connections, events, seconds):
    poller, by_descriptor = select.poll(), {}
    for connection in connections:
        by_descriptor[connection.fileno()] = connection
        poller.register(connection, events)
    return [by_descriptor[descriptor] for descriptor, _ in poller.poll(seconds * 1000)]


def drip(site, greeting, drop):
    """As slowloris does: a little on each of many connections, again and again; those that the server closes anew."""
    opened, closed, fresh = open_many(site, site.connections, greeting), 0, set()
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        turn = time.monotonic() + 1
        for number, connection in enumerate(opened):
            try:
                connection.send(greeting if number in fresh else drop)
                fresh.discard(number)
                if connection.recv(4096) == b"":
                    raise ConnectionResetError
            except BlockingIOError:
                pass
            except OSError as error:
                if error.errno == errno.ENOTCONN:
                    continue  # not accepted so far
                closed += 1
                connection.close()
                opened[number] = socket.socket()
                opened[number].setblocking(False)
                opened[number].connect_ex(site.address)
                fresh.add(number)
        time.sleep(max(0, turn - time.monotonic()))
    for connection in opened:
        connection.close()
    return f"{site.connections} connections for {SECONDS} s, {closed} closed by the server"


def slow_headers(site):
    return drip(site, b"POST /mary HTTP/1.1\r\nHost: localhost\r\n", b"X-A: b\r\n")


def slow_body(site):
    return drip(site, request(b"", length=60000), b" ")


def idle(site):
    opened = open_many(site, site.connections, request(MARY))
    time.sleep(SECONDS)
    answered = 0
    for connection in opened:
        try:
            answered += connection.recv(12)[9:12] == b"200"
        except OSError:
            pass
        connection.close()
    return f"{site.connections} connections for {SECONDS} s, {answered} had an answer"


def slow_readers(site):
    digits = b"1" * 1024
    count = site.connections // 20
    opened = open_many(site, count, request(b'{"rhythm":"%s","rhythmType":16,"tonic":"C"}' % digits, path=b"/random"))
    time.sleep(SECONDS)
    for connection in opened:
        connection.close()
    return f"{count} ask for 900 KB each and do not read for {SECONDS} s"


def send_until_refused(site, head, pieces):
    """Sends pieces for as long as they are taken; returns how many bytes that were, and the status."""
    sent, status = 0, 0
    with site.connect() as connection:
        try:
            connection.sendall(head)
            for piece in pieces:
                connection.sendall(piece)
                sent += len(piece)
                if select.select([connection], [], [], 0)[0]:
                    break
        except OSError:
            pass  # it was closed while we sent
        try:
            answer = connection.recv(12)
            status = int(answer[9:12] or 0)
        except OSError:
            pass
    return sent, status


def tell(counts):
    return ", ".join(f"{status or 'closed'}: {count}" for status, count in sorted(counts.items()))


def chunked_bodies(site):
    head = b"POST /mary HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    total, counts = 0, {}
    while total < BODY_BYTES:
        sent, status = send_until_refused(site, head, itertools.repeat(chunk, BODY_BYTES // len(chunk) + 1))
        total += max(sent, 1 << 16)
        counts[status] = counts.get(status, 0) + 1
    return f"{total >> 20} MiB of chunks; {tell(counts)}"


def header_bombs(site):
    bombs = {
        "line": [b"A" * 1024] * 1024,
        "field": [b"GET / HTTP/1.1\r\nX-A: "] + [b"a" * 1024] * 1024,
        "fields": [b"GET / HTTP/1.1\r\n"] + [b"X-A: b\r\n" * 128] * 1024,
    }
    counts = {}
    for number in range(BOMBS):
        _, status = send_until_refused(site, b"", bombs[list(bombs)[number % len(bombs)]])
        counts[status] = counts.get(status, 0) + 1
    return f"{BOMBS} heads of 1 MiB; {tell(counts)}"


def gzip_bombs(site):
    small = gzip.compress(b" " * (32 << 20))  # 32 KiB that would be 32 MiB: no JSON
    large = small * 3  # 96 KiB that would be 96 MiB, as a gzip file may have several parts: too large
    counts = {}
    for number in range(BOMBS):
        body = (small, large)[number % 2]
        status = ask(site, request(body, headers=b"Content-Encoding: gzip\r\n"))
        counts[status] = counts.get(status, 0) + 1
    return f"{BOMBS} bodies of {len(small) >> 10} and {len(large) >> 10} KiB; {tell(counts)}"


BAD = [
    request(b"{"), request(b""), request(b"[" * 60000), request(b'{"tonic":7}'), request(b'{"tonic":"H","octave":4}'),
    request(b'{"rhythm":"9","rhythmType":16,"tonic":"C"}', path=b"/random"), request(path=b"/nothing"),
    request(method=b"DELETE"), request(b"\x00\xff" * 100), request(b" " * 70000), request(path=b"/%00%ff"),
    b"\x00\x01\x02\r\n\r\n", b"GET\r\n\r\n", b"POST /mary HTTP/9.9\r\n\r\n",
    b"POST /mary HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    b"POST /mary HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
    b"POST /mary HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
]


def bad_requests(site):
    counts = {}
    chance = random.Random(1)
    for _ in range(BAD_REQUESTS):
        status = ask(site, chance.choice(BAD), 5)
        counts[status] = counts.get(status, 0) + 1
    return f"{BAD_REQUESTS} requests; {tell(counts)}"


FLOODS = [slow_headers, slow_body, idle, slow_readers, chunked_bodies, header_bombs, gzip_bombs, bad_requests]


def flood_site(server, floods):
    """Returns how many floods passed and how many failed."""
    passed = failed = 0
    site = Site(server)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        workers = site.workers()
        for flood in floods:
            watch, start = Watch(site), time.monotonic()
            watch.start()
            said = flood(site)
            watch.stop()
            times = sorted(watch.times)
            worker, web = site.memory()
            complaints = [complaint for complaint, is_so in [
                (f"{watch.failed} bystanders failed", watch.failed > 0),
                ("a worker died", site.workers() != workers),
                ("a worker's memory", watch.worker > WORKER_MAX),
                ("the web server's memory", watch.server > SERVER_MAX),
            ] if is_so]
            passed, failed = passed + (not complaints), failed + bool(complaints)
            print(f"{server:9}{flood.__name__.replace('_', ' '):15}{time.monotonic() - start:6.1f} s  "
                  f"bystanders {len(times):5}, failed {watch.failed:3}, median {times[len(times) // 2] * 1e3:6.1f} ms, "
                  f"slowest {times[-1] * 1e3:7.1f} ms  worker MiB {watch.worker:5.1f}, then {worker:5.1f}  "
                  f"{server} MiB {watch.server:6.1f}, then {web:6.1f}  {said}{'  FAILED: ' if complaints else ''}"
                  f"{'; '.join(complaints)}", flush=True)
            workers = site.workers()
    finally:
        site.end()
    return passed, failed


def main():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    servers = os.environ.get("SERVER", "lighttpd nginx").split()
    floods = [flood for flood in FLOODS if flood.__name__ in sys.argv[1:]] or FLOODS
    results = [flood_site(server, floods) for server in servers]
    passed, failed = map(sum, zip(*results))
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
