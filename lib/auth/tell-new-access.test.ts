import { beforeAll, beforeEach, expect, it } from "vitest";
import { getDb } from "@/lib/db/driver/database";
import { listMails } from "@/lib/db/people/mails";
import { useTestDatabase } from "@/lib/db/testing/test-database";
import { resetEnv } from "@/lib/env";
import { resetMasterKey } from "@/lib/keys/secret";
import type { ConsentItem } from "@/lib/oauth/authorize/consent-page";
import type { ScopeRisk } from "@/lib/oauth/model";
import { WEB_CLIENT } from "@/lib/oauth/testing/fixtures";
import type { CurrentUser } from "./current-user";
import { tellNewAccess } from "./tell-new-access";

useTestDatabase();

beforeAll(() => {
  resetEnv({ PORTICO_ISSUER: "http://localhost:3000" });
  resetMasterKey("a secret for tests, 32 characters and more");
});
beforeEach(async () => {
  await (await getDb()).mail.deleteMany();
});

function item(name: string, risk: ScopeRisk, change: Partial<ConsentItem> = {}): ConsentItem {
  const scope = { name, risk, title: `Do ${name}`, detail: null, texts: {} } as ConsentItem["scope"];
  return { scope, resourceName: "Calendar", isOptional: false, grantedAt: null, ...change };
}

async function tell(scopes: ConsentItem[], ticked: string[] = []): Promise<string[]> {
  const client = { ...WEB_CLIENT, name: "Acme\u202e at https://evil.example" };
  const interaction = { kind: "consent", client, scopes } as Parameters<typeof tellNewAccess>[0];
  const user = { email: "user@example.org", locale: null } as CurrentUser;
  await tellNewAccess(interaction, { user, ticked, request: new Request("http://localhost:3000/consent/submit") });
  return (await listMails(9)).map(({ subject, body }) => `${subject}\n${body}`);
}

it("an app that may change things is mailed to its person, with what is new", async () => {
  const [mail] = await tell(
    [
      item("read", "read"),
      item("write", "change"),
      item("delete", "sensitive", { isOptional: true }),
      item("share", "change", { isOptional: true }),
      item("old", "change", { grantedAt: new Date() }),
    ],
    ["delete"],
  );
  expect(mail).toMatch(/^“Acme at https\u2236\/\/evil\u2024example” may change things/);
  expect(mail).toContain("– Do write\n– Do delete\n\n");
  expect(mail).not.toMatch(/Do (?:read|share|old)/);
});

it("one that can only look, or could do it before, is not", async () => {
  expect(await tell([item("read", "read"), item("openid", "identity")])).toEqual([]);
  expect(await tell([item("write", "change", { grantedAt: new Date() })])).toEqual([]);
});
