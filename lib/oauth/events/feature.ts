import type { OAuthContext } from "../context";
import type { Feature } from "../feature";
import { jwks } from "../jwks";
import { answerDocument } from "../wire/document";
import { handleEventsRequest } from "./handle-request";

/** How this portal tells clients of events. @see OpenID Shared Signals Framework 1.0 §7.1 */
async function handleSsfConfigurationRequest(request: Request, { issuer }: OAuthContext): Promise<Response> {
  return answerDocument(request, {
    spec_version: "1_0",
    issuer,
    jwks_uri: issuer + jwks.endpoints[0].path,
    delivery_methods_supported: ["urn:ietf:rfc:8935", "urn:ietf:rfc:8936"],
    // A client is told of all its people, without naming them.
    default_subjects: "ALL",
  });
}

/** The endpoint at which apps fetch events, and the document that says how events are delivered. */
export const events = {
  endpoints: [
    {
      name: "events",
      path: "/oauth/events",
      methods: ["POST"],
      isCrossOrigin: false,
      errors: "json",
      guard: "failed-authentication",
      handle: handleEventsRequest,
    },
    {
      name: "metadata",
      path: "/.well-known/ssf-configuration",
      methods: ["GET"],
      isCrossOrigin: true,
      errors: "json",
      isDocument: true,
      handle: handleSsfConfigurationRequest,
    },
  ],
} as const satisfies Feature;
