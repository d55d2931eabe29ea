import { findCurrentUser } from "@/lib/auth/current-user";
import { getLoginPath } from "@/lib/auth/return-to";
import { getEnv } from "@/lib/env";

/** What becomes of a POST to a page. */
export type PostVerdict =
  | { kind: "action" }
  | { kind: "refuse"; status: 403 | 405 | 415 }
  | { kind: "answer"; status: 303 | 403; headers: Record<string, string> };

/** Fields and files of a Server Action at most. */
const maxParts = 1_000;

/** Bytes of a Server Action's arguments without a form. */
const maxArgumentBytes = 64 * 1024;

/**
 * Judges a POST to a page before Next.js decodes it. Pages take Server Actions only, and those are for people who are
 * signed in, from the portal's own pages: of nobody else is a form or a Flight payload decoded, which costs something
 * and can fail in many ways.
 * @param headers names in lower case
 * @param target path and query
 */
export async function judgePagePost(headers: Headers, target: string): Promise<PostVerdict> {
  const isFetch = headers.has("next-action");
  if (!isFetch && !isMultipart(headers.get("content-type"))) return { kind: "refuse", status: 405 };
  // Forms with an address of their own are neither.
  if (/\/submit(?:\?|$)/.test(target)) return { kind: "refuse", status: 415 };
  if (!isOwnOrigin(headers)) return { kind: "refuse", status: 403 };
  if (await findCurrentUser(headers)) return { kind: "action" };
  const login = getLoginPath(target);
  // The router of Next.js follows its own header; a form without JavaScript follows the redirect.
  return isFetch
    ? { kind: "answer", status: 403, headers: { "x-action-redirect": `${login};push` } }
    : { kind: "answer", status: 303, headers: { location: getEnv().issuer + login } };
}

/** Whether Next.js takes a POST with these headers for a Server Action. */
export function isActionRequest(nextAction: string | string[] | undefined, contentType: string | undefined): boolean {
  return nextAction !== undefined || isMultipart(contentType ?? null);
}

// `same-site` is not enough: other apps of this company may live on sibling hosts.
function isOwnOrigin(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  if (site !== null && site !== "same-origin") return false;
  return origin === null || origin === getEnv().issuer;
}

function isMultipart(contentType: string | null): boolean {
  return contentType?.trim().toLowerCase().startsWith("multipart/form-data") === true;
}

/** Whether the body of a Server Action is a form, or JSON, of a size that forms have. */
export async function isActionBody(contentType: string | null, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  try {
    if (isMultipart(contentType)) {
      const form = await new Response(bytes, { headers: { "content-type": contentType ?? "" } }).formData();
      return [...form.keys()].length <= maxParts;
    }
    if (bytes.byteLength > maxArgumentBytes) return false;
    JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return true;
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return false;
    throw error;
  }
}
