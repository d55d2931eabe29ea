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

/** The most headers that are remembered; a portal uses a few of each key. */
const MOST_HEADERS = 1_000;

/** Encoded headers: each key uses the same few again and again. */
const headers = new Map<string, string>();

function encodeHeader(header: { alg: SigningAlg; kid: string; typ: string }): string {
  const name = `${header.kid} ${header.alg} ${header.typ}`;
  const encoded = headers.get(name) ?? encode(header);
  if (headers.size >= MOST_HEADERS) headers.clear();
  headers.set(name, encoded);
  return encoded;
}

/** @throws if it is not a private key */
export function importPrivateJwk(jwk: JWK): KeyObject {
  return createPrivateKey({ key: { ...jwk }, format: "jwk" });
}

/** The encoded signature of a text. (`jose` signs through WebCrypto, which costs twice the processor time.) */
export async function createSignature(alg: SigningAlg, text: string, key: KeyObject): Promise<string> {
  return (await signers[alg](Buffer.from(text), key)).toString("base64url");
}

/**
 * A compact JWS of a JSON object.
 * @param sign answers the encoded signature
 * @see RFC 7515 §3.1, §5.1
 */
export async function signJwt(
  payload: object,
  header: { alg: SigningAlg; kid: string; typ: string },
  sign: (header: string, payload: string) => Promise<string>,
): Promise<string> {
  const parts = [encodeHeader(header), encode(payload)] as const;
  return `${parts.join(".")}.${await sign(...parts)}`;
}
