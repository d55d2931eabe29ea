import { describe, expect, it } from "vitest";
import { parseSource } from "./source-files";
import { findUncataloguedWords } from "./visible-words";

function find(jsx: string): string[] {
  return findUncataloguedWords(parseSource("app/page.tsx", `export default ({ words, isNew }) => ${jsx};`));
}

describe("words outside the catalogue are found", () => {
  it.each([
    ["text between tags", "<p>Sign in</p>"],
    ["a literal child", '<p>{"Sign in"}</p>'],
    ["a branch", '<p>{isNew ? "New" : words.old}</p>'],
    ["a fallback", '<p>{words.title ?? "Sign in"}</p>'],
    ["a template", `<p>{\`Hello \${words.name}\`}</p>`],
    ["a joined string", '<p>{"by " + words.name}</p>'],
    ["an attribute that is shown", '<input placeholder="Your name" />'],
    ["an attribute that is read out", '<nav aria-label={isNew ? "New" : "Old"} />'],
    ["any alphabet", "<p>로그인</p>"],
  ])("%s", (_name, jsx) => {
    expect(find(jsx)).toHaveLength(jsx.includes('"Old"') ? 2 : 1);
  });
});

describe("what is no word passes", () => {
  it.each([
    ["a word of the catalogue", "<p title={words.hint}>{words.title}</p>"],
    ["a separator", "<p>{words.a} · {words.b}</p>"],
    ["an attribute that nobody sees", '<input type="email" className="wide" autoComplete="username webauthn" />'],
    ["a comparison", '<p>{words.kind === "web" && words.web}</p>'],
  ])("%s", (_name, jsx) => {
    expect(find(jsx)).toEqual([]);
  });
});
