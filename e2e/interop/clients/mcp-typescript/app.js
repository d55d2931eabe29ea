import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { InvalidTokenError } from "@modelcontextprotocol/sdk/server/auth/errors.js";
import { requireBearerAuth } from "@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js";
import {
  getOAuthProtectedResourceMetadataUrl,
  mcpAuthMetadataRouter,
} from "@modelcontextprotocol/sdk/server/auth/router.js";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import express from "express";

const { ISSUER, APP_URL, API_ID, API_SECRET, PORT } = process.env;
const resource = new URL("/mcp", APP_URL);
const app = express();
app.use(express.json());

// The server, as in the SDK's example of one with an authorization server of its own kind.
const metadata = await (await fetch(`${ISSUER}/.well-known/oauth-authorization-server`)).json();
app.use(
  mcpAuthMetadataRouter({
    oauthMetadata: metadata,
    resourceServerUrl: resource,
    scopesSupported: ["mcp-typescript:tools"],
  }),
);
const verifier = {
  async verifyAccessToken(token) {
    const answer = await fetch(metadata.introspection_endpoint, {
      method: "POST",
      headers: { authorization: `Basic ${Buffer.from(`${API_ID}:${API_SECRET}`).toString("base64")}` },
      body: new URLSearchParams({ token }),
    });
    const found = await answer.json();
    if (!found.active) throw new InvalidTokenError("the token is not active");
    return { token, clientId: found.client_id, scopes: found.scope.split(" "), expiresAt: found.exp };
  },
};
const bearer = requireBearerAuth({
  verifier,
  requiredScopes: ["mcp-typescript:tools"],
  resourceMetadataUrl: getOAuthProtectedResourceMetadataUrl(resource),
});
app.post("/mcp", bearer, async (request, response) => {
  const server = new McpServer({ name: "example", version: "1.0.0" });
  server.registerTool("scopes", { description: "What the token allows" }, ({ authInfo }) => ({
    content: [{ type: "text", text: authInfo.scopes.join(" ") }],
  }));
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
  await server.connect(transport);
  await transport.handleRequest(request, response, request.body);
});
app.get("/mcp", (_request, response) => response.status(405).end());

// The client, with what the SDK's own example says.
const kept = {};
let authorizationUrl = null;
const provider = {
  redirectUrl: `${APP_URL}/callback`,
  clientMetadata: {
    client_name: "MCP SDK for TypeScript",
    redirect_uris: [`${APP_URL}/callback`],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
  },
  clientInformation: () => kept.client,
  saveClientInformation: (client) => {
    kept.client = client;
  },
  tokens: () => kept.tokens,
  saveTokens: (tokens) => {
    kept.tokens = tokens;
  },
  redirectToAuthorization: (url) => {
    authorizationUrl = url;
  },
  codeVerifier: () => kept.verifier,
  saveCodeVerifier: (verifier) => {
    kept.verifier = verifier;
  },
};
let transport = null;
let shown = "nobody";

async function callTool() {
  transport = new StreamableHTTPClientTransport(resource, { authProvider: provider });
  const client = new Client({ name: "example", version: "1.0.0" });
  await client.connect(transport);
  const { content } = await client.callTool({ name: "scopes", arguments: {} });
  shown = content[0].text;
}

app.get("/", (_request, response) => response.send(shown));
app.get("/login", async (_request, response) => {
  const problem = await callTool().catch((error) => error);
  if (authorizationUrl) return response.redirect(authorizationUrl.href);
  response.status(500).send(String(problem?.stack ?? problem));
});
app.get("/callback", async ({ query }, response) => {
  if (!query.code) return response.status(500).send(`${query.error}: ${query.error_description}`);
  await transport.finishAuth(query.code);
  await callTool();
  response.redirect("/");
});
app.get("/refresh", async (_request, response) => {
  // As when the access token is over: the SDK gets a 401 and refreshes by itself.
  kept.tokens = { ...kept.tokens, access_token: "over" };
  await callTool();
  response.redirect("/");
});
app.get("/logout", (_request, response) => {
  shown = "nobody";
  response.redirect("/");
});
app.listen(PORT);
