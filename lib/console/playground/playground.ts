import { getProtocolContext } from "../../auth/protocol-context";
import { authorizationPath, signsIn } from "./begin-run";
import { type ReadToken, readToken } from "./read-token";
import { findRun, type Player, type Run } from "./run";
import { canSend, PLAYGROUND_ACTS, type PlaygroundAct } from "./send-step";

/** What the page of the playground shows. */
export interface OpenedPlayground {
  /** people sign in to this app */
  signsIn: boolean;
  /** null: nothing was begun, or it is over */
  run: {
    asked: Run["asked"];
    /** null: the app signs nobody in, or the answer is there */
    authorizationPath: string | null;
    answered: Run["answered"];
    exchanges: Run["exchanges"];
    /** what can be sent now */
    sendable: ReadonlySet<PlaygroundAct>;
    idToken: ReadToken | null;
    /** null: there is none, or it is opaque */
    accessToken: ReadToken | null;
    hasAccessToken: boolean;
    isNonceWrong: boolean;
    /** where the browser signs out; null: there is no ID token to do it with */
    signOutPath: string | null;
  } | null;
}

/** What a developer has tried with the app in this session, its tokens decoded and checked. */
export async function openPlayground(player: Player, now: Date): Promise<OpenedPlayground> {
  const run = await findRun(player, now);
  const known = { signsIn: signsIn(player.managed) };
  if (run === null) return { ...known, run: null };
  const { issuer, keys } = getProtocolContext();
  const { id, access } = run.tokens;
  const published = id === null && access === null ? [] : await keys.listPublicJwks();
  const nonce = run.isNonceWrong ? "of-another-sign-in" : run.nonce;
  const expected = { issuer, now };
  return {
    ...known,
    run: {
      asked: run.asked,
      authorizationPath: run.asked !== null && run.answered === null ? authorizationPath(run.asked) : null,
      answered: run.answered,
      exchanges: run.exchanges,
      sendable: new Set(PLAYGROUND_ACTS.filter((act) => canSend(act, run))),
      idToken: id === null ? null : await readToken(id, { ...expected, audience: run.clientId, nonce }, published),
      accessToken: access === null ? null : await readToken(access, expected, published),
      hasAccessToken: access !== null,
      isNonceWrong: run.isNonceWrong,
      signOutPath: id && `/oauth/end-session?${new URLSearchParams({ id_token_hint: id })}`,
    },
  };
}
