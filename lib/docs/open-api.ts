import { z } from "zod";
import type { ApiRoute } from "../api/api-route";
import { API_ROUTES } from "../api/routes";
import { wordsFor } from "../i18n/words";
import { authorize } from "../oauth/authorize/feature";
import { OAUTH_ERROR_CODES } from "../oauth/errors";
import { registrationBody } from "../oauth/register/wire-metadata";
import { token } from "../oauth/token/feature";
import { OWN_API_PATH, OWN_API_SCOPES } from "../oauth/tokens/own-resources";
import { ADMIN_SCOPE } from "../oauth/tokens/scopes";
import { listProtocolEndpoints, type ParameterName, type ProtocolEndpoint } from "./protocol-endpoints";

type Json = Readonly<Record<string, unknown>>;

/** A program reads it, so it is in English. */
const texts = wordsFor("en").docs;

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

/** What a body has to be, by the schema that reads it. Some checks of such a schema cannot be written as JSON Schema. */
function toJsonSchema(schema: z.ZodType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return rest;
}

/**
 * Every endpoint of the protocol and every operation of the API: addresses, methods and bodies as they are declared and
 * read.
 * @see OpenAPI Specification 3.1
 */
export function describeOpenApi(issuer: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const endpoint of listProtocolEndpoints()) {
    paths[endpoint.path] = Object.fromEntries(
      endpoint.methods.map((method) => [method.toLowerCase(), describeEndpoint(endpoint, method)]),
    );
  }
  for (const route of API_ROUTES) {
    const path = OWN_API_PATH + route.path;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeOperation(route) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Portico", version: "v1", description: texts.lead },
    servers: [{ url: issuer }],
    externalDocs: { url: `${issuer}/docs` },
    tags: [
      { name: "protocol", description: texts.endpoints.protocol },
      { name: "api", description: texts.endpoints.api },
    ],
    paths,
    components: { schemas: SCHEMAS, securitySchemes: securitySchemes(issuer) },
  };
}

/** RFC 6749 §5.2, and RFC 9457 §3 at the API. */
const SCHEMAS = {
  OAuthError: {
    type: "object",
    required: ["error"],
    properties: {
      error: { type: "string", enum: OAUTH_ERROR_CODES },
      error_description: { type: "string" },
      error_uri: { type: "string", format: "uri" },
    },
  },
  Problem: {
    type: "object",
    required: ["title", "status", "detail"],
    properties: {
      type: { type: "string" },
      title: { type: "string" },
      status: { type: "integer" },
      detail: { type: "string" },
      errors: {
        type: "array",
        items: {
          type: "object",
          properties: { name: { type: "string" }, reason: { type: "string" } },
        },
      },
    },
  },
} as const;

function securitySchemes(issuer: string): Json {
  const titles: Readonly<Record<string, { title: string } | undefined>> = wordsFor("en").scopes;
  return {
    client: { type: "http", scheme: "basic", description: "client_id and client_secret, each form-encoded" },
    accessToken: { type: "http", scheme: "bearer" },
    registrationToken: { type: "http", scheme: "bearer" },
    api: {
      type: "oauth2",
      flows: {
        authorizationCode: {
          authorizationUrl: issuer + authorize.endpoints[0].path,
          tokenUrl: issuer + token.endpoints[0].path,
          refreshUrl: issuer + token.endpoints[0].path,
          scopes: Object.fromEntries(
            [...OWN_API_SCOPES, ADMIN_SCOPE].map((name) => [name, titles[name]?.title ?? name]),
          ),
        },
      },
    },
  };
}

const PROOFS = {
  client: [{ client: [] }, {}],
  "access token": [{ accessToken: [] }],
  "registration token": [{ registrationToken: [] }],
} as const;

function describeEndpoint(endpoint: ProtocolEndpoint, method: string): Json {
  const { purpose, proof, methods, errors, specification } = endpoint;
  return {
    operationId: methods.length === 1 ? purpose : `${purpose}-${method.toLowerCase()}`,
    tags: ["protocol"],
    summary: texts.endpoints.purposes[purpose],
    description: specification,
    security: proof === null ? [] : PROOFS[proof],
    ...describeInput(endpoint, method),
    ...(endpoint.path.includes("{") && { parameters: inPath(endpoint.path) }),
    responses: {
      ...(errors === "page" ? { "3XX": { description: "The browser goes on" } } : { "2XX": { description: "Done" } }),
      default: {
        description: errors === "page" ? "A page for the person" : "Refused",
        ...(errors === "page" ? {} : { content: { "application/json": { schema: ref("OAuthError") } } }),
      },
    },
  };
}

function describeInput(endpoint: ProtocolEndpoint, method: string): Json {
  if (endpoint.purpose === "register") {
    // RFC 7592 §2: which client, for everything but making one.
    const parameters = method === "POST" ? [] : [inQuery("client_id", true)];
    const requestBody = { required: true, content: { "application/json": { schema: toJsonSchema(registrationBody) } } };
    return method === "GET" || method === "DELETE" ? { parameters } : { parameters, requestBody };
  }
  if (endpoint.parameters.length === 0) return {};
  if (method === "GET") {
    return { parameters: endpoint.parameters.map((name) => inQuery(name, endpoint.required.includes(name))) };
  }
  const schema = {
    type: "object",
    ...(endpoint.required.length > 0 && { required: endpoint.required }),
    properties: Object.fromEntries(
      endpoint.parameters.map((name) => [
        name,
        { ...(endpoint.place === "json" ? {} : { type: "string" }), description: texts.endpoints.parameterTexts[name] },
      ]),
    ),
  };
  const mediaType = endpoint.place === "json" ? "application/json" : "application/x-www-form-urlencoded";
  return { requestBody: { required: true, content: { [mediaType]: { schema } } } };
}

function inQuery(name: ParameterName, required: boolean): Json {
  const description = texts.endpoints.parameterTexts[name];
  return { name, in: "query", required, description, schema: { type: "string" } };
}

/** The variable parts of a path. */
function inPath(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

function describeOperation({ method, path, scope, body, query = {} }: ApiRoute): Json {
  const words = path.split(/\W+/).filter(Boolean).join("-");
  return {
    operationId: `${method.toLowerCase()}-${words}`,
    tags: ["api"],
    security: [{ api: [scope] }],
    parameters: [
      ...inPath(path),
      ...Object.entries(query).map(([name, description]) => ({
        name,
        in: "query",
        description,
        schema: { type: "string" },
      })),
    ],
    ...(body && { requestBody: { required: true, content: { "application/json": { schema: toJsonSchema(body) } } } }),
    responses: {
      "2XX": { description: "Done" },
      default: { description: "Refused", content: { "application/problem+json": { schema: ref("Problem") } } },
    },
  };
}
