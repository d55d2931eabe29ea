import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AccountShell } from "@/components/account/account-shell";
import { RemovalConsequences, RemoveAccessForm } from "@/components/account/remove-access";
import { LinkButton } from "@/components/ui/button";
import { findOwnApp } from "@/lib/account/connected-apps";
import { requireUser } from "@/lib/auth/require-user";
import { getPageContext } from "@/lib/http/page-context";
import { getWords } from "@/lib/i18n/words";
import { accountMetadata } from "../../../metadata";
import { removeAccess } from "../../actions";

interface Props {
  params: Promise<{ clientId: string }>;
}

export const generateMetadata = (): Promise<Metadata> => accountMetadata(getWords().account.remove.action);

/** Asks before access is taken away, for browsers without JavaScript. */
export default async function RemoveAccessPage({ params }: Props) {
  const page = await getPageContext();
  const user = await requireUser(page.path);
  const clientId = decodeURIComponent((await params).clientId);
  const found = await findOwnApp(user, clientId, new Date());
  if (!found) redirect("/account/apps");
  const facts = { ...found.app, remainingMinutes: found.remainingMinutes };
  const words = getWords().account.remove;
  return (
    <AccountShell page={page} flash={null} current="apps" email={user.email} title={words.title(facts.name)}>
      <div className="grid max-w-measure gap-3">
        <RemovalConsequences facts={facts} />
      </div>
      <div className="flex flex-wrap gap-3">
        <LinkButton href={`/account/apps/${encodeURIComponent(clientId)}`}>{words.keep}</LinkButton>
        <RemoveAccessForm facts={facts} action={removeAccess} />
      </div>
    </AccountShell>
  );
}
