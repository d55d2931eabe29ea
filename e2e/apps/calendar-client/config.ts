function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`calendar-client: set ${name}.`);
  return value;
}

const port = Number(process.env.PORT ?? 4000);
const apiUrl = process.env.CALENDAR_API_URL ?? null;

/** Everything the app is told from outside. */
export const config = {
  port,
  appName: process.env.APP_NAME ?? "Example Calendar",
  /** where people reach this app, without a trailing slash */
  baseUrl: (process.env.APP_URL ?? `http://localhost:${port}`).replace(/\/$/, ""),
  issuer: (process.env.PORTICO_ISSUER ?? "http://localhost:3000").replace(/\/$/, ""),
  portalName: process.env.PORTAL_NAME ?? "Portico",
  clientId: required("CLIENT_ID"),
  clientSecret: required("CLIENT_SECRET"),
  /** null: the app only signs people in and calls no API */
  apiUrl,
  /** whether the app asks the portal for security events; for that, the console has to say that it does */
  pollsEvents: process.env.POLL_EVENTS === "on",
  scope:
    process.env.SCOPE ??
    (apiUrl ? "openid profile email offline_access calendar:read calendar:write" : "openid profile email"),
};
