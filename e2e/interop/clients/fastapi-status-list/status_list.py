import base64
import threading
import time
import zlib

import httpx
import jwt

MAX_BYTES = 2**20  # of an unpacked list: eight million tokens


class StatusListCheck:
    """Tells which of an issuer's JWT access tokens are revoked, by the Token Status Lists that they name.

    It asks for a list once in its `ttl`, however many tokens are checked. `keys` are the issuer's.
    """

    def __init__(self, issuer: str, keys: jwt.PyJWKClient, algorithms: list[str]):
        self.issuer, self.keys, self.algorithms = issuer, keys, algorithms
        self.lists: dict[str, tuple[bytes, float, float]] = {}
        self.lock = threading.Lock()

    def is_revoked(self, claims: dict) -> bool:
        """Takes the claims of a verified token.

        Raises an error if the list cannot be read: refuse such a request.
        """
        if "status" not in claims:
            return False
        place = claims["status"]["status_list"]
        with self.lock:  # of many requests at once, one reads the list
            bits = self._get(place["uri"])
        byte, bit = divmod(place["idx"], 8)
        return bits[byte] >> bit & 1 == 1

    def _get(self, uri: str) -> bytes:
        bits, fresh_until, expires_at = self.lists.get(uri, (b"", 0, 0))
        if time.time() >= fresh_until:
            try:
                return self._read(uri)
            except Exception:
                # While the issuer does not answer, what it signed counts until it expires.
                if time.time() >= expires_at:
                    raise
        return bits

    def _read(self, uri: str) -> bytes:
        # Only the issuer says what became of its tokens, and no token may send this API anywhere else.
        if not uri.startswith(f"{self.issuer}/"):
            raise ValueError(f"The status list is not the issuer's: {uri}")
        response = httpx.get(uri, headers={"accept": "application/statuslist+jwt"}, timeout=5)
        response.raise_for_status()
        received_at = time.time()
        decoded = jwt.decode_complete(
            response.text,
            self.keys.get_signing_key_from_jwt(response.text),
            algorithms=self.algorithms,
            issuer=self.issuer,
            subject=uri,
            options={"require": ["iat", "exp", "iss", "sub"], "verify_aud": False},
        )
        claims = decoded["payload"]
        if decoded["header"].get("typ") != "statuslist+jwt" or claims["status_list"]["bits"] != 1:
            raise ValueError("The status list has another form")
        lst = claims["status_list"]["lst"]
        unpacker = zlib.decompressobj()
        bits = unpacker.decompress(base64.urlsafe_b64decode(lst + "=" * (-len(lst) % 4)), MAX_BYTES)
        fresh_until = min(received_at + claims.get("ttl", 0), claims["exp"])
        self.lists = {other: known for other, known in self.lists.items() if known[2] > received_at}
        self.lists[uri] = (bits, fresh_until, claims["exp"])
        return bits
