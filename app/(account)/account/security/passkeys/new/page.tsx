import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { Card } from "@/components/account/card";
import { LinkButton } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { readNewPasskey } from "@/lib/account/own-passkeys";
import { getPageWords } from "@/lib/auth/page-words";
import { requireFreshUser } from "@/lib/auth/require-user";
import { isSecondFactorOffered } from "@/lib/auth/second-factor-policy";
import { readBrowserTokens } from "@/lib/http/browser-cookie";
import { AccountHeading } from "../../../_parts/account-heading";
import { accountMetadata } from "../../../metadata";
import { submitPasskey } from "../../actions";
import { PasskeyMaker } from "./_parts/passkey-maker";

export const generateMetadata = async (): Promise<Metadata> => {
  const words = await getPageWords();
  return accountMetadata(words.account.security.passkeys.make.title);
};

export default async function NewPasskeyPage() {
  const user = await requireFreshUser("/account/security/passkeys/new");
  if (!(await isSecondFactorOffered())) redirect("/account/security");
  const words = await getPageWords();
  const texts = words.account.security.passkeys;
  const [browserToken = ""] = readBrowserTokens(await headers());
  const { options, sealed } = await readNewPasskey(user, browserToken, new Date());
  return (
    <>
      <AccountHeading title={texts.make.title} intro={texts.intro} />
      <Card title={texts.make.how} id="passkey-how">
        <noscript>
          <Note tone="warning">{texts.make.noScript}</Note>
        </noscript>
        <PasskeyMaker
          action={submitPasskey}
          options={options}
          sealed={sealed}
          errorTitle={words.common.errorTitle(texts.make.title)}
          texts={texts.make.browser}
        />
        <div>
          <LinkButton href="/account/security">{texts.make.cancel}</LinkButton>
        </div>
      </Card>
    </>
  );
}
