import type { KeyObject } from "node:crypto";
import { exportJWK, generateKeyPair } from "jose";
import type { SigningAlg } from "../oauth/model";
import { decryptPrivateJwk, encryptPrivateJwk } from "./key-encryption";
import { createSignature, importPrivateJwk } from "./sign-jwt";
import type { SealedKey, Signer } from "./signer";

/** The most private keys that are held at once; far more than are published. */
const MOST_KEYS = 100;

/** Signs in this process, which holds the private keys that it has used. */
export class LocalSigner implements Signer {
  readonly #keys = new Map<string, Promise<KeyObject>>();

  async makeKey(alg: SigningAlg, kid: string) {
    // RFC 7518 §3.3: RSA keys of 2048 bits or more.
    const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true, modulusLength: 2048 });
    return {
      publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: "sig" },
      privateJwe: await encryptPrivateJwk(await exportJWK(privateKey)),
    };
  }

  async sign(key: SealedKey, header: string, payload: string): Promise<string> {
    return createSignature(key.alg, `${header}.${payload}`, await this.#open(key));
  }

  async reseal(privateJwe: string): Promise<string> {
    return encryptPrivateJwk(await decryptPrivateJwk(privateJwe));
  }

  #open({ kid, privateJwe }: SealedKey): Promise<KeyObject> {
    const known = this.#keys.get(kid);
    if (known) return known;
    const opened = decryptPrivateJwk(privateJwe).then(importPrivateJwk);
    if (this.#keys.size >= MOST_KEYS) this.#keys.clear();
    this.#keys.set(kid, opened);
    opened.catch(() => this.#keys.delete(kid));
    return opened;
  }
}
