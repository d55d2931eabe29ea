import { isIP } from "node:net";
import { z } from "zod";
import { DatabaseUrlError, parseDatabaseUrl } from "./database-url";
import { isLoopback } from "./oauth/client/loopback";

/** The URL that was written; null: it is none. */
export function parseUrl(value: string): URL | null {
  return URL.canParse(value) ? new URL(value) : null;
}

/** A URL of one of these protocols. @param example for the sentence about a malformed one */
export function url(name: string, protocols: string[], example: string) {
  return z
    .string()
    .refine((value) => protocols.includes(parseUrl(value)?.protocol ?? ""), {
      message: `${name} must be a URL such as ${example}.`,
      abort: true,
    })
    .refine(isDecodable, `${name} has a % that encodes nothing: write it as %25, in passwords too.`);
}

/** Whether what programs decode of a URL can be decoded: user, password and path. */
function isDecodable(value: string): boolean {
  const parsed = parseUrl(value);
  try {
    decodeURIComponent(`${parsed?.username} ${parsed?.password} ${parsed?.pathname}`);
    return true;
  } catch {
    return false;
  }
}

/** @see parseDatabaseUrl */
export const databaseUrl = z.string().superRefine((value, ctx) => {
  try {
    parseDatabaseUrl(value);
  } catch (error) {
    if (!(error instanceof DatabaseUrlError)) throw error;
    ctx.addIssue(error.message);
  }
});

/** A whole number. @param unit what it is a number of */
export function integer(name: string, min: number, max: number, unit: string) {
  const message = `${name} must be ${unit} from ${min} to ${max}.`;
  return z.string().regex(/^\d+$/, message).transform(Number).pipe(z.number().min(min, message).max(max, message));
}

/** One of these words. */
export function choice<const T extends string>(name: string, values: [T, ...T[]]) {
  return z.enum(values, { error: `${name} must be ${values.slice(0, -1).join(", ")} or ${values.at(-1)}.` });
}

/** An address or a name of this machine. */
export function hostName(name: string) {
  return z.string().regex(/^[\w.:%-]+$/, `${name} must be an address or a name of this machine, such as 127.0.0.1.`);
}

/** The public address of the portal. */
export const issuer = z.string().superRefine((value, ctx) => {
  const parsed = parseUrl(value);
  if (!parsed || !["http:", "https:"].includes(parsed.protocol)) {
    ctx.addIssue("PORTICO_ISSUER must be the portal's public address, such as https://id.example.org.");
  } else if (parsed.protocol === "http:" && !isLoopback(parsed.hostname)) {
    ctx.addIssue("PORTICO_ISSUER must start with https:// (plain http is for localhost only).");
  } else if (value !== parsed.origin) {
    // RFC 8414 §2: no query or fragment; the portal also lives at the root of its host.
    ctx.addIssue(
      `PORTICO_ISSUER must be scheme, host and port only, without a path or trailing slash: ${parsed.origin}.`,
    );
  }
});

/** Names for networks in PORTICO_TRUST_PROXY. */
const networkWords: Record<string, string[]> = {
  loopback: ["127.0.0.0/8", "::1"],
  private: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
};

function isAddressOrNetwork(entry: string): boolean {
  const [address = "", prefix, ...more] = entry.split("/");
  const family = isIP(address);
  if (family === 0 || address.includes("%") || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 6 ? 128 : 32));
}

/** Addresses and networks, as a list. */
export const proxies = z.string().transform((value, ctx) => {
  if (value === "off") return [];
  if (value === "on") {
    ctx.addIssue(
      "PORTICO_TRUST_PROXY no longer takes the word on, which believed everybody: write the addresses or networks of your proxies, such as 127.0.0.1 or 10.0.0.0/8.",
    );
    return z.NEVER;
  }
  const entries = value.split(",").map((entry) => entry.trim());
  const named = entries.flatMap((entry) => networkWords[entry] ?? [entry]);
  if (named.every(isAddressOrNetwork)) return named;
  ctx.addIssue(
    "PORTICO_TRUST_PROXY must be addresses or networks of proxies, separated by commas, such as 127.0.0.1, 10.0.0.0/8, or the words loopback and private.",
  );
  return z.NEVER;
});
