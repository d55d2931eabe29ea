import { getProtocolContext } from "../../auth/protocol-context";
import type { ManagedClient } from "../../clients/managed-client";
import type { NewEvent } from "../../events/catalogue";
import { createEndpoint } from "../../http/oauth-endpoint";
import { REQUEST_ID_HEADER } from "../../http/request-id";
import type { OAuthContext } from "../../oauth/context";
import { listEndpoints, type ServerContext } from "../../oauth/feature";
import type { Client } from "../../oauth/model";
import { CLIENT_SECRET_PREFIX, hashSecret, newSecret, newUuid } from "../../oauth/secrets";
import type { Exchange } from "./exchange";

/** What stands for a secret wherever a request is shown. */
const HIDDEN = "…";

/** The longest answer that is kept, in characters. */
const MAX_ANSWER = 16_000;

/** A request of the app, without what proves that it is the app. */
export interface PlaygroundRequest {
  endpoint: "token" | "userinfo" | "introspect" | "revoke";
  fields: readonly (readonly [name: string, value: string])[];
  /** an access token, in place of the app's own credentials */
  bearer?: string;
}

/**
 * Sends a request to an endpoint of this portal as the app would, and answers what both said. The endpoint is the real one,
 * called in process, with every check. Only the app's secret is another: one that is made for this request, that only the
 * endpoint's own view of the app holds, and that no row ever has. So no developer has to paste a secret, and an app whose
 * secret is lost, or which signs with a key that only its server has, can be tried all the same.
 */
export async function sendAsClient(managed: ManagedClient, sent: PlaygroundRequest): Promise<Exchange | null> {
  const context = getProtocolContext();
  const client = await context.store.findClient(managed.clientId);
  if (client === null) return null;
  const endpoint = listEndpoints(context.features).find(({ name }) => name === sent.endpoint);
  if (!endpoint) throw new Error(`There is no endpoint ${sent.endpoint}`);

  const secret = newSecret(CLIENT_SECRET_PREFIX, context);
  const proof = sent.bearer === undefined ? prove(client, secret) : bearerProof(sent.bearer);
  const isPost = sent.endpoint !== "userinfo";
  const url = context.issuer + endpoint.path;
  const written = (fields: readonly (readonly [string, string])[]) =>
    new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString();
  const request = new Request(url, {
    method: isPost ? "POST" : "GET",
    headers: [
      ["accept", "application/json"],
      ...(isPost ? [["content-type", "application/x-www-form-urlencoded"] as [string, string]] : []),
      ...proof.headers,
      ...describeSender(managed),
    ],
    ...(isPost && { body: written([...sent.fields, ...proof.fields]) }),
  });

  const causes: string[] = [];
  const acting = actAs(client, secret, (event) => causes.push(...causeOf(event)), context);
  const { handle, ...options } = endpoint;
  const answerRequest = createEndpoint(handle, { ...options, guard: undefined }, acting);
  const response = await answerRequest(request);
  return {
    request: {
      method: request.method,
      url,
      headers: [
        ["Accept", "application/json"],
        ...(isPost ? [["Content-Type", "application/x-www-form-urlencoded"] as [string, string]] : []),
        ...proof.shownHeaders,
      ],
      body: [...sent.fields.map(([name, value]): [string, string] => [name, value]), ...proof.shownFields],
    },
    response: {
      status: response.status,
      headers: [...response.headers].sort(([one], [other]) => one.localeCompare(other, "en")),
      body: (await response.text()).slice(0, MAX_ANSWER),
    },
    cause: causes.at(-1) ?? null,
  };
}

type Pairs = [name: string, value: string][];

/** How a request proves whose it is: what is sent, and what is shown of it. */
interface Proof {
  headers: Pairs;
  fields: Pairs;
  shownHeaders: Pairs;
  shownFields: Pairs;
}

function bearerProof(token: string): Proof {
  const headers: Pairs = [["Authorization", `Bearer ${token}`]];
  return { headers, fields: [], shownHeaders: headers, shownFields: [] };
}

function prove({ clientId, tokenEndpointAuthMethod }: Client, secret: string): Proof {
  const name: Pairs = [["client_id", clientId]];
  const basic: Pairs = [["Authorization", `Basic ${Buffer.from(`${clientId}:${secret}`).toString("base64")}`]];
  switch (tokenEndpointAuthMethod) {
    case "none":
      return { headers: [], fields: name, shownHeaders: [], shownFields: name };
    case "client_secret_basic":
      return { headers: basic, fields: [], shownHeaders: [["Authorization", `Basic ${HIDDEN}`]], shownFields: [] };
    case "client_secret_post":
      return {
        headers: [],
        fields: [...name, ["client_secret", secret]],
        shownHeaders: [],
        shownFields: [...name, ["client_secret", HIDDEN]],
      };
    case "client_secret_jwt":
    case "private_key_jwt":
      // Only the app has what signs its assertion, so the request that is sent proves the app in another way.
      return {
        headers: basic,
        fields: [],
        shownHeaders: [],
        shownFields: [
          ...name,
          ["client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"],
          ["client_assertion", HIDDEN],
        ],
      };
  }
}

/** The portal as this one request sees it: the app also has the secret that was made for the request. */
function actAs(client: Client, secret: string, note: (event: NewEvent) => void, context: ServerContext): ServerContext {
  const isPublic = client.tokenEndpointAuthMethod === "none";
  const signs = ["client_secret_jwt", "private_key_jwt"].includes(client.tokenEndpointAuthMethod);
  const proven: Client = {
    ...client,
    ...(signs && { tokenEndpointAuthMethod: "client_secret_basic" as const }),
    secrets: isPublic
      ? client.secrets
      : [{ id: newUuid(context), secretHash: hashSecret(secret), secretJwe: null, expiresAt: null }],
  };
  const findClient: OAuthContext["store"]["findClient"] = async (clientId) =>
    clientId === client.clientId ? proven : await context.store.findClient(clientId);
  return {
    ...context,
    store: { ...context.store, findClient },
    record: (event, request) => {
      note(event);
      context.record(withoutSecret(event), request);
    },
  };
}

/** No event names a secret that is in no row. */
function withoutSecret(event: NewEvent): NewEvent {
  if (event.data === undefined || !("secretId" in event.data)) return event;
  const data = Object.fromEntries(Object.entries(event.data).filter(([name]) => name !== "secretId"));
  return { ...event, data } as NewEvent;
}

function causeOf({ data }: NewEvent): string[] {
  return data !== undefined && "cause" in data && typeof data.cause === "string" ? [data.cause] : [];
}

/** Whose request it is in the log: the developer's. */
function describeSender({ actor: { source } }: ManagedClient): Pairs {
  if (typeof source === "string") return [];
  return [
    ...(source.ipAddress === null ? [] : [["x-forwarded-for", source.ipAddress] as [string, string]]),
    ...(source.requestId === null ? [] : [[REQUEST_ID_HEADER, source.requestId] as [string, string]]),
  ];
}
