import { z } from "zod";
import type { ScopeText } from "../oauth/model";

/** Members whose names contain the language of their text: `title#ko`. @see OIDC Core §5.2 */
const TAGGED_NAME = /^(title|detail)#([A-Za-z0-9-]{1,35})$/;

/** A scope of an API in a file, which may have members such as `title#ko`. */
export const scopeInput = z
  .looseObject({
    name: z.string(),
    title: z.string(),
    detail: z.string().optional(),
    risk: z.enum(["identity", "read", "change", "sensitive"]).optional(),
    icon: z.string().optional(),
    public: z.boolean().optional(),
  })
  .superRefine((scope, { addIssue }) => {
    for (const [name, value] of Object.entries(scope)) {
      if (Object.hasOwn(scopeInput.shape, name)) continue;
      if (!TAGGED_NAME.test(name)) addIssue({ code: "unrecognized_keys", keys: [name], input: scope });
      else if (typeof value !== "string") addIssue({ code: "custom", path: [name], message: "must be a text" });
    }
  });

/** The texts of a scope in other languages, by the tags of its members. A detail alone makes a text without a title. */
export function readTaggedTexts(scope: z.infer<typeof scopeInput>): Record<string, ScopeText> {
  const texts: Record<string, ScopeText> = {};
  for (const [name, value] of Object.entries(scope)) {
    const [, member, tag] = TAGGED_NAME.exec(name) ?? [];
    if (member === undefined || tag === undefined || typeof value !== "string") continue;
    texts[tag] = { title: "", detail: null, ...texts[tag], [member]: value };
  }
  return texts;
}

/** The same texts as members again. */
export function writeTaggedTexts(texts: Readonly<Record<string, ScopeText>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([tag, { title, detail }]): [string, string][] => [
      [`title#${tag}`, title],
      ...(detail === null ? [] : ([[`detail#${tag}`, detail]] as [string, string][])),
    ]),
  );
}
