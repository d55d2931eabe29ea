"use client";

import clsx from "clsx";
import { useEffect, useRef, useState } from "react";
import { useFormState } from "@/components/forms/action-form";
import { controlClass, controlHeight, FieldFrame } from "@/components/ui/field";
import { checkRedirectUri, type RedirectUriContext } from "@/lib/oauth/client/redirect-uri";
import { UriCheck, type UriWords } from "./uri-check";

export interface UriFieldProps {
  id: string;
  label: string;
  hint?: string;
  placeholder?: string;
  /** one address, or several, one per line */
  isMultiple?: boolean;
  initialValue?: string;
  context: RedirectUriContext;
  words: UriWords;
  /** id of the link that Escape follows */
  cancelId?: string;
  isFocused?: boolean;
}

/**
 * How long a person may pause before an unfinished address is checked, in milliseconds. Not when the field loses the
 * focus: a message that appears then would move the button away from under the press.
 */
const PAUSE = 600;

/** Addresses, checked while they are typed by the same function that the server uses. */
export function UriField(props: UriFieldProps) {
  const { id, label, hint, placeholder, isMultiple = false, initialValue = "", context, words } = props;
  const { attempt, fields, values } = useFormState();
  const sent = values[id] ?? initialValue;
  const [value, setValue] = useState(sent);
  const [judged, setJudged] = useState(sent);
  const isNew = useRef(true);
  const control = useRef<HTMLInputElement & HTMLTextAreaElement>(null);

  useEffect(() => {
    if (attempt === 0) return;
    setValue(sent);
    setJudged(sent);
  }, [attempt, sent]);
  useEffect(() => {
    if (isNew.current || initialValue === "") {
      isNew.current = false;
      return;
    }
    // A different initial address, which was chosen on this page.
    setValue(initialValue);
    setJudged(initialValue);
    control.current?.focus();
  }, [initialValue]);
  useEffect(() => {
    const timer = setTimeout(() => setJudged(value), PAUSE);
    return () => clearTimeout(timer);
  }, [value]);

  const lines = judged
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const checks = [...new Set(lines)].map((uri) => ({ uri, check: checkRedirectUri(uri, context) }));
  const isWrong =
    checks.some(({ check }) => check.verdict === "error") || (fields[id] !== undefined && lines.length === 0);
  const error = lines.length === 0 && fields[id] ? words.messages.empty : undefined;

  const applyFix = (line: number, fix: string) => {
    const next = lines.map((each, index) => (index === line ? fix : each)).join("\n");
    setValue(next);
    setJudged(next);
    control.current?.focus();
  };
  const shared = {
    id,
    name: id,
    value,
    placeholder,
    autoComplete: "off",
    autoCapitalize: "none",
    spellCheck: false,
    autoFocus: props.isFocused,
    "aria-describedby": [`${id}-checks`, hint ? `${id}-hint` : "", error ? `${id}-error` : ""]
      .filter(Boolean)
      .join(" "),
    "aria-invalid": isWrong || undefined,
  };
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} className="min-w-0 flex-1 basis-60">
      {isMultiple ? (
        <textarea
          {...shared}
          ref={control}
          rows={3}
          onChange={(event) => setValue(event.target.value)}
          className={clsx(controlClass, "py-2 font-mono text-code")}
        />
      ) : (
        <input
          {...shared}
          ref={control}
          type="text"
          inputMode="url"
          onChange={(event) => setValue(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape" && props.cancelId) document.getElementById(props.cancelId)?.click();
          }}
          className={clsx(controlClass, controlHeight.md, "font-mono text-code")}
        />
      )}
      <div id={`${id}-checks`} aria-live="polite" className="grid gap-2 empty:hidden">
        {checks.map(({ uri, check }) =>
          check.message ? (
            <div key={uri} className="grid gap-0.5">
              {isMultiple && lines.length > 1 ? <code className="text-fg-muted">{uri}</code> : null}
              <UriCheck
                check={check}
                uri={uri}
                words={words}
                line={lines.indexOf(uri)}
                onFix={(fix) => applyFix(lines.indexOf(uri), fix)}
              />
            </div>
          ) : null,
        )}
      </div>
    </FieldFrame>
  );
}
