import { PressForm } from "@/components/forms/press-form";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { InPlaceLink } from "@/components/ui/in-place-link";
import { Time } from "@/components/ui/time";
import type { SecretState, ShownSecret } from "@/lib/clients/client-secrets";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

const tones: Record<SecretState, BadgeTone> = { active: "success", expired: "warning", revoked: "neutral" };

export interface SecretListProps {
  words: Words;
  secrets: readonly ShownSecret[];
  path: string;
  now: Date;
}

/** The secrets of an app: which, since when, and whether it is still in use. */
export function SecretList({ words, secrets, path, now }: SecretListProps) {
  const texts = words.console.credentials;
  const columns: DataColumn<ShownSecret>[] = [
    {
      key: "secret",
      header: texts.secret,
      isRowHeader: true,
      cell: (secret) => <code className="font-normal">{`pt_cs_••••${secret.hint}`}</code>,
    },
    {
      key: "made",
      header: texts.made,
      cell: (secret) => (
        <>
          <Time words={words} value={secret.createdAt} format="relative" now={now} />{" "}
          {secret.createdByEmail ? <span className="text-fg-muted">{texts.madeBy(secret.createdByEmail)}</span> : null}
        </>
      ),
    },
    {
      key: "lastUsed",
      header: texts.lastUsed,
      cell: (secret) =>
        secret.lastUsedAt ? (
          <Time words={words} value={secret.lastUsedAt} format="relative" now={now} />
        ) : (
          texts.neverUsed
        ),
    },
    {
      key: "state",
      header: texts.state,
      cell: (secret) => <Badge tone={tones[secret.state]}>{texts[secret.state]}</Badge>,
    },
    {
      key: "action",
      header: <span className="sr-only">{texts.action}</span>,
      align: "end",
      cell: (secret) =>
        secret.state === "active" ? (
          <InPlaceLink
            id={`revoke-${secret.id}`}
            size="sm"
            href={`${path}?revoke=${secret.id}#secrets`}
            label={texts.revokeLabel(secret.hint)}
          >
            {texts.revoke}
          </InPlaceLink>
        ) : null,
    },
  ];
  return (
    <DataTable caption={texts.table} isCaptionHidden columns={columns} rows={secrets} rowKey={(secret) => secret.id} />
  );
}

export interface RevokeSecretProps {
  words: Words;
  secret: ShownSecret;
  isLast: boolean;
  path: string;
  now: Date;
  revoke: FormAction;
}

/** Asks before a secret stops working, and says when it was last used. */
export function RevokeSecret({ words, secret, isLast, path, now, revoke }: RevokeSecretProps) {
  const texts = words.console.credentials;
  return (
    <section aria-labelledby="revoke-title" className="grid gap-3 rounded-control border border-danger/60 p-4 text-sm">
      <h3 id="revoke-title" className="text-base font-semibold">
        {texts.confirmTitle(secret.hint)}
      </h3>
      <p>{texts.confirmBody}</p>
      <p>
        {texts.lastUsed}:{" "}
        {secret.lastUsedAt ? (
          <Time words={words} value={secret.lastUsedAt} format="relative" now={now} />
        ) : (
          texts.neverUsed
        )}
      </p>
      {isLast ? <p className="font-semibold text-danger-fg">{texts.confirmLast}</p> : null}
      <div className="flex flex-wrap gap-3">
        <InPlaceLink href={`${path}#secrets`} isFocused heir={`revoke-${secret.id}`}>
          {texts.keep}
        </InPlaceLink>
        <PressForm action={revoke} heir="secrets-heading">
          <Button variant="danger">{texts.confirm}</Button>
        </PressForm>
      </div>
    </section>
  );
}
