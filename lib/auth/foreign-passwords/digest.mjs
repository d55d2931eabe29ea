// Hashes a password as another program does, in the thread that checks passwords. Plain JavaScript, as that is.
import { createHash, pbkdf2Sync, scryptSync } from "node:crypto";
import bcrypt from "bcryptjs";
import { argon2d, argon2i, argon2id } from "hash-wasm";

const ARGON2 = { argon2d, argon2i, argon2id };

/**
 * @param {string} password exactly as it was typed
 * @param {import("./scheme").SlowScheme} scheme
 * @param {Uint8Array} salt for bcrypt, the 22 characters as they are written
 * @returns {Promise<Buffer>} for bcrypt, the 31 characters as they are written
 */
export async function digestPassword(password, scheme, salt) {
  switch (scheme.kind) {
    case "bcrypt": {
      const cost = String(scheme.cost).padStart(2, "0");
      const input = scheme.of === "sha256" ? createHash("sha256").update(password).digest("hex") : password;
      return Buffer.from(bcrypt.hashSync(input, `$2b$${cost}$${Buffer.from(salt)}`).slice(29));
    }
    case "pbkdf2":
      return pbkdf2Sync(password, salt, scheme.iterations, scheme.length, scheme.digest);
    case "scrypt": {
      const { n, r, p, length } = scheme;
      return scryptSync(password, salt, length, { N: n, r, p, maxmem: 128 * r * (n + p + 2) + 1_048_576 });
    }
    case "argon2": {
      const { type, m, t, p, length } = scheme;
      const options = { iterations: t, memorySize: m, parallelism: p, hashLength: length };
      return Buffer.from(await ARGON2[type]({ password, salt, ...options, outputType: "binary" }));
    }
  }
}
