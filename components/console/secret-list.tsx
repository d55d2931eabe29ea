import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Button, LinkButton } from "@/components/ui/button";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { Time } from "@/components/ui/time";
import type { SecretState, ShownSecret } from "@/lib/console/client-secrets";
import { getWords } from "@/lib/i18n/words";

const tones: Record<SecretState, BadgeTone> = { active: "success", expired: "warning", revoked: "neutral" };

export interface SecretListProps {
  secrets: readonly ShownSecret[];
  path: string;
  now: Date;
}

/** The secrets of an app: which, since when, and whether it is still in use. */
export function SecretList({ secrets, path, now }: SecretListProps) {
  const words = getWords().console.credentials;
  const columns: DataColumn<ShownSecret>[] = [
    {
      key: "secret",
      header: words.secret,
      isRowHeader: true,
      cell: (secret) => <code className="font-normal">{`pt_cs_••••${secret.hint}`}</code>,
    },
    {
      key: "made",
      header: words.made,
      cell: (secret) => (
        <>
          <Time value={secret.createdAt} format="relative" now={now} />{" "}
          {secret.createdByEmail ? <span className="text-fg-muted">{words.madeBy(secret.createdByEmail)}</span> : null}
        </>
      ),
    },
    {
      key: "lastUsed",
      header: words.lastUsed,
      cell: (secret) =>
        secret.lastUsedAt ? <Time value={secret.lastUsedAt} format="relative" now={now} /> : words.neverUsed,
    },
    {
      key: "state",
      header: words.state,
      cell: (secret) => <Badge tone={tones[secret.state]}>{words[secret.state]}</Badge>,
    },
    {
      key: "action",
      header: <span className="sr-only">{words.action}</span>,
      align: "end",
      cell: (secret) =>
        secret.state === "active" ? (
          <LinkButton
            size="sm"
            href={`${path}?revoke=${secret.id}#secrets`}
            aria-label={words.revokeLabel(secret.hint)}
          >
            {words.revoke}
          </LinkButton>
        ) : null,
    },
  ];
  return (
    <DataTable caption={words.table} isCaptionHidden columns={columns} rows={secrets} rowKey={(secret) => secret.id} />
  );
}

export interface RevokeSecretProps {
  secret: ShownSecret;
  isLast: boolean;
  path: string;
  now: Date;
  revoke: (secretId: string) => Promise<void>;
}

/** Asks before a secret stops working, and says when it was last used. */
export function RevokeSecret({ secret, isLast, path, now, revoke }: RevokeSecretProps) {
  const words = getWords().console.credentials;
  return (
    <section aria-labelledby="revoke-title" className="grid gap-3 rounded-control border border-danger/60 p-4 text-sm">
      <h3 id="revoke-title" className="text-base font-semibold">
        {words.confirmTitle(secret.hint)}
      </h3>
      <p>{words.confirmBody}</p>
      <p>
        {words.lastUsed}:{" "}
        {secret.lastUsedAt ? <Time value={secret.lastUsedAt} format="relative" now={now} /> : words.neverUsed}
      </p>
      {isLast ? <p className="font-semibold text-danger-fg">{words.confirmLast}</p> : null}
      <div className="flex flex-wrap gap-3">
        <LinkButton href={`${path}#secrets`} autoFocus>
          {words.keep}
        </LinkButton>
        <form action={revoke.bind(null, secret.id)}>
          <Button variant="danger">{words.confirm}</Button>
        </form>
      </div>
    </section>
  );
}
