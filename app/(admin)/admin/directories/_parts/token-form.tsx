"use client";

import type { ReactNode } from "react";
import { SecretThenBack } from "@/components/console/secret-once";
import { FormStateProvider } from "@/components/forms/action-form";
import { FormProblem } from "@/components/forms/form-problem";
import { untouched } from "@/components/forms/untouched";
import { useKeptForm } from "@/components/forms/use-kept-form";
import type { ShownSecret } from "@/lib/console/env-block";
import type { FormAction } from "@/lib/forms/answer";
import type { DirectoryFormWords } from "./directory-words";

export interface TokenFormProps {
  action: FormAction<ShownSecret>;
  title: string;
  words: DirectoryFormWords;
  /** its fields and its button */
  children: ReactNode;
}

/** A form whose answer is a directory's token, shown in the same place, this once. */
export function TokenForm({ action, title, words, children }: TokenFormProps) {
  const { state, props } = useKeptForm(action, untouched, words.errorTitle);
  if (state.shown) return <SecretThenBack {...state.shown} words={words} path="/admin/directories" done={words.done} />;
  return (
    <FormStateProvider state={state}>
      <h2 className="text-lg font-semibold wrap-anywhere">{title}</h2>
      <form {...props} className="grid max-w-xl gap-5">
        <FormProblem state={state} />
        {children}
      </form>
    </FormStateProvider>
  );
}
