"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { ActionState } from "@/lib/console/action-state";
import { FormProblem } from "./form-problem";
import { useKeptForm } from "./use-kept-form";

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

/** A form on a Server Action: works without JavaScript, and keeps what was typed. */
export function ActionForm({ action, values = {}, errorTitle, className, children, label }: ActionFormProps) {
  const initial = { attempt: 0, message: null, fields: {}, values };
  const { state, props } = useKeptForm<ActionState>(action, initial, errorTitle);
  return (
    <FormContext value={state}>
      <form {...props} aria-label={label} className={className}>
        <FormProblem state={state} />
        {/* Enter in a field presses the first button of a form: it must not be one that offers a fix. */}
        <button type="submit" tabIndex={-1} aria-hidden="true" className="hidden" />
        {children}
      </form>
    </FormContext>
  );
}
