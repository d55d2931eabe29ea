import { z } from "zod";
import { getEnv } from "@/lib/env";
import { parseForeignJson } from "@/lib/oauth/wire/json";
import { findCurrentUser } from "./current-user";
import { getLoginPath } from "./return-to";

/** What happens to a POST to a page. */
export type PostVerdict =
  | { kind: "action"; userId: string }
  | { kind: "refuse"; status: 403 | 405 | 415 }
  | { kind: "answer"; status: 303 | 403; headers: Record<string, string> };

/** The most fields and files of a Server Action. */
const MAX_PARTS = 1_000;

/** The most bytes of a Server Action's arguments without a form. */
const MAX_ARGUMENT_BYTES = 64 * 1024;

/**
 * Judges a POST to a page before Next.js decodes it. Pages accept only Server Actions, and only from signed-in people
 * on the portal's own pages. Nobody else's form or Flight payload is decoded, because that is expensive and can fail in
 * many ways.
 * @param headers names in lower case
 * @param target path and query
 */
export async function judgePagePost(headers: Headers, target: string): Promise<PostVerdict> {
  const isFetch = headers.has("next-action");
  if (!isFetch && !isMultipart(headers.get("content-type"))) return { kind: "refuse", status: 405 };
  // Forms with an address of their own are neither.
  if (/\/submit(?:\?|$)/.test(target)) return { kind: "refuse", status: 415 };
  if (!isOwnOrigin(headers)) return { kind: "refuse", status: 403 };
  const user = await findCurrentUser(headers);
  if (user) return { kind: "action", userId: user.userId };
  const login = getLoginPath(target);
  // The router of Next.js follows its own header, and a form without JavaScript follows the redirect.
  return isFetch
    ? { kind: "answer", status: 403, headers: { "x-action-redirect": `${login};push` } }
    : { kind: "answer", status: 303, headers: { location: getEnv().issuer + login } };
}

/** Whether Next.js takes a POST with these headers for a Server Action. */
export function isActionRequest(nextAction: string | string[] | undefined, contentType: string | undefined): boolean {
  return nextAction !== undefined || isMultipart(contentType ?? null);
}

// `same-site` is not enough: other apps of the same company may be on sibling hosts.
function isOwnOrigin(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  if (site !== null && site !== "same-origin") return false;
  return origin === null || origin === getEnv().issuer;
}

function isMultipart(contentType: string | null): boolean {
  return contentType?.trim().toLowerCase().startsWith("multipart/form-data") === true;
}

/**
 * Whether the body of a Server Action holds only what the portal's own pages send, and is no larger than their forms.
 * React can decode much more (references, promises, maps, dates), which nothing here uses and which can break.
 */
export async function isActionBody(contentType: string | null, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  try {
    if (isMultipart(contentType)) {
      const form = await new Response(bytes, { headers: { "content-type": contentType ?? "" } }).formData();
      return [...form.keys()].length <= MAX_PARTS && [...form].every(isField);
    }
    if (bytes.byteLength > MAX_ARGUMENT_BYTES) return false;
    return isArguments(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return false;
    throw error;
  }
}

/** A field of the form itself, or one of React's own. */
function isField([name, value]: [name: string, value: FormDataEntryValue]): boolean {
  if (name.startsWith("$ACTION_") && !IS_ACTION_FIELD.test(name)) return false;
  if (typeof value !== "string") return !IS_ROW.test(name);
  // No text column can hold NUL, and no field of a page sends it.
  if (value.includes("\0")) return false;
  const [, part] = /^\$ACTION_\d+:(\d+)$/.exec(name) ?? [];
  if (part === "0") return isReference(value);
  return part === undefined && !IS_ROW.test(name) ? true : isArguments(value);
}

/**
 * The names of the fields that React adds to the portal's forms. React itself accepts anything in place of the numbers,
 * and would then read arguments under names that this check does not look at.
 */
const IS_ACTION_FIELD = /^\$ACTION_(?:KEY|ID_[0-9a-f]+|REF_\d+|\d+:\d+)$/;

/** The name of a part that React numbers: `0` is the list of arguments. */
const IS_ROW = /^(?:\d+|\$ACTION_\d+:\d+)$/;

/** The action of a form without JavaScript, and the place of its arguments. */
const referenceSchema = z.strictObject({ id: z.string(), bound: z.literal("$@1").nullable() });

function isReference(text: string): boolean {
  return referenceSchema.safeParse(parseForeignJson(text)).success;
}

/** A list of texts, numbers, plain objects and forms, in React's notation. */
function isArguments(text: string): boolean {
  const list = parseForeignJson(text);
  return Array.isArray(list) && list.every(isPlain);
}

function isPlain(value: unknown): boolean {
  if (typeof value === "string") return isPlainText(value);
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([name, member]) => name !== "__proto__" && isPlain(member));
}

/**
 * A text that starts with a dollar sign means something to React. Allowed are a doubled dollar sign, undefined, and a
 * form.
 */
function isPlainText(text: string): boolean {
  return !text.startsWith("$") || text.startsWith("$$") || /^\$(?:undefined|K[0-9a-f]+)$/.test(text);
}
