import type { z } from "zod";
import type { ActingPerson } from "../account/connected-apps";
import type { Actor } from "../auth/actor";
import { ManagedClient, OwnedClient, SeenClient } from "../clients/managed-client";
import type { OAuthContext } from "../oauth/context";

/** A call of the API whose access token was accepted. */
export interface ApiCall {
  request: Request;
  context: OAuthContext;
  /** the person of the access token, with the address of the caller */
  person: ActingPerson;
  /** the `sub` by which the token's client knows the person */
  subject: string;
  /** the variable parts of the path, decoded */
  params: Record<string, string>;
}

/** One operation of the API. */
export interface ApiRoute {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** below `/api/v1`; `{name}` stands for one part */
  path: string;
  /** the access token must have it */
  scope: string;
  /** what reads the body, if the operation has one */
  body?: z.ZodType;
  /** parameters of its query, each with what it says, in English */
  query?: Readonly<Record<string, string>>;
  handle: (call: ApiCall) => Promise<Response>;
}

/** A token acts for its person as a developer, never as an administrator, because only the scope `admin` gives that. */
export function actorOf({ person }: ApiCall): Actor {
  return { userId: person.userId, isAdmin: false, source: person.source };
}

/**
 * The same with an administrator's powers, for operations that need the scope `admin`. They are the person's, or
 * nobody's.
 */
export function administratorOf({ person }: ApiCall): Actor {
  return { userId: person.userId, isAdmin: true, isSupport: true, source: person.source };
}

/** The client that the path names; null if the person may not see it. */
export function findSeenClient(call: ApiCall): Promise<SeenClient | null> {
  return SeenClient.find(actorOf(call), call.params.client_id ?? "");
}

/** The same, to be given away, deleted or shared; null if the person does not own it. */
export function findOwnedClient(call: ApiCall): Promise<OwnedClient | null> {
  return OwnedClient.find(actorOf(call), call.params.client_id ?? "");
}

/** The same, to be changed; null if the person may not change it. */
export function findManagedClient(call: ApiCall): Promise<ManagedClient | null> {
  return ManagedClient.find(actorOf(call), call.params.client_id ?? "");
}

/** The variable parts of `path` by a pattern, or null if it does not match. */
export function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (!part.startsWith("{")) {
      if (part !== value) return null;
      continue;
    }
    const decoded = decode(value);
    if (!decoded) return null;
    params[part.slice(1, -1)] = decoded;
  }
  return params;
}

function decode(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
