import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { RemovalConsequences, RemoveAccessForm } from "@/components/account/remove-access";
import { LinkButton } from "@/components/ui/button";
import { findOwnAppPage } from "@/lib/account/account-page";
import { getPageWords } from "@/lib/auth/page-words";
import { AccountHeading } from "../../../_parts/account-heading";
import { accountMetadata } from "../../../metadata";
import { removeAccess } from "../../actions";

interface Props {
  params: Promise<{ clientId: string }>;
}

export const generateMetadata = async (): Promise<Metadata> => {
  const words = await getPageWords();
  return accountMetadata(words.account.remove.action);
};

/** Asks before access is taken away, for browsers without JavaScript. */
export default async function RemoveAccessPage({ params }: Props) {
  const found = await findOwnAppPage((await params).clientId);
  if (!found) redirect("/account/apps");
  const words = await getPageWords();
  const facts = { ...found.app, remaining: found.remaining };
  const texts = words.account.remove;
  return (
    <>
      <AccountHeading title={texts.title(facts.name)} />
      <div className="grid max-w-measure gap-3">
        <RemovalConsequences words={words} facts={facts} />
      </div>
      <div className="flex flex-wrap gap-3">
        <LinkButton href={`/account/apps/${encodeURIComponent(facts.clientId)}`}>{texts.keep}</LinkButton>
        <RemoveAccessForm words={words} facts={facts} action={removeAccess} />
      </div>
    </>
  );
}
