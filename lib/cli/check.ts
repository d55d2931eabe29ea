import { accessSync, constants } from "node:fs";
import { findGeoProblem } from "../auth/find-place";
import { parseDatabaseUrl } from "../database-url";
import { type Env, EnvError, getVariables, listUnknownVariables, parseEnv, type Variables } from "../env";
import { isLoopback } from "../oauth/client/loopback";
import { type Finding, judgeIssuer, judgePlaces } from "./doctor-checks";
import { examineDataFolder } from "./examine-folder";

/**
 * Whether a portal could start with these variables: each of them, names that nobody reads, and the files that they name.
 * Starts nothing, opens neither database nor network, and writes nothing.
 * @see examine, which asks a running portal and its database
 */
export async function examineConfiguration(variables = getVariables()): Promise<Finding[]> {
  const unknown = listUnknownVariables(variables).map(toFault);
  const env = readEnv(variables);
  if (Array.isArray(env)) return [...env.map(toFault), ...unknown];
  const known: Finding[] =
    unknown.length > 0
      ? []
      : [{ verdict: "ok", check: "configuration", sentence: "Each variable is known and right." }];
  const { issuer, geoDatabase } = env;
  return [
    ...known,
    ...unknown,
    judgeIssuer(issuer, !isLoopback(new URL(issuer).hostname)),
    ...examineDataFolder(env),
    ...examineCertificates(env, variables),
    ...(geoDatabase === null ? [] : [judgePlaces(geoDatabase, await findGeoProblem(geoDatabase))]),
    ...(env.smtpUrl === null ? [withoutMail] : []),
  ];
}

const withoutMail: Finding = {
  verdict: "warning",
  check: "mail",
  sentence: "SMTP_URL is not set: nobody gets mails. Set it before people use the portal.",
};

/** What the variables say, or a sentence for each that is missing or malformed. */
function readEnv(variables: Variables): Env | string[] {
  try {
    return parseEnv(variables);
  } catch (error) {
    if (error instanceof EnvError) return error.message.split("\n");
    throw error;
  }
}

function toFault(sentence: string): Finding {
  return { verdict: "wrong", check: "configuration", sentence };
}

/** The files with certificates and keys that the variables name. */
function examineCertificates({ databaseUrl }: Env, variables: Variables): Finding[] {
  const { rootCertificate, certificate, key } = databaseUrl === null ? {} : parseDatabaseUrl(databaseUrl).tlsFiles;
  const files = [
    ["sslrootcert in DATABASE_URL", rootCertificate === "system" ? undefined : rootCertificate],
    ["sslcert in DATABASE_URL", certificate],
    ["sslkey in DATABASE_URL", key],
    ["NODE_EXTRA_CA_CERTS", variables.NODE_EXTRA_CA_CERTS || undefined],
  ] as const;
  return files.flatMap(([name, file]) => (file === undefined ? [] : [judgeFile(name, file)]));
}

function judgeFile(name: string, file: string): Finding {
  try {
    accessSync(file, constants.R_OK);
    return { verdict: "ok", check: "certificates", sentence: `${file} can be read.` };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : String(error);
    const sentence = `${name} names ${file}, which cannot be read (${code}). Correct the path, or let the user that runs the portal read it.`;
    return { verdict: "wrong", check: "certificates", sentence };
  }
}
