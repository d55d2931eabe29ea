import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { PasswordField } from "./password-field";

it("a password is masked, and nothing keeps pasting and password managers away (ASVS 6.2.6, 6.2.7)", () => {
  const field = { id: "password", label: "Password", revealLabel: "Show", autoComplete: "current-password" };
  const html = renderToStaticMarkup(createElement(PasswordField, field));
  const [input = ""] = /<input[^>]*>/.exec(html) ?? [];
  expect(input).toContain('type="password"');
  expect(input).toContain('autoComplete="current-password"');
  expect(input).not.toMatch(/ on[a-z]+=|readonly|autocomplete="off"/i);
});
