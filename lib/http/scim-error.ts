/** Where companies' directories talk to the portal, below the issuer. @see RFC 7644 §3.13 (the version in the address) */
export const SCIM_PATH = "/scim/v2";

/** What a refusal is about, in the RFC's words. @see RFC 7644 §3.12, table 9 */
export type ScimType =
  | "invalidFilter"
  | "tooMany"
  | "uniqueness"
  | "mutability"
  | "invalidSyntax"
  | "invalidPath"
  | "noTarget"
  | "invalidValue"
  | "sensitive";

/** A refusal, for the developer or operator of the directory. The message holds no secret. */
export class ScimError extends Error {
  override name = "ScimError";

  constructor(
    readonly status: number,
    message: string,
    readonly scimType: ScimType | null = null,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }
}

export const ERROR_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:Error";

/** @see RFC 7644 §3.1, §8.1 */
export const SCIM_MEDIA_TYPE = "application/scim+json";

/** An answer in SCIM's own media type. */
export function scimResponse(
  body: object,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
) {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": SCIM_MEDIA_TYPE, "cache-control": "no-store", ...headers },
  });
}

/** The answer that says why a request was refused. @see RFC 7644 §3.12 */
export function refuseScim({ status, message, scimType, headers }: ScimError): Response {
  const type = scimType === null ? {} : { scimType };
  const body = { schemas: [ERROR_SCHEMA], status: String(status), ...type, detail: message };
  return scimResponse(body, { status, headers });
}
