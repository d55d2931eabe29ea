import type { ActingPerson } from "../account/connected-apps";
import type { Actor } from "../console/authorise";
import type { OAuthContext } from "../oauth/context";

/** A call of the API whose access token was accepted. */
export interface ApiCall {
  request: Request;
  context: OAuthContext;
  /** the person of the access token, at the address that the call came from */
  person: ActingPerson;
  /** the `sub` by which the token's client knows the person */
  subject: string;
  /** parts of the path that vary, decoded */
  params: Record<string, string>;
}

/** One operation of the API. */
export interface ApiRoute {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** below `/api/v1`; `{name}` stands for one part */
  path: string;
  /** the access token must have it */
  scope: string;
  handle: (call: ApiCall) => Promise<Response>;
}

/** A token acts for its person as a developer; never with an administrator's powers, which no scope gives. */
export function actorOf({ person }: ApiCall): Actor {
  return { userId: person.userId, isAdmin: false, source: person.source };
}

/** The parts of `path` that a pattern leaves open, or null when they do not fit. */
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
