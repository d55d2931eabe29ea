import clsx from "clsx";
import { Check, ShieldAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Disclosure } from "@/components/ui/disclosure";
import type { PermissionView } from "@/lib/auth/consent-view";
import type { Words } from "@/lib/i18n/words";
import { ScopeIcon } from "./scope-icon";

const ROW_CLASS = "flex items-start gap-3 px-3.5 py-2.5 sm:py-3";

/** The frame around permissions, one row each. */
export function PermissionFrame({ labelledBy, children }: { labelledBy: string; children: ReactNode }) {
  return (
    <ul
      aria-labelledby={labelledBy}
      className="divide-y divide-border overflow-hidden rounded-control border border-border-control/60"
    >
      {children}
    </ul>
  );
}

/** What the app gets if the person allows. No checkbox, because it cannot be left out. */
export function PermissionRow({ words, permission }: { words: Words; permission: PermissionView }) {
  const isSensitive = permission.risk === "sensitive";
  return (
    <li className={clsx(ROW_CLASS, isSensitive && "bg-warning-soft/60")}>
      <ScopeIcon name={permission.icon} risk={permission.risk} />
      <div className="grid min-w-0 gap-0.5">
        <PermissionTitle words={words} permission={permission} />
        {permission.detail ? (
          <p className={clsx("text-sm text-fg-muted", permission.risk === "identity" && "max-sm:hidden")}>
            {permission.detail}
          </p>
        ) : null}
        <PermissionRisk words={words} permission={permission} />
      </div>
    </li>
  );
}

/** What the app would like: a real checkbox, unticked until the person ticks it. */
export function OptionalPermissionRow({
  words,
  permission,
  isTicked,
}: {
  words: Words;
  permission: PermissionView;
  isTicked: boolean;
}) {
  const texts = words.auth.consent;
  const id = `scope-${permission.name.replace(/[^A-Za-z0-9]/g, "-")}`;
  return (
    <li className="has-checked:bg-accent-soft">
      <label htmlFor={id} className={clsx(ROW_CLASS, "hover:bg-sunken has-checked:hover:bg-transparent")}>
        <input
          id={id}
          type="checkbox"
          name="scope"
          value={permission.name}
          defaultChecked={isTicked}
          className="mt-px size-6 shrink-0"
        />
        <span className="grid min-w-0 gap-0.5">
          <PermissionTitle words={words} permission={permission} />
          {permission.detail ? <span className="text-sm text-fg-muted">{permission.detail}</span> : null}
          <span className="text-sm text-fg-muted">
            {permission.risk === "change" ? `${texts.optional} · ${texts.changes}` : texts.optional}
            {permission.risk === "sensitive" ? ` · ${texts.sensitive}` : null}
          </span>
        </span>
      </label>
    </li>
  );
}

/** Permissions that were allowed before, folded into one line, so that new ones stand out. */
export function GrantedPermissions({ words, permissions }: { words: Words; permissions: readonly PermissionView[] }) {
  const texts = words.auth.consent;
  return (
    <Disclosure
      look="plain"
      className="text-sm"
      summary={
        <>
          <Check aria-hidden="true" className="size-4 shrink-0 text-success-fg" />
          {texts.alreadyAllowed(permissions.length)}
        </>
      }
    >
      <div className="grid gap-2 ps-6">
        {permissions.map((permission) => (
          <div key={permission.name}>
            <p>
              {permission.title}
              {permission.apiName ? <span className="text-fg-muted"> · {permission.apiName}</span> : null}
            </p>
            {permission.grantedAt ? <p className="text-fg-muted">{texts.grantedOn(permission.grantedAt)}</p> : null}
          </div>
        ))}
      </div>
    </Disclosure>
  );
}

function PermissionTitle({ words, permission }: { words: Words; permission: PermissionView }) {
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1 leading-5 font-semibold">
      {permission.isNew ? <Badge tone="accent">{words.auth.consent.isNew}</Badge> : null}
      <span className="min-w-0">{permission.title}</span>
      {permission.apiName ? <span className="text-sm font-normal text-fg-muted">{permission.apiName}</span> : null}
    </span>
  );
}

function PermissionRisk({ words, permission }: { words: Words; permission: PermissionView }) {
  const texts = words.auth.consent;
  if (permission.risk === "change") return <p className="text-sm text-warning-fg">{texts.changes}</p>;
  if (permission.risk !== "sensitive") return null;
  return (
    <p className="flex items-start gap-1.5 text-sm text-warning-soft-fg">
      <ShieldAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      {texts.sensitive}
    </p>
  );
}
