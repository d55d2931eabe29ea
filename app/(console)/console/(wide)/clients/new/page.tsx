import { randomUUID } from "node:crypto";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Note } from "@/components/ui/note";
import { Stepper } from "@/components/ui/stepper";
import { openActorPage } from "@/lib/auth/actor-page";
import { getPageWords } from "@/lib/auth/page-words";
import { mayRegisterApps } from "@/lib/clients/app-registrars";
import { OFFERED_KINDS } from "@/lib/clients/client-kinds";
import { consoleTitle } from "@/lib/console/console-page";
import { frameworksFor } from "@/lib/console/frameworks";
import { readFirstStep } from "@/lib/console/registration-form";
import { getEnv } from "@/lib/env";
import { KindStep } from "./_parts/kind-step";
import { UriStep } from "./_parts/uri-step";
import { registerClientAction } from "./actions";

interface RegisterPageProps {
  searchParams: Promise<{ step?: string; kind?: string; name?: string }>;
}

/** An error is in the title too, where it is read first. */
export async function generateMetadata({ searchParams }: RegisterPageProps) {
  const params = await searchParams;
  const isWrong = params.step === "2" && readFirstStep(params).problem !== null;
  const words = await getPageWords();
  const title = words.console.register.title;
  return consoleTitle(isWrong ? words.common.errorTitle(title) : title, words.console.area);
}

/** Register an app: what are you building, where do people come back. */
export default async function RegisterPage({ searchParams }: RegisterPageProps) {
  const words = await getPageWords();
  const texts = words.console.register;
  const { actor } = await openActorPage();
  const mayRegister = await mayRegisterApps(actor);
  const params = await searchParams;
  const { kind, name, problem } = readFirstStep(params);
  const isSent = params.step === "2";
  const query = new URLSearchParams({ kind: kind ?? "web", name });
  return (
    <div className="mx-auto grid w-full max-w-3xl gap-6">
      <div className="grid gap-3">
        <Breadcrumb
          label={words.console.breadcrumb}
          items={[{ href: "/console", label: words.console.apps }, { label: texts.title }]}
        />
        <h1 id="page-title" tabIndex={-1} className="text-2xl font-heading">
          {texts.title}
        </h1>
        {mayRegister ? null : <Note>{words.console.problems.administrators_register}</Note>}
        <Stepper
          label={texts.stepsLabel}
          doneLabel={words.common.stepDone}
          current={isSent && kind && !problem ? "uris" : "kind"}
          steps={[
            { key: "kind", label: texts.steps.kind, href: `/console/clients/new?${query}` },
            { key: "uris", label: texts.steps.uris },
          ]}
        />
      </div>
      {isSent && kind && !problem ? (
        <UriStep
          words={words}
          action={registerClientAction}
          kind={kind}
          name={name}
          issuer={getEnv().issuer}
          requestKey={randomUUID()}
          isPkceForAll={getEnv().requirePkce === "all"}
          backHref={`/console/clients/new?${query}`}
          frameworks={frameworksFor(kind)}
        />
      ) : (
        <KindStep
          words={words}
          kinds={OFFERED_KINDS}
          kind={kind ?? "web"}
          name={name}
          error={isSent && problem ? words.console.problems[problem] : null}
        />
      )}
    </div>
  );
}
