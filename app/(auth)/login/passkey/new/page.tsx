import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Island } from "@/components/islands/island";
import { PasskeyOffer } from "@/components/islands/passkey-offer";
import { AuthCard } from "@/components/ui/auth-card";
import { Note } from "@/components/ui/note";
import { readPasskeyOffer } from "@/lib/account/passkey-offer";
import type { SearchParams } from "@/lib/auth/auth-page";
import { getPageWords } from "@/lib/auth/page-words";

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const view = await readPasskeyOffer(searchParams);
  return "redirectTo" in view ? {} : { title: view.documentTitle };
}

/** Offers a passkey to somebody who has just made an account or chosen a new password. */
export default async function PasskeyOfferPage({ searchParams }: { searchParams: SearchParams }) {
  const view = await readPasskeyOffer(searchParams);
  if ("redirectTo" in view) redirect(view.redirectTo);
  const { auth, account } = await getPageWords();
  const texts = auth.passkeyOffer;
  return (
    <AuthCard title={texts.title} lead={<p>{texts.lead}</p>}>
      {view.error ? <Note tone="warning" role="alert" title={view.error} /> : null}
      <noscript>
        <Note tone="info">{texts.noScript}</Note>
      </noscript>
      <Island
        name="PasskeyOffer"
        of={PasskeyOffer}
        props={{
          csrf: view.csrf,
          destination: view.destination,
          passkey: view.passkey,
          texts: { ...account.security.passkeys.make.browser, later: texts.later },
        }}
      />
      <p className="text-sm text-fg-muted">{texts.hint}</p>
    </AuthCard>
  );
}
