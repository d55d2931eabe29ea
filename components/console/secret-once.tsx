"use client";

import { useEffect, useRef, useState } from "react";
import { LinkButton } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { controlClass, FieldFrame } from "@/components/ui/field";
import { Note } from "@/components/ui/note";

export interface SecretOnceWords {
  once: string;
  onceWarning: string;
  secretField: string;
  copy: string;
  copied: string;
  copySecret: string;
  env: string;
  copyEnv: string;
}

export interface SecretOnceProps {
  /** null: a public client, which has none */
  secret: string | null;
  env: string;
  words: SecretOnceWords;
  /** something above already has a heading and the focus */
  hasOwnHeading?: boolean;
}

/** As `SecretOnce`, with a link back to the page without the secret. @param done what the link says */
export function SecretThenBack({ path, done, ...secret }: SecretOnceProps & { path: string; done: string }) {
  return (
    <div className="grid gap-4">
      <SecretOnce {...secret} />
      <div>
        <LinkButton variant="primary" href={path}>
          {done}
        </LinkButton>
      </div>
    </div>
  );
}

/** A new secret, shown only in this answer, with the lines of a `.env` file. Leaving without copying it asks once. */
export function SecretOnce({ secret, env, words, hasOwnHeading = false }: SecretOnceProps) {
  const box = useRef<HTMLDivElement>(null);
  const [isTaken, setTaken] = useState(secret === null);

  useEffect(() => {
    if (!hasOwnHeading) box.current?.querySelector<HTMLElement>("h2")?.focus();
  }, [hasOwnHeading]);
  useEffect(() => {
    if (isTaken) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isTaken]);

  return (
    // Any copy from the box counts, by its buttons or by the keyboard.
    <div
      ref={box}
      onCopy={() => setTaken(true)}
      onClickCapture={(event) => {
        if (event.target instanceof Element && event.target.closest("button")) setTaken(true);
      }}
      className="grid min-w-0 gap-4"
    >
      {secret ? (
        <>
          {hasOwnHeading ? null : (
            <h2 tabIndex={-1} className="text-lg font-semibold">
              {words.once}
            </h2>
          )}
          <Note tone="warning">{words.onceWarning}</Note>
          <FieldFrame id="new-secret" label={words.secretField}>
            <div className="flex flex-wrap items-center gap-3">
              <input
                id="new-secret"
                readOnly
                value={secret}
                autoComplete="off"
                spellCheck={false}
                onFocus={(event) => event.target.select()}
                className={`${controlClass} h-11 sm:h-10 min-w-0 flex-1 basis-64 font-mono text-code`}
              />
              <CopyButton
                value={secret}
                label={words.copy}
                copiedLabel={words.copied}
                accessibleLabel={words.copySecret}
              />
            </div>
          </FieldFrame>
        </>
      ) : null}
      <CodeBlock
        label={words.env}
        code={env}
        action={
          <CopyButton value={env} label={words.copy} copiedLabel={words.copied} accessibleLabel={words.copyEnv} />
        }
      />
    </div>
  );
}
