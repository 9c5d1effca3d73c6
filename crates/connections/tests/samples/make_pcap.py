#!/usr/bin/env python3
"""Makes pcap.pcap and pcapng.pcapng: two connections, one with a greeting of this machine's OpenSSL, a name query and a
packet that is no packet. Addresses are those of RFC 5737 and RFC 3849."""
import ssl
import struct


def greeting(name):
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    context = ssl.create_default_context()
    context.set_alpn_protocols(["h2", "http/1.1"])
    client = context.wrap_bio(incoming, outgoing, server_hostname=name)
    try:
        client.do_handshake()
    except ssl.SSLWantReadError:
        pass
    return outgoing.read()


def v4(protocol, source, target, body, ttl=57):
    addresses = b"".join(bytes(map(int, one.split("."))) for one in (source, target))
    return struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(body), 0, 0, ttl, protocol, 0) + addresses + body


def tcp(ports, sequence, flags, payload=b"", mss=None):
    options = struct.pack(">BBH", 2, 4, mss) if mss else b""
    offset = (20 + len(options)) // 4 << 4
    return struct.pack(">HHIIBBHHH", *ports, sequence, 0, offset, flags, 65535, 0, 0) + options + payload


SYN, ACK, FIN = 2, 16, 1
hello = greeting("files.example")
there, back = ("192.0.2.7", "198.51.100.200"), ("198.51.100.200", "192.0.2.7")
ports = (51000, 443)
packets = [
    v4(6, *there, tcp(ports, 100, SYN, mss=1380)),
    v4(6, *back, tcp(ports[::-1], 900, SYN | ACK, mss=1460), ttl=64),
    v4(6, *there, tcp(ports, 101, ACK, hello[:200])),
    v4(6, *there, tcp(ports, 301, ACK, hello[200:])),
    v4(6, *back, tcp(ports[::-1], 901, ACK, b"x" * 1000), ttl=64),
    v4(17, *there, struct.pack(">HHHH", 53000, 53, 12, 0) + b"abcd"),
    v4(6, "203.0.113.9", there[1], tcp((40000, 22), 5, SYN, mss=1460), ttl=50),
    v4(6, *there, tcp(ports, 101 + len(hello), ACK | FIN)),
    b"\x00\x01",
]
frames = [b"\x02" * 12 + b"\x08\x00" + packet for packet in packets[:-1]] + packets[-1:]
START = 1715911503

with open("pcap.pcap", "wb") as file:
    file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
    for number, frame in enumerate(frames):
        file.write(struct.pack("<IIII", START + number, 250000, len(frame), len(frame)) + frame)


def block(kind, body):
    body += b"\0" * (-len(body) % 4)
    length = struct.pack("<I", 12 + len(body))
    return struct.pack("<I", kind) + length + body + length


with open("pcapng.pcapng", "wb") as file:
    file.write(block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)))
    file.write(block(1, struct.pack("<HHI", 1, 0, 0) + struct.pack("<HHB3x", 9, 1, 9) + struct.pack("<HH", 0, 0)))
    for number, frame in enumerate(frames):
        nanos = (START + number) * 10**9 + 250_000_000
        head = struct.pack("<IIIII", 0, nanos >> 32, nanos & 0xFFFFFFFF, len(frame), len(frame))
        file.write(block(6, head + frame + b"\0" * (-len(frame) % 4)))
