import { describe, expect, it } from "vitest";
import { digestPassword } from "./digest.mjs";
import { readForeignHash } from "./read-hash";
import { digestFast } from "./stored";

const english = "four quiet grey herons";
const others = "pässwörd 왜가리";

/** Whether a password has a hash that another program wrote. */
async function isRight(password: string, written: string): Promise<boolean> {
  const reading = readForeignHash(written);
  if ("problem" in reading) throw new Error(`${written}: ${reading.problem}`);
  const { scheme, salt, digest } = reading.hash;
  const made =
    scheme.kind === "fast" ? digestFast(password, scheme, salt) : await digestPassword(password, scheme, salt);
  return made.equals(digest);
}

/** Each was made by the program that it names, in a Python of its own, and never by the portal. */
const hashes = {
  "bcrypt 4.0.1, 2a": [english, "$2a$06$3WqzbVTsBMXtWiZYCAP6FOcKL1TK8aNs0GhB9drkoJ/098IiZURDS"],
  "bcrypt 4.0.1, 2b": [english, "$2b$06$4j5ZchU0u4oFYW6EDB4hyeyPK6u4sMFr5axPHSCBTGS07g8dum3d6"],
  "bcrypt 4.0.1, other letters": [others, "$2b$06$ZM/EqwfxfrZMJYZqSyptWuik7940OwaGBllKbRr3od6xkfuc9kHhW"],
  "passlib 1.7.4, 2y as PHP writes it": [english, "$2y$06$i1/nxs/mOseG39fP4/MHROI2iFk8DDn0RyQMLVR3IQI5HkRy89UvK"],
  "passlib 1.7.4, PBKDF2 of SHA-1": [english, "$pbkdf2$1200$4tw7J8QYw5hzzjkHgPAeAw$3WM8YjkqlyQdvcz3UC35T9P22gc"],
  "passlib 1.7.4, PBKDF2 of SHA-256": [
    english,
    "$pbkdf2-sha256$2900$MoZQSkmplVLKGcMYY.x9zw$ppVIZQW7Qq8xzkOC47yZIVsdPR9tw4CixXpRRTEOdw4",
  ],
  "passlib 1.7.4, PBKDF2 of SHA-512": [
    others,
    "$pbkdf2-sha512$1100$0jqH0Nq7VyplDKG0VsqZsw$V8j6YSXn1F2gOCEkCmqOs0SUQJN7PXpgQgPdFQbUzfrmTd2qIG9qLQnqNsVfDPLKGztA01r2xPGRhwA1FmvWxg",
  ],
  "passlib 1.7.4, scrypt": [
    english,
    "$scrypt$ln=10,r=8,p=1$2zvHuHcuRei9F0IIgRACgA$Pf2Xx9+xaZZerDRRaboEWxe60l5cIiB/OulWWdVV0FY",
  ],
  "argon2-cffi 25.1.0, Argon2id": [
    english,
    "$argon2id$v=19$m=1024,t=2,p=2$PAQ6rcI10JUVIegxnYrT5g$XWXQ1gtvSN2zDvkDARSnY9NWSXuUwGaobF3L1v2+8QE",
  ],
  "argon2-cffi 25.1.0, Argon2i": [
    others,
    "$argon2i$v=19$m=512,t=3,p=1$zPGHJ0Dy9u3BV8qqO3q0rw$4WqLnr6mx5Ham72pP+HTjxKoi9JAz9nu2lG3fnnqQ5g",
  ],
  "argon2-cffi 25.1.0, Argon2d": [
    english,
    "$argon2d$v=19$m=256,t=1,p=1$RjcoDs7oB84NQnCmlPaxrw$y11qltD5ddXQ+BL14KSZMZzJeShYk/+7",
  ],
  "Django 5.2.19, PBKDF2 of SHA-256": [
    english,
    "pbkdf2_sha256$1500$saltSALT$nxKfTt84AwfQeXUnqGRKz6XoFhCc6n7TTTU5bo0gL1A=",
  ],
  "Django 5.2.19, PBKDF2 of SHA-1": [others, "pbkdf2_sha1$1500$abcdefgh$JUoQUtYBDVSaJkUuH0+dgVbOXCs="],
  "Django 5.2.19, Argon2": [
    english,
    "argon2$argon2id$v=19$m=102400,t=2,p=8$c29tZXNhbHRzb21lc2FsdA$pk2NGNMXLSSOJyb+3a1DXWCoomFaWtNmcosjsChfRD0",
  ],
  "Django 5.2.19, bcrypt of SHA-256": [
    english,
    "bcrypt_sha256$$2b$05$200GHbuacA0oyS5cjNdES.V57XvWXfaEqy8MvqAz7Caku6mh4BAfW",
  ],
  "Django 5.2.19, MD5": [english, "md5$salt1$53f7fadf615dc49092f51a1097c925ad"],
  "Django 5.2.19, scrypt": [
    english,
    "scrypt$1024$saltysalt$8$5$UdUrdsgrPLYXMOru0971mehmvsZ5/2uFBMfOVDdne6p7qjufWzC5I9vIF3H20Z5n/xAhN3bjakyPPBndMlsP6Q==",
  ],
  "Werkzeug 3.1.9, PBKDF2": [
    english,
    "pbkdf2:sha256:1000$un9rmjjWcGm5iyfv$9957b5f9494149ed2d2e50fd7329beae663bb2dd2f095dd3f187452edb30c3e7",
  ],
  "Werkzeug 3.1.9, scrypt": [
    english,
    "scrypt:1024:8:1$Xr2SayCMWlYze8JQ$c61b193fcd7b5125156b7d5748a50e4e18cd2d5eb7e93a33518d29f6ac2107421b657a738f912f672782b491abb59651b35a902d72da2de5db981b0104fd205f",
  ],
  "passlib 1.7.4, {SSHA}": [english, "{SSHA}KHU85F0Eud6ngEnTso7/WDqqZpgxBkDI"],
  "passlib 1.7.4, {SHA}": [english, "{SHA}V+is/QzVtJBByQnO85Y0DtFOVBo="],
  "passlib 1.7.4, {MD5}": [english, "{MD5}DUiPIRpulwr/FExlrO/92w=="],
  "passlib 1.7.4, {SMD5}": [others, "{SMD5}wyNS5cmZ79qOi//S3hSMy4+xljI="],
  "passlib 1.7.4, {SSHA256}": [english, "{SSHA256}GTEbj9xm5MIlJ5WS7CVFU84Gy6xCC15s1kqtyftR/9w3ZowRQsi51w=="],
  "passlib 1.7.4, {SSHA512}": [
    english,
    "{SSHA512}xURY+Je7v2YtNL64qREeBbYJ1gLwcEv0/LGTw30li65+40SruClEzEEFM+O8eA6bvQJkrnHsKDG4+9lyv1YvxJfSmnPOOSdE",
  ],
} satisfies Record<string, [password: string, written: string]>;

describe("a password by the hash of another program", () => {
  it.each(Object.entries(hashes))("%s", async (_, [password = "", written = ""]) => {
    expect(await isRight(password, written)).toBe(true);
    expect(await isRight(`${password}.`, written)).toBe(false);
  });
});
