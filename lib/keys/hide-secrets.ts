import { parseDatabaseUrl } from "../database-url";
import { getEnv } from "../env";

/** The values of an address whose names say that they are secret, such as `?password=`. */
const SECRET_PARAMETER = /pass|pwd|secret|token/i;

/** What an address holds that nobody may read, as it is written and as it is meant. */
function secretsIn(address: string | null): string[] {
  if (address === null) return [];
  const { username, password, searchParams, search } = new URL(address);
  const [user, own] = [username, password].map((part) => decodeURIComponent(part));
  // As AUTH LOGIN and AUTH PLAIN send it: RFC 4616 §2.
  const sent = own ? [own, `\0${user}\0${own}`].map((text) => Buffer.from(text).toString("base64")) : [];
  const named = [...searchParams].filter(([name]) => SECRET_PARAMETER.test(name)).map(([, value]) => value);
  const written = [...search.matchAll(/[?&]([^=&]*)=([^&]*)/g)].flatMap(([, name = "", value = ""]) =>
    SECRET_PARAMETER.test(name) ? [value] : [],
  );
  return [password, own ?? "", ...sent, ...named, ...written];
}

/** The same of a `DATABASE_URL`, which can name several servers, so that it is no URL for Node.js. */
function secretsInDatabaseUrl(address: string | null): string[] {
  if (address === null) return [];
  const { password = "", tlsFiles } = parseDatabaseUrl(address);
  return [password, tlsFiles.keyPassword ?? ""].flatMap((each) => [each, encodeURIComponent(each)]);
}

/**
 * A text that came from elsewhere, without the portal's secrets: servers repeat what they were sent. Not for our own words,
 * which a password such as "portico" would blank.
 */
export function hideSecrets(text: string): string {
  const { secret, previousSecret, databaseUrl, smtpUrl } = getEnv();
  return [secret ?? "", previousSecret ?? "", ...secretsInDatabaseUrl(databaseUrl), ...secretsIn(smtpUrl)]
    .filter((each) => each !== "")
    .sort((one, other) => other.length - one.length)
    .reduce((safe, each) => safe.replaceAll(each, "…"), text);
}
