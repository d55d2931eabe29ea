import { request } from "node:http";
import { connect } from "node:net";
import type { Portal, RegisteredClient } from "../fixtures/portal";

const form = "grant_type=client_credentials";

function headers(client: RegisteredClient): Record<string, string> {
  const credentials = `${encodeURIComponent(client.client_id)}:${encodeURIComponent(client.client_secret)}`;
  return {
    authorization: `Basic ${Buffer.from(credentials).toString("base64")}`,
    "content-type": "application/x-www-form-urlencoded",
  };
}

/** A client that gets tokens for itself. */
export function createService(portal: Portal): Promise<RegisteredClient> {
  return portal.createClient({ client_name: "Example Service", grant_types: ["client_credentials"] });
}

/** Asks for a token. @see RFC 6749 §4.4.2 */
export async function askForToken(
  portal: Portal,
  client: RegisteredClient,
): Promise<{ status: number; token: string }> {
  const response = await fetch(`${portal.url}/oauth/token`, { method: "POST", headers: headers(client), body: form });
  const body = (await response.json()) as { access_token?: string };
  return { status: response.status, token: body.access_token ?? "" };
}

/** Whether a token is valid. @see RFC 7662 §2.2 */
export async function isActive(portal: Portal, client: RegisteredClient, token: string): Promise<boolean> {
  const body = new URLSearchParams({ token });
  const response = await fetch(`${portal.url}/oauth/introspect`, { method: "POST", headers: headers(client), body });
  const answer = (await response.json()) as { active: boolean };
  return answer.active;
}

/** A request for a token of which the server has the beginning; `finish` sends the rest and answers the status. */
export async function beginTokenRequest(
  portal: Portal,
  client: RegisteredClient,
): Promise<{ finish: () => Promise<number> }> {
  const sent = request(`${portal.url}/oauth/token`, {
    method: "POST",
    headers: { ...headers(client), "content-length": String(form.length), expect: "100-continue" },
    agent: false,
  });
  const answer = new Promise<number>((resolve, reject) => {
    sent.once("error", reject);
    sent.once("response", (response) => {
      response.resume();
      response.once("end", () => resolve(response.statusCode ?? 0));
    });
  });
  // "100 Continue" says that the server has the request and waits for its body.
  const begun = new Promise((resolve) => sent.once("continue", resolve));
  sent.flushHeaders();
  await Promise.race([begun, answer]);
  sent.write(form.slice(0, 10));
  return {
    finish: () => {
      sent.end(form.slice(10));
      return answer;
    },
  };
}

/**
 * Connections by many, each new one as soon as the last has ended. `countEnded` says how many have; `stop`, how many of
 * them only because the caller lost patience, with neither an answer nor an end by the server.
 */
export function connectAgainAndAgain(portal: Portal): { countEnded: () => number; stop: () => Promise<number> } {
  let isStopped = false;
  let ended = 0;
  let unanswered = 0;
  const { hostname, port } = new URL(portal.url);
  const connectOnce = () =>
    new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname);
      socket.setTimeout(3_000, () => {
        unanswered += 1;
        socket.destroy();
      });
      socket.once("connect", () =>
        socket.end("GET /oauth/jwks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
      );
      socket.on("error", () => {});
      socket.resume();
      socket.once("close", () => {
        ended += 1;
        setImmediate(resolve);
      });
    });
  const streams = Array.from({ length: 16 }, async () => {
    while (!isStopped) await connectOnce();
  });
  return {
    countEnded: () => ended,
    stop: async () => {
      isStopped = true;
      await Promise.all(streams);
      return unanswered;
    },
  };
}
