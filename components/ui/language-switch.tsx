"use client";

import clsx from "clsx";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { postChoice } from "./post-choice";

export interface LanguageSwitchProps {
  texts: { label: string; unreachable: string };
  /** of this page, as its tag */
  current: string;
  /** those that the portal speaks, each by its own name */
  languages: readonly { tag: string; name: string }[];
  /** path and query of this page, to come back to */
  returnTo: string;
  className?: string;
}

/**
 * A button for each language in a plain form. Without JavaScript it leads back to this page; with it, the page is drawn
 * anew where it is, and what was typed stays.
 */
export function LanguageSwitch({ texts, current, languages, returnTo, className }: LanguageSwitchProps) {
  const router = useRouter();
  const [isUnreachable, setUnreachable] = useState(false);

  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    if (!(submitter instanceof HTMLButtonElement)) return;
    const isStored = await postChoice("/language/submit", { language: submitter.value, return_to: returnTo });
    setUnreachable(!isStored);
    if (isStored) router.refresh();
  };
  return (
    <div className={clsx("flex flex-wrap items-center gap-x-4 gap-y-1", className)}>
      <form
        method="post"
        action="/language/submit"
        onSubmit={onSubmit}
        aria-label={texts.label}
        className="flex flex-wrap"
      >
        <input type="hidden" name="return_to" value={returnTo} />
        {languages.map(({ tag, name }) => (
          <button
            key={tag}
            type="submit"
            name="language"
            value={tag}
            lang={tag}
            aria-pressed={tag === current}
            className={clsx(
              "min-h-8 rounded-small border border-transparent px-2 text-fg-subtle hover:bg-sunken hover:text-fg",
              "aria-pressed:border-border-control aria-pressed:bg-surface aria-pressed:text-fg",
            )}
          >
            <bdi>{name}</bdi>
          </button>
        ))}
      </form>
      {isUnreachable ? (
        <p role="alert" className="text-danger-fg">
          {texts.unreachable}
        </p>
      ) : null}
    </div>
  );
}
