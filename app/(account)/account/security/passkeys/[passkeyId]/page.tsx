import type { Metadata } from "next";
import { Card } from "@/components/account/card";
import { ActionForm } from "@/components/forms/action-form";
import { FormField } from "@/components/forms/form-field";
import { PressForm } from "@/components/forms/press-form";
import { Button, LinkButton } from "@/components/ui/button";
import { findOwnPasskeyPage } from "@/lib/account/account-page";
import { getPageWords } from "@/lib/auth/page-words";
import { answerNotFound } from "@/lib/http/page-status";
import { AccountHeading } from "../../../_parts/account-heading";
import { accountMetadata } from "../../../metadata";
import AccountNotFound from "../../../not-found";
import { namePasskey, removePasskey } from "../../actions";

interface Props {
  params: Promise<{ passkeyId: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const passkey = await findOwnPasskeyPage((await params).passkeyId);
  const { account } = await getPageWords();
  return accountMetadata(passkey ? account.security.passkeys.change : account.notFound.title);
}

export default async function PasskeyPage({ params }: Props) {
  const passkey = await findOwnPasskeyPage((await params).passkeyId);
  if (!passkey) {
    answerNotFound();
    return <AccountNotFound />;
  }
  const words = await getPageWords();
  const texts = words.account.security.passkeys;
  const { passkeyId } = passkey;
  const name = passkey.name ?? texts.unnamed;
  return (
    <>
      <AccountHeading title={<bdi>{name}</bdi>} intro={texts.made(passkey.createdAt)} />
      <Card title={texts.rename} id="rename">
        <ActionForm
          action={namePasskey.bind(null, passkeyId)}
          errorTitle={words.common.errorTitle(texts.rename)}
          label={texts.rename}
          className="grid max-w-md gap-5"
        >
          <FormField
            id="name"
            label={texts.name}
            hint={texts.nameHint}
            defaultValue={passkey.name ?? ""}
            maxLength={80}
          />
          <div className="flex flex-wrap gap-3">
            <Button variant="primary">{texts.save}</Button>
            <LinkButton href="/account/security">{texts.back}</LinkButton>
          </div>
        </ActionForm>
      </Card>
      <Card title={texts.removeTitle} id="remove" intro={texts.removeBody}>
        <PressForm action={removePasskey.bind(null, passkeyId)}>
          <Button id="passkey-remove" variant="danger" aria-label={texts.removeOf(name)}>
            {texts.remove}
          </Button>
        </PressForm>
      </Card>
    </>
  );
}
