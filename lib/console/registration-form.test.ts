import { afterAll, beforeAll, expect, it } from "vitest";
import { makePerson } from "../clients/testing/people";
import { findClientDetails } from "../db/clients/clients";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { readFields } from "../forms/fields";
import { wordsFor } from "../i18n/words";
import { register, registrationFields } from "./registration-form";

useTestDatabase();
beforeAll(() => resetEnv({ PORTICO_LEGACY_RESPONSE_TYPES: "on" }));
afterAll(() => resetEnv());

it("registers what the documentation of the chosen framework says, and tells so", async () => {
  const developer = await makePerson("developer@example.org");
  const form = new FormData();
  const fields = {
    name: "Calendar",
    kind: "web",
    framework: "expressOpenid",
    redirectUris: "http://localhost:3001/callback",
  };
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const result = await register(developer, readFields(registrationFields, form));
  const registered = result.kind === "shown" ? result.shown(wordsFor("en")) : null;
  expect(await findClientDetails(registered?.clientId ?? "")).toMatchObject({
    redirectUris: ["http://localhost:3001/callback"],
    postLogoutRedirectUris: ["http://localhost:3001"],
    responseTypes: ["code", "id_token"],
    grantTypes: ["authorization_code", "refresh_token", "implicit"],
    tokenEndpointAuthMethod: "client_secret_basic",
  });
  expect(registered?.preset?.lines.join(" ")).toContain("id_token");
});
