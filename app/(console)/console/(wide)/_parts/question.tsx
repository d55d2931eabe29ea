import type { ReactNode } from "react";
import { Card } from "@/components/console/card";
import { PressForm } from "@/components/forms/press-form";
import { Button, LinkButton } from "@/components/ui/button";
import type { FormAction } from "@/lib/forms/answer";

export interface QuestionProps {
  title: string;
  /** what happens if the person says yes */
  consequences: { title: string; sentences: readonly string[]; until: string };
  yes: { id: string; label: string; action: FormAction };
  no: { label: string; action: FormAction };
}

/** Something that somebody offers to the person who looks: what happens if they accept, and both answers. */
export function Question({ title, consequences, yes, no }: QuestionProps) {
  return (
    <>
      <Heading>{title}</Heading>
      <Card title={consequences.title}>
        <ul className="grid list-disc gap-1 ps-5 text-sm wrap-anywhere">
          {consequences.sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <p className="text-sm text-fg-muted">{consequences.until}</p>
        <div className="flex flex-wrap gap-3">
          <PressForm action={yes.action}>
            <Button id={yes.id} variant="primary">
              {yes.label}
            </Button>
          </PressForm>
          <PressForm action={no.action}>
            <Button variant="secondary">{no.label}</Button>
          </PressForm>
        </div>
      </Card>
    </>
  );
}

/** In its place, when it is over or somebody else's. The page answers 404. */
export function QuestionOver({ title, body, toApps }: { title: string; body: string; toApps: string }) {
  return (
    <>
      <Heading>{title}</Heading>
      <p className="max-w-measure text-fg-muted">{body}</p>
      <div>
        <LinkButton href="/console">{toApps}</LinkButton>
      </div>
    </>
  );
}

function Heading({ children }: { children: ReactNode }) {
  return (
    <h1 id="page-title" tabIndex={-1} className="text-2xl font-heading wrap-anywhere">
      {children}
    </h1>
  );
}
