function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`calendar-api: set ${name}.`);
  return value;
}

const scopes = process.env.CALENDAR_API_SCOPES ?? "calendar";

const port = Number(process.env.PORT ?? 4001);

/** What this API knows: itself, the portal it trusts, and its own credentials there. */
export const config = {
  port,
  issuer: (process.env.PORTICO_ISSUER ?? "http://localhost:3000").replace(/\/$/, ""),
  /** RFC 8707: the resource identifier under which the portal registered this API; the audience of its tokens. */
  resource: process.env.CALENDAR_API_RESOURCE ?? `http://localhost:${port}`,
  /** The names of its scopes, which no other API of the portal has. */
  scopes: { read: `${scopes}:read`, write: `${scopes}:write` },
  /** whether the API asks the portal which tokens were revoked; for that, its client needs a stream of security events */
  pollsEvents: process.env.POLL_EVENTS === "on",
  clientId: required("CLIENT_ID"),
  clientSecret: required("CLIENT_SECRET"),
};
