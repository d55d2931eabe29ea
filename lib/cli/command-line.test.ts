import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listOwnActivity } from "../account/activity";
import { verifyPassword } from "../auth/password";
import { registrationStore } from "../db/clients/registrations";
import { getDb } from "../db/driver/database";
import { findCredentials } from "../db/people/users";
import { oauthStore } from "../db/protocol/store";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { resetMasterKey } from "../keys/secret";
import { createSigningKeys } from "../keys/signing-keys";
import { hashSecret } from "../oauth/secrets";
import { publicJwk } from "../oauth/testing/public-jwks";
import { describeAuditReport } from "./describe-audit-report";
import { listenForCommands, sendCommand, socketPath } from "./local-socket";
import { parseCommand } from "./parse-command";
import { runCommand, runInPortal } from "./run-command";

useTestDatabase();

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "portico-cli-"));
  resetEnv({ PORTICO_BCRYPT_COST: "4" });
  resetMasterKey("a secret for tests, of 32 characters or more");
});
afterAll(async () => {
  resetMasterKey();
  resetEnv();
  await rm(folder, { recursive: true, force: true });
});

async function run(...args: string[]): Promise<string> {
  const command = await parseCommand(args, folder);
  if (!command) throw new Error("help");
  return runCommand(command);
}

async function file(name: string, content: unknown): Promise<string> {
  await writeFile(path.join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  return name;
}

describe("user create", () => {
  it("makes an account that can sign in, with its claims", async () => {
    const claims = await file("claims.json", {
      sub: "x",
      name: "Example User",
      given_name: "Example",
      address: { country: "KR" },
    });
    const printed = await run(
      "user",
      "create",
      "--email",
      "A@example.org",
      "--password",
      "four quiet grey herons",
      "--admin",
      "--claims",
      claims,
    );
    expect(JSON.parse(printed)).toEqual({ sub: expect.any(String), email: "a@example.org", admin: true });
    const found = await findCredentials("a@example.org");
    expect(found?.user).toMatchObject({ isAdmin: true, name: "Example User", emailVerifiedAt: expect.any(Date) });
    expect(await verifyPassword("four quiet grey herons", found?.passwordHash ?? null)).toBe(true);
    const subject = await oauthStore.findSubject(found?.user.userId ?? "");
    expect(subject?.claims).toMatchObject({ given_name: "Example", address: { country: "KR" } });
    const { entries } = await listOwnActivity({ userId: found?.user.userId ?? "" });
    expect(entries).toMatchObject([{ kind: "joined", from: "command line" }]);
  });

  it.each([
    [["--email", "a@example.org", "--password", "four quiet grey herons"], "a@example.org has an account already."],
    [["--email", "b@example.org", "--password", "p w p w"], "--password: This password is too short. Use at least 15"],
    [
      ["--email", "b@example.org", "--password", "thisismypassword"],
      "--password: This password was leaked or is made of",
    ],
    [["--email", "b@example.org", "--password", "b@example.org b b"], "--password: This password is too close to your"],
    [["--email", "nobody", "--password", "four quiet grey herons"], "--email must be an e-mail address."],
    [["--password", "four quiet grey herons"], "user create needs --email"],
    [["--email", "b@example.org"], "user create needs --password"],
    [["--email", "b@example.org", "--password", "p", "--file", "x"], "user create has no option --file"],
    [
      ["--email", "b@example.org", "--password", "p", "--claims", "missing.json"],
      "missing.json cannot be read: ENOENT.",
    ],
    [["--email", "b@example.org", "--password", "p", "--claims", "bad.json"], "bad.json is not JSON."],
    [["--email", "b@example.org", "--password", "p", "--claims", "odd.json"], "shoe_size: is not a standard claim."],
  ])("refuses %j", async (args, sentence) => {
    await file("bad.json", "{");
    await file("odd.json", { shoe_size: 44 });
    await expect(run("user", "create", ...args)).rejects.toThrow(sentence);
  });
});

describe("client create", () => {
  it("registers keys and request objects by their RFC 7591 §2 and OIDC Registration §2 names", async () => {
    const keys = {
      token_endpoint_auth_method: "private_key_jwt",
      token_endpoint_auth_signing_alg: "PS256",
      jwks: { keys: [publicJwk("RSA 2048")] },
      request_object_signing_alg: "ES256",
      request_uris: ["https://app.example.org/request.jwt"],
      id_token_signed_response_alg: "EdDSA",
      userinfo_signed_response_alg: "ES256",
      subject_type: "pairwise",
      initiate_login_uri: "https://app.example.org/start",
      default_max_age: 3600,
      require_auth_time: true,
      default_acr_values: ["urn:example:acr"],
    };
    const metadata = await file("keys.json", { redirect_uris: ["https://app.example.org/callback"], ...keys });
    const answer = JSON.parse(await run("client", "create", "--file", metadata));
    expect(answer).toMatchObject(keys);
    expect(answer).not.toHaveProperty("client_secret");
    expect(await oauthStore.findClient(answer.client_id)).toMatchObject({
      tokenEndpointAuthMethod: "private_key_jwt",
      tokenEndpointAuthSigningAlg: "PS256",
      jwks: keys.jwks,
      jwksUri: null,
      requestObjectSigningAlg: "ES256",
      requestUris: keys.request_uris,
      idTokenSignedResponseAlg: "EdDSA",
      userinfoSignedResponseAlg: "ES256",
      pairwiseSector: "app.example.org",
      initiateLoginUri: keys.initiate_login_uri,
      defaultMaxAge: 3600,
      requireAuthTime: true,
      defaultAcrValues: keys.default_acr_values,
      secrets: [],
    });
  });

  it("answers as RFC 7591 §3.2.1 says, with everything that was registered", async () => {
    const metadata = await file("client.json", {
      client_name: "Example App",
      redirect_uris: ["https://app.example.org/callback"],
      post_logout_redirect_uris: ["https://app.example.org/"],
      scope: "openid email offline_access",
      software_id: "ignored",
    });
    const answer = JSON.parse(await run("client", "create", "--file", metadata));
    expect(answer).toMatchObject({
      client_id: expect.stringMatching(/^pt_cl_/),
      client_secret: expect.stringMatching(/^pt_cs_/),
      client_secret_expires_at: 0,
      client_id_issued_at: expect.any(Number),
      client_name: "Example App",
      redirect_uris: ["https://app.example.org/callback"],
      post_logout_redirect_uris: ["https://app.example.org/"],
      token_endpoint_auth_method: "client_secret_basic",
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      scope: "openid email offline_access",
      id_token_signed_response_alg: "RS256",
    });
    expect(await oauthStore.findClient(answer.client_id)).toMatchObject({
      name: "Example App",
      redirectUris: ["https://app.example.org/callback"],
      scopes: ["openid", "email", "offline_access"],
      requirePkce: false,
    });
  });

  it("gives a public client no secret and demands PKCE of it", async () => {
    const metadata = await file("spa.json", {
      redirect_uris: ["https://spa.example.org/"],
      token_endpoint_auth_method: "none",
    });
    const answer = JSON.parse(await run("client", "create", "--file", metadata));
    expect(answer).not.toHaveProperty("client_secret");
    expect((await oauthStore.findClient(answer.client_id))?.requirePkce).toBe(true);
  });

  it("makes a client of client_credentials alone", async () => {
    const metadata = await file("service.json", { grant_types: ["client_credentials"] });
    const answer = JSON.parse(await run("client", "create", "--file", metadata));
    expect(answer).toMatchObject({
      grant_types: ["client_credentials"],
      response_types: [],
      client_secret: expect.any(String),
    });
  });

  it.each([
    [{}, "redirect_uris: must contain at least one address"],
    [
      { redirect_uris: ["http://app.example.org/"] },
      "http://app.example.org/ cannot be registered: http is for loopback",
    ],
    [{ redirect_uris: "https://app.example.org/" }, "redirect_uris: "],
    [
      { redirect_uris: ["https://app.example.org/"], token_endpoint_auth_method: "magic" },
      "token_endpoint_auth_method: ",
    ],
    [
      { redirect_uris: ["https://app.example.org/"], jwks: { keys: [{ kty: "oct", k: "x" }] } },
      "jwks: must be a JWK Set of 1 to 100 public keys",
    ],
    [
      { redirect_uris: ["https://app.example.org/"], request_uris: ["http://x.example/"] },
      "request_uris: must be up to 20",
    ],
    [{ redirect_uris: ["https://app.example.org/"], scope: "no:such" }, "scope: "],
    [
      { redirect_uris: ["https://a.example/", "https://b.example/"], subject_type: "pairwise" },
      "redirect URIs on one host",
    ],
    [{ redirect_uris: ["https://a.example/"], sector_identifier_uri: "http://a.example/" }, "must be an https address"],
    [
      { redirect_uris: ["https://a.example/"], initiate_login_uri: "http://a.example/" },
      "initiate_login_uri: must be an https address",
    ],
  ])("refuses %j", async (metadata, sentence) => {
    const name = await file("refused.json", metadata);
    await expect(run("client", "create", "--file", name)).rejects.toThrow(sentence);
  });
});

describe("registration-token create", () => {
  it("prints a token once, which registers as many clients as it says (RFC 7591 §3)", async () => {
    const args = ["--uses", "1", "--days", "2", "--note", "for the tests"];
    const printed = JSON.parse(await run("registration-token", "create", ...args));
    expect(printed).toMatchObject({ initial_access_token: expect.stringMatching(/^pt_rg_/), uses: 1 });
    const hash = hashSecret(printed.initial_access_token);
    const now = new Date();
    expect(await registrationStore.useRegistrationToken(hash, now)).toBe(true);
    expect(await registrationStore.useRegistrationToken(hash, now)).toBe(false);
    const unlimited = JSON.parse(await run("registration-token", "create", "--days", "1"));
    const later = new Date(now.getTime() + 25 * 3_600_000);
    expect(await registrationStore.useRegistrationToken(hashSecret(unlimited.initial_access_token), later)).toBe(false);
  });

  it.each([
    [["--uses", "0"], "--uses must be"],
    [["--uses", "many"], "--uses must be"],
    [["--days", "-1"], "option"],
  ])("refuses %j", async (args, sentence) => {
    await expect(run("registration-token", "create", ...args)).rejects.toThrow(sentence);
  });
});

describe("api create", () => {
  const api = {
    identifier: "https://api.example.org/tasks",
    name: "Tasks",
    token_format: "jwt",
    access_token_ttl: 300,
    scopes: [{ name: "tasks:read", title: "Read your tasks" }],
  };

  it("takes the words of its scopes in other languages by tagged members (OIDC Core §5.2), and no other members", async () => {
    const identifier = "https://api.example.org/notes";
    const words = { "title#ko": "메모 보기", "detail#ko": "모든 메모.", "title#sv": "Se dina anteckningar" };
    const scopes = [{ name: "notes:read", title: "Read your notes", ...words }];
    const printed = JSON.parse(
      await run("api", "create", "--file", await file("api.json", { ...api, identifier, scopes })),
    );
    expect(printed.scopes).toMatchObject(scopes);
    expect(await oauthStore.findScopes(["notes:read"])).toMatchObject([
      { texts: { ko: { title: "메모 보기", detail: "모든 메모." }, sv: { detail: null } } },
    ]);
    const wrong = { ...api, identifier, scopes: [{ ...scopes[0], name: "notes:none", "icon#ko": "file" }] };
    await expect(run("api", "create", "--file", await file("api.json", wrong))).rejects.toThrow("icon#ko");
  });

  it("registers the API with its scopes, and the client by which it introspects", async () => {
    const printed = JSON.parse(await run("api", "create", "--file", await file("api.json", api)));
    expect(printed).toMatchObject({
      ...api,
      signing_alg: "RS256",
      token_typ: "at+jwt",
      client_policy: "scopes",
      listed_clients: [],
      scopes: [{ name: "tasks:read", title: "Read your tasks", detail: null, risk: "read", icon: null, public: true }],
      introspection_client_id: expect.stringMatching(/^pt_cl_/),
      introspection_client_secret: expect.stringMatching(/^pt_cs_/),
    });
    expect(await oauthStore.findResource(api.identifier)).toMatchObject({
      tokenFormat: "jwt",
      introspectionClientId: printed.introspection_client_id,
      scopes: ["tasks:read"],
    });
  });

  it("takes how its tokens are signed, and which apps may ask for it", async () => {
    const chosen = { signing_alg: "ES256", token_typ: "JWT", client_policy: "open" };
    const other = { identifier: "https://chosen.example.org", name: "Chosen", token_format: "jwt", ...chosen };
    expect(JSON.parse(await run("api", "create", "--file", await file("chosen.json", other)))).toMatchObject(chosen);
    expect(await oauthStore.findResource(other.identifier)).toMatchObject({
      signingAlg: "ES256",
      tokenTyp: "JWT",
      clientPolicy: "open",
    });
  });

  it("makes no client when the file says null", async () => {
    const alone = { identifier: "https://alone.example.org", name: "Alone", introspection_client_id: null };
    const printed = JSON.parse(await run("api", "create", "--file", await file("alone.json", alone)));
    expect(printed).toMatchObject({ token_format: "opaque", access_token_ttl: 600, introspection_client_id: null });
    expect(printed).not.toHaveProperty("introspection_client_secret");
  });

  it.each([
    [{ identifier: api.identifier }, "identifier: An API with this identifier is registered already."],
    [{ identifier: "nowhere" }, "identifier: Use an absolute address"],
    [{ access_token_ttl: 0 }, "accessTokenTtl: Use a whole number of seconds"],
    [{ scopes: [{ name: "x:y", title: "X", icon: "unicorn" }] }, 'there is no drawing "unicorn"'],
    [{ token_fromat: "jwt" }, "token_fromat"],
    [{ signing_alg: "HS256" }, "signing_alg"],
    [{ token_typ: "at" }, "token_typ"],
    [{ listed_clients: ["nobody"] }, "listedClients: There is no client with this ID."],
  ])("refuses %j", async (values, sentence) => {
    const name = await file("refused-api.json", { ...api, scopes: [], ...values });
    await expect(run("api", "create", "--file", name)).rejects.toThrow(sentence);
  });
});

describe("keys rotate", () => {
  it("publishes a new key", async () => {
    const keys = () => createSigningKeys(() => new Date()).listPublicJwks();
    const before = (await keys()).length;
    expect(await run("keys", "rotate", "--alg", "ES256")).toMatch(
      /^ES256: \S+ is published now and signs from 20\S+Z; every process shows it from 20\S+Z$/,
    );
    expect(await keys()).toHaveLength(before + 1);
    await expect(run("keys", "rotate", "--alg", "HS256")).rejects.toThrow("alg: ");
  });
});

describe("registration-token list and revoke", () => {
  it("list what each is for and what is left of it, without its value; revoke stops one", async () => {
    const made = JSON.parse(await run("registration-token", "create", "--uses", "3", "--note", "The calendar team"));
    const listed = await run("registration-token", "list");
    expect(listed).toContain(`${made.id}  live, 3 uses left, no end, made`);
    expect(listed).toMatch(/by the operator, never used {2}The calendar team/);
    expect(listed).not.toContain(made.initial_access_token);
    expect(await run("registration-token", "revoke", made.id)).toContain(made.id);
    expect(await run("registration-token", "list")).toContain(`${made.id}  revoked`);
    await expect(run("registration-token", "revoke", made.id)).rejects.toThrow("There is no such token");
    await expect(run("registration-token", "revoke")).rejects.toThrow("registration-token revoke needs ID");
    await expect(run("registration-token", "revoke", "one")).rejects.toThrow("the ID is not one that the list shows");
  });
});

describe("audit verify", () => {
  it("says that the log is as it was written, or what was done to it", async () => {
    expect(await run("audit", "verify")).toMatch(/^\d+ events in \d+ batches were read\. The audit log is as it was/);
    const db = await getDb();
    const [event] = await db.auditEvent.findMany({ take: 1 });
    if (!event) throw new Error("there is no event");
    await db.auditEvent.update({ where: { id: event.id }, data: { type: "another" } });
    await expect(run("audit", "verify")).rejects.toThrow(/an event of batch [\w-]+ was changed/);
    await db.auditEvent.update({ where: { id: event.id }, data: { type: event.type } });
    await db.auditEvent.delete({ where: { id: event.id } });
    await expect(run("audit", "verify")).rejects.toThrow(`event ${event.id} was taken out`);
  });
});

describe("db backup and db restore", () => {
  it("take a file, and write one that its owner alone can read", async () => {
    expect(await run("db", "backup", "backup.gz")).toContain(path.join(folder, "backup.gz"));
    await expect(run("db", "restore", "backup.gz")).rejects.toThrow("The database is not new");
    await expect(run("db", "backup", "backup.gz")).rejects.toThrow("backup.gz exists already");
    await expect(run("db", "backup")).rejects.toThrow("db backup needs FILE");
    await expect(run("db", "backup", "one", "two")).rejects.toThrow('There is no command "db backup one two"');
  });
});

describe("a running portal", () => {
  it("does the work for the command line, and gives its sentences back", async () => {
    expect(await sendCommand(folder, { name: "db sweep" })).toBeNull();
    const stop = await listenForCommands(folder, runInPortal);
    const command = {
      name: "user create",
      email: "r@example.org",
      password: "four quiet grey herons",
      isAdmin: false,
      claims: {},
    } as const;
    expect(JSON.parse((await sendCommand(folder, command)) ?? "")).toMatchObject({ email: "r@example.org" });
    await expect(sendCommand(folder, command)).rejects.toThrow("r@example.org has an account already.");
    const restore = { name: "db restore", file: path.join(folder, "backup.gz") } as const;
    await expect(sendCommand(folder, restore)).rejects.toThrow("A portal uses this database; stop it, then restore.");
    await stop();
    expect(await sendCommand(folder, { name: "db sweep" })).toBeNull();
  });

  it("listens elsewhere when the path of its directory is too long for a socket", async () => {
    const long = path.join(folder, "d".repeat(120));
    expect(Buffer.byteLength(socketPath(long))).toBeLessThan(104);
    const stop = await listenForCommands(long, async () => "done");
    expect(await sendCommand(long, { name: "db migrate" })).toBe("done");
    await stop();
  });
});

it.each([
  [["frobnicate"], 'There is no command "frobnicate"'],
  [["user"], 'There is no command "user"'],
  [["user", "create", "--emial", "x"], "Unknown option '--emial'"],
])("a mistyped command %j gets a sentence", async (args, sentence) => {
  await expect(parseCommand(args, folder)).rejects.toThrow(sentence);
});

it.each([[[]], [["help"]], [["user", "create", "--help"]]])("%j asks for help", async (args) => {
  expect(await parseCommand(args, folder)).toBeNull();
});

describe("what audit verify says", () => {
  const report = { batches: 9, events: 20, problems: [], unclosed: [], unsealed: null, unknownBatches: 0 };
  const at = new Date("2026-01-02T03:04:05Z");

  it("of events without a seal from an update: which ones they are, not that they were put in", () => {
    const said = describeAuditReport({ ...report, unsealed: { events: 3, firstAt: at, lastAt: at } });
    expect(said).toContain("The audit log is as it was written.");
    expect(said).toContain(
      "3 events have no seal: during an update, a version that did not seal wrote beside the new one",
    );
  });

  it("of batches of a newer version: that the newer version can verify them", () => {
    const say = () => describeAuditReport({ ...report, unknownBatches: 2 });
    expect(say).toThrow("2 batches were written by a newer version, which this one cannot verify.");
    expect(say).not.toThrow("not as it was written");
  });
});
