"use client";

import { createContext, type ReactNode, useContext, useState } from "react";
import type { FormAction, FormAnswer } from "@/lib/forms/answer";
import { newRequestKey, REQUEST_KEY } from "@/lib/forms/request-key";
import { FormProblem } from "./form-problem";
import { untouched } from "./untouched";
import { useKeptForm } from "./use-kept-form";

type FormState = Pick<FormAnswer, "attempt" | "fields" | "values">;

const FormContext = createContext<FormState>(untouched);

/** The state of the form around a field. */
export function useFormState(): FormState {
  return useContext(FormContext);
}

/** For forms with their own markup: gives the state to their fields. */
export function FormStateProvider({ state, children }: { state: FormState; children: ReactNode }) {
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
  /** id of the link that closes the form when it is done */
  closedBy?: string;
  /** names the form */
  label?: string;
}

/** A form on a Server Action: works without JavaScript, and keeps what was typed. */
export function ActionForm({ action, values = {}, errorTitle, className, children, closedBy, label }: ActionFormProps) {
  const { state, props } = useKeptForm(action, { ...untouched, values }, errorTitle, closedBy);
  return (
    <FormContext value={state}>
      <form {...props} aria-label={label} className={className}>
        <FormProblem state={state} />
        <RequestKey key={state.attempt} />
        {/* Enter in a field presses the first button of the form, which must not be one that offers a fix. */}
        <button type="submit" tabIndex={-1} aria-hidden="true" className="hidden" />
        {children}
      </form>
    </FormContext>
  );
}

/** Two presses of the button send one key; each form that the server draws, and each answer, brings another one. */
function RequestKey() {
  const [key] = useState(newRequestKey);
  return <input type="hidden" name={REQUEST_KEY} defaultValue={key} suppressHydrationWarning />;
}
