import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Card } from "@/components/account/card";
import { ActionForm } from "@/components/forms/action-form";
import { FormField } from "@/components/forms/form-field";
import { AuthenticatorKey } from "@/components/ui/authenticator-key";
import { Button, LinkButton } from "@/components/ui/button";
import { readNewKey } from "@/lib/account/own-factors";
import { getPageWords } from "@/lib/auth/page-words";
import { drawQrCode } from "@/lib/auth/qr-code";
import { requireFreshUser } from "@/lib/auth/require-user";
import { isSecondFactorOffered } from "@/lib/auth/second-factor-policy";
import { AccountHeading } from "../../_parts/account-heading";
import { accountMetadata } from "../../metadata";
import { submitAuthenticator } from "../actions";

export const generateMetadata = async (): Promise<Metadata> => {
  const words = await getPageWords();
  return accountMetadata(words.account.security.authenticator.setUp.title);
};

export default async function AuthenticatorPage() {
  const user = await requireFreshUser("/account/security/authenticator");
  if (!(await isSecondFactorOffered())) redirect("/account/security");
  const words = await getPageWords();
  const { key, uri } = await readNewKey(user, new Date());
  const texts = words.account.security.authenticator.setUp;
  return (
    <>
      <AccountHeading title={texts.title} intro={texts.intro} />
      <Card title={texts.scan} id="scan">
        <AuthenticatorKey authenticatorKey={key} uri={uri} drawing={drawQrCode(uri)} texts={texts} />
        <ActionForm
          action={submitAuthenticator}
          errorTitle={words.common.errorTitle(texts.title)}
          label={texts.title}
          className="grid max-w-md gap-5"
        >
          <FormField
            id="otp"
            label={texts.code}
            hint={texts.codeHint}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={20}
            required
          />
          <div className="flex flex-wrap gap-3">
            <Button id="otp-submit" variant="primary">
              {texts.submit}
            </Button>
            <LinkButton href="/account/security">{texts.cancel}</LinkButton>
          </div>
        </ActionForm>
      </Card>
    </>
  );
}
