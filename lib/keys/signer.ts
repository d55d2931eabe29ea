import type { JWK } from "jose";
import type { SigningAlg } from "../oauth/model";

/** A private key as it is stored, which only a signer can read. */
export interface SealedKey {
  kid: string;
  alg: SigningAlg;
  /** compact JWE of the private JWK */
  privateJwe: string;
}

/**
 * Whoever holds the private halves of the signing keys: this process, a process of its own, or, as another implementation,
 * a module or service for keys (PKCS#11, KMS), where `privateJwe` would hold the name that the key has there.
 */
export interface Signer {
  /** Makes a key. @param kid its name */
  makeKey: (alg: SigningAlg, kid: string) => Promise<{ publicJwk: JWK; privateJwe: string }>;
  /**
   * The signature of a JWS.
   * @param header its encoded header, which must name the key and its algorithm
   * @param payload its encoded payload
   * @throws {SignerAwayError} when the signer does not answer in time, or has too much to do
   * @see RFC 7515 §5.1
   */
  sign: (key: SealedKey, header: string, payload: string) => Promise<string>;
  /** Encrypts a private half again, under the newest secret. @throws {SecretError} when no secret opens it */
  reseal: (privateJwe: string) => Promise<string>;
}
