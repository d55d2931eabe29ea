import { constants, createPrivateKey, type KeyObject, sign } from "node:crypto";
import type { JWK } from "jose";
import type { SigningAlg } from "../oauth/model";

type Sign = (data: Buffer, key: KeyObject) => Promise<Buffer>;

/** In another thread: an RSA signature takes a millisecond of processor time. */
const signByRsa =
  (padding: { padding: number; saltLength?: number }): Sign =>
  (data, key) =>
    new Promise((resolve, reject) => {
      sign("sha256", data, { key, ...padding }, (error, signature) => (error ? reject(error) : resolve(signature)));
    });

/** @see RFC 7518 §3.3 to §3.5, RFC 8037 §3.1 */
const signers: Record<SigningAlg, Sign> = {
  RS256: signByRsa({ padding: constants.RSA_PKCS1_PADDING }),
  // RFC 7518 §3.5: the salt is as long as the hash.
  PS256: signByRsa({ padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }),
  // Signing with a curve takes less time than handing the work to a thread.
  ES256: async (data, key) => sign("sha256", data, { key, dsaEncoding: "ieee-p1363" }),
  EdDSA: async (data, key) => sign(null, data, key),
};

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");

/** Encoded headers by key: each key uses the same few headers again and again. */
const headers = new WeakMap<KeyObject, Map<string, string>>();

function encodeHeader(header: { alg: SigningAlg; kid: string; typ: string }, key: KeyObject): string {
  const ofKey = headers.get(key) ?? new Map<string, string>();
  headers.set(key, ofKey);
  const name = `${header.kid} ${header.typ}`;
  const encoded = ofKey.get(name) ?? encode(header);
  ofKey.set(name, encoded);
  return encoded;
}

/** @throws if it is not a private key */
export function importPrivateJwk(jwk: JWK): KeyObject {
  return createPrivateKey({ key: { ...jwk }, format: "jwk" });
}

/**
 * A compact JWS of a JSON object. (`jose` signs through WebCrypto, which costs twice the processor time.)
 * @see RFC 7515 §3.1, §5.1
 */
export async function signJwt(
  payload: object,
  header: { alg: SigningAlg; kid: string; typ: string },
  key: KeyObject,
): Promise<string> {
  const signed = `${encodeHeader(header, key)}.${encode(payload)}`;
  return `${signed}.${(await signers[header.alg](Buffer.from(signed), key)).toString("base64url")}`;
}
