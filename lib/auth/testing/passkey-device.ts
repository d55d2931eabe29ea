import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** CBOR of what an authenticator writes: small whole numbers, byte strings, texts and maps. @see RFC 8949 §3 */
function encode(value: number | string | Uint8Array | Map<number | string, unknown>): Buffer {
  const head = (major: number, length: number) =>
    length < 24
      ? Buffer.from([(major << 5) | length])
      : length < 256
        ? Buffer.from([(major << 5) | 24, length])
        : Buffer.from([(major << 5) | 25, length >> 8, length & 255]);
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  const entries = [...value].flatMap(([key, each]) => [encode(key), encode(each as Parameters<typeof encode>[0])]);
  return Buffer.concat([head(5, value.size), ...entries]);
}

const hash = (data: string | Buffer) => createHash("sha256").update(data).digest();

/** What a device does otherwise than it should. */
export interface Deviation {
  origin?: string;
  rpId?: string;
  /** the person did not unlock it */
  isUnverified?: boolean;
  /** the counter is this, instead of one more */
  counter?: number;
  userHandle?: string;
}

/** A device that makes a passkey and signs with it, as browsers pass it on. */
export class PasskeyDevice {
  readonly credentialId = randomBytes(32);
  private readonly keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  private counter = 1;
  private userHandle = "";

  constructor(private readonly origin: string) {}

  private authenticatorData({ rpId, isUnverified, counter }: Deviation, attested: Buffer | null): Buffer {
    this.counter = counter ?? this.counter + 1;
    const flags = 0x01 | (isUnverified ? 0 : 0x04) | (attested ? 0x40 : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(this.counter);
    const rpHash = hash(rpId ?? new URL(this.origin).hostname);
    return Buffer.concat([rpHash, Buffer.from([flags]), count, attested ?? Buffer.alloc(0)]);
  }

  private clientData(type: string, challenge: string, { origin = this.origin }: Deviation): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  private answer(response: Record<string, string>): string {
    const id = this.credentialId.toString("base64url");
    return JSON.stringify({ id, rawId: id, type: "public-key", clientExtensionResults: {}, response });
  }

  /** @see WebAuthn Level 3 §7.1, §8.7 (no attestation) */
  make(options: { challenge: string; user: { id: string } }, deviation: Deviation = {}): string {
    this.userHandle = options.user.id;
    const { x = "", y = "" } = this.keys.publicKey.export({ format: "jwk" });
    const bytes = (text: string) => Buffer.from(text, "base64url");
    const key = encode(
      new Map<number, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, bytes(x)],
        [-3, bytes(y)],
      ]),
    );
    const length = Buffer.from([0, this.credentialId.length]);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.credentialId, key]);
    const authData = this.authenticatorData(deviation, attested);
    const attestation = new Map<string, unknown>([
      ["fmt", "none"],
      ["attStmt", new Map()],
      ["authData", authData],
    ]);
    return this.answer({
      clientDataJSON: this.clientData("webauthn.create", options.challenge, deviation).toString("base64url"),
      attestationObject: encode(attestation).toString("base64url"),
    });
  }

  /** @see WebAuthn Level 3 §7.2 */
  use({ challenge }: { challenge: string }, deviation: Deviation = {}): string {
    const clientData = this.clientData("webauthn.get", challenge, deviation);
    const authData = this.authenticatorData(deviation, null);
    const signature = sign("sha256", Buffer.concat([authData, hash(clientData)]), this.keys.privateKey);
    return this.answer({
      clientDataJSON: clientData.toString("base64url"),
      authenticatorData: authData.toString("base64url"),
      signature: signature.toString("base64url"),
      userHandle: deviation.userHandle ?? this.userHandle,
    });
  }
}
