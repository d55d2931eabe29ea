"use client";

import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Button, type ButtonSize, type ButtonVariant, LinkButton } from "./button";

export interface ConfirmDialogProps {
  trigger: ReactNode;
  triggerVariant?: ButtonVariant;
  triggerSize?: ButtonSize;
  /** full name of the trigger, if its text alone is not enough: "Remove access of Acme Calendar" */
  triggerLabel?: string;
  /** where the trigger leads without JavaScript: a page that asks the same question */
  fallbackHref?: string;
  title: ReactNode;
  /** what happens, and whether it can be undone */
  children: ReactNode;
  keepLabel: string;
  /** the form's submit button (and its hidden fields), inside a `form` of the caller */
  confirm: ReactNode;
}

/**
 * Asks before something is lost. The button that keeps it gets the focus, Escape does the same, and the focus returns
 * to the trigger.
 */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const [isReady, setReady] = useState(false);
  useEffect(() => setReady(true), []);

  const trigger = (
    <Button
      type="button"
      variant={props.triggerVariant}
      size={props.triggerSize}
      aria-label={props.triggerLabel}
      aria-haspopup="dialog"
      onClick={() => dialog.current?.showModal()}
    >
      {props.trigger}
    </Button>
  );
  if (!isReady) {
    if (!props.fallbackHref) return null;
    return (
      <LinkButton
        href={props.fallbackHref}
        variant={props.triggerVariant}
        size={props.triggerSize}
        aria-label={props.triggerLabel}
      >
        {props.trigger}
      </LinkButton>
    );
  }
  return (
    <>
      {trigger}
      <dialog
        ref={dialog}
        aria-labelledby={titleId}
        className="m-auto w-[min(28rem,calc(100vw-2rem))] rounded-card border border-border bg-surface p-6 text-start text-fg shadow-popup"
      >
        <h2 id={titleId} className="text-lg font-semibold">
          {props.title}
        </h2>
        <div className="mt-2 grid gap-2 text-sm text-fg-muted">{props.children}</div>
        <div className="mt-5 flex flex-wrap justify-end gap-3">
          <Button type="button" variant="secondary" autoFocus onClick={() => dialog.current?.close()}>
            {props.keepLabel}
          </Button>
          {props.confirm}
        </div>
      </dialog>
    </>
  );
}
