import { beforeAll, describe, expect, it } from "vitest";
import { acceptHandover } from "../clients/hand-over";
import { acceptInvitation } from "../clients/team";
import { makeClient, makePerson } from "../clients/testing/people";
import { keepRequest } from "../db/clients/client-requests";
import { findClientDetails } from "../db/clients/clients";
import { findUserByEmail } from "../db/people/users";
import { useTestDatabase } from "../db/testing/test-database";
import { refusedAt } from "../events/catalogue";
import { parseCommand } from "./parse-command";
import { runCommand } from "./run-command";

useTestDatabase();

let userId = "";
beforeAll(async () => {
  await makePerson("root@example.org", true);
  userId = (await makePerson("kim@example.org")).userId;
});

async function run(...args: string[]): Promise<unknown> {
  const command = await parseCommand(args, "/");
  if (!command) throw new Error("help");
  return JSON.parse(await runCommand(command));
}

it("user invite mails a link and prints it, for an address without an account", async () => {
  const command = await parseCommand(["user", "invite", "--email", "New@example.org"], "/");
  if (!command) throw new Error("help");
  expect(await runCommand(command)).toMatch(/\/invitation\?token=[\w-]{43}$/);
  await expect(run("user", "invite", "--email", "kim@example.org")).rejects.toThrow("There is an account");
  await expect(run("user", "invite")).rejects.toThrow("user invite needs --email");
});

describe("user list, suspend, resume and delete", () => {
  it("tell people as JSON, and find them by a part of their address", async () => {
    expect(await run("user", "list")).toMatchObject([{ email: "kim@example.org" }, { email: "root@example.org" }]);
    const created_at = expect.stringMatching(/Z$/);
    const kim = {
      sub: userId,
      email: "kim@example.org",
      email_verified: true,
      name: null,
      admin: false,
      support: false,
    };
    expect(await run("user", "list", "--email", "KIM@")).toEqual([
      { ...kim, suspended_at: null, created_at, last_seen_at: null },
    ]);
  });

  it("keep somebody out, let them in, and delete them", async () => {
    const whom = ["--email", "Kim@example.org"];
    const kim = { sub: userId, email: "kim@example.org" };
    expect(await run("user", "suspend", ...whom)).toEqual({ ...kim, suspended: true, ended_sessions: 0 });
    expect((await findUserByEmail("kim@example.org"))?.suspendedAt).not.toBeNull();
    expect(await run("user", "resume", ...whom)).toEqual({ ...kim, suspended: false });
    expect((await findUserByEmail("kim@example.org"))?.suspendedAt).toBeNull();
    expect(await run("user", "delete", ...whom)).toEqual({ ...kim, deleted: true, apps: 0 });
    await expect(run("user", "delete", ...whom)).rejects.toThrow("kim@example.org has no account.");
  });

  it.each(["suspend", "delete"])("%s leaves the last administrator", async (act) => {
    await expect(run("user", act, "--email", "root@example.org")).rejects.toThrow("Somebody has to administer");
    await expect(run("user", act)).rejects.toThrow(`user ${act} needs --email`);
  });
});

describe("roles, factors and apps", () => {
  it("are given, taken away and removed by the address of the person", async () => {
    const { userId: lee } = await makePerson("lee@example.org");
    const whom = ["--email", "lee@example.org"];
    const became = { sub: lee, email: "lee@example.org" };
    expect(await run("user", "make-support", ...whom)).toEqual({ ...became, role: "support" });
    expect(await findUserByEmail("lee@example.org")).toMatchObject({ isSupport: true });
    expect(await run("user", "list", "--email", "lee@")).toMatchObject([{ support: true }]);
    expect(await run("user", "unmake-support", ...whom)).toEqual({ ...became, role: null });
    expect(await run("user", "make-administrator", ...whom)).toEqual({ ...became, role: "administrator" });
    expect(await run("user", "unmake-administrator", ...whom)).toEqual({ ...became, role: null });
    expect(await findUserByEmail("lee@example.org")).toMatchObject({ isAdmin: false, isSupport: false });
    const removed = { ...became, second_factors: "removed", ended_sessions: 0 };
    expect(await run("user", "require-new-factor", ...whom)).toEqual(removed);
    await expect(run("user", "make-support", "--email", "gone@example.org")).rejects.toThrow("has no account");
  });

  it("user delete asks what happens with somebody's apps", async () => {
    const ann = await makePerson("ann@example.org");
    const { clientId } = await makeClient(ann);
    const heir = await makePerson("heir@example.org");
    const whom = ["--email", "ann@example.org"];
    await expect(run("user", "delete", ...whom)).rejects.toThrow("ann@example.org owns apps. Say --apps delete");
    await expect(run("user", "delete", ...whom, "--apps", "x@example.org")).rejects.toThrow("there is none");
    await expect(run("user", "delete", ...whom, "--apps", "x")).rejects.toThrow("--apps must be delete or");
    expect(await run("user", "delete", ...whom, "--apps", "Heir@example.org")).toMatchObject({ apps: 1 });
    expect(await findClientDetails(clientId)).toMatchObject({ ownerId: heir.userId });
    expect(await run("user", "delete", "--email", "heir@example.org", "--apps", "delete")).toMatchObject({ apps: 1 });
    expect(await findClientDetails(clientId)).toBeNull();
  });

  it("client offer hands an app over once the other takes it", async () => {
    const { clientId } = await makeClient(await makePerson("giver@example.org"), { name: "Acme Calendar" });
    const taker = await makePerson("taker@example.org");
    const offer = { client_id: clientId, client_name: "Acme Calendar", to: "taker@example.org" };
    expect(await run("client", "offer", clientId, "Taker@example.org")).toMatchObject(offer);
    expect(await run("client", "withdraw-offer", clientId)).toEqual({ client_id: clientId, offered: false });
    expect(await acceptHandover(taker, clientId, new Date())).toMatchObject({ ok: false });
    await run("client", "offer", clientId, "taker@example.org");
    expect(await acceptHandover(taker, clientId, new Date())).toMatchObject({ ok: true });
    await expect(run("client", "offer", "gone", "taker@example.org")).rejects.toThrow("There is no client gone.");
    await expect(run("client", "offer", clientId)).rejects.toThrow("client offer needs EMAIL");
  });

  it("client invite asks somebody to the team of an app, and client remove-teammate ends that", async () => {
    const { clientId } = await makeClient(await makePerson("team-owner@example.org"));
    const mate = await makePerson("mate@example.org");
    expect(await run("client", "invite", clientId, "Mate@example.org", "--role", "viewer")).toMatchObject({
      to: "mate@example.org",
      role: "viewer",
    });
    expect(await acceptInvitation(mate, clientId, new Date())).toMatchObject({ ok: true });
    expect(await run("client", "team", clientId)).toMatchObject({
      owner: "team-owner@example.org",
      teammates: [{ user_id: mate.userId, role: "viewer" }],
      invitations: [],
    });
    await run("client", "invite", clientId, "later@example.org");
    expect(await run("client", "remove-teammate", clientId, "later@example.org")).toMatchObject({ invitations: [] });
    expect(await run("client", "remove-teammate", clientId, "mate@example.org")).toMatchObject({ teammates: [] });
    await expect(run("client", "remove-teammate", clientId, "mate@example.org")).rejects.toThrow("Nobody with");
    await expect(run("client", "invite", clientId, "a@example.org", "--role", "owner")).rejects.toThrow(
      "--role must be",
    );
  });

  it("client events lists the requests of an app, with what to do", async () => {
    const { clientId } = await makeClient(await makePerson("inspector@example.org"));
    const data = { error: "invalid_client", description: "", cause: "secret_wrong" } as const;
    keepRequest({ type: refusedAt("token"), outcome: "refused", clientId, data }, "one");
    expect(await run("client", "events", clientId, "--outcome", "problem")).toMatchObject([
      { cause: "secret_wrong", request_id: "one", fix: { console_path: "/credentials" } },
    ]);
    expect(await run("client", "events", clientId, "--endpoint", "userinfo")).toEqual([]);
  });
});
