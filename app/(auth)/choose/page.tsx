import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AppLinks } from "@/components/auth/app-links";
import { AskingApp } from "@/components/auth/asking-app";
import { AuthCard } from "@/components/ui/auth-card";
import { Note } from "@/components/ui/note";
import type { SearchParams } from "@/lib/auth/auth-page";
import { readChooseView } from "@/lib/auth/choose-view";
import { pathFor } from "@/lib/auth/destination";
import { getPageWords } from "@/lib/auth/page-words";
import { AccountList } from "./_parts/account-list";

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  return { title: (await readChooseView(searchParams)).documentTitle };
}

export default async function ChoosePage({ searchParams }: { searchParams: SearchParams }) {
  const view = await readChooseView(searchParams);
  if (view.redirectTo) redirect(view.redirectTo);
  const words = await getPageWords();
  const { auth } = words;
  const { csrf, destination, accounts, app } = view;
  return (
    <>
      <AuthCard
        title={auth.choose.title}
        lead={app ? <AskingApp lead={auth.login.toContinueTo} name={app.name} logoSrc={view.logoSrc} /> : null}
      >
        {view.notice ? (
          <Note tone="warning" role="alert">
            {view.notice}
          </Note>
        ) : null}
        {view.expectation ? <Note tone="info">{view.expectation}</Note> : null}
        <AccountList
          words={words}
          csrf={csrf}
          destination={destination}
          accounts={accounts}
          anotherHref={pathFor("/login", destination, { switch: "1" })}
        />
      </AuthCard>
      {app ? <AppLinks words={words} app={app} className="px-5 py-4 text-sm sm:px-1" /> : null}
    </>
  );
}
