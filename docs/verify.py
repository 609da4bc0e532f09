"""Checks an edition against a signed checkpoint, by Python's standard library alone: verify.py SITE EDITION [KEY]

EDITION: its address in the API, or file:///…. KEY: its public key, from elsewhere; else the site is believed."""

import json
import sys
from hashlib import sha256, sha512
from urllib.request import urlopen

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493  # Ed25519: RFC 8032, section 5.1
D = -121665 * pow(121666, -1, P) % P


def add(a, b):
    (x, y), (u, v), t = a, b, D * a[0] * b[0] * a[1] * b[1]
    return (x * v + u * y) * pow(1 + t, -1, P) % P, (y * v + x * u) * pow(1 - t, -1, P) % P


def times(n, a):
    return add(times(n // 2, add(a, a)), a if n % 2 else (0, 1)) if n else (0, 1)


def point(data):
    sign, y = divmod(int.from_bytes(data, "little"), 2**255)
    xx, i = (y * y - 1) * pow(D * y * y + 1, -1, P) % P, pow(2, (P - 1) // 4, P)
    x = next((x for x in (pow(xx, (P + 3) // 8, P) * k % P for k in (1, i)) if x * x % P == xx), None)
    assert y < P and x is not None and sign in (0, x and 1), "the key or the signature is no point of the curve"
    return (x if x % 2 == sign else P - x), y


def is_signed(key, text, signature):
    s, k = (int.from_bytes(data, "little") for data in (signature[32:], sha512(signature[:32] + key + text).digest()))
    left = times(s, point((4 * pow(5, -1, P) % P).to_bytes(32, "little")))
    return len(signature) == 64 and s < L and left == add(point(signature[:32]), times(k % L, point(key)))


def read(address):
    return json.load(urlopen(address))


if __name__ == "__main__":
    site, address, *keys = sys.argv[1:] if __debug__ else sys.exit("With -O nothing is checked.")
    api, edition = f"{site}/api/v1/", read(address)
    position, content = edition["position"], edition["content"]
    [signed] = read(f"{api}log/?covers={position}&limit=1")["checkpoints"] or sys.exit("No checkpoint covers it yet.")
    keys += [row["public_key"] for row in read(f"{api}log/keys/")["data"] if row["key"] == signed["key"]]
    text = "alliance-record-checkpoint/1\n{generation}\n{position}\n{chain}\n{at}\n".format(**signed).encode()
    assert is_signed(bytes.fromhex(keys[0]), text, bytes.fromhex(signed["signature"])), "not signed with the key"
    words = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    assert sha256(words.encode()).hexdigest() == edition["digest"], "the content is not the one with this digest"
    assert all(edition.get(name, told) == told for name, told in content.items()), "beside the content stands another"
    chain, rows = read(f"{api}log/?as_of={position - 1}")["chain"], [edition]
    while rows:
        for row in rows:
            link = "{}\n{position}\n{id}\n{edition}\n{action}\n{digest}\n".format(chain, **row)
            chain, position = sha256(link.encode()).hexdigest(), row["position"]
        left = min(signed["position"] - position, 500)
        rows = read(f"{api}changes/?after={position}&limit={left}")["data"] if left > 0 else []
    assert chain == signed["chain"], "the chain does not lead from this edition to the checkpoint"
    print(f"proven by the checkpoint of {signed['at']}: edition {edition['edition']} of {edition['api_url']}")
