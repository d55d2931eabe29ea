import { readFileSync } from "node:fs";
import { limitSecret } from "./limit-secret.mjs";

/** Characters of the shortest secret that the portal takes. */
const SHORTEST = 32;

/** @param {Record<string, string | undefined>} variables @param {string} name */
function readSecret(variables, name) {
  const file = variables[`${name}_FILE`];
  return file ? readFileSync(file, "utf8").replace(/\r?\n$/, "") : variables[name];
}

/**
 * The variables of a process that may not sign, in the place of those that hold the secrets; null: there is no secret that
 * could be limited.
 * @param {Record<string, string | undefined>} variables
 * @returns {Record<string, string | undefined> | null}
 * @throws when a file of a secret cannot be read
 */
export function limitVariables(variables) {
  const secret = readSecret(variables, "PORTICO_SECRET");
  const previous = readSecret(variables, "PORTICO_SECRET_PREVIOUS");
  if (!secret || secret.length < SHORTEST) return null;
  return {
    PORTICO_SECRET: limitSecret(secret),
    PORTICO_SECRET_FILE: undefined,
    PORTICO_SECRET_PREVIOUS: previous ? limitSecret(previous) : undefined,
    PORTICO_SECRET_PREVIOUS_FILE: undefined,
  };
}
