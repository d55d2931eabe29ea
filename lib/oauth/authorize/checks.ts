import type { AuthorizeCheck, RequestPlace, RequestReading, RequestValues, ServerContext } from "../feature";
import { readClaims, readResources, readScopes } from "./access-checks";
import { readAcrValues, readHints, readMaxAge, readPrompt } from "./person-checks";
import { readPkce } from "./pkce-check";
import {
  checkResponseMode,
  dropUselessOfflineAccess,
  readNonce,
  readResponseType,
  refuseRegistration,
  refuseRepeated,
  requireOneApi,
} from "./response-checks";

const EVERYWHERE: readonly RequestPlace[] = ["authorize", "par", "device", "ciba"];
const BY_BROWSER: readonly RequestPlace[] = ["authorize", "par"];
const OF_KNOWN_PERSON: readonly RequestPlace[] = ["authorize", "par", "ciba"];

/** Every check of a request, in order. The first check that refuses the request decides the error. */
export const AUTHORIZE_CHECKS: readonly AuthorizeCheck[] = [
  { at: EVERYWHERE, run: refuseRepeated },
  { at: BY_BROWSER, run: refuseRegistration },
  { at: BY_BROWSER, run: readResponseType },
  { at: BY_BROWSER, run: checkResponseMode },
  { at: EVERYWHERE, run: readResources },
  { at: EVERYWHERE, run: readScopes },
  { at: BY_BROWSER, run: requireOneApi },
  { at: BY_BROWSER, run: readClaims },
  { at: BY_BROWSER, run: readNonce },
  { at: BY_BROWSER, run: dropUselessOfflineAccess },
  { at: BY_BROWSER, run: readPkce },
  { at: BY_BROWSER, run: readPrompt },
  { at: BY_BROWSER, run: readMaxAge },
  { at: OF_KNOWN_PERSON, run: readAcrValues },
  { at: OF_KNOWN_PERSON, run: readHints },
];

/** The values of a request that has no parameters: where reading starts. */
export const NOTHING_ASKED: RequestValues = {
  responseType: "",
  scopes: [],
  resources: [],
  nonce: null,
  codeChallenge: null,
  codeChallengeMethod: null,
  prompt: [],
  maxAge: null,
  loginHint: null,
  acrValues: [],
  hintedSubject: null,
  claims: null,
  grantManagement: null,
};

/**
 * Runs all features' checks for this endpoint, and writes what they read into `values`.
 * @throws {OAuthError} of the first check that refuses it
 */
export async function readRequest<Values extends RequestValues>(
  at: RequestPlace,
  reading: RequestReading & { values: Values },
  context: ServerContext,
): Promise<Values> {
  for (const { authorizeChecks = [] } of context.features) {
    for (const check of authorizeChecks) {
      if (!check.at.includes(at)) continue;
      // Most checks need no store, and awaiting a check costs more than the check itself.
      const run = check.run(reading, context);
      const read = run instanceof Promise ? await run : run;
      if (read !== undefined) Object.assign(reading.values, read);
    }
  }
  return reading.values;
}
