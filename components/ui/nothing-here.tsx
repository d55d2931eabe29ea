import { LinkButton } from "./button";

export interface NothingHereProps {
  texts: { title: string; body: string; action: string };
  /** where the way on leads */
  href: string;
}

/** In place of a page about something that does not exist: what may have happened to it, and a way on. */
export function NothingHere({ texts, href }: NothingHereProps) {
  return (
    <div className="grid max-w-measure justify-items-start gap-4">
      <h1 id="page-title" tabIndex={-1} className="text-2xl font-heading wrap-anywhere">
        {texts.title}
      </h1>
      <p className="text-fg-muted">{texts.body}</p>
      <LinkButton href={href}>{texts.action}</LinkButton>
    </div>
  );
}
