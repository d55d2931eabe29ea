import type { Words } from "../../i18n/words";
import { ENV_FILE } from "./commands";
import { GUIDES } from "./guide";
import type { Quickstart } from "./quickstart";

/** The guide as one text for a coding assistant. It holds no secret. */
export function assistantPrompt(guide: Quickstart, words: Words): string {
  const { quickstart: texts, frameworks } = words.console;
  const fenced = (name: string, code: string) => `${name}\n\`\`\`\n${code}\n\`\`\``;
  return [
    texts.promptText(frameworks[GUIDES[guide.name]], guide.redirectUri),
    ...guide.files.map((file) => fenced(file.path, file.code)),
    fenced(ENV_FILE, guide.env),
    fenced(texts.commands.install, guide.install),
    ...(guide.randomValues === null ? [] : [fenced(texts.commands.random, guide.randomValues)]),
    fenced(texts.commands.start, guide.start),
  ].join("\n\n");
}
