import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { makePerson } from "../clients/testing/people";
import { getDb } from "../db/driver/database";
import { listMails } from "../db/people/mails";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { makeAdministrator } from "./administrators";
import { ManagedPerson } from "./managed-person";
import { suspendPerson } from "./suspend-person";

useTestDatabase();

const now = new Date("2026-03-03T12:00:00.000Z");
let administrator: Actor & { userId: string };
let kim: Actor & { userId: string };
beforeAll(async () => {
  resetEnv({ PORTICO_ISSUER: "https://id.example.org" });
  administrator = await makePerson("admin@example.org", true);
  kim = await makePerson("kim@example.org");
  await (await getDb()).user.update({ where: { id: kim.userId }, data: { locale: "ko" } });
});
beforeEach(async () => {
  await (await getDb()).mail.deleteMany();
});

async function manage(): Promise<ManagedPerson> {
  const person = await ManagedPerson.find(administrator, kim.userId);
  if (!person) throw new Error("may not be seen");
  return person;
}

const mails = async () =>
  (await listMails(9))
    .map(({ recipient, subject }) => ({ recipient, subject }))
    .sort((a, b) => (a.recipient < b.recipient ? -1 : 1));

describe("a mail tells", () => {
  it("a new administrator in their own language, and all other administrators, once", async () => {
    expect(await makeAdministrator(await manage(), now)).toMatchObject({ ok: true });
    expect(await makeAdministrator(await manage(), now)).toMatchObject({ ok: true });
    expect(await mails()).toEqual([
      { recipient: "admin@example.org", subject: "Portico has another administrator" },
      { recipient: "kim@example.org", subject: "Portico 관리자가 되었습니다" },
    ]);
    const told = (await listMails(9)).find(({ recipient }) => recipient === "admin@example.org");
    expect(told?.body).toContain(`kim@example.org can now administer Portico`);
    expect(told?.body).toContain(`\nhttps://id.example.org/admin/users/${kim.userId}\n`);
  });

  it("a person that they are suspended, once", async () => {
    await suspendPerson(await manage(), now);
    await suspendPerson(await manage(), now);
    expect(await mails()).toEqual([{ recipient: "kim@example.org", subject: "Portico 계정이 정지되었습니다" }]);
  });
});
