import type { Socket } from "node:net";
import { z } from "zod";
import type { SealedKey } from "./signer";

// What a process and the signer say to each other: JSON, one message a line.

const alg = z.enum(["RS256", "PS256", "ES256", "EdDSA"]);
const key = z.object({ kid: z.string(), alg, privateJwe: z.string() }) satisfies z.ZodType<SealedKey>;
const number = z.number().int();

/** What a process asks of the signer. */
export const requestSchema = z.discriminatedUnion("act", [
  z.object({ number, act: z.literal("make"), alg, kid: z.string() }),
  /** `key`: as a whole, or its `kid` alone once the signer knows it */
  z.object({
    number,
    act: z.literal("sign"),
    key: z.union([key, z.string()]),
    header: z.string(),
    payload: z.string(),
  }),
  z.object({ number, act: z.literal("reseal"), privateJwe: z.string() }),
]);

/** What the signer answers to the request of the same number. */
export const answerSchema = z.object({
  number,
  /** a text, or a JSON object as text */
  value: z.string().optional(),
  /** it did not do it: it does not know the `kid` that stands alone, or another reason as a sentence */
  refusal: z
    .union([
      z.object({ kind: z.literal("unknown") }),
      z.object({ kind: z.literal("failed"), name: z.string(), message: z.string() }),
    ])
    .optional(),
});

export type SignerRequest = z.infer<typeof requestSchema>;
export type SignerAnswer = z.infer<typeof answerSchema>;

/** A request as it is before it gets its number. */
export type Numbered<T> = T extends { number: number } ? Omit<T, "number"> : never;

/** Characters of the longest line; longer ones end the connection. */
const MOST_CHARACTERS = 1_000_000;

/** Calls `onLine` with each line that arrives. */
export function readLines(socket: Socket, onLine: (line: string) => void): void {
  let rest = "";
  socket.setEncoding("utf8");
  socket.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
    if (rest.length > MOST_CHARACTERS) socket.destroy();
  });
}

/** Writes lines, those of one moment in one piece: a system call for each would cost more than the rest. */
export function writeLines(socket: Socket): (line: string) => void {
  let waiting: string[] = [];
  return (line) => {
    if (waiting.push(line) > 1) return;
    setImmediate(() => {
      const text = `${waiting.join("\n")}\n`;
      waiting = [];
      if (!socket.destroyed) socket.write(text);
    });
  };
}
