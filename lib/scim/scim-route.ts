import type { OpenDirectory } from "../people/open-directory";

/** A request of a directory whose token was accepted. */
export interface ScimCall {
  request: Request;
  open: OpenDirectory;
  /** the address of the endpoints, without a slash at its end */
  base: string;
  /** what the path names; "" where it names nothing */
  id: string;
  now: Date;
}

/** One operation. @see RFC 7644 §3.2 */
export interface ScimRoute {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** below the base; `{id}` stands for one part */
  path: string;
  /** @throws {ScimError} */
  handle: (call: ScimCall) => Promise<Response>;
}
