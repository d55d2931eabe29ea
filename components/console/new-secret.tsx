"use client";

import { untouched } from "@/components/forms/untouched";
import { useKeptForm } from "@/components/forms/use-kept-form";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import type { ShownSecret } from "@/lib/console/env-block";
import type { FormAction } from "@/lib/forms/answer";
import { type SecretOnceWords, SecretThenBack } from "./secret-once";

export interface NewSecretProps {
  action: FormAction<ShownSecret>;
  /** random per page: a form that is sent twice makes one secret */
  requestKey: string;
  /** path of this page, for after the secret was copied */
  path: string;
  /** false: there is no room for another; the secret of the last press is still shown */
  isOffered: boolean;
  variant: "primary" | "secondary";
  words: SecretOnceWords & { create: string; done: string; errorTitle: string };
}

/**
 * Creates a secret and shows it in the same place, once. This must be on the page even if there is no room for another
 * secret: the answer to the press redraws the page, and the value lives only in this component.
 */
export function NewSecret({ action, requestKey, path, isOffered, variant, words }: NewSecretProps) {
  const { state, props } = useKeptForm(action, untouched, words.errorTitle);
  if (state.shown) {
    return (
      <div className="rounded-control border border-accent bg-surface p-4">
        <SecretThenBack {...state.shown} words={words} path={path} done={words.done} />
      </div>
    );
  }
  if (!isOffered && !state.message) return null;
  return (
    <form {...props} id="create-secret" className="grid gap-3">
      {state.message ? (
        <Note tone="danger" role="alert">
          {state.message}
        </Note>
      ) : null}
      <input type="hidden" name="requestKey" value={requestKey} />
      <div>
        <Button variant={variant} disabled={!isOffered}>
          {words.create}
        </Button>
      </div>
    </form>
  );
}
