import { randomBytes } from "node:crypto";
import { expect, test } from "../fixtures/test";
import { ApiScreen, RegisterApiScreen } from "../screens/apis";
import { ClientScreen, RegisterScreen } from "../screens/console";
import { SignInScreen } from "../screens/sign-in";
import { expectStatus } from "../screens/status";

test("an administrator registers an API, gives it a scope and credentials, and an app gets a token for it @no-js", async ({
  page,
  portal,
}) => {
  const mark = randomBytes(3).toString("hex");
  const identifier = `https://tasks-${mark}.example.org/v1`;
  const scope = `tasks-${mark}:read`;
  await page.goto("/console");
  await new SignInScreen(page).signIn(await portal.createUser({ isAdmin: true }));
  await page.getByRole("link", { name: "APIs" }).click();
  await page.getByRole("link", { name: "Register an API" }).click();

  const register = new RegisterApiScreen(page);
  await register.fill({ name: "Tasks", identifier: "tasks", lifetime: "300" });
  await expect(page.getByText("Use an absolute address").first()).toBeVisible();
  await expect(page.getByLabel("Name")).toHaveValue("Tasks");
  await register.fill({ name: "Tasks", identifier, lifetime: "300" });
  await expectStatus(page, "Tasks is registered");

  const api = new ApiScreen(page);
  await api.addScope(scope, "Read your tasks");
  await expectStatus(page, `${scope} can be asked for now`);
  await api.changeScope(scope, "See your tasks");
  await expect(page.getByRole("row", { name: scope })).toContainText("See your tasks");
  const credentials = await api.createCredentials();

  await page.goto("/console/clients/new");
  const wizard = new RegisterScreen(page);
  await wizard.chooseKind("Nightly report", "Service without users");
  await page.getByRole("button", { name: "Register app" }).click();
  const service = await wizard.readCredentials();
  await new ClientScreen(page, service.clientId).chooseScopes([scope]);

  const ask = async (
    path: string,
    client: { clientId: string; clientSecret: string },
    form: Record<string, string>,
  ) => {
    const basic = Buffer.from(`${client.clientId}:${client.clientSecret}`).toString("base64");
    const response = await page.request.post(path, { form, headers: { authorization: `Basic ${basic}` } });
    return response.json();
  };
  const issued = await ask("/oauth/token", service, { grant_type: "client_credentials", scope });
  expect(issued).toMatchObject({ token_type: "Bearer", expires_in: 300, scope });
  expect(await ask("/oauth/introspect", credentials, { token: issued.access_token })).toMatchObject({
    active: true,
    aud: identifier,
    scope,
  });

  await page.goto("/console/apis");
  await page.getByRole("link", { name: "Tasks" }).last().click();
  await api.setTokens({ format: "jwt", signingAlg: "ES256", typ: "JWT" });
  await api.letIn("listed", [service.clientId]);
  await expectStatus(page, "The settings are saved");
  const { access_token } = await ask("/oauth/token", service, { grant_type: "client_credentials", scope });
  const [header = ""] = String(access_token).split(".");
  expect(JSON.parse(Buffer.from(header, "base64url").toString())).toMatchObject({ alg: "ES256", typ: "JWT" });
  await api.letIn("listed", []);
  // The note of the save before may still stand there: what counts is that the app is kept out.
  const askAgain = () => ask("/oauth/token", service, { grant_type: "client_credentials", resource: identifier });
  await expect.poll(async () => (await askAgain()).error).toBe("invalid_target");
});

test("pages about APIs are not there for a developer", async ({ page, person }) => {
  await page.goto("/console");
  await new SignInScreen(page).signIn(person);
  await expect(page.getByRole("link", { name: "Register an app" }).first()).toBeVisible();
  await expect(page.getByRole("link", { name: "APIs" })).toHaveCount(0);
  for (const path of ["/console/apis", "/console/apis/new", "/console/apis/019ab000-0000-7000-8000-000000000000"]) {
    expect((await page.goto(path))?.status()).toBe(404);
  }
});
