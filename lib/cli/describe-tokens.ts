import type { MadeToken, ShownToken } from "../admin/initial-tokens";

/** A new initial access token as JSON, with its value, which is shown only once. */
export function describeNewToken({ id, value, uses, isTrusted, expiresAt }: MadeToken): string {
  const answer = {
    id,
    initial_access_token: value,
    uses,
    trusted: isTrusted,
    expires_at: expiresAt?.toISOString() ?? null,
  };
  return JSON.stringify(answer, null, 2);
}

/** A list for the terminal, one line per token. */
export function describeTokens(tokens: ShownToken[]): string {
  if (tokens.length === 0) return "There are no initial access tokens.";
  return tokens.map(describeToken).join("\n");
}

function describeToken(token: ShownToken): string {
  const day = (time: Date) => time.toISOString().slice(0, 10);
  const facts = [
    token.state.replace("_", " "),
    ...(token.isTrusted ? ["trusted"] : []),
    token.usesLeft === null ? "any number of uses" : `${token.usesLeft} uses left`,
    token.expiresAt ? `until ${day(token.expiresAt)}` : "no end",
    `made ${day(token.createdAt)} by ${token.createdByEmail ?? "the operator"}`,
    token.lastUsedAt ? `last used ${day(token.lastUsedAt)}` : "never used",
  ];
  return [token.id, facts.join(", "), token.note ?? ""].join("  ").trimEnd();
}
