import { afterAll, beforeAll, expect, it } from "vitest";
import { resetEnv } from "../env";
import { renderSigningOutPage } from "./signing-out-page";

beforeAll(() => resetEnv({ PORTICO_ISSUER: "https://id.example.org" }));
afterAll(() => resetEnv());

const request = new Request("https://id.example.org/oauth/end-session?ui_locales=fr");
const reader = { request, uiLocales: null, locale: null };

const page = {
  frames: [
    "https://a.example/out?iss=x&sid=y",
    "https://a.example/two?iss=x&sid=y",
    "http://127.0.0.1:4000/o?iss=x&sid=y",
  ],
  target: 'https://client.example/signed-out?state="a"&b=1',
};

it("frames every address, and allows frames of their origins only (OpenID Connect Front-Channel Logout §3)", async () => {
  const response = renderSigningOutPage(page, reader);
  const text = await response.text();
  expect(text.match(/<iframe src="[^"]+"/g)).toEqual(
    page.frames.map((frame) => `<iframe src="${frame.replaceAll("&", "&amp;")}"`),
  );
  // Escaped once for the little document in the frame, and once more for the attribute that holds it.
  const [frame = ""] = page.frames;
  const inner = `<meta http-equiv="refresh" content="1;url=${frame.replaceAll("&", "&amp;")}">`;
  expect(text).toContain(
    ` srcdoc="${inner.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")}"`,
  );
  const policy = response.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("frame-src https://a.example http://127.0.0.1:4000;");
  expect(policy).toContain("frame-ancestors 'none'");
});

it("goes on without JavaScript too, and cannot be broken out of", async () => {
  const text = await renderSigningOutPage(page, reader).text();
  const target = "https://client.example/signed-out?state=&quot;a&quot;&amp;b=1";
  // With JavaScript the script alone goes on: two ways on would call the app twice.
  expect(text).toContain(`<noscript><meta http-equiv="refresh" content="4;url=${target}"></noscript>`);
  expect(text).toContain(`<a class="button" id="go-on" href="${target}">`);
});
