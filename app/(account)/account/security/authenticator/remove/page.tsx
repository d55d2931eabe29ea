import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { PressForm } from "@/components/forms/press-form";
import { Button, LinkButton } from "@/components/ui/button";
import { readOwnFactors } from "@/lib/account/own-factors";
import { getPageWords } from "@/lib/auth/page-words";
import { requireFreshUser } from "@/lib/auth/require-user";
import { AccountHeading } from "../../../_parts/account-heading";
import { accountMetadata } from "../../../metadata";
import { removeAuthenticator } from "../../actions";

export const generateMetadata = async (): Promise<Metadata> => {
  const words = await getPageWords();
  return accountMetadata(words.account.security.authenticator.removeLabel);
};

export default async function RemoveAuthenticatorPage() {
  const user = await requireFreshUser("/account/security/authenticator/remove");
  const { authenticator } = await readOwnFactors(user);
  if (!authenticator) redirect("/account/security");
  const { authenticator: texts } = (await getPageWords()).account.security;
  return (
    <>
      <AccountHeading title={texts.removeTitle} intro={texts.removeBody} />
      <div className="flex flex-wrap gap-3">
        <LinkButton href="/account/security">{texts.keep}</LinkButton>
        <PressForm action={removeAuthenticator}>
          <Button variant="danger" aria-label={texts.removeLabel}>
            {texts.remove}
          </Button>
        </PressForm>
      </div>
    </>
  );
}
