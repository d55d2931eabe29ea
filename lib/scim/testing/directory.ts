import { operator } from "../../auth/actor";
import { addDirectory } from "../../people/directories";
import { handleScimRequest } from "../handle-scim-request";

export const ISSUER = "https://portal.example.org";
export const BASE = `${ISSUER}/scim/v2`;
export const NOW = new Date("2026-12-01T09:00:00Z");

/** A company's directory with its token, as its own program. */
export class TestDirectory {
  private constructor(
    readonly directoryId: string,
    readonly token: string,
  ) {}

  static async add(name: string, options: { domains?: string[]; linksExisting?: boolean; invites?: boolean } = {}) {
    const { domains = [], linksExisting = false, invites = false } = options;
    const added = await addDirectory(operator, { name, domains, linksExisting, invites }, NOW);
    if (!added.ok) throw new Error(added.problem);
    return new TestDirectory(added.value.directoryId, added.value.token);
  }

  /** Sends a request with the token. @param body an object, or a text as it stands */
  call(method: string, path: string, body?: unknown, now = NOW) {
    return send(method, path, { body, token: this.token, now });
  }

  /** Makes a person; answers the id. */
  async addPerson(userName: string, more: object = {}): Promise<string> {
    const { status, body } = await this.call("POST", "/Users", { ...person(userName), ...more });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body.id;
  }
}

/** The least that a directory says of a person. */
export function person(userName: string) {
  return { schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName };
}

/** The same for a group. */
export function group(displayName: string, members: string[] = []) {
  const schemas = ["urn:ietf:params:scim:schemas:core:2.0:Group"];
  return { schemas, displayName, members: members.map((value) => ({ value })) };
}

/** A PATCH of these operations. */
export function patch(...Operations: object[]) {
  return { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations };
}

export interface SentRequest {
  body?: unknown;
  token?: string;
  now?: Date;
  type?: string;
  /** the sender's address */
  from?: string;
}

/** Sends a request and reads the JSON of the answer; null for none. */
export async function send(
  method: string,
  path: string,
  { body, token, now = NOW, type = "application/scim+json", from }: SentRequest,
) {
  const headers = {
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    "content-type": type,
    ...(from && { "x-forwarded-for": from }),
  };
  const sent = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
  const request = new Request(`${BASE}${path}`, { method, headers, ...sent });
  const response = await handleScimRequest(request, { issuer: ISSUER, now: () => now });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
}
