import { connect, type Socket } from "node:net";
import { SecretError } from "./secret";
import type { Signer } from "./signer";
import {
  answerSchema,
  type Numbered,
  readLines,
  type SignerAnswer,
  type SignerRequest,
  writeLines,
} from "./signer-messages";

/** The signer does not answer, or has too much to do. The request can be tried again. */
export class SignerAwayError extends Error {
  override name = "SignerAwayError";
}

/** Requests that wait for an answer at once, at most. */
const MOST_WAITING = 2_000;

/** Milliseconds for an answer; a key of RSA takes a second on a busy machine. */
const PATIENCE_MS = { sign: 2_500, make: 20_000, reseal: 2_500 };

interface Waiting {
  resolve: (answer: SignerAnswer) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

/**
 * Lets another process sign. Connects when it is first asked, and again after the connection was lost: until then, whoever
 * asks is told so.
 * @param path of the socket
 */
export function connectToSigner(path: string): Signer {
  const waiting = new Map<number, Waiting>();
  /** keys that the process at the other end has read */
  const known = new Set<string>();
  let connection: { socket: Socket; write: (line: string) => void } | null = null;
  let last = 0;

  function lose(socket: Socket): void {
    if (connection?.socket !== socket) return;
    connection = null;
    known.clear();
    for (const { reject } of waiting.values()) reject(new SignerAwayError("The signer is away."));
  }

  function open() {
    const socket = connect(path);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => lose(socket));
    readLines(socket, (line) => {
      const answer = answerSchema.parse(JSON.parse(line));
      waiting.get(answer.number)?.resolve(answer);
    });
    socket.unref();
    connection = { socket, write: writeLines(socket) };
    return connection;
  }

  async function ask(request: Numbered<SignerRequest>): Promise<SignerAnswer> {
    if (waiting.size >= MOST_WAITING) throw new SignerAwayError("The signer has too much to do.");
    const { socket, write } = connection ?? open();
    last += 1;
    const number = last;
    socket.ref();
    try {
      return await new Promise<SignerAnswer>((resolve, reject) => {
        const giveUp = () => reject(new SignerAwayError("The signer does not answer."));
        const timer = setTimeout(giveUp, PATIENCE_MS[request.act]);
        waiting.set(number, { resolve, reject, timer });
        write(JSON.stringify({ ...request, number }));
      });
    } finally {
      clearTimeout(waiting.get(number)?.timer);
      waiting.delete(number);
      if (waiting.size === 0) socket.unref();
    }
  }

  function readAnswer({ value, refusal }: SignerAnswer): string {
    if (value !== undefined) return value;
    if (refusal?.kind === "failed" && refusal.name === "SecretError") throw new SecretError(refusal.message);
    throw new Error(refusal?.kind === "failed" ? refusal.message : "The signer gave no answer.");
  }

  return {
    makeKey: async (alg, kid) => JSON.parse(readAnswer(await ask({ act: "make", alg, kid }))),
    sign: async (key, header, payload) => {
      const first = await ask({ act: "sign", key: known.has(key.kid) ? key.kid : key, header, payload });
      // It was started again since.
      const answer = first.refusal?.kind === "unknown" ? await ask({ act: "sign", key, header, payload }) : first;
      const value = readAnswer(answer);
      known.add(key.kid);
      return value;
    },
    reseal: async (privateJwe) => readAnswer(await ask({ act: "reseal", privateJwe })),
  };
}
