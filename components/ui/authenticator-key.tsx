import { Island } from "@/components/islands/island";
import { CopyButton } from "./copy-button";
import { QrCode } from "./qr-code";

export interface AuthenticatorKeyProps {
  /** in base32 */
  authenticatorKey: string;
  /** the same as a link */
  uri: string;
  drawing: { size: number; path: string };
  texts: Record<"scanAlt" | "open" | "orType" | "copy" | "copied" | "copyKey", string>;
}

/** The key of an authenticator app in three ways: to scan, to open on this phone, and to type. */
export function AuthenticatorKey({ authenticatorKey, uri, drawing, texts }: AuthenticatorKeyProps) {
  return (
    <>
      <QrCode {...drawing} label={texts.scanAlt} />
      <p>
        <a href={uri} className="link inline-flex min-h-6 items-center">
          {texts.open}
        </a>
      </p>
      <div className="grid gap-2">
        <p>{texts.orType}</p>
        <p className="flex flex-wrap items-center gap-3">
          <code id="authenticator-key" className="min-w-0 text-base wrap-anywhere">
            {authenticatorKey.match(/.{1,4}/g)?.join(" ")}
          </code>
          <Island
            name="CopyButton"
            of={CopyButton}
            props={{
              value: authenticatorKey,
              label: texts.copy,
              copiedLabel: texts.copied,
              accessibleLabel: texts.copyKey,
            }}
            as="span"
          />
        </p>
      </div>
    </>
  );
}
