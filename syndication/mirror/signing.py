"""Ed25519 (RFC 8032, section 5.1): whether a signature is of these bytes. Nothing here is secret: time may tell."""

from hashlib import sha256, sha512

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)

Point = tuple[int, int]
NEUTRAL: Point = (0, 1)


def name_of(key: str) -> str:
    """What a checkpoint calls the public key (hex) it is signed with."""
    return sha256(bytes.fromhex(key)).hexdigest()[:16]


def is_signed(key: bytes, text: bytes, signature: bytes) -> bool:
    a, r = point(key), point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or len(signature) != 64 or s >= L:
        return False
    k = int.from_bytes(sha512(signature[:32] + key + text).digest(), "little") % L
    return times(s, BASE) == add(r, times(k, a))


def add(a: Point, b: Point) -> Point:
    (x1, y1), (x2, y2) = a, b
    t = D * x1 * x2 * y1 * y2
    return (x1 * y2 + y1 * x2) * pow(1 + t, -1, P) % P, (y1 * y2 + x1 * x2) * pow(1 - t, -1, P) % P


def times(number: int, a: Point) -> Point:
    total = NEUTRAL
    while number:
        if number & 1:
            total = add(total, a)
        number, a = number >> 1, add(a, a)
    return total


def point(data: bytes) -> Point | None:
    """The point these 32 bytes are; None where they are none, or not the one form of it (section 5.1.3)."""
    if len(data) != 32:
        return None
    sign, y = divmod(int.from_bytes(data, "little"), 2**255)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT_OF_MINUS_ONE % P
    if y >= P or x * x % P != square or (sign and not x):
        return None
    return (x if x % 2 == sign else P - x), y


_base = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
assert _base
BASE: Point = _base
