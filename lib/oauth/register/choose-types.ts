import { findResponseType, hasPart } from "../client/response-types";
import { listNeededGrants } from "./rules";

/** What a client asked for, and what this server offers. */
interface Asked {
  /** undefined: it did not say */
  grantTypes: readonly string[] | undefined;
  responseTypes: readonly string[] | undefined;
  /** it has neither a secret nor a key */
  isPublic: boolean;
}

interface Offered {
  grantTypes: readonly string[];
  responseTypes: readonly string[];
  /** grant types of a client that names none that it can begin with */
  defaultGrantTypes: readonly string[];
}

/** Grants that need no other grant before them. */
const FIRST_GRANTS = ["authorization_code", "implicit", "client_credentials"];

/**
 * The grant and response types that a client asked for, each once and normalized, or their defaults.
 * @see RFC 7591 §2
 */
export function readTypes(
  { grantTypes: saidGrants, responseTypes: saidResponses }: Asked,
  { defaultGrantTypes }: Offered,
): { grantTypes: string[]; responseTypes: string[] } {
  const grantTypes = unique(saidGrants ?? defaultGrantTypes);
  const ofGrants = grantTypes.includes("authorization_code") ? ["code"] : [];
  // OAuth 2.0 Multiple Response Types §3: the order of the words does not matter, so each type is written in one order
  // here.
  return {
    grantTypes,
    responseTypes: unique((saidResponses ?? ofGrants).map((type) => findResponseType(type) ?? type)),
  };
}

/**
 * The types that a client is registered for: the requested types that this server has. Programs ask for everything that
 * they could ever use, and read in the answer what they got. If no usable type is left, the client gets the defaults.
 * @see RFC 7591 §2, §3.2.1: the server MAY replace any of the client's requested metadata values
 */
export function chooseTypes(asked: Asked, offered: Offered): { grantTypes: string[]; responseTypes: string[] } {
  const said = readTypes(asked, offered);
  const responseTypes = said.responseTypes.filter((type) => offered.responseTypes.includes(type));
  const carriesToken = responseTypes.some((type) => hasPart(type, "id_token") || hasPart(type, "token"));
  const isUsable = (type: string) => {
    // RFC 7591 §2.1: implicit is for response types with a token.
    if (type === "implicit") return carriesToken;
    // RFC 6749 §4.4: client_credentials MUST only be used by confidential clients.
    return type !== "client_credentials" || !asked.isPublic;
  };
  const kept = said.grantTypes.filter((type) => offered.grantTypes.includes(type) && isUsable(type));
  const isComplete = kept.length === said.grantTypes.length && responseTypes.length === said.responseTypes.length;
  // If nothing was left out, the lists stay as they came. They may contradict each other, which is refused later.
  if (isComplete) return { grantTypes: kept, responseTypes };
  const canBegin = kept.some((type) => FIRST_GRANTS.includes(type));
  const grantTypes = canBegin ? kept : unique([...offered.defaultGrantTypes, ...kept]);
  const lacksCode = grantTypes.includes("authorization_code") && !responseTypes.some((type) => hasPart(type, "code"));
  return { grantTypes, responseTypes: lacksCode ? ["code", ...responseTypes] : responseTypes };
}

/**
 * The response types of a client that changes its grant types but does not mention response types: those that still
 * work, and `code` if a grant needs it.
 * @see RFC 7591 §2.1
 */
export function fitResponseTypes(responseTypes: readonly string[], grantTypes: readonly string[]): string[] {
  const usesCode = grantTypes.includes("authorization_code");
  const kept = responseTypes.filter(
    (type) =>
      (usesCode || !hasPart(type, "code")) &&
      (grantTypes.includes("implicit") || !(hasPart(type, "id_token") || hasPart(type, "token"))),
  );
  return usesCode && !kept.some((type) => hasPart(type, "code")) ? ["code", ...kept] : kept;
}

/**
 * The grant types of a client whose response types were chosen: those it had, and those that the choice needs.
 * @see RFC 7591 §2.1
 */
export function addNeededGrants(grantTypes: readonly string[], responseTypes: readonly string[]): string[] {
  return unique([...grantTypes, ...listNeededGrants(responseTypes).filter((grant) => grant !== undefined)]);
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
