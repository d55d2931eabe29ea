"use client";

import clsx from "clsx";
import { Monitor, Moon, Sun } from "lucide-react";
import { type FormEvent, useState, useSyncExternalStore } from "react";
import { postChoice } from "./post-choice";

export type Theme = "light" | "dark" | "system";

const choices = [
  { theme: "light", icon: Sun },
  { theme: "dark", icon: Moon },
  { theme: "system", icon: Monitor },
] as const;

export interface ThemeSwitchProps {
  texts: Record<Theme | "label" | "unreachable", string>;
  current: Theme;
  /** path and query of this page, to come back to */
  returnTo: string;
}

/**
 * Three buttons in a plain form; the server remembers the choice in a cookie. Without JavaScript it leads back to this
 * page; with it, the colours change where they are, and nothing that was typed is touched.
 */
export function ThemeSwitch({ texts, current, returnTo }: ThemeSwitchProps) {
  const chosen = useSyncExternalStore(watchTheme, readTheme, () => current);
  const [isUnreachable, setUnreachable] = useState(false);

  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    if (!(submitter instanceof HTMLButtonElement)) return;
    const theme = submitter.value as Theme;
    const isStored = await postChoice("/theme/submit", { theme, return_to: returnTo });
    setUnreachable(!isStored);
    if (!isStored) return;
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  };
  return (
    <div className="flex flex-wrap items-center justify-end gap-x-4 gap-y-1">
      {isUnreachable ? (
        <p role="alert" className="text-danger-fg">
          {texts.unreachable}
        </p>
      ) : null}
      <form method="post" action="/theme/submit" onSubmit={onSubmit} aria-label={texts.label} className="flex">
        <input type="hidden" name="return_to" value={returnTo} />
        {choices.map(({ theme, icon: Icon }) => (
          <button
            key={theme}
            type="submit"
            name="theme"
            value={theme}
            aria-label={texts[theme]}
            title={texts[theme]}
            aria-pressed={theme === chosen}
            className={clsx(
              "grid size-8 place-items-center rounded-small border border-transparent text-fg-subtle hover:bg-sunken hover:text-fg",
              "aria-pressed:border-border-control aria-pressed:bg-surface aria-pressed:text-fg",
            )}
          >
            <Icon aria-hidden="true" className="size-4" />
          </button>
        ))}
      </form>
    </div>
  );
}

// The page itself knows its colours, since there can be several switches on it.
function readTheme(): Theme {
  const { theme } = document.documentElement.dataset;
  return theme === "light" || theme === "dark" ? theme : "system";
}

function watchTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}
