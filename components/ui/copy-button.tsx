"use client";

import clsx from "clsx";
import { useEffect, useState } from "react";
import { buttonClass } from "./button";

export interface CopyButtonProps {
  value: string;
  label: string;
  /** said and shown after the copy */
  copiedLabel: string;
  /** what is copied, for people who only hear the button: "Copy client ID" */
  accessibleLabel?: string;
  className?: string;
}

/**
 * Copies a value and says so. Absent without JavaScript and where the browser does not let a page copy, such as at a
 * plain http address: there the value can be selected as text.
 */
export function CopyButton({ value, label, copiedLabel, accessibleLabel, className }: CopyButtonProps) {
  const [isReady, setReady] = useState(false);
  const [isCopied, setCopied] = useState(false);

  useEffect(() => setReady(window.isSecureContext), []);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [isCopied]);

  if (!isReady) return null;
  return (
    <>
      <button
        type="button"
        aria-label={accessibleLabel}
        onClick={() =>
          navigator.clipboard.writeText(value).then(
            () => setCopied(true),
            () => setReady(false),
          )
        }
        className={clsx(buttonClass("secondary", "sm"), className)}
      >
        {isCopied ? copiedLabel : label}
      </button>
      <span role="status" className="sr-only">
        {isCopied ? copiedLabel : ""}
      </span>
    </>
  );
}
