"use client";

import { type FormEvent, type RefObject, startTransition, useActionState, useEffect, useRef } from "react";
import { useBrowserWords } from "@/components/ui/browser-words";
import type { FormAction, FormAnswer } from "@/lib/forms/answer";
import { useTypedBefore } from "./typed-before";
import { whyUnanswered } from "./unanswered";

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export interface KeptForm<Shown> {
  state: FormAnswer<Shown>;
  isPending: boolean;
  /** of the form */
  props: {
    ref: RefObject<HTMLFormElement | null>;
    action: (form: FormData) => void;
    onSubmit: (event: FormEvent<HTMLFormElement>) => void;
    onInput: (event: FormEvent<HTMLFormElement>) => void;
    "aria-busy": true | undefined;
    noValidate: true;
  };
}

/** What was typed, by the id of the field. */
type Typed = Map<string, { value: string; checked: boolean }>;

function isControl(target: EventTarget): target is Control {
  return (
    target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
  );
}

/** Whether a press sends nothing else than the one before. */
function isSame(one: FormData, other: FormData): boolean {
  const list = (fields: FormData) =>
    [...fields].map(([name, value]) => [name, value instanceof File ? [value.name, value.size] : value]);
  return JSON.stringify(list(one)) === JSON.stringify(list(other));
}

function isToggle(control: Control): control is HTMLInputElement {
  return control instanceof HTMLInputElement && ["checkbox", "radio"].includes(control.type);
}

/** Fills in a field as if a person had typed it, so that controlled fields of React notice. */
function setControl(control: Control, { value, checked }: { value: string; checked: boolean }): void {
  if (isToggle(control)) {
    if (control.checked !== checked) control.click();
    return;
  }
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control), "value")?.set?.call(control, value);
  control.dispatchEvent(new Event(control instanceof HTMLSelectElement ? "change" : "input", { bubbles: true }));
}

/** React's types allow for a state that is a promise. */
const useFormAction = useActionState as <State extends object>(
  action: (state: State, form: FormData) => Promise<State>,
  initial: State,
) => [state: State, submit: (form: FormData) => void, isPending: boolean];

/**
 * A form on a Server Action that works without JavaScript, and with it loses nothing. Each answer recreates the fields,
 * and this restores what was typed since the press. A refusal, or what the action made, gets the focus, unless the
 * person has moved on meanwhile. When the portal cannot be reached, all fields stay as they are. A second press before the
 * answer is the first one again; if something else was typed in between, it waits for the answer, since the form that it belongs to
 * shows what the first one saved.
 * @param errorTitle the window's title when something is wrong
 * @param closedBy id of a link that is followed when the form is done, unless something new was typed
 */
export function useKeptForm<Shown = never>(
  action: FormAction<Shown>,
  initial: FormAnswer<Shown>,
  errorTitle: string,
  closedBy?: string,
): KeptForm<Shown> {
  const { unanswered } = useBrowserWords();
  // Without JavaScript the browser posts the form, and the page comes with this state.
  const before = useTypedBefore();
  const [served, post] = useFormAction(action, { ...initial, values: { ...initial.values, ...before } });
  const form = useRef<HTMLFormElement>(null);
  const typed = useRef<Typed>(new Map());
  const title = useRef("");
  const press = useRef({ isAnswered: false, from: null as Element | null, focused: null as Element | null });
  const underWay = useRef<FormData | null>(null);
  const next = useRef<{ submitter: HTMLElement | null } | null>(null);

  const send: FormAction<Shown> = async (previous, fields) => {
    try {
      const answer = await action(previous, fields);
      press.current.isAnswered = true;
      return answer;
    } catch (error) {
      const why = whyUnanswered(error);
      if (!why) throw error;
      return { ...previous, message: unanswered.form[why], fields: {} };
    } finally {
      press.current.focused = document.activeElement;
    }
  };
  const [state, submit, isPending] = useFormAction(send, served);

  useEffect(() => {
    title.current = document.title;
  }, []);

  // The effects of the fields, which take over the answer, run before this one.
  useEffect(() => {
    if (isPending) return;
    const { isAnswered, from, focused } = press.current;
    const isRefused = state.message !== null;
    if (isAnswered) {
      if (!isRefused) form.current?.reset();
      for (const [id, kept] of typed.current) {
        const control = form.current?.querySelector(`#${CSS.escape(id)}`);
        if (control && isControl(control)) setControl(control, kept);
      }
      // A recreated field has lost the focus.
      if (document.activeElement === document.body && focused?.id) document.getElementById(focused.id)?.focus();
      document.title = title.current;
    }
    const waiting = next.current;
    next.current = null;
    underWay.current = null;
    if (waiting && isAnswered && !isRefused) {
      form.current?.requestSubmit(waiting.submitter?.isConnected ? waiting.submitter : null);
      return;
    }
    const hasMovedOn = typed.current.size > 0 || focused !== from;
    if (isRefused) document.title = errorTitle;
    if (hasMovedOn) return;
    if (isRefused) form.current?.querySelector<HTMLElement>('[role="alert"]')?.focus();
    else if (state.made) document.getElementById(state.made)?.focus();
  }, [isPending, state, errorTitle]);

  useEffect(() => {
    if (closedBy && state.isDone && typed.current.size === 0) document.getElementById(closedBy)?.click();
  }, [state, closedBy]);

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const fields = new FormData(event.currentTarget, submitter);
    if (underWay.current) {
      next.current = isSame(fields, underWay.current) ? null : { submitter };
      return;
    }
    underWay.current = fields;
    typed.current = new Map();
    press.current = { isAnswered: false, from: document.activeElement, focused: null };
    startTransition(() => submit(fields));
  };
  const onInput = ({ target }: FormEvent<HTMLFormElement>) => {
    if (!isControl(target) || target.id === "" || target.type === "file") return;
    typed.current.set(target.id, { value: target.value, checked: isToggle(target) && target.checked });
  };
  return {
    state,
    isPending,
    props: { ref: form, action: post, onSubmit, onInput, "aria-busy": isPending || undefined, noValidate: true },
  };
}
