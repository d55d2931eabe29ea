import { createHash } from "node:crypto";
import { z } from "zod";
import type { OAuthContext } from "../context";
import { OAuthError, tooManyRequests } from "../errors";
import { parseForeignJson } from "../wire/json";
import { jsonResponse } from "../wire/json-response";
import { readBody } from "../wire/params";
import { seeOther } from "../wire/see-other";
import type { FindingPlace } from "./leak-desk";
import { revokeLeaked } from "./revoke-leaked";

/** Where people report what they found, and come back to. */
export const LEAK_FORM_PATH = "/docs/leaks";

/** The most credentials in a report that a partner signed, and in any other. */
const MOST_SIGNED = 500;
const MOST_UNSIGNED = 20;

/** What this portal's credentials look like, and JWTs, which access tokens can be. */
const CREDENTIAL = /pt_(?:at|rt|cs|rg)_[\w-]{43}|eyJ[\w-]+\.[\w-]+\.[\w-]+/g;

const matchSchema = z.object({
  token: z.string().max(8_000),
  type: z.string().max(200).default(""),
  url: z.string().max(2_000).default(""),
  source: z.string().max(100).default(""),
});

type Match = z.infer<typeof matchSchema>;

/**
 * Takes reports of credentials that were found in public, and ends those that are this portal's. A partner that signs
 * its reports is told which of them were real (GitHub, Secret scanning partner program); anybody else learns nothing.
 * Whoever presents a credential has it, so nothing else needs to be proved.
 */
export async function handleLeakReport(request: Request, context: OAuthContext): Promise<Response> {
  const body = await readBody(request);
  const [type = ""] = (request.headers.get("content-type") ?? "").split(";");
  const isForm = type.trim().toLowerCase() === "application/x-www-form-urlencoded";
  const isSigned = !isForm && (await context.leaks.partner.areRight(request.headers, body));
  if (!isSigned) {
    const wait = await context.limit("leak_report", request);
    if (wait !== null) throw tooManyRequests(wait);
  }
  const text = new TextDecoder().decode(body);
  const matches = isForm ? readForm(text) : readMatches(text);
  const most = isSigned ? MOST_SIGNED : MOST_UNSIGNED;
  if (matches.length > most) {
    throw new OAuthError("invalid_request", `A report must not name more than ${most} credentials`, {
      cause: "list_too_long",
    });
  }
  const answers: object[] = [];
  for (const { token, type: tokenType, url, source } of matches) {
    const isReal = await take(token, isSigned ? { url, source } : {}, request, context);
    answers.push({
      token_hash: createHash("sha256").update(token).digest("hex"),
      token_type: tokenType,
      label: isReal ? "true_positive" : "false_positive",
    });
  }
  if (isForm) return seeOther(`${context.issuer}${LEAK_FORM_PATH}?sent=1#report`);
  return jsonResponse(isSigned ? answers : {});
}

/** Ends a credential, and tells whose it is the first time. Answers whether it is this portal's. */
async function take(token: string, place: FindingPlace, request: Request, context: OAuthContext): Promise<boolean> {
  const leak = await revokeLeaked(token, context);
  if (leak === null) return false;
  if (leak.wasLive) {
    const { kind, hint, clientId, userId } = leak;
    const data = { kind, ...(hint !== null && { hint }), ...(place.url && { url: place.url, source: place.source }) };
    context.record({ type: "credential.leaked", outcome: "failed", clientId, userId, data }, request);
    await context.leaks.tell(leak, place);
  }
  return true;
}

/** Everything in a pasted text that looks like a credential, each once. */
function readForm(text: string): Match[] {
  const pasted = new URLSearchParams(text).get("token") ?? "";
  const found = new Set(pasted.match(CREDENTIAL) ?? []);
  return [...found].map((token) => ({ token, type: "", url: "", source: "" }));
}

function readMatches(text: string): Match[] {
  let value: unknown;
  try {
    value = parseForeignJson(text);
  } catch (error) {
    throw new OAuthError("invalid_request", "The body is not well-formed JSON", { cause: "body_malformed", error });
  }
  const read = z.array(matchSchema).safeParse(value);
  if (read.success) return read.data;
  throw new OAuthError("invalid_request", "The body must be a JSON array of objects with a token", {
    cause: "body_malformed",
  });
}
