import type { Refusal } from "../db/client-events";
import type { consoleWords } from "../i18n/en/console";
import { getWords } from "../i18n/words";
import type { RefusalValue } from "../oauth/refusal-causes";

/** The event of a logo that was given up. */
export const logoFailedType = "client.logo_failed";

/** Names a cause and its remedy in the catalogue (`words.console.causes`). */
export type Cause = keyof (typeof consoleWords)["causes"];

export interface ExplainedRefusal {
  id: string;
  createdAt: Date;
  cause: Cause;
  /** the RFC's error code, such as `invalid_grant` */
  error: string | null;
  /** what the client's developer was told */
  description: string | null;
  /** an address that was refused since it is not on the list */
  receivedRedirectUri: string | null;
  /** what else came, and what was expected */
  values: [name: RefusalValue, value: string][];
  requestId: string | null;
}

/** Causes of events that are no refusal of the protocol, by their type. */
const causeOfType: Readonly<Record<string, Cause>> = {
  [logoFailedType]: "logo",
  "backchannel_logout.sent": "logout_token",
};

/** Reads what was recorded of a refused request: its cause by name, and the values that go with it. */
export function explainRefusal({ id, createdAt, type, requestId, data }: Refusal): ExplainedRefusal {
  const { causeValues } = getWords().console;
  // What the token endpoint received is compared with the authorization request, and no candidate for the list.
  const receivedRedirectUri = type.startsWith("authorize.") ? textOf(data.receivedRedirectUri) : null;
  const cause = causeOf(type, data.cause, receivedRedirectUri);
  const values = valueNames(causeValues).flatMap((name): ExplainedRefusal["values"] => {
    const value = textOf(data[name]);
    const isShownElsewhere = name === "receivedRedirectUri" && receivedRedirectUri !== null;
    return value === null || isShownElsewhere ? [] : [[name, value]];
  });
  // Until causes had names, events held a sentence instead.
  const sentence = isCause(data.cause) ? null : textOf(data.cause);
  if (sentence !== null) values.push(["problem", sentence]);
  return {
    id,
    createdAt,
    cause,
    error: textOf(data.error),
    description: textOf(data.description),
    receivedRedirectUri,
    values,
    requestId,
  };
}

function causeOf(type: string, recorded: unknown, receivedRedirectUri: string | null): Cause {
  if (isCause(recorded)) return recorded;
  const ofType = Object.hasOwn(causeOfType, type) ? causeOfType[type] : undefined;
  return ofType ?? (receivedRedirectUri === null ? "other" : "redirect_uri_unregistered");
}

function isCause(value: unknown): value is Cause {
  return typeof value === "string" && Object.hasOwn(getWords().console.causes, value);
}

function valueNames(words: Readonly<Record<RefusalValue, string>>): RefusalValue[] {
  return Object.keys(words) as RefusalValue[];
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
