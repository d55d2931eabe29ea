import type { Words } from "@/lib/i18n/words";
import type { LanguageSwitchProps } from "./language-switch";
import type { PageContext } from "./page-context";
import type { ThemeSwitchProps } from "./theme-switch";

/** The choice of the language, on a page. */
export function languageProps({ common }: Words, page: PageContext): LanguageSwitchProps {
  return {
    texts: { label: common.languages, unreachable: common.unanswered.press.unreachable },
    current: common.language,
    languages: page.languages,
    returnTo: page.path,
  };
}

/** The choice of the colours, on a page. */
export function themeProps({ common }: Words, page: PageContext): ThemeSwitchProps {
  return {
    texts: { ...common.theme, unreachable: common.unanswered.press.unreachable },
    current: page.theme,
    returnTo: page.path,
  };
}
