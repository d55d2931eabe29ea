import type { Metadata } from "next";
import { Card } from "@/components/account/card";
import { PressForm } from "@/components/forms/press-form";
import { Button, LinkButton } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Note } from "@/components/ui/note";
import { readOwnFactors } from "@/lib/account/own-factors";
import type { SearchParams } from "@/lib/auth/auth-page";
import { readDestination } from "@/lib/auth/destination";
import { getPageWords } from "@/lib/auth/page-words";
import { requireUser } from "@/lib/auth/require-user";
import { readShownCodes } from "@/lib/auth/shown-recovery-codes";
import { getPageContext } from "@/lib/http/page-context";
import { AccountHeading } from "../../_parts/account-heading";
import { accountMetadata } from "../../metadata";
import { finishRecoveryCodes, makeCodes } from "../actions";

export const generateMetadata = async (): Promise<Metadata> => {
  const words = await getPageWords();
  return accountMetadata(words.account.security.recovery.title);
};

export default async function RecoveryCodesPage({ searchParams }: { searchParams: SearchParams }) {
  const { path, portalName } = await getPageContext();
  const user = await requireUser(path);
  const words = await getPageWords();
  const texts = words.account.security.recovery;
  const codes = await readShownCodes(user.userId);
  if (codes) {
    const sent = await searchParams;
    const { requestId, returnTo } = readDestination({ get: (name) => sent[name] });
    const list = codes.join("\n");
    const file = texts.file({ portal: portalName, account: user.email, codes: list, madeAt: new Date() });
    return (
      <>
        <AccountHeading title={texts.newTitle} intro={texts.intro} />
        <Card title={texts.listLabel} id="recovery-codes">
          <Note tone="warning">{texts.once}</Note>
          <ol className="grid list-decimal gap-2 rounded-control bg-sunken py-4 ps-12 pe-4 font-mono text-base">
            {codes.map((code) => (
              <li key={code}>{code}</li>
            ))}
          </ol>
          <div className="flex flex-wrap gap-3">
            <LinkButton
              href={`data:text/plain;charset=utf-8,${encodeURIComponent(file)}`}
              download={texts.fileName}
              id="recovery-download"
            >
              {texts.download}
            </LinkButton>
            <CopyButton value={list} label={texts.copy} copiedLabel={texts.copied} accessibleLabel={texts.copyAll} />
          </div>
          <PressForm action={finishRecoveryCodes.bind(null, requestId, returnTo)}>
            <Button id="recovery-done" variant="primary">
              {texts.have}
            </Button>
          </PressForm>
        </Card>
      </>
    );
  }
  const { authenticator, passkeys, recoveryCodesLeft } = await readOwnFactors(user);
  const hasFactor = authenticator !== null || passkeys.length > 0;
  return (
    <>
      <AccountHeading title={texts.title} intro={texts.intro} />
      <Card
        title={recoveryCodesLeft > 0 ? texts.left(recoveryCodesLeft) : texts.none}
        id="recovery-left"
        intro={hasFactor ? (recoveryCodesLeft > 0 ? texts.renewHint : null) : texts.needsFactor}
      >
        {hasFactor ? (
          <PressForm action={makeCodes} heir="page-title">
            <Button id="recovery-make" variant="primary">
              {recoveryCodesLeft > 0 ? texts.renew : texts.make}
            </Button>
          </PressForm>
        ) : (
          <div>
            <LinkButton href="/account/security/authenticator">{words.account.security.authenticator.add}</LinkButton>
          </div>
        )}
      </Card>
    </>
  );
}
