import clsx from "clsx";
import { Monitor, Moon, Sun } from "lucide-react";
import { getWords } from "@/lib/i18n/words";

export type Theme = "light" | "dark" | "system";

const choices = [
  { theme: "light", icon: Sun },
  { theme: "dark", icon: Moon },
  { theme: "system", icon: Monitor },
] as const;

export interface ThemeSwitchProps {
  current: Theme;
  /** path and query of this page, to come back to */
  returnTo: string;
}

/** Three buttons in a plain form; the server remembers the choice in a cookie. */
export function ThemeSwitch({ current, returnTo }: ThemeSwitchProps) {
  const words = getWords().common.theme;
  return (
    <form method="post" action="/theme/submit" aria-label={words.label} className="flex">
      <input type="hidden" name="return_to" value={returnTo} />
      {choices.map(({ theme, icon: Icon }) => (
        <button
          key={theme}
          type="submit"
          name="theme"
          value={theme}
          aria-label={words[theme]}
          title={words[theme]}
          aria-pressed={theme === current}
          className={clsx(
            "grid size-8 place-items-center rounded-small border border-transparent text-fg-subtle hover:bg-sunken hover:text-fg",
            "aria-pressed:border-border-control aria-pressed:bg-surface aria-pressed:text-fg",
          )}
        >
          <Icon aria-hidden="true" className="size-4" />
        </button>
      ))}
    </form>
  );
}
