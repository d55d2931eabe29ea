import { getEnv } from "../env";
import { answerDocument } from "../oauth/wire/document";
import { setHeaders } from "../oauth/wire/json-response";
import { describeOpenApi } from "./open-api";

let described: object | undefined;

/** Answers with the OpenAPI document, which programs of any origin may read. It is the same until the next start. */
export function handleOpenApiRequest(request: Request): Response {
  described ??= describeOpenApi(getEnv().issuer);
  const response = answerDocument(request, described);
  setHeaders(response, { "access-control-allow-origin": "*" });
  return response;
}
