"use client";

import { type FormEvent, type ReactNode, startTransition, useActionState, useRef } from "react";
import { useBrowserWords } from "@/components/ui/browser-words";
import { useFocusHeir } from "@/components/ui/use-focus-heir";
import type { FormAction } from "@/lib/forms/answer";
import { whyUnanswered } from "./unanswered";
import { untouched } from "./untouched";

export interface PressFormProps {
  /** a Server Action that ends at a page */
  action: FormAction;
  /** id of the heading that gets the focus when the form disappears with what it removed */
  heir?: string;
  className?: string;
  /** the button, and what it sends */
  children: ReactNode;
}

/**
 * A form that is a single button: remove, revoke, sign out. Works without JavaScript. With it, a message beside the
 * button says when the portal cannot be reached. The button can then be pressed again, and nothing else on the page
 * changes.
 */
export function PressForm({ action, heir, className, children }: PressFormProps) {
  const { unanswered } = useBrowserWords();
  const isPressed = useRef(false);
  // Without JavaScript the browser posts the form.
  const [, post] = useActionState(action, untouched);
  const [problem, submit, isPending] = useActionState<string | null, FormData>(async (_, fields) => {
    try {
      await action(untouched, fields);
      return null;
    } catch (error) {
      const why = whyUnanswered(error);
      if (!why) throw error;
      isPressed.current = false;
      return unanswered.press[why];
    }
  }, null);
  useFocusHeir(isPressed, heir);

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isPending) return;
    const fields = new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter);
    isPressed.current = true;
    startTransition(() => submit(fields));
  };
  return (
    <form action={post} onSubmit={onSubmit} aria-busy={isPending || undefined} className={className}>
      {children}
      {problem ? (
        <p role="alert" className="mt-2 max-w-measure text-sm text-danger-fg">
          {problem}
        </p>
      ) : null}
    </form>
  );
}
