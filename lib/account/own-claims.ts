import { recordEvent } from "../db/audit/events";
import {
  type ClaimDefinition,
  findClaimDefinition,
  listClaimDefinitions,
  listClaimValues,
  setClaimValue,
} from "../db/people/claims";
import { maySaveOver, nameSeenValue } from "../forms/seen";
import type { Words } from "../i18n/words";
import { type ClaimValue, readClaimValue } from "../oauth/tokens/defined-claims";
import type { ActingPerson, Person } from "./connected-apps";

/** One of the operator's own claims, as it is about the person. */
export interface OwnClaim extends ClaimDefinition {
  /** null: none */
  value: ClaimValue | null;
}

/** What was wrong with a value: names a sentence of the catalogue. */
export type OwnClaimProblem = keyof Words["common"]["claims"]["problems"];

/** The operator's own claims that the person may set, or has a value of. */
export async function listOwnClaims(person: Person): Promise<OwnClaim[]> {
  const [claims, values] = await Promise.all([listClaimDefinitions(), listClaimValues(person.userId)]);
  return claims
    .map((claim) => ({ ...claim, value: values.get(claim.name) ?? null }))
    .filter(({ editor, value }) => editor === "person" || value !== null);
}

/**
 * Stores the person's value of a claim that they may set, as they typed it; an empty one takes it away. Answers what is
 * wrong with it, or null.
 * @param seen the value that the form showed, by `nameSeenValue`: if it is another one, nothing is changed
 */
export async function saveOwnClaim(
  person: ActingPerson,
  name: string,
  typed: string,
  now: Date,
  seen: string | null = null,
): Promise<OwnClaimProblem | null> {
  const claim = await findClaimDefinition(name);
  if (claim?.editor !== "person") return "missing";
  const value = readClaimValue(claim.type, typed);
  if (value === undefined) return claim.type;
  const { userId } = person;
  const saved = nameSeenValue(value);
  const isExpected = (before: ClaimValue | null) => maySaveOver(nameSeenValue(before), { seen, saved });
  const change = await setClaimValue({ userId, claimName: name, value }, isExpected, now);
  if (change !== "done") return change;
  await recordEvent({ type: "profile.changed", outcome: "ok", userId }, person.source);
  return null;
}
