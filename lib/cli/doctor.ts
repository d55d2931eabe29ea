import { connect } from "node:tls";
import { z } from "zod";
import { findGeoProblem } from "../auth/find-place";
import { verifyMailServer } from "../auth/mail";
import { listEvents } from "../db/audit/list-events";
import { readDatabaseTime } from "../db/driver/database";
import { getEnv } from "../env";
import { EVENTS } from "../events/catalogue";
import { DOCTOR_HEADER, signQuestion } from "../http/health";
import { isLoopback } from "../oauth/client/loopback";
import { openidConfiguration } from "../oauth/metadata";
import { userinfo } from "../oauth/userinfo";
import {
  type CrowdedAddress,
  describeFindings,
  type Finding,
  judgeCertificate,
  judgeChallenge,
  judgeChanges,
  judgeClock,
  judgeCookies,
  judgeCrowdedAddresses,
  judgeFailure,
  judgeHost,
  judgeIssuer,
  judgeMail,
  judgeMetadata,
  judgePlaces,
  judgeProxy,
} from "./doctor-checks";

/** The timeout of each question, in milliseconds. */
const PATIENCE = 10_000;

const healthSchema = z.object({
  changes: z.enum(["heard", "unheard"]),
  seen: z.object({
    host: z.string().nullable(),
    proxyHeaders: z.array(z.string()),
    forwardedProto: z.string().nullable(),
    peer: z.string().nullable(),
    isPeerTrusted: z.boolean(),
    issuer: z.string(),
  }),
});

/**
 * Checks the portal from outside, at its public address, and checks what it depends on. Reports what is set up wrong,
 * and what to do.
 * @returns the report, and whether something is wrong
 */
export async function examine(now: () => Date): Promise<{ report: string; isWell: boolean }> {
  const { issuer } = getEnv();
  const findings = [
    judgeIssuer(issuer, !isLoopback(new URL(issuer).hostname)),
    ...(await examineAddress(issuer, now)),
    ...(await examineDatabase(now)),
    ...(await examineMail()),
    ...(await examinePlaces()),
  ];
  return { report: describeFindings(findings), isWell: findings.every(({ verdict }) => verdict !== "wrong") };
}

function ask(url: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { headers, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
}

async function examineAddress(issuer: string, now: () => Date): Promise<Finding[]> {
  let metadata: Response;
  try {
    metadata = await ask(issuer + openidConfiguration.path);
  } catch (error) {
    const { code, message } = causeOf(error);
    return [judgeFailure(issuer, code, message)];
  }
  const told: unknown = await metadata.json().catch(() => null);
  const address = judgeMetadata(issuer, metadata.status, told);
  const date = metadata.headers.get("date");
  const clock = judgeClock("the portal", date === null ? null : new Date(date), now());
  const tls = issuer.startsWith("https:")
    ? [judgeCertificate(new URL(issuer).host, await readExpiry(issuer), now())]
    : [];
  // Another program's answers would only confuse.
  if (address.verdict === "wrong") return [address, ...tls];
  const [challenged, login, health] = await Promise.all([
    ask(issuer + userinfo.endpoints[0].path, { authorization: "Bearer none" }),
    ask(`${issuer}/login`),
    ask(`${issuer}/healthz`, { [DOCTOR_HEADER]: signQuestion(now()) }),
  ]);
  return [
    address,
    ...tls,
    clock,
    judgeChallenge(challenged.headers.get("www-authenticate")),
    ...judgeHealth(await health.json().catch(() => null)),
    judgeCookies(issuer, login.headers.getSetCookie()),
  ];
}

function judgeHealth(health: unknown): Finding[] {
  const parsed = healthSchema.safeParse(health);
  if (parsed.success) {
    const { seen, changes } = parsed.data;
    return [judgeHost(seen), judgeProxy(seen), judgeChanges(changes === "heard")];
  }
  const sentence =
    "The portal does not recognise this command. Run it with the PORTICO_SECRET of the portal, and let the proxy pass the Portico-Doctor header on.";
  return [{ verdict: "wrong", subject: "secret", sentence }];
}

/** When the certificate of the address expires. */
function readExpiry(issuer: string): Promise<Date> {
  const { hostname, port } = new URL(issuer);
  return new Promise((resolve, reject) => {
    const socket = connect(
      { host: hostname, port: Number(port || 443), servername: hostname, timeout: PATIENCE },
      () => {
        resolve(new Date(socket.getPeerCertificate().valid_to));
        socket.destroy();
      },
    );
    socket.once("error", reject);
    socket.once("timeout", () => socket.destroy(new Error("The TLS handshake took too long.")));
  });
}

async function examineDatabase(now: () => Date): Promise<Finding[]> {
  try {
    const time = await readDatabaseTime();
    return [
      { verdict: "ok", subject: "database", sentence: "The database answers, with the newest schema." },
      judgeClock("the database", time, now()),
      ...judgeCrowdedAddresses(await findCrowdedAddresses(now()), getEnv().trustProxy.length > 0),
    ];
  } catch (error) {
    const sentence = `${error instanceof Error ? error.message : String(error)} Look at DATABASE_URL.`;
    return [{ verdict: "wrong", subject: "database", sentence }];
  }
}

/** The newest event for each address and limit within the last day. */
async function findCrowdedAddresses(now: Date): Promise<CrowdedAddress[]> {
  const events = await listEvents({ type: "limit.reached", limit: 100 });
  const found = new Map<string, CrowdedAddress>();
  for (const { createdAt, ipAddress, data } of events) {
    const parsed = EVENTS["limit.reached"].data.safeParse(data);
    if (!parsed.success || ipAddress === null || now.getTime() - createdAt.getTime() > 86_400_000) continue;
    const { rule: name, max, seconds, refused } = parsed.data;
    const key = `${name} ${ipAddress}`;
    if (found.has(key)) continue;
    found.set(key, { address: ipAddress, rule: { name, max, seconds }, refused, at: createdAt });
  }
  return [...found.values()].slice(0, 5);
}

async function examineMail(): Promise<Finding[]> {
  const { smtpUrl, smtpTls } = getEnv();
  if (smtpUrl === null) {
    const sentence = "SMTP_URL is not set: nobody gets mails. Set it before people use the portal.";
    return [{ verdict: "warning", subject: "mail", sentence }];
  }
  return judgeMail({ smtpUrl, smtpTls }, await verifyMailServer());
}

async function examinePlaces(): Promise<Finding[]> {
  const { geoDatabase } = getEnv();
  return geoDatabase === null ? [] : [judgePlaces(geoDatabase, await findGeoProblem())];
}

/** The innermost reason of a failed fetch. */
function causeOf(error: unknown): { code: string; message: string } {
  let innermost: unknown = error;
  while (innermost instanceof Error && innermost.cause instanceof Error) innermost = innermost.cause;
  const message = innermost instanceof Error ? innermost.message : String(innermost);
  const code = innermost instanceof Error && "code" in innermost ? String(innermost.code) : "";
  return { code, message };
}
