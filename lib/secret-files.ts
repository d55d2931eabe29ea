import { readFileSync } from "node:fs";

/** Variables that hold a secret. Each can also be given in a file: `PORTICO_SECRET_FILE` names one that holds `PORTICO_SECRET`. */
export const SECRET_VARIABLES = ["DATABASE_URL", "PORTICO_SECRET", "PORTICO_SECRET_PREVIOUS", "SMTP_URL"] as const;

/** The variable that names the file of a secret. */
export const fileVariableOf = (name: string) => `${name}_FILE`;

function describeReadError(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "ENOENT") return "does not exist";
  if (code === "EACCES" || code === "EPERM") return "may not be read by this user";
  if (code === "EISDIR") return "is a folder";
  return `cannot be read (${code ?? String(error)})`;
}

/**
 * Puts secrets in the place of the variables that name their files. The last newline of a file is not part of its secret.
 * @param given variables that are not empty
 * @returns the variables, and a sentence for each file that cannot be used
 */
export function readSecretFiles(given: Record<string, string | undefined>): {
  variables: Record<string, string | undefined>;
  problems: string[];
} {
  const variables = { ...given };
  const problems: string[] = [];
  for (const name of SECRET_VARIABLES) {
    const fileVariable = fileVariableOf(name);
    const file = given[fileVariable];
    if (file === undefined) continue;
    if (given[name] !== undefined) {
      problems.push(`${fileVariable} and ${name} are both set: set only one of them.`);
      continue;
    }
    try {
      const secret = readFileSync(file, "utf8").replace(/\r?\n$/, "");
      if (secret === "") problems.push(`${fileVariable} names ${file}, which is empty.`);
      else variables[name] = secret;
    } catch (error) {
      problems.push(`${fileVariable} names ${file}, which ${describeReadError(error)}.`);
    }
  }
  return { variables, problems };
}
