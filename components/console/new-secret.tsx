"use client";

import { type ReactNode, useActionState } from "react";
import { Button, LinkButton } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import type { SecretState } from "@/lib/console/secret-forms";
import { SecretOnce, type SecretOnceWords } from "./secret-once";

export interface NewSecretProps {
  action: (state: SecretState, form: FormData) => Promise<SecretState>;
  /** random per page: a form that is sent twice makes one secret */
  requestKey: string;
  /** path of this page, for when the secret was taken */
  path: string;
  words: SecretOnceWords & { create: string; done: string };
  /** what stands here while there is no new secret */
  children?: ReactNode;
}

/** Makes a secret and shows it in the same place, this once. */
export function NewSecret({ action, requestKey, path, words, children }: NewSecretProps) {
  const [state, submit, isPending] = useActionState(action, {
    attempt: 0,
    message: null,
    fields: {},
    values: {},
    created: null,
  });
  if (state.created) {
    return (
      <div className="grid gap-4 rounded-control border border-accent bg-surface p-4">
        <SecretOnce secret={state.created.secret} env={state.created.env} words={words} />
        <div>
          <LinkButton variant="primary" href={path}>
            {words.done}
          </LinkButton>
        </div>
      </div>
    );
  }
  return (
    <form action={submit} aria-busy={isPending || undefined} className="grid gap-3">
      {state.message ? (
        <Note tone="danger" role="alert">
          {state.message}
        </Note>
      ) : null}
      {children}
      <input type="hidden" name="requestKey" value={requestKey} />
      <div>
        <Button variant="primary">{words.create}</Button>
      </div>
    </form>
  );
}
