/**
 * Names of what must never be in the log, wherever a name stands before its value: as a member of an object, a parameter of
 * a form or an address, or a header. This is the only list of them.
 */
export const REDACTED_NAMES = [
  "password",
  "new-password",
  "current-password",
  "client_secret",
  "secret",
  "code",
  "code_verifier",
  "otp",
  "recovery-code",
  "token",
  "access_token",
  "refresh_token",
  "id_token",
  "id_token_hint",
  "client_assertion",
  "assertion",
  "request",
  "csrf",
  "authorization",
  "proxy-authorization",
  "cookie",
  "set-cookie",
];

/** Headers whose whole line is secret. */
const SECRET_HEADERS = ["authorization", "proxy-authorization", "cookie", "set-cookie"];

/** Names that are also ordinary words before a colon: `code: "ECONNREFUSED"`. */
const ORDINARY = new Set(["code", "request", "token", "secret", "assertion"]);

const CENSOR = "[redacted]";

/** @param {Iterable<string>} names */
const anyOf = (names) => [...names].map((name) => name.replace("-", "\\-")).join("|");

/** The portal's own codes, tokens and secrets, whose beginning says what they are; a client id is none. */
const OWN_SECRETS = /\bpt_(?!cl_)[a-z]{2}_[\w-]{8,}/g;
const HEADERS = new RegExp(`\\b(${anyOf(SECRET_HEADERS)})(["']?\\s*:\\s*)[^\\r\\n]+`, "gi");
const PARAMETERS = new RegExp(`(?<![\\w-])(${anyOf(REDACTED_NAMES)})=[^\\s&"'<>]+`, "gi");
const MEMBERS = new RegExp(
  `(["']?)(?<![\\w-])(${anyOf(REDACTED_NAMES.filter((name) => !ORDINARY.has(name)))})\\1\\s*:\\s*("[^"]*"|'[^']*'|[^\\s,}]+)`,
  "gi",
);
// A scheme is short, and is looked for where a word begins: strangers choose the addresses that are logged.
const URL_PASSWORDS = /((?<![a-z+])[a-z][a-z+]{0,20}:\/\/[^\s:/@]*:)[^\s/@]+(?=@)/gi;
const BEARER = /\b(Basic|Bearer|DPoP) [\w.~+/=-]{8,}/g;

/**
 * A text for the log without the secrets in it. It is the second line of defence, for what others put into a sentence, such as
 * the message of an error. What is logged on purpose names its values, which pino redacts by {@link REDACTED_NAMES}.
 * @param {string} text
 */
export function redact(text) {
  return text
    .replace(OWN_SECRETS, CENSOR)
    .replace(HEADERS, `$1$2${CENSOR}`)
    .replace(PARAMETERS, `$1=${CENSOR}`)
    .replace(MEMBERS, `$1$2$1: ${CENSOR}`)
    .replace(URL_PASSWORDS, `$1${CENSOR}`)
    .replace(BEARER, `$1 ${CENSOR}`);
}

/** The places of an object at which pino looks for the names: three levels. */
export const REDACTED_PATHS = REDACTED_NAMES.flatMap((name) => ["", "*", "*.*"].map((place) => `${place}["${name}"]`));
