import type { Refusal } from "../db/clients/events";
import { type EventType, kindOf } from "../events/catalogue";
import { type Words, wordsFor } from "../i18n/words";
import { isRefusalCause } from "../oauth/error-causes";
import { causeDocsPath } from "../oauth/error-docs";
import type { RefusalValue } from "../oauth/refusal-causes";

/** A key of the catalogue for a cause and its remedy (`words.console.causes`). */
export type Cause = keyof Words["console"]["causes"];

export interface ExplainedRefusal {
  id: string;
  createdAt: Date;
  cause: Cause;
  /** the RFC's error code, such as `invalid_grant` */
  error: string | null;
  /** the description that the client's developer got */
  description: string | null;
  /** an address that was refused because it is not on the list */
  receivedRedirectUri: string | null;
  /** other values that came, and what was expected */
  values: [name: RefusalValue, value: string][];
  requestId: string | null;
  /** where the documentation explains the cause; null: it is none of the protocol's */
  docsPath: string | null;
}

/** Every language has the same keys. */
const keysOf = wordsFor("en").console;

/** Reads the record of a refused request: its cause, and the values that go with it. */
export function explainRefusal({ id, createdAt, type, requestId, data }: Refusal): ExplainedRefusal {
  // The address that the token endpoint received is compared with the authorization request, and is no candidate for
  // the list.
  const receivedRedirectUri =
    type === ("authorize.refused" satisfies EventType) ? textOf(data.receivedRedirectUri) : null;
  const cause = causeOf(type, data.cause, receivedRedirectUri);
  const values = valueNames(keysOf.causeValues).flatMap((name): ExplainedRefusal["values"] => {
    const value = textOf(data[name]);
    const isShownElsewhere = name === "receivedRedirectUri" && receivedRedirectUri !== null;
    return value === null || isShownElsewhere ? [] : [[name, value]];
  });
  // Before causes had names, events held a sentence instead.
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
    docsPath: isRefusalCause(cause) ? causeDocsPath(cause) : null,
  };
}

function causeOf(type: string, recorded: unknown, receivedRedirectUri: string | null): Cause {
  if (isCause(recorded)) return recorded;
  const kind = kindOf(type);
  const ofType = kind?.developers === "cause" ? undefined : kind?.developers;
  return ofType ?? (receivedRedirectUri === null ? "other" : "redirect_uri_unregistered");
}

function isCause(value: unknown): value is Cause {
  return typeof value === "string" && Object.hasOwn(keysOf.causes, value);
}

function valueNames(words: Readonly<Record<RefusalValue, string>>): RefusalValue[] {
  return Object.keys(words) as RefusalValue[];
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
