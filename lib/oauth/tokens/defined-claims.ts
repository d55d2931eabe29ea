import { PERSON_CLAIMS } from "./claims";

/** The kinds of values that the operator's own claims have. `flag` is true or false, `list` an array of texts. */
export const CLAIM_TYPES = ["text", "number", "flag", "list"] as const;
export type ClaimType = (typeof CLAIM_TYPES)[number];

export type ClaimValue = string | number | boolean | string[];

/** Characters of a text, and of each text of a list. */
const TEXT_LIMIT = 200;

/** Control characters, line breaks, and what turns the direction of the text around it. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

/** Texts of a list. */
const LIST_LIMIT = 20;

/** What JWTs, tokens and answers say by themselves. @see IANA, JSON Web Token Claims */
const PROTOCOL_NAMES = [
  "iss sub aud exp nbf iat jti azp nonce auth_time at_hash c_hash s_hash acr amr sid sub_jwk cnf events toe txn",
  "scope client_id act may_act typ active username token_type authorization_details verified_claims",
  "_claim_names _claim_sources error error_description __proto__ constructor prototype",
].flatMap((line) => line.split(" "));

const taken = new Set([...PERSON_CLAIMS, ...PROTOCOL_NAMES]);

/** What may be the name of an operator's own claim, a namespace before it included: `https://example.org/team`. */
const NAME = /^[A-Za-z][A-Za-z0-9_.:/-]{0,63}$/;

/** Why a name cannot be that of an operator's own claim; null: it can. @see OIDC Core §5.1.2, RFC 7519 §4.3 */
export function findClaimNameProblem(name: string): "malformed" | "reserved" | null {
  if (!NAME.test(name)) return "malformed";
  return taken.has(name.toLowerCase()) ? "reserved" : null;
}

/**
 * Reads a value as somebody typed it: a list has a text on each line, and a flag is `true` or `false`. Null is no
 * value; undefined means that the text is none of this type.
 */
export function readClaimValue(type: ClaimType, typed: string): ClaimValue | null | undefined {
  const text = typed.trim().normalize("NFC");
  if (text === "") return null;
  switch (type) {
    case "text":
      return isText(text) ? text : undefined;
    case "number": {
      const number = Number(text);
      return /^-?\d{1,15}(\.\d{1,9})?$/.test(text) && Number.isFinite(number) ? number : undefined;
    }
    case "flag":
      if (text === "true") return true;
      return text === "false" ? false : undefined;
    case "list": {
      const lines = text.split(/\r?\n/).flatMap((line) => line.trim() || []);
      return lines.length <= LIST_LIMIT && lines.every(isText) ? [...new Set(lines)] : undefined;
    }
  }
}

/**
 * A value as JSON has it; null is no value. Undefined means that it is none of this type.
 */
export function acceptClaimValue(type: ClaimType, value: unknown): ClaimValue | null | undefined {
  if (value === null) return null;
  if (type === "list") {
    const isList = Array.isArray(value) && value.every((text) => typeof text === "string" && isText(text));
    return isList ? readClaimValue(type, value.join("\n")) : undefined;
  }
  if (typeof value !== JSON_TYPES[type]) return undefined;
  return readClaimValue(type, String(value));
}

const JSON_TYPES = { text: "string", number: "number", flag: "boolean" } as const;

/** The same value as it is typed. */
export function writeClaimValue(value: ClaimValue | null): string {
  if (value === null) return "";
  return Array.isArray(value) ? value.join("\n") : String(value);
}

function isText(text: string): boolean {
  return [...text].length <= TEXT_LIMIT && !UNPRINTABLE.test(text);
}
