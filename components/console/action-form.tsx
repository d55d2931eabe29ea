"use client";

import { createContext, type ReactNode, useActionState, useContext, useEffect, useRef } from "react";
import type { ActionState } from "@/lib/console/action-state";
import { FormProblem } from "./form-problem";

export type FormAction = (state: ActionState, form: FormData) => Promise<ActionState>;

const FormContext = createContext<ActionState>({ attempt: 0, message: null, fields: {}, values: {} });

/** The state of the form around a field. */
export function useFormState(): ActionState {
  return useContext(FormContext);
}

/** For forms that draw themselves: gives their fields the state. */
export function FormStateProvider({ state, children }: { state: ActionState; children: ReactNode }) {
  return <FormContext value={state}>{children}</FormContext>;
}

export interface ActionFormProps {
  action: FormAction;
  /** what the fields start with */
  values?: Record<string, string>;
  /** `Error: …` for the window's title when something is wrong */
  errorTitle: string;
  className?: string;
  children: ReactNode;
  /** names the form */
  label?: string;
}

/** A form on a Server Action: works without JavaScript, and keeps what was typed. A refusal takes the focus. */
export function ActionForm({ action, values = {}, errorTitle, className, children, label }: ActionFormProps) {
  const [state, submit, isPending] = useActionState(action, { attempt: 0, message: null, fields: {}, values });
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (!state.message) return;
    form.current?.querySelector<HTMLElement>('[role="alert"]')?.focus();
    document.title = errorTitle;
  }, [state, errorTitle]);

  return (
    <FormContext value={state}>
      <form
        ref={form}
        action={submit}
        aria-label={label}
        aria-busy={isPending || undefined}
        className={className}
        noValidate
      >
        <FormProblem state={state} />
        {/* Enter in a field presses the first button of a form: it must not be one that offers a fix. */}
        <button type="submit" tabIndex={-1} aria-hidden="true" className="hidden" />
        {children}
      </form>
    </FormContext>
  );
}
