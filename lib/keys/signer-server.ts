import { createServer, type Socket } from "node:net";
import type { SignedTyp } from "../oauth/context";
import { LocalSigner } from "./local-signer";
import type { SealedKey } from "./signer";
import { readLines, requestSchema, type SignerAnswer, type SignerRequest, writeLines } from "./signer-messages";

/** Requests of one connection that are under way at once, at most. */
const MOST_AT_ONCE = 4_000;

/** What the signer signs: every kind that the portal asks for, and nothing else. */
const TYPES: Record<SignedTyp, true> = {
  JWT: true,
  "at+jwt": true,
  "logout+jwt": true,
  "statuslist+jwt": true,
  "userinfo+jwt": true,
  "secevent+jwt": true,
  "consent-receipt+jwt": true,
};

/** @throws when a header does not name the key and a kind of token of the portal */
function checkHeader(encoded: string, { kid, alg }: SealedKey): void {
  const header: unknown = JSON.parse(Buffer.from(encoded, "base64url").toString());
  const named = typeof header === "object" && header !== null ? (header as Record<string, unknown>) : {};
  if (named.kid !== kid || named.alg !== alg || typeof named.typ !== "string" || !Object.hasOwn(TYPES, named.typ)) {
    throw new Error("The header is none that the portal signs.");
  }
}

function readRequest(line: string) {
  try {
    return requestSchema.safeParse(JSON.parse(line));
  } catch {
    return requestSchema.safeParse(null);
  }
}

/**
 * Signs for other processes of the portal until it is closed.
 * @param path of the socket, in a folder that only this user can open
 */
export async function serveSigner(path: string): Promise<() => Promise<void>> {
  const signer = new LocalSigner();
  const keys = new Map<string, SealedKey>();
  const sockets = new Set<Socket>();
  /** Headers that were found right: there are few. */
  const right = new Set<string>();

  function findKey(given: SealedKey | string): SealedKey | null {
    if (typeof given === "string") return keys.get(given) ?? null;
    keys.set(given.kid, given);
    return given;
  }

  async function doIt(request: SignerRequest): Promise<Omit<SignerAnswer, "number">> {
    switch (request.act) {
      case "make":
        return { value: JSON.stringify(await signer.makeKey(request.alg, request.kid)) };
      case "reseal":
        return { value: await signer.reseal(request.privateJwe) };
      case "sign": {
        const key = findKey(request.key);
        if (!key) return { refusal: { kind: "unknown" } };
        const name = `${key.kid} ${request.header}`;
        if (!right.has(name)) checkHeader(request.header, key);
        if (right.size > 1_000) right.clear();
        right.add(name);
        return { value: await signer.sign(key, request.header, request.payload) };
      }
    }
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    const write = writeLines(socket);
    let underWay = 0;
    socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket));
    readLines(socket, (line) => {
      const parsed = readRequest(line);
      if (!parsed.success || underWay >= MOST_AT_ONCE) {
        socket.destroy();
        return;
      }
      const { data: request } = parsed;
      underWay += 1;
      const toRefusal = (error: Error) => ({
        refusal: { kind: "failed" as const, name: error.name, message: error.message },
      });
      void doIt(request)
        .catch(toRefusal)
        .then((answer) => {
          underWay -= 1;
          write(JSON.stringify({ ...answer, number: request.number } satisfies SignerAnswer));
        });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
  return async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
}
