"use client";

import { useEffect, useRef } from "react";
import { FormProblem } from "@/components/forms/form-problem";
import { untouched } from "@/components/forms/untouched";
import { useKeptForm } from "@/components/forms/use-kept-form";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { controlClass, FieldFrame } from "@/components/ui/field";
import { Note } from "@/components/ui/note";
import type { FormAction } from "@/lib/forms/answer";

export interface ResetLinkProps {
  action: FormAction<string>;
  words: Record<
    | "resetCard"
    | "resetHint"
    | "makeLink"
    | "linkTitle"
    | "linkField"
    | "linkWarning"
    | "copyLink"
    | "copied"
    | "errorTitle",
    string
  >;
}

/** Makes a link for a new password and shows it in the same place, this once. */
export function ResetLink({ action, words }: ResetLinkProps) {
  const { state, props } = useKeptForm(action, untouched, words.errorTitle);
  const heading = useRef<HTMLHeadingElement>(null);
  const { shown } = state;
  useEffect(() => {
    if (shown) heading.current?.focus();
  }, [shown]);
  if (shown) {
    return (
      <>
        <h2 ref={heading} tabIndex={-1} className="text-lg font-semibold">
          {words.linkTitle}
        </h2>
        <Note tone="warning">{words.linkWarning}</Note>
        <FieldFrame id="reset-link" label={words.linkField}>
          <input
            id="reset-link"
            readOnly
            value={shown}
            autoComplete="off"
            spellCheck={false}
            onFocus={(event) => event.target.select()}
            className={`${controlClass} h-11 sm:h-10 font-mono text-code`}
          />
        </FieldFrame>
        <div>
          <CopyButton value={shown} label={words.copyLink} copiedLabel={words.copied} />
        </div>
      </>
    );
  }
  return (
    <>
      <h2 className="text-lg font-semibold">{words.resetCard}</h2>
      <p className="text-sm text-fg-muted">{words.resetHint}</p>
      <form {...props}>
        <FormProblem state={state} />
        <Button variant="secondary">{words.makeLink}</Button>
      </form>
    </>
  );
}
