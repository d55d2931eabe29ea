import { expect, test } from "../fixtures/test";
import { send } from "./requests";

test("the session frame may be framed by anybody, runs its own script only, and needs nothing modern", async ({
  portal,
}) => {
  const { body } = await send(`${portal.url}/.well-known/openid-configuration`);
  const answer = await send(String(body.check_session_iframe));
  expect(answer.status).toBe(200);
  expect(answer.headers.get("x-frame-options")).toBeNull();
  const policy = answer.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("frame-ancestors *");
  expect(policy).toMatch(/script-src 'sha256-[^']+'/);
  expect(answer.text).toContain("addEventListener");
  expect(answer.text).not.toMatch(/=>|`|\b(let|const)\b|type="module"/);
});
