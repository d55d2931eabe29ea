import { z } from "zod";

/** What a developer can do in the playground, in the order of its page. Each is one request of the app. */
export const PLAYGROUND_STEPS = [
  "exchange",
  "userinfo",
  "refresh",
  "introspect",
  "revoke",
  "client_credentials",
] as const;

export type PlaygroundStep = (typeof PLAYGROUND_STEPS)[number];

/** What they can do wrong on purpose, to see what a mistake looks like. */
export const PLAYGROUND_MISTAKES = ["wrong_verifier", "other_redirect_uri", "code_again", "wrong_nonce"] as const;

export type PlaygroundMistake = (typeof PLAYGROUND_MISTAKES)[number];

const pairs = z.array(z.tuple([z.string(), z.string()]));

export const exchangeSchema = z.object({
  request: z.object({ method: z.string(), url: z.string(), headers: pairs, body: pairs }),
  response: z.object({ status: z.number(), headers: pairs, body: z.string() }),
  /** of the closed set of causes; null: it was not refused */
  cause: z.string().nullable(),
});

/** A request as an app would send it, its secrets left out, and the answer that came. */
export type Exchange = z.infer<typeof exchangeSchema>;
