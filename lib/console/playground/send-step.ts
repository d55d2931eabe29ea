import { randomBytes } from "node:crypto";
import { PLAYGROUND_CALLBACK_PATH } from "../../auth/playground-requests";
import { getEnv } from "../../env";
import { hashSecret } from "../../oauth/secrets";
import { type PlaygroundRequest, sendAsClient } from "./act-as-client";
import {
  type Exchange,
  PLAYGROUND_MISTAKES,
  PLAYGROUND_STEPS,
  type PlaygroundMistake,
  type PlaygroundStep,
} from "./exchange";
import { findRun, keepRun, type Player, type Run } from "./run";

/** What can be sent, rightly or wrongly. */
export const PLAYGROUND_ACTS = [...PLAYGROUND_STEPS, ...PLAYGROUND_MISTAKES] as const;

export type PlaygroundAct = PlaygroundStep | PlaygroundMistake;

/**
 * Does one act of a run and keeps what came of it.
 * @returns "over": there is no run; "early": the run has nothing yet that this act needs
 */
export async function sendStep(player: Player, act: PlaygroundAct, now: Date): Promise<"sent" | "over" | "early"> {
  const run = await findRun(player, now);
  if (run === null) return "over";
  const stateHash = hashSecret(run.state);
  if (act === "wrong_nonce") {
    if (run.tokens.id === null) return "early";
    await keepRun({ ...run, isNonceWrong: true }, stateHash, now);
    return "sent";
  }
  const request = requestOf(act, run);
  if (request === null) return "early";
  const exchange = await sendAsClient(player.managed, request);
  if (exchange === null) return "over";
  const tokens = { ...run.tokens, ...tokensOf(act, exchange) };
  await keepRun({ ...run, tokens, exchanges: { ...run.exchanges, [act]: exchange } }, stateHash, now);
  return "sent";
}

/** Whether the run has what this act needs. */
export function canSend(act: PlaygroundAct, run: Run): boolean {
  return act === "wrong_nonce" ? run.tokens.id !== null : requestOf(act, run) !== null;
}

/** The request of an act; null: the run has nothing to send in it. */
function requestOf(act: Exclude<PlaygroundAct, "wrong_nonce">, run: Run): PlaygroundRequest | null {
  const { access, refresh, own } = run.tokens;
  const callback = getEnv().issuer + PLAYGROUND_CALLBACK_PATH;
  const isRedeemed = run.exchanges.exchange?.response.status === 200;
  const redeem = (redirectUri: string, verifier: string): PlaygroundRequest | null =>
    run.code === null
      ? null
      : {
          endpoint: "token",
          fields: [
            ["grant_type", "authorization_code"],
            ["code", run.code],
            ["redirect_uri", redirectUri],
            ["code_verifier", verifier],
          ],
        };
  const about = (endpoint: "introspect" | "revoke", token: string | null): PlaygroundRequest | null =>
    token === null ? null : { endpoint, fields: [["token", token]] };
  switch (act) {
    case "exchange":
      return isRedeemed ? null : redeem(callback, run.verifier);
    case "wrong_verifier":
      return redeem(callback, randomBytes(32).toString("base64url"));
    case "other_redirect_uri":
      return redeem("https://app.example/another/callback", run.verifier);
    case "code_again":
      return isRedeemed ? redeem(callback, run.verifier) : null;
    case "userinfo":
      return access === null ? null : { endpoint: "userinfo", fields: [], bearer: access };
    case "refresh":
      return refresh === null
        ? null
        : {
            endpoint: "token",
            fields: [
              ["grant_type", "refresh_token"],
              ["refresh_token", refresh],
            ],
          };
    case "introspect":
      return about("introspect", access ?? own);
    case "revoke":
      return about("revoke", access ?? own);
    case "client_credentials":
      return { endpoint: "token", fields: [["grant_type", "client_credentials"]] };
  }
}

/** The tokens that an answer brought. */
function tokensOf(act: PlaygroundAct, { response }: Exchange): Partial<Run["tokens"]> {
  if (response.status !== 200) return {};
  const gives = act === "exchange" || act === "refresh" || act === "client_credentials";
  if (!gives) return {};
  const body: unknown = JSON.parse(response.body);
  const read = (name: string): string | null => {
    const value = typeof body === "object" && body !== null ? (body as Record<string, unknown>)[name] : undefined;
    return typeof value === "string" ? value : null;
  };
  if (act === "client_credentials") return { own: read("access_token") };
  const refresh = read("refresh_token");
  const id = read("id_token");
  return { access: read("access_token"), ...(refresh !== null && { refresh }), ...(id !== null && { id }) };
}
