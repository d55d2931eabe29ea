"use client";

import Link from "next/link";
import { type MouseEvent, useEffect, useRef, useState } from "react";
import { useBrowserWords } from "./browser-words";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button";
import { useFocusHeir } from "./use-focus-heir";

export interface InPlaceLinkProps {
  /** this page with another query */
  href: string;
  id?: string;
  label?: string;
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** it gets the focus when it appears: what keeps things as they are, in a question */
  isFocused?: boolean;
  /** id of what gets the focus when the link is gone with what it closed */
  heir?: string;
  children: string;
}

/**
 * A link that looks like a button and opens or closes something on its own page: an editor, a question. Without
 * JavaScript the page is loaded again. With it, what is typed elsewhere stays. If the portal did not answer, Next.js
 * would load the page again as well and lose everything, so the link first asks whether it answers.
 */
export function InPlaceLink({ href, id, label, variant, size, isFocused = false, heir, children }: InPlaceLinkProps) {
  const { unanswered } = useBrowserWords();
  const isPressed = useRef(false);
  const isAnswered = useRef(false);
  const [isUnreachable, setUnreachable] = useState(false);
  const link = useRef<HTMLAnchorElement>(null);
  useFocusHeir(isPressed, heir);
  useEffect(() => {
    // React does so for controls of forms only.
    if (isFocused) link.current?.focus();
  }, [isFocused]);

  const onClick = async (event: MouseEvent<HTMLAnchorElement>) => {
    const isForThisPage = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!isForThisPage || isAnswered.current) {
      isAnswered.current = false;
      return;
    }
    event.preventDefault();
    isAnswered.current = await isShown(href);
    isPressed.current = isAnswered.current;
    setUnreachable(!isAnswered.current);
    if (isAnswered.current) link.current?.click();
  };
  return (
    <>
      <Link
        ref={link}
        href={href}
        id={id}
        aria-label={label}
        autoFocus={isFocused}
        scroll={false}
        prefetch={false}
        onClick={onClick}
        className={buttonClass(variant, size)}
      >
        {children}
      </Link>
      {isUnreachable ? (
        <p role="alert" className="max-w-measure text-sm text-danger-fg">
          {unanswered.press.unreachable}
        </p>
      ) : null}
    </>
  );
}

/** Whether the portal would show a page now. */
async function isShown(href: string): Promise<boolean> {
  try {
    return (await fetch(href, { method: "HEAD", cache: "no-store" })).ok;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
